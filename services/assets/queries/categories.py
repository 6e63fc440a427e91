"""The catalogue."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from services.assets.finding import missing
from services.assets.models import CATEGORIES, CATEGORY_CHANGES
from services.assets.queries.shapes import Shape

_ROWS = select(*(column for column in CATEGORIES.c if column.name != "position"))
_MOST = 500


def all_categories(session: Session) -> Shape:
    """The catalogue, the retired categories among it."""
    rows = session.execute(_ROWS.order_by(CATEGORIES.c.position).limit(_MOST)).mappings()
    return {"items": [dict(row) for row in rows], "next": None}


def category(session: Session, code: str) -> Shape:
    """One category; raises NotFound."""
    row = session.execute(_ROWS.where(CATEGORIES.c.code == code)).mappings().first()
    if row is None:
        raise missing("categories")
    return dict(row)


def category_changes(session: Session, code: str) -> Shape:
    """The last changes of a category, newest first."""
    columns = [column for column in CATEGORY_CHANGES.c if column.name != "category"]
    chosen = select(*columns).where(CATEGORY_CHANGES.c.category == code)
    rows = session.execute(chosen.order_by(CATEGORY_CHANGES.c.version.desc()).limit(_MOST)).mappings()
    return {"items": [dict(row) for row in rows], "next": None}
