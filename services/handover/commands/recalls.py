"""Recall cases (thu hồi nội bộ): all that a leaver holds, with a deadline, until nothing is open.

At most one case is open per person (the database holds that), so a leaving that is told twice opens one case,
and whatever comes into a leaver's hands later joins it. A case by decision may be over one category only;
once its person leaves it is over all they hold.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import Row, insert, text
from sqlalchemy.orm import Session

from services.handover import events, rules, visibility
from services.handover.commands.recall_writing import change, enter, lines_of, locked, open_case, person_of
from services.handover.models import RECALL_EXTENSIONS, RECALLS
from services.handover.queries.shapes import recall_shape
from shared import clock, outbox
from shared.auth import Actor
from shared.errors import Conflict
from shared.ids import uuid7

_HELD = text(
    "SELECT a.id AS asset_id, a.code, a.name, a.serial, a.unit_id, a.category FROM custody c"
    " JOIN known_assets a ON a.id = c.asset_id WHERE c.person_id = :person AND c.until IS NULL"
    " ORDER BY a.code"
)
# A line that was closed opens again when the asset has come back into the leaver's hands.
_ADD = text(
    "INSERT INTO recall_lines (recall_id, asset_id, code, name, serial, category, state, added_at)"
    " SELECT :recall, a.id, a.code, a.name, a.serial, a.category, 'open', :at FROM known_assets a"
    " WHERE a.id = ANY(CAST(:assets AS uuid[]))"
    " ON CONFLICT (recall_id, asset_id) DO UPDATE SET state = 'open', record_id = NULL"
)
_ABOVE = text("SELECT ancestor_id FROM unit_scope WHERE descendant_id = :unit")
_ENDED = text("SELECT 1 FROM known_units WHERE id = :unit AND valid_to IS NOT NULL")

REASONS = ("retired", "transferred", "resigned", "dead", "decision")
EXISTING = ("open", "lost")  # the states of a line that still asks something of the leaver


@dataclass(frozen=True)
class Grounds:
    """Why and on what terms things are recalled; `category` None means all that is held."""

    reason: str
    basis: str
    deadline: date
    rules: list[str]
    left_on: date | None = None
    category: str | None = None
    campaign_id: UUID | None = None
    only: Collection[UUID] | None = field(default=None)  # of what is held; None: all of it


def open_recall(session: Session, actor: Actor, data: Mapping[str, Any]) -> dict[str, Any]:
    """Open a case by decision (loaded RecallIn): all that the person holds now, with a deadline."""
    today = clock.today()
    person = person_of(session, data["person_id"])
    visibility.whole(session)  # all they hold, whichever unit's it is
    if open_case(session, person.id) is not None:
        raise Conflict(
            "recall-already-open",
            vi=f"{person.name} đang có một đợt thu hồi chưa kết thúc.",
            en=f"A recall of {person.name} is open already.",
        )
    deadline = data.get("deadline") or rules.recall_deadline(today, None)
    rules.check_deadline(deadline, today)
    category = data.get("category") or None
    on = Grounds(data["reason"], data["basis"], deadline, rules.recall_rules(today), category=category)
    recall = begin(session, actor, person, on)
    if recall is None:
        raise Conflict(
            "nothing-held",
            vi=f"{person.name} không giữ tài sản nào, không có gì để thu hồi.",
            en=f"{person.name} holds nothing.",
        )
    return recall_shape(recall, lines_of(session, recall["id"]), today)


def open_for_leaver(
    session: Session, actor: Actor, person_id: UUID, *, reason: str = "", basis: str = ""
) -> None:
    """Open the case of somebody who has left over all they hold, or add to the open one what is not in it
    yet.
    """
    person, today = person_of(session, person_id), clock.today()
    case = open_case(session, person_id)
    if case is not None:
        join(session, actor, case, None)
        return
    deadline = rules.recall_deadline(today, person.left_on)
    on = Grounds(reason or person.status, basis, deadline, rules.recall_rules(today), left_on=person.left_on)
    begin(session, actor, person, on)


def open_for_mover(session: Session, actor: Actor, person_id: UUID, left: UUID, moved_on: date) -> None:
    """Recall from somebody who moved what stays behind in the unit `left`. Nothing is recalled where that
    unit has ended: what it had, and its people, went over to its successors.
    """
    person, today = person_of(session, person_id), clock.today()
    if person.unit_id == left or session.execute(_ENDED, {"unit": left}).first():
        return
    above = {row.ancestor_id for row in session.execute(_ABOVE, {"unit": person.unit_id})}
    held = [rules.Kept(r.asset_id, r.unit_id, r.category) for r in _held(session, person_id)]
    behind = rules.stays_behind(held, above | {person.unit_id})
    case = open_case(session, person_id)
    if case is not None:
        join(session, actor, case, behind)
        return
    terms = (rules.recall_deadline(today, moved_on), rules.recall_rules(today, moved=True))
    on = Grounds("transferred", "", *terms, left_on=moved_on, only=behind)
    begin(session, actor, person, on, unit_id=left)


def extend(
    session: Session, actor: Actor, recall_id: UUID, version: int, said: Mapping[str, Any]
) -> dict[str, Any]:
    """Give more time, by whose approval and why; reminders and alarms run anew from the new deadline."""
    case = locked(session, actor, recall_id, version)
    check_open(case)
    before, today = case["deadline"], clock.today()
    rules.check_extension(before, said["deadline"], today)
    row = {**said, "id": uuid7(), "recall_id": recall_id, "deadline_before": before}
    session.execute(insert(RECALL_EXTENSIONS), {**row, "said_by": actor.subject, "said_at": clock.now()})
    change(session, case, deadline=said["deadline"], due_told_at=None, overdue_told_at=None)
    leaf = enter(session, actor, "postponed", case, {**said, "deadline_before": before})
    lines = lines_of(session, recall_id)
    outbox.record(session, events.recall_event("postponed", case, open_assets(lines), leaf))
    return recall_shape(case, lines, today)


def begin(
    session: Session, actor: Actor, person: Row[Any], on: Grounds, *, unit_id: UUID | None = None
) -> dict[str, Any] | None:
    """The new case over what `person` holds of what is recalled; None when that is nothing."""
    assets = [row.asset_id for row in _held(session, person.id) if _wanted(row, on)]
    if not assets:
        return None
    recall = {
        "id": uuid7(),
        "unit_id": unit_id or person.unit_id,
        "person_id": person.id,
        "person_name": person.name,
        "person_post": person.post,
        "person_unit_name": person.unit_name,
        **{name: getattr(on, name) for name in ("reason", "basis", "deadline", "rules", "left_on")},
        **{name: getattr(on, name) for name in ("category", "campaign_id")},
        "state": "open",
        "opened_on": clock.today(),
        "version": 1,
    }
    session.execute(insert(RECALLS), recall)
    session.execute(_ADD, {"recall": recall["id"], "assets": assets, "at": clock.now()})
    told = ("person_id", "person_name", "reason", "basis", "opened_on", "deadline", "rules", "campaign_id")
    detail = {name: recall[name] for name in told}
    leaf = enter(session, actor, "opened", recall, {**detail, "assets": assets})
    outbox.record(session, events.recall_event("opened", recall, assets, leaf))
    return recall


def join(session: Session, actor: Actor, case: dict[str, Any], only: Collection[UUID] | None) -> None:
    """Add to an open case what of `only` (None: of all that is held) is not in it yet, and then it is no
    longer over one category alone.
    """
    already = {line["asset_id"] for line in lines_of(session, case["id"]) if line["state"] in EXISTING}
    held = [row.asset_id for row in _held(session, case["person_id"])]
    new = [one for one in held if one not in already and (only is None or one in only)]
    if new:
        session.execute(_ADD, {"recall": case["id"], "assets": new, "at": clock.now()})
        change(session, case, category=None)
        enter(session, actor, "extended", case, {"assets": new})


def check_open(case: Mapping[str, Any]) -> None:
    """Raises Conflict for a case that has ended."""
    if case["state"] != "open":
        raise Conflict(
            "recall-closed", vi="Đợt thu hồi này đã kết thúc.", en="This recall is closed already."
        )


def open_assets(lines: list[dict[str, Any]]) -> list[UUID]:
    """The assets of a case that still ask something of the leaver."""
    return [line["asset_id"] for line in lines if line["state"] in EXISTING]


def _held(session: Session, person_id: UUID) -> list[Row[Any]]:
    return list(session.execute(_HELD, {"person": person_id}))


def _wanted(row: Row[Any], on: Grounds) -> bool:
    return on.category in (None, row.category) and (on.only is None or row.asset_id in on.only)
