"""A decided transfer or recall by the State is carried out by the record that both sides signed."""

from collections.abc import Mapping
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from services.assets.commands.disposals.writing import law_and_case, start_clock, stop_clock, take_step
from services.assets.disposals import lifecycle
from services.assets.finding import locked
from services.assets.models import DISPOSAL_LINES, DISPOSALS, WAITING_RECORDS
from shared.auth import Actor
from shared.errors import Conflict


def carry_out_by_record(session: Session, actor: Actor, record: Mapping[str, Any]) -> None:
    """Write the completed record (an event's data) down as the result of its case: done, by these minutes, on
    that day. Told twice, or of a case that was finished by hand meanwhile, it changes nothing.
    """
    case = locked(session, DISPOSALS, UUID(record["disposal_id"]))
    if case["state"] not in {lifecycle.DECIDED, lifecycle.CARRYING_OUT}:
        return
    law, _ = law_and_case(case)
    on = date.fromisoformat(record["happened_on"])
    stop_clock(session, case, "execution", on)
    if law.details["books_from"] == "done":
        start_clock(session, case, "books", on)
    done = {"done_on": on, "handover_number": record["number"], "handover_on": on, "done_mode": case["mode"]}
    result = f"Đã bàn giao {len(record['asset_ids'])} tài sản theo biên bản {record['number']}."
    told = {"record_id": record["record_id"]}
    take_step(session, actor, case, "finish", told=told, result=result, **done)


def refuse_waiting_record(session: Session, disposal_id: UUID) -> None:
    """Raise Conflict while a record of handover over the assets of a case waits for signatures: what it will
    say is not settled.
    """
    waiting = (
        select(WAITING_RECORDS.c.record_number, WAITING_RECORDS.c.record_id)
        .join(DISPOSAL_LINES, DISPOSAL_LINES.c.asset_id == WAITING_RECORDS.c.asset_id)
        .where(
            DISPOSAL_LINES.c.disposal_id == disposal_id,
            DISPOSAL_LINES.c.removed.is_(False),
            WAITING_RECORDS.c.ended_at.is_(None),
        )
    )
    found = session.execute(waiting.limit(1)).first()
    if found is not None:
        vi = f"Biên bản {found.record_number} của hồ sơ này đang chờ ký. Hãy ký xong, từ chối hoặc hủy trước."
        en = f"Record {found.record_number} waits for signatures. Let it end first."
        raise Conflict("record-waits", vi=vi, en=en, record_id=found.record_id)
