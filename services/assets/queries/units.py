"""Units within the actor's own."""

from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, or_, select, true
from sqlalchemy.orm import Session

from services.assets.finding import missing, units_below
from services.assets.models import CATEGORIES, UNITS
from services.assets.queries.shapes import Shape, unit_shape
from shared.auth import Actor
from shared.text import words
from shared.web import pages


def page_of_units(session: Session, actor: Actor, query: dict[str, Any]) -> Shape:
    """Units that the actor answers for, in the order in which they were registered."""
    chosen = select(UNITS).where(_own(actor)).order_by(UNITS.c.id).limit(query["limit"] + 1)
    for word in words(query["q"]):
        chosen = chosen.where((" " + UNITS.c.match_key).contains(f" {word}", autoescape=True))
    if query["parent"]:
        chosen = chosen.where(UNITS.c.parent_id == query["parent"])
    if query["on"]:
        exists = or_(UNITS.c.valid_to.is_(None), UNITS.c.valid_to >= query["on"])
        chosen = chosen.where(UNITS.c.valid_from <= query["on"], exists)
    if query["after"]:
        chosen = chosen.where(UNITS.c.id > after_id(query["after"]))
    rows = session.execute(chosen).mappings().all()
    return pages.page(rows, query["limit"], unit_shape, lambda row: pages.cursor_of(str(row["id"])))


def unit(session: Session, actor: Actor, unit_id: UUID) -> Shape:
    """One of these units; raises NotFound."""
    row = session.execute(select(UNITS).where(UNITS.c.id == unit_id, _own(actor))).mappings().first()
    if row is None:
        raise missing("units")
    return unit_shape(row)


def all_categories(session: Session) -> Shape:
    """The catalogue."""
    columns = (CATEGORIES.c.code, CATEGORIES.c.name, CATEGORIES.c.name_en, CATEGORIES.c.attributes)
    rows = session.execute(select(*columns).order_by(CATEGORIES.c.position)).mappings()
    return {"items": [dict(row) for row in rows], "next": None}


def after_id(cursor: str) -> UUID:
    """The id behind a page cursor; raises Malformed when it is none."""
    found: UUID = pages.key_of(cursor, UUID)[0]
    return found


def _own(actor: Actor) -> ColumnElement[bool]:
    return true() if actor.scope_all else UNITS.c.id.in_(units_below(actor.unit_id))
