"""Clearance (xác nhận hoàn thành bàn giao): that somebody holds nothing more, numbered and in the ledger.

It comes by itself when a case closes and the person then holds nothing; on request for anybody else who holds
nothing, with a case behind them or never one.
"""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from sqlalchemy import insert, text
from sqlalchemy.orm import Session

from services.handover import visibility
from services.handover.commands.paper_sealing import numbered, sealed_paper
from services.handover.models import CLEARANCES
from services.handover.numbers import label, recall_label
from services.handover.queries.recall_acts import clearance_shape
from shared import clock
from shared.auth import Actor
from shared.errors import Conflict, FieldError, NotFound
from shared.ids import uuid7

# What was paid for, or went along to another unit, is no longer asked of them, whatever custody says.
_HELD = text(
    "SELECT a.code, a.name FROM custody c JOIN known_assets a ON a.id = c.asset_id"
    " WHERE c.person_id = :person AND c.until IS NULL AND NOT EXISTS (SELECT 1 FROM recall_lines l"
    " JOIN recalls r ON r.id = l.recall_id WHERE l.asset_id = c.asset_id AND r.person_id = c.person_id"
    " AND l.state = 'compensated') ORDER BY a.code"
)
_OPEN = text("SELECT id FROM recalls WHERE person_id = :person AND state = 'open'")
_PERSON = text(
    "SELECT p.id, p.unit_id, p.name, p.post, coalesce(u.name, '') AS unit_name, p.status, p.left_on"
    " FROM known_people p LEFT JOIN known_units u ON u.id = p.unit_id WHERE p.id = :person"
)
_LINES = text(
    "SELECT l.asset_id, l.code, l.name, l.serial, l.state, l.record_id, r.number AS record_number, r.year,"
    " o.document, o.amount, o.happened_on FROM recall_lines l LEFT JOIN records r ON r.id = l.record_id"
    " LEFT JOIN LATERAL (SELECT document, amount, happened_on FROM recall_outcomes o"
    " WHERE o.recall_id = l.recall_id AND o.asset_id = l.asset_id ORDER BY o.id DESC LIMIT 1) o ON true"
    " WHERE l.recall_id = :recall ORDER BY l.code"
)
_LAST_CASE = text(
    "SELECT id, basis, reason FROM recalls WHERE person_id = :person AND state = 'closed'"
    " ORDER BY closed_on DESC, id DESC LIMIT 1"
)


def clear(session: Session, actor: Actor, person_id: UUID) -> dict[str, Any]:
    """Certify that the person holds nothing; raises Conflict naming what is still open."""
    person = session.execute(_PERSON, {"person": person_id}).first()
    if person is None:
        raise NotFound("person-unknown", vi="Không có người này trong danh sách.", en="Nobody by this id.")
    visibility.whole(session)
    held = session.execute(_HELD, {"person": person_id}).all()
    faults = [
        FieldError("/person_id", f"Còn giữ {row.code} {row.name}", f"Still holds {row.code}") for row in held
    ]
    if session.execute(_OPEN, {"person": person_id}).first() is not None and not faults:
        faults.append(FieldError("/person_id", "Đợt thu hồi chưa kết thúc", "A recall is open."))
    if faults:
        raise Conflict(
            "not-clear",
            vi=f"{person.name} chưa hoàn thành bàn giao: {faults[0].vi}.",
            en=f"{person.name} is not clear: {faults[0].en}.",
            errors=faults,
        )
    last = session.execute(_LAST_CASE, {"person": person_id}).mappings().first()
    return clearance_shape(_issue(session, actor, person, dict(last) if last else None))


def clear_when_free(session: Session, actor: Actor, case: Mapping[str, Any]) -> None:
    """Certify for the person of a case that has just closed, unless they hold something else still."""
    visibility.whole(session)
    if session.execute(_HELD, {"person": case["person_id"]}).first() is None:
        person = session.execute(_PERSON, {"person": case["person_id"]}).first()
        _issue(session, actor, person, case)


def _issue(session: Session, actor: Actor, person: Any, case: Mapping[str, Any] | None) -> dict[str, Any]:
    today = clock.today()
    lines = session.execute(_LINES, {"recall": case["id"]}).mappings() if case else ()
    year, number = numbered(session, person.unit_id, "clearance", today)
    content = {
        "number": recall_label("clearance", number),
        "issued_on": today,
        "person": {name: getattr(person, name) for name in ("name", "post", "unit_name")},
        "reason": case["reason"] if case else person.status,
        "basis": case["basis"] if case else "",
        "lines": [_line(dict(row)) for row in lines],
    }
    row = {
        "id": uuid7(),
        "unit_id": person.unit_id,
        "person_id": person.id,
        "recall_id": case["id"] if case else None,
        "year": year,
        "number": number,
        "issued_on": today,
    }
    row |= sealed_paper(session, actor, "recall.cleared", row, content)
    session.execute(insert(CLEARANCES), row)
    return row


def _line(row: Mapping[str, Any]) -> dict[str, Any]:
    number = row["record_number"]
    kept = ("asset_id", "code", "name", "serial", "state", "document", "amount", "happened_on")
    return {
        **{name: row[name] for name in kept},
        "record": label(number) if number else None,
    }
