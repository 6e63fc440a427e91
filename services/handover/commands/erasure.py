"""Erasing what need no longer be known of a leaver, while every proof goes on to hold."""

from typing import Any
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.orm import Session

from services.handover import visibility
from services.handover.commands import pins
from services.handover.ledger import acts
from services.handover.rules.erasure import may_go
from shared import clock
from shared.auth import Actor
from shared.errors import Conflict, NotFound

_PERSON = text("SELECT unit_id, status, erased_at FROM known_people WHERE id = :person FOR UPDATE")
_HELD = text("SELECT count(*) FROM custody WHERE person_id = :person AND until IS NULL")
_ABOUT = text(
    "SELECT e.id, e.act, e.leaf, e.recorded_at FROM ledger_entries e"
    " JOIN ledger_bodies b ON b.entry_id = e.id"
    " WHERE e.subject = :person OR position(convert_to(:said, 'UTF8') IN b.body) > 0 ORDER BY e.id"
)
_FORGET = text("UPDATE known_people SET email = NULL, erased_at = :at WHERE id = :person")
_STAY = text(
    "UPDATE known_people SET email = NULL WHERE id = :id AND erased_at IS NOT NULL AND status <> 'working'"
)
_ERASE = text("SELECT erase_ledger_bodies(CAST(:gone AS uuid[]), :by)")


def erase_person(session: Session, actor: Actor, person_id: UUID, reason: str) -> dict[str, Any]:
    """Erase address, PIN and bodies of entries that no rule keeps, of somebody who left and holds nothing.

    The act is an entry that names the leaves whose bodies went; what the law keeps stays, and is counted.
    Raises NotFound, or Conflict for a person who works or holds something.
    """
    person = session.execute(_PERSON, {"person": person_id}).first()
    if person is None:
        raise NotFound("person-unknown", vi="Không có người này trong danh sách.", en="Nobody by this id.")
    visibility.whole(session)
    _refuse_whom_we_need(session, person_id, person.status)
    today, about = clock.today(), session.execute(_ABOUT, {"person": person_id, "said": str(person_id)}).all()
    gone = [row for row in about if may_go(row.act, clock.legal_date(row.recorded_at), today)]
    detail: dict[str, Any] = {"reason": reason, "rules": ["PDP-2", "L88-41-5a", "L88-41-5b"]}
    detail |= {"entries": [bytes(row.leaf).hex() for row in gone], "kept": len(about) - len(gone)}
    erased = {"id": person_id, "unit_id": person.unit_id}
    entry = acts.enter(session, actor, "person.erased", erased, detail)
    session.execute(_ERASE, {"gone": [row.id for row in gone], "by": entry.id})
    session.execute(_FORGET, {"person": person_id, "at": entry.recorded_at})
    pins.forget_pin(session, person_id)
    return {
        "person_id": person_id,
        "erased": len(gone),
        "kept": len(about) - len(gone),
        "at": entry.recorded_at,
    }


def stay_erased(session: Session, person_id: UUID) -> None:
    """What was erased of a leaver does not come back with the next word of the register."""
    session.execute(_STAY, {"id": person_id})


def _refuse_whom_we_need(session: Session, person_id: UUID, status: str) -> None:
    if status == "working":
        raise Conflict(
            "person-still-working",
            vi="Người này còn đang công tác, dữ liệu còn cần cho công việc.",
            en="This person still works here; the data are still needed.",
        )
    if session.execute(_HELD, {"person": person_id}).scalar_one():
        raise Conflict(
            "person-still-holds",
            vi="Người này còn giữ tài sản. Hãy thu hồi hết rồi mới xoá dữ liệu.",
            en="This person still holds assets. Take them back first.",
        )
