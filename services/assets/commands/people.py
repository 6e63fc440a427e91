"""Registering people and changing what is known of them; leaving. Moving and returning: moves.py."""

from typing import Any
from uuid import UUID

from sqlalchemy import insert, update
from sqlalchemy.orm import Session

from services.assets import events
from services.assets.commands.assignments import assign, assignments_of, check_unit_then, post_said
from services.assets.finding import Row, locked, unit_within
from services.assets.models import PEOPLE
from services.assets.queries.shapes import person_shape
from services.assets.rules.people import WORKING, check_departure, present
from shared import outbox
from shared.auth import Actor
from shared.clock import today
from shared.errors import Conflict
from shared.ids import uuid7
from shared.text import clean, name_sort_key, words


def register_person(session: Session, actor: Actor, body: dict[str, Any]) -> Row:
    """Somebody new, working, `since` a day or since it is not known when."""
    unit = unit_within(session, actor, body["unit_id"])
    body = dict(body)
    since = body.pop("since", None)
    if unit["valid_to"] is not None:
        check_unit_then(unit, since or today())
    nothing = {"post_id": None, "post": ""}
    post = post_said(session, body, nothing, unit["id"], since or today())
    person = {**body, **post, "id": uuid7(), "status": WORKING, "left_on": None, "left_basis": None}
    person = tidied({**person, "version": 1})
    session.execute(insert(PEOPLE), person)
    assign(session, actor, person, ("registered", since), {})
    outbox.record(session, events.person_event("registered", person))
    return person_shape({**person, "unit_name": unit["name"]}, actor)


def change_person(session: Session, actor: Actor, person_id: UUID, version: int, body: dict[str, Any]) -> Row:
    """Change name, contacts or duties, or put the post right; another unit is a move from today on."""
    before = locked(session, PEOPLE, person_id, version)
    unit = unit_within(session, actor, body.get("unit_id") or before["unit_id"])
    moved = unit["id"] != before["unit_id"]
    if moved:
        check_unit_then(unit, today())
    person = {**before, **body, "version": version + 1}
    person |= _post_after(session, body, before, unit["id"])
    person = tidied(person)
    _keep_assignment(session, actor, before, person, moved=moved)
    rewrite_person(session, person)
    outbox.record(session, events.person_event("changed", person))
    return person_shape({**person, "unit_name": unit["name"]}, actor)


def record_departure(
    session: Session, actor: Actor, person_id: UUID, version: int, body: dict[str, Any]
) -> Row:
    """Somebody left: retired, transferred, resigned or died. Handover recalls all they hold."""
    before = locked(session, PEOPLE, person_id, version)
    if before["status"] != WORKING:
        raise Conflict(
            "person-already-left",
            vi=f"{before['name']} đã được ghi là thôi việc từ trước.",
            en="The person was marked as left before.",
            left_on=before["left_on"],
        )
    check_departure(assignments_of(session, person_id), body["left_on"])
    unit = unit_within(session, actor, before["unit_id"])
    person = {
        **before,
        "status": body["status"],
        "left_on": body["left_on"],
        "left_basis": clean(body["basis"] or ""),
        "version": version + 1,
    }
    rewrite_person(session, person)
    assign(session, actor, person, ("left", body["left_on"]), body)
    outbox.record(session, events.person_left(person))
    return person_shape({**person, "unit_name": unit["name"]}, actor)


def rewrite_person(session: Session, person: Row) -> None:
    """Write the present state of a locked person."""
    session.execute(update(PEOPLE).where(PEOPLE.c.id == person["id"]), person)


def tidied(person: Row) -> Row:
    """`person` with clean texts and the keys that sorting and searching need."""
    tidy = {name: clean(person[name] or "") for name in ("code", "name", "post", "email", "phone")}
    return {
        **person,
        **tidy,
        "duties": sorted(set(person["duties"])),
        "sort_name": name_sort_key(tidy["name"]),
        "search_name": " " + " ".join(words(f"{tidy['name']} {tidy['code']}")),
    }


def _post_after(session: Session, body: Row, before: Row, unit_id: UUID) -> Row:
    """The post after a correction; an empty one that was said empties it."""
    if "post" in body and not body["post"] and not body.get("post_id"):
        return {"post_id": None, "post": ""}
    return post_said(session, body, before, unit_id, today())


def _keep_assignment(session: Session, actor: Actor, before: Row, person: Row, *, moved: bool) -> None:
    """A correction takes the place of what was said of the same days; a move begins today."""
    if not moved and (person["post"], person["post_id"]) == (before["post"], before["post_id"]):
        return
    if before["status"] != WORKING:
        vi, en = "Người này đã thôi giữ; công tác đã ghi không sửa được.", "The person has left."
        raise Conflict("person-left", vi=vi, en=en)
    if moved:
        assign(session, actor, person, ("moved", today()), {})
    else:
        since = present(assignments_of(session, person["id"]))["from_on"]
        assign(session, actor, person, ("corrected", since), {})
