"""Recall cases (thu hồi nội bộ): all that a leaver holds, with a deadline, until nothing is open.

At most one case is open per person (the database holds that), so a leaving that is told twice opens one case,
and whatever comes into a leaver's hands later joins it.
"""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import Row, text
from sqlalchemy.orm import Session

from services.handover import events, rules, visibility
from services.handover.ledger import store
from services.handover.ledger.entries import seal
from services.handover.queries.shapes import recall_shape
from shared import clock, outbox
from shared.auth import Actor
from shared.errors import Conflict, FieldError, Invalid, NotFound
from shared.ids import uuid7

_PERSON = text(
    "SELECT p.id, p.unit_id, p.name, p.post, p.status, p.left_on, coalesce(u.name, '') AS unit_name"
    " FROM known_people p LEFT JOIN known_units u ON u.id = p.unit_id WHERE p.id = :person FOR NO KEY"
    " UPDATE OF p"
)
_OPEN_CASE = text("SELECT * FROM recalls WHERE person_id = :person AND state = 'open' FOR UPDATE")
_HELD = text(
    "SELECT a.id AS asset_id, a.code, a.name, a.serial FROM custody c JOIN known_assets a ON a.id ="
    " c.asset_id WHERE c.person_id = :person AND c.until IS NULL ORDER BY a.code"
)
_INSERT = text(
    "INSERT INTO recalls (id, unit_id, person_id, person_name, person_post, person_unit_name, reason,"
    " basis, state, opened_on, deadline, version) VALUES (:id, :unit_id, :person_id, :person_name,"
    " :person_post, :person_unit_name, :reason, :basis, 'open', :opened_on, :deadline, 1)"
)
# A line that was closed opens again when the asset has come back into the leaver's hands.
_ADD = text(
    "INSERT INTO recall_lines (recall_id, asset_id, code, name, serial, state, added_at)"
    " SELECT :recall, a.id, a.code, a.name, a.serial, 'open', :at FROM known_assets a"
    " WHERE a.id = ANY(CAST(:assets AS uuid[]))"
    " ON CONFLICT (recall_id, asset_id) DO UPDATE SET state = 'open', record_id = NULL"
)
_RETURN = text(
    "UPDATE recall_lines SET state = 'returned', record_id = :record WHERE recall_id = :recall AND state"
    " = 'open' AND asset_id = ANY(CAST(:assets AS uuid[]))"
)
_LINES = text("SELECT * FROM recall_lines WHERE recall_id = :recall ORDER BY code")
_CLOSE = text(
    "UPDATE recalls SET state = 'closed', closed_on = :on, version = version + 1 WHERE id = :recall"
)

REASONS = ("retired", "transferred", "resigned", "dead", "decision")


def open_recall(session: Session, actor: Actor, data: Mapping[str, Any]) -> dict[str, Any]:
    """Open a case by decision (loaded RecallIn): all that the person holds now, with a deadline."""
    today = clock.today()
    person = _person(session, data["person_id"])
    visibility.whole(session)  # all they hold, whichever unit's it is
    if _open_case(session, person.id) is not None:
        raise Conflict(
            "recall-already-open",
            vi=f"{person.name} đang có một đợt thu hồi chưa kết thúc.",
            en=f"A recall of {person.name} is open already.",
        )
    deadline = data.get("deadline") or rules.recall_deadline(today, None)
    if deadline < today:
        vi = "Hạn trả phải từ hôm nay trở đi."
        raise Invalid(
            "deadline-past", vi=vi, en="It is past.", errors=[FieldError("/deadline", vi, "It is past.")]
        )
    recall = _open(session, actor, person, reason=data["reason"], basis=data["basis"], deadline=deadline)
    if recall is None:
        raise Conflict(
            "nothing-held",
            vi=f"{person.name} không giữ tài sản nào, không có gì để thu hồi.",
            en=f"{person.name} holds nothing.",
        )
    return recall_shape(recall, _lines(session, recall["id"]), today)


def open_for_leaver(
    session: Session, actor: Actor, person_id: UUID, *, reason: str = "", basis: str = ""
) -> None:
    """Open the case of somebody who has left over all they hold, or add to the open one what is not in it
    yet.
    """
    person = _person(session, person_id)
    case = _open_case(session, person_id)
    if case is None:
        deadline = rules.recall_deadline(clock.today(), person.left_on)
        _open(session, actor, person, reason=reason or person.status, basis=basis, deadline=deadline)
        return
    already = {line["asset_id"] for line in _lines(session, case["id"]) if line["state"] == "open"}
    new = [
        row.asset_id for row in session.execute(_HELD, {"person": person_id}) if row.asset_id not in already
    ]
    if new:
        session.execute(_ADD, {"recall": case["id"], "assets": new, "at": clock.now()})
        _enter(session, actor, "extended", case, {"assets": new})


def close_lines(
    session: Session, actor: Actor, person_id: UUID, asset_ids: Sequence[UUID], record_id: UUID | None
) -> None:
    """Close the lines of the giver's open case that a completed record settles (or, None, a correction of
    custody); the case too, when it was the last.
    """
    case = _open_case(session, person_id)
    if case is None:
        return
    session.execute(_RETURN, {"recall": case["id"], "record": record_id, "assets": asset_ids})
    lines = _lines(session, case["id"])
    if any(line["state"] == "open" for line in lines):
        return
    today = clock.today()
    session.execute(_CLOSE, {"recall": case["id"], "on": today})
    closed = {**case, "state": "closed", "closed_on": today, "version": case["version"] + 1}
    leaf = _enter(session, actor, "closed", closed, {"record": record_id})
    outbox.record(session, events.recall_event("closed", closed, [], leaf))


def _open(
    session: Session, actor: Actor, person: Row[Any], *, reason: str, basis: str, deadline: date
) -> dict[str, Any] | None:
    """The new case over all that `person` holds; None when that is nothing."""
    held = session.execute(_HELD, {"person": person.id}).all()
    if not held:
        return None
    assets = [row.asset_id for row in held]
    recall = {
        "id": uuid7(),
        "unit_id": person.unit_id,
        "person_id": person.id,
        "person_name": person.name,
        "person_post": person.post,
        "person_unit_name": person.unit_name,
        "reason": reason,
        "basis": basis,
        "state": "open",
        "opened_on": clock.today(),
        "deadline": deadline,
        "version": 1,
    }
    session.execute(_INSERT, recall)
    session.execute(_ADD, {"recall": recall["id"], "assets": assets, "at": clock.now()})
    told = {
        name: recall[name]
        for name in ("person_id", "person_name", "reason", "basis", "opened_on", "deadline")
    }
    leaf = _enter(session, actor, "opened", recall, {**told, "assets": assets})
    outbox.record(session, events.recall_event("opened", recall, assets, leaf))
    return recall


def _enter(
    session: Session, actor: Actor, verb: str, recall: Mapping[str, Any], detail: Mapping[str, Any]
) -> bytes:
    """Write one step of a case into the ledger; its leaf."""
    act = f"recall.{verb}"
    body = {"act": act, "actor": actor.subject, "version": recall["version"], "detail": detail}
    entry = seal(act, recall["id"], recall["unit_id"], body, at=clock.now())
    store.append(session, entry)
    return entry.leaf


def _open_case(session: Session, person_id: UUID) -> dict[str, Any] | None:
    row = session.execute(_OPEN_CASE, {"person": person_id}).mappings().first()
    return dict(row) if row is not None else None


def _lines(session: Session, recall_id: UUID) -> list[dict[str, Any]]:
    return [dict(row) for row in session.execute(_LINES, {"recall": recall_id}).mappings()]


def _person(session: Session, person_id: UUID) -> Row[Any]:
    row = session.execute(_PERSON, {"person": person_id}).first()
    if row is None:
        raise NotFound(
            "person-unknown",
            vi="Không có người này trong danh sách của đơn vị.",
            en="Nobody by this id in your units.",
        )
    return row
