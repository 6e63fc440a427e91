"""What has worn off one asset, by the books of its unit."""

from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from services.assets.finding import missing
from services.assets.models import ASSETS, BOOK_MOVEMENTS, WEAR_ROWS
from services.assets.queries.closings import ROWS, row_shape
from services.assets.queries.shapes import Row, Shape
from services.assets.queries.wear_decisions import decisions_about
from services.assets.rules.corrections import is_stated
from shared.clock import today

_HEAD = ("id", "unit_id", "code", "name", "kind", "category", "cost", "put_to_use_on", "version")
_WEAR_CAUSES = ("wear", "opening_wear")


def stated_wear(session: Session, asset: Row) -> int | None:
    """The accumulated wear (VND) of a fixed asset as the books of its unit have it; None for a tool, when the
    actor sees no books, or while the books do not know (rules/corrections.py).
    """
    if asset["kind"] != "fixed_asset":
        return None
    sums = select(
        func.sum(BOOK_MOVEMENTS.c.wear).label("worn"),
        func.count().filter(BOOK_MOVEMENTS.c.cause.in_(_WEAR_CAUSES)).label("rows"),
    ).where(BOOK_MOVEMENTS.c.asset_id == asset["id"], BOOK_MOVEMENTS.c.unit_id == asset["unit_id"])
    found = session.execute(sums).one()
    began = asset["put_to_use_on"]
    known = found.worn is not None and is_stated(
        int(found.worn),
        rows=found.rows,
        put_to_use_year=began.year if began else None,
        open_year=today().year,
    )
    return int(found.worn) if known else None


def with_wear(session: Session, asset: Shape) -> Shape:
    """An asset's answer with its accumulated wear and what remains (both null when they are not known)."""
    worn = stated_wear(session, asset)
    remaining = None if worn is None else asset["cost"] - worn
    return {
        **asset,
        "accumulated_wear": worn,
        "remaining_value": remaining,
        "worn_through": remaining is not None and remaining <= 0,
    }


def wear_of_asset(session: Session, asset_id: UUID) -> Shape:
    """The wear of an asset year by year, what remains, and the decisions about it; raises NotFound."""
    asset = session.execute(select(ASSETS).where(ASSETS.c.id == asset_id)).mappings().first()
    if asset is None:
        raise missing("assets")
    chosen = ROWS.where(WEAR_ROWS.c.asset_id == asset_id).order_by(WEAR_ROWS.c.year)
    shape = with_wear(session, {name: asset[name] for name in _HEAD})
    return {
        **shape,
        "corrections": _corrections(session, asset),
        "items": [row_shape(row) for row in session.execute(chosen).mappings()],
        "decisions": decisions_about(session, asset_id),
    }


def _corrections(session: Session, asset: Row) -> list[Shape]:
    """Entries of wear that no close made: what old books brought, corrections."""
    names = ("effective_on", "cause", "wear", "document_number", "document_on", "note")
    chosen = (
        select(*(BOOK_MOVEMENTS.c[name] for name in names))
        .where(
            BOOK_MOVEMENTS.c.asset_id == asset["id"],
            BOOK_MOVEMENTS.c.unit_id == asset["unit_id"],
            BOOK_MOVEMENTS.c.wear != 0,
            BOOK_MOVEMENTS.c.number.is_not(None),
        )
        .order_by(BOOK_MOVEMENTS.c.effective_on, BOOK_MOVEMENTS.c.number)
        .limit(200)
    )
    return [dict(row) for row in session.execute(chosen).mappings()]
