"""Writing the units and people of an imported list: rows, versions or assignments, and events."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import insert
from sqlalchemy.dialects.postgresql import insert as upsert
from sqlalchemy.orm import Session

from services.assets import events
from services.assets.commands.people import tidied
from services.assets.commands.units import WHOLE, match_key, write_unit
from services.assets.finding import Row
from services.assets.imports.people import PersonDraft
from services.assets.imports.units import UnitDraft
from services.assets.models import ASSIGNMENTS, PEOPLE, UNIT_IDENTIFIERS
from services.assets.rules.people import WORKING
from shared import outbox
from shared.auth import Actor
from shared.clock import now, today
from shared.errors import Conflict
from shared.ids import uuid7
from shared.text import clean


def write_units(
    session: Session, actor: Actor, drafts: Sequence[tuple[UnitDraft, UUID | str | None]], reason: str
) -> None:
    """Register the drafts, parents first as they come, each with its identifiers."""
    made: dict[str, UUID] = {}
    identifiers: list[Row] = []
    if actor.unit_id is None:
        session.execute(WHOLE)  # as for one unit: an administrator of no unit founds at the top
    for draft, parent in drafts:
        unit: Row = {
            "id": uuid7(),
            "code": clean(draft.code),
            "name": clean(draft.name),
            "match_key": match_key(draft.name),
            "kind": draft.kind,
            "parent_id": made[parent] if isinstance(parent, str) else parent or actor.unit_id,
            "valid_from": draft.valid_from or today(),
            "valid_to": None,
            "version": 1,
        }
        made[draft.code] = unit["id"]
        write_unit(session, actor, unit, {"reason": reason})
        identifiers += _identifiers(actor, unit["id"], draft)
    if identifiers:
        session.execute(insert(UNIT_IDENTIFIERS), identifiers)


def write_people(
    session: Session, actor: Actor, drafts: Sequence[tuple[PersonDraft, UUID]], reason: str
) -> None:
    """Register the drafts in four statements, however many; raises Conflict when a code is taken by somebody
    whom the importer does not see.
    """
    people = [_person(draft, unit_id) for draft, unit_id in drafts]
    if not people:
        return
    wanted = upsert(PEOPLE).on_conflict_do_nothing(index_elements=["code"]).returning(PEOPLE.c.code)
    written = set(session.execute(wanted, people).scalars())
    if unseen := [str(draft.row) for draft, _ in drafts if clean(draft.code) not in written]:
        vi = f"Mã cán bộ ở dòng {', '.join(unseen)} đã có ở đơn vị ngoài phạm vi của tài khoản."
        en = f"The codes in rows {', '.join(unseen)} are taken outside of your units."
        raise Conflict("person-code-taken", vi=vi, en=en)
    since = {clean(draft.code): draft.since for draft, _ in drafts}
    session.execute(
        insert(ASSIGNMENTS), [_assignment(actor, one, since[one["code"]], reason) for one in people]
    )
    outbox.record(session, *(events.person_event("registered", person) for person in people))


def _identifiers(actor: Actor, unit_id: UUID, draft: UnitDraft) -> list[Row]:
    return [
        {
            "id": uuid7(),
            "unit_id": unit_id,
            "kind": kind,
            "value": value,
            "valid_from": None,
            "valid_to": None,
            "note": "",
            "recorded_at": now(),
            "recorded_by": actor.subject,
            "version": 1,
        }
        for kind in ("budget_code", "electronic_id")
        if (value := getattr(draft, kind))
    ]


def _person(draft: PersonDraft, unit_id: UUID) -> Row:
    said = {name: getattr(draft, name) for name in ("code", "name", "post", "email", "phone")}
    fixed = {"id": uuid7(), "unit_id": unit_id, "status": WORKING, "duties": [], "version": 1}
    return tidied({**said, **fixed, "left_on": None, "left_basis": None, "post_id": None})


def _assignment(actor: Actor, person: Row, since: Any, reason: str) -> Row:
    return {
        "person_id": person["id"],
        "act": "registered",
        "from_on": since,
        **{name: person[name] for name in ("version", "status", "unit_id", "post_id", "post")},
        "basis": reason,
        "document_number": "",
        "document_on": None,
        "document_authority": "",
        "recorded_at": now(),
        "recorded_by": actor.subject,
    }
