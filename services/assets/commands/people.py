"""Registering people, changing what is known of them, and their leaving."""

from typing import Any
from uuid import UUID

from sqlalchemy import insert, update
from sqlalchemy.orm import Session

from services.assets import events
from services.assets.finding import Row, locked, unit_within
from services.assets.models import PEOPLE
from services.assets.queries.shapes import person_shape
from shared import outbox
from shared.auth import Actor
from shared.errors import Conflict
from shared.ids import uuid7
from shared.text import clean, name_sort_key, words


def register_person(session: Session, actor: Actor, body: dict[str, Any]) -> Row:
    """Somebody new, working."""
    unit = unit_within(session, actor, body["unit_id"])
    person = {**body, "id": uuid7(), "status": "working", "left_on": None, "left_basis": None, "version": 1}
    person = _tidied(person)
    session.execute(insert(PEOPLE), person)
    outbox.record(session, events.person_event("registered", person))
    return person_shape({**person, "unit_name": unit["name"]}, actor)


def change_person(session: Session, actor: Actor, person_id: UUID, version: int, body: dict[str, Any]) -> Row:
    """Change name, post, unit, contacts or duties."""
    before = locked(session, PEOPLE, person_id, version)
    unit = unit_within(session, actor, body.get("unit_id") or before["unit_id"])
    person = _tidied({**before, **body, "version": version + 1})
    session.execute(update(PEOPLE).where(PEOPLE.c.id == person_id), person)
    outbox.record(session, events.person_event("changed", person))
    return person_shape({**person, "unit_name": unit["name"]}, actor)


def record_departure(
    session: Session, actor: Actor, person_id: UUID, version: int, body: dict[str, Any]
) -> Row:
    """Somebody left: retired, transferred, resigned or died. Handover recalls all they hold."""
    before = locked(session, PEOPLE, person_id, version)
    if before["status"] != "working":
        raise Conflict(
            "person-already-left",
            vi=f"{before['name']} đã được ghi là thôi việc từ trước.",
            en="The person was marked as left before.",
            left_on=before["left_on"],
        )
    unit = unit_within(session, actor, before["unit_id"])
    person = {
        **before,
        "status": body["status"],
        "left_on": body["left_on"],
        "left_basis": clean(body["basis"] or ""),
        "version": version + 1,
    }
    session.execute(update(PEOPLE).where(PEOPLE.c.id == person_id), person)
    outbox.record(session, events.person_left(person))
    return person_shape({**person, "unit_name": unit["name"]}, actor)


def _tidied(person: Row) -> Row:
    """`person` with clean texts and the keys that sorting and searching need."""
    tidy = {name: clean(person[name] or "") for name in ("code", "name", "post", "email", "phone")}
    return {
        **person,
        **tidy,
        "duties": sorted(set(person["duties"])),
        "sort_name": name_sort_key(tidy["name"]),
        "search_name": " " + " ".join(words(f"{tidy['name']} {tidy['code']}")),
    }
