"""Assets that may be put into a case, with what the books say of them: one statement a page."""

from typing import Any

from sqlalchemy import BigInteger, cast, func, select
from sqlalchemy.orm import Session

from services.assets.finding import within_unit
from services.assets.models import ASSETS, BOOK_MOVEMENTS, CATEGORIES, DISPOSAL_LINES, UNITS
from services.assets.queries.asset_filters import found_by
from services.assets.queries.shapes import Row, Shape
from services.assets.queries.units import after_id
from services.assets.rules.assets import FIXED_ASSET
from services.assets.rules.disposals import DISPOSABLE
from shared.web import pages

_COLUMNS = ("id", "code", "tag", "name", "serial", "category", "kind", "status", "cost", "holder_person_id")


def page_of_disposable(session: Session, query: dict[str, Any]) -> Shape:
    """Assets of a unit (and below) that no open case has: all, or those worn off, broken or lost."""
    worn = _worn()
    chosen = (
        select(*(ASSETS.c[name] for name in (*_COLUMNS, "unit_id", "put_to_use_on")), worn.label("wear"))
        .add_columns(UNITS.c.name.label("unit_name"), CATEGORIES.c.name.label("category_name"))
        .join(UNITS, UNITS.c.id == ASSETS.c.unit_id)
        .join(CATEGORIES, CATEGORIES.c.code == ASSETS.c.category)
        .where(ASSETS.c.status.in_(DISPOSABLE), ~_taken())
        .order_by(ASSETS.c.id)
        .limit(query["limit"] + 1)
    )
    if query["unit"]:
        chosen = chosen.where(within_unit(ASSETS.c.unit_id, query["unit"]))
    if query["q"]:
        chosen = chosen.where(found_by(session, query["q"]))
    if query["status"]:
        chosen = chosen.where(ASSETS.c.status == query["status"])
    if query["category"]:
        chosen = chosen.where(ASSETS.c.category == query["category"])
    if query["worn"]:
        chosen = chosen.where(ASSETS.c.kind == FIXED_ASSET, ASSETS.c.cost > 0, worn >= ASSETS.c.cost)
    if query["after"]:
        chosen = chosen.where(ASSETS.c.id > after_id(query["after"]))
    rows = session.execute(chosen).mappings().all()
    return pages.page(rows, query["limit"], _shape, lambda row: pages.cursor_of(str(row["id"])))


def _worn() -> Any:
    summed = select(func.coalesce(func.sum(BOOK_MOVEMENTS.c.wear), 0)).where(
        BOOK_MOVEMENTS.c.asset_id == ASSETS.c.id
    )
    return cast(summed.correlate(ASSETS).scalar_subquery(), BigInteger)


def _taken() -> Any:
    return (
        select(DISPOSAL_LINES.c.asset_id)
        .where(DISPOSAL_LINES.c.asset_id == ASSETS.c.id, DISPOSAL_LINES.c.holding)
        .exists()
    )


def _shape(row: Row) -> Shape:
    joined = ("unit_id", "unit_name", "category_name", "put_to_use_on", "wear")
    shape = {name: row[name] for name in (*_COLUMNS, *joined)}
    return {**shape, "remaining": row["cost"] - row["wear"]}
