"""Makers and models, for suggestions in forms and for joining names that are one."""

from typing import Any
from uuid import UUID

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from services.assets.finding import missing
from services.assets.models import MAKERS, MODELS
from services.assets.queries.shapes import Row, Shape
from shared.text import fold
from shared.web import pages

_ONE = ("id", "name", "merged_into", "version")


def page_of_makers(session: Session, query: dict[str, Any]) -> Shape:
    """Makers by name; `alike` counts those that still count and may be the same."""
    twins = MAKERS.alias()
    alike = (
        select(func.count())
        .where(twins.c.alike_key == MAKERS.c.alike_key, twins.c.merged_into.is_(None))
        .scalar_subquery()
    )
    chosen = select(MAKERS, alike.label("alike")).order_by(MAKERS.c.alike_key, MAKERS.c.name_key)
    if query["q"]:
        chosen = chosen.where(MAKERS.c.name_key.contains(fold(query["q"]), autoescape=True))
    if query["current"]:
        chosen = chosen.where(MAKERS.c.merged_into.is_(None))
    if query["after"]:
        alike_key, name_key = pages.key_of(query["after"], str, str)
        chosen = chosen.where(
            or_(
                MAKERS.c.alike_key > alike_key,
                (MAKERS.c.alike_key == alike_key) & (MAKERS.c.name_key > name_key),
            )
        )
    rows = session.execute(chosen.limit(query["limit"] + 1)).mappings().all()
    return pages.page(
        rows,
        query["limit"],
        lambda row: {**_shape(row), "alike": row["alike"]},
        lambda row: pages.cursor_of(row["alike_key"], row["name_key"]),
    )


def maker(session: Session, maker_id: UUID) -> Shape:
    """One maker; raises NotFound."""
    row = session.execute(select(MAKERS).where(MAKERS.c.id == maker_id)).mappings().first()
    if row is None:
        raise missing("makers")
    return _shape(row)


def models_of(session: Session, maker_id: UUID, limit: int) -> Shape:
    """The models of a maker and of all that were merged into it, by name; the first `limit`."""
    whose = select(MAKERS.c.id).where(or_(MAKERS.c.id == maker_id, MAKERS.c.merged_into == maker_id))
    chosen = select(MODELS.c.id, MODELS.c.name).where(MODELS.c.maker_id.in_(whose))
    rows = session.execute(chosen.order_by(MODELS.c.name_key, MODELS.c.id).limit(limit)).mappings()
    return {"items": [dict(row) for row in rows], "next": None}


def _shape(row: Row) -> Shape:
    return {name: row[name] for name in _ONE}
