"""People within the actor's units."""

from typing import Any
from uuid import UUID

from sqlalchemy import Select, select, tuple_
from sqlalchemy.orm import Session

from services.assets.finding import missing, within_unit
from services.assets.models import PEOPLE, UNITS
from services.assets.queries.shapes import Shape, person_shape
from shared.auth import Actor
from shared.text import words
from shared.web import pages


def page_of_people(session: Session, actor: Actor, query: dict[str, Any]) -> Shape:
    """People by given name; `q` are beginnings of words of the name or code."""
    chosen = _people().order_by(PEOPLE.c.sort_name, PEOPLE.c.id).limit(query["limit"] + 1)
    for word in words(query["q"]):
        chosen = chosen.where(PEOPLE.c.search_name.contains(f" {word}", autoescape=True))
    if query["unit"]:
        chosen = chosen.where(within_unit(PEOPLE.c.unit_id, query["unit"]))
    if query["status"]:
        chosen = chosen.where(PEOPLE.c.status == query["status"])
    if query["after"]:
        chosen = chosen.where(tuple_(PEOPLE.c.sort_name, PEOPLE.c.id) > tuple_(*_key(query["after"])))
    rows = session.execute(chosen).mappings().all()
    return pages.page(
        rows,
        query["limit"],
        lambda row: person_shape(row, actor),
        lambda row: pages.cursor_of(row["sort_name"], str(row["id"])),
    )


def person(session: Session, actor: Actor, person_id: UUID) -> Shape:
    """One person; raises NotFound."""
    row = session.execute(_people().where(PEOPLE.c.id == person_id)).mappings().first()
    if row is None:
        raise missing("people")
    return person_shape(row, actor)


def _people() -> Select[Any]:
    return select(PEOPLE, UNITS.c.name.label("unit_name")).join(UNITS, UNITS.c.id == PEOPLE.c.unit_id)


def _key(cursor: str) -> tuple[str, UUID]:
    name, last = pages.key_of(cursor, str, UUID)
    return name, last
