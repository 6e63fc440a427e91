"""People who move between units and posts, and people who come back."""

from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from services.assets import events
from services.assets.commands.assignments import assign, assignments_of, check_unit_then, post_said
from services.assets.commands.people import rewrite_person, tidied
from services.assets.finding import Row, locked, unit_within
from services.assets.models import PEOPLE, UNITS
from services.assets.queries.shapes import person_shape
from services.assets.rules.people import WORKING, check_move, check_return, duties_after, held_on, present
from shared import outbox
from shared.auth import Actor
from shared.clock import today


def move_person(session: Session, actor: Actor, person_id: UUID, version: int, body: dict[str, Any]) -> Row:
    """Another unit or post from `moved_on` on. A move behind a later one is kept where it belongs, and the
    person stays where the later one put them.
    """
    before = locked(session, PEOPLE, person_id, version)
    rows = assignments_of(session, person_id)
    day = body["moved_on"]
    check_move(rows, day, today())
    unit = unit_within(session, actor, body["unit_id"] or before["unit_id"])
    check_unit_then(unit, day)
    held = held_on(rows, day) or before
    post = post_said(session, body, dict(held), unit["id"], day)
    moved = {**before, **post, "unit_id": unit["id"], "status": WORKING, "version": version + 1}
    rows.append(assign(session, actor, tidied(moved), ("moved", day), body))
    now_at = present(rows)
    person = {**before, **{name: now_at[name] for name in ("unit_id", "post_id", "post")}}
    another = person["unit_id"] != before["unit_id"]
    person["duties"] = duties_after(before["duties"], body["duties"], another_unit=another)
    person = tidied({**person, "version": version + 1})
    rewrite_person(session, person)
    outbox.record(session, events.person_moved(person, before, day))
    return _shape(session, actor, person)


def take_back(session: Session, actor: Actor, person_id: UUID, version: int, body: dict[str, Any]) -> Row:
    """Somebody who had left works again from `returned_on` on, in the same unit or another."""
    before = locked(session, PEOPLE, person_id, version)
    day = body["returned_on"]
    check_return(before["status"], before["left_on"], day, today())
    unit = unit_within(session, actor, body["unit_id"] or before["unit_id"])
    check_unit_then(unit, day)
    post = post_said(session, body, before, unit["id"], day)
    person = {
        **before,
        **post,
        "unit_id": unit["id"],
        "status": WORKING,
        "left_on": None,
        "left_basis": None,
        "duties": body["duties"] or [],
        "version": version + 1,
    }
    person = tidied(person)
    rewrite_person(session, person)
    assign(session, actor, person, ("returned", day), body)
    outbox.record(session, events.person_returned(person, day))
    return _shape(session, actor, person)


def _shape(session: Session, actor: Actor, person: Row) -> Row:
    name = session.execute(select(UNITS.c.name).where(UNITS.c.id == person["unit_id"])).scalar_one()
    return person_shape({**person, "unit_name": name}, actor)
