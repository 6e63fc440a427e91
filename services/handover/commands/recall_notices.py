"""The notice of a recall (thông báo thu hồi): issued, delivered, acknowledged; who stands for the dead."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from sqlalchemy import insert, select, update
from sqlalchemy.orm import Session

from services.handover import visibility
from services.handover.commands.paper_sealing import numbered, sealed_paper
from services.handover.commands.recall_writing import Case, change, enter, lines_of, locked
from services.handover.commands.recalls import EXISTING, check_open
from services.handover.models import RECALL_DELIVERIES, RECALL_NOTICES, RECALL_REPRESENTATIVES
from services.handover.numbers import recall_label
from services.handover.queries.shapes import recall_shape
from shared import clock
from shared.auth import Actor
from shared.errors import Conflict, FieldError, Invalid, NotPermitted
from shared.ids import uuid7

_LAST = select(RECALL_NOTICES.c.id, RECALL_NOTICES.c.issued_on).order_by(RECALL_NOTICES.c.id.desc()).limit(1)
_ERASED = "(đã xóa)"


def issue_notice(session: Session, actor: Actor, recall_id: UUID, version: int) -> dict[str, Any]:
    """Issue the notice of a case as it now is, with the next number of its unit."""
    case = locked(session, actor, recall_id, version)
    visibility.whole(session)
    write_notice(session, actor, case)
    return _shape(session, case)


def write_notice(session: Session, actor: Actor, case: Case) -> None:
    """Write the notice of an open case: to whom, what, by when, on what grounds."""
    check_open(case)
    today = clock.today()
    year, number = numbered(session, case["unit_id"], "notice", today)
    lines = [line for line in lines_of(session, case["id"]) if line["state"] in EXISTING]
    person = {name: case[f"person_{name}"] for name in ("name", "post", "unit_name")}
    content = {
        "number": recall_label("notice", number),
        "issued_on": today,
        "person": person,
        **{name: case[name] for name in ("reason", "basis", "deadline", "rules", "opened_on")},
        "lines": [{name: line[name] for name in ("asset_id", "code", "name", "serial")} for line in lines],
    }
    row = {"id": uuid7(), "recall_id": case["id"], "unit_id": case["unit_id"], "year": year}
    row |= {"number": number, "issued_on": today}
    row |= sealed_paper(session, actor, "recall.noticed", row, content)
    session.execute(insert(RECALL_NOTICES), row)
    change(session, case)


def record_delivery(
    session: Session, actor: Actor, recall_id: UUID, version: int, said: Mapping[str, Any]
) -> dict[str, Any]:
    """Record that the last notice was delivered, or that its receipt was acknowledged: how, when, to whom."""
    case = locked(session, actor, recall_id, version)
    visibility.whole(session)
    if said["happened_on"] > clock.today():
        errors = [FieldError("/happened_on", "Ngày ở tương lai.", "Ahead.")]
        raise Invalid("date-ahead", vi="Ngày giao nằm ở tương lai.", en="It lies ahead.", errors=errors)
    _deliver(session, actor, case, said)
    return _shape(session, case)


def acknowledge(session: Session, actor: Actor, recall_id: UUID, version: int) -> dict[str, Any]:
    """Who is asked to give things back says in the application that the notice has come."""
    case = locked(session, actor, recall_id, version)
    if actor.person_id != case["person_id"]:
        raise NotPermitted(
            "not-the-leaver",
            vi=f"Chỉ {case['person_name']} tự xác nhận được. Cán bộ quản lý ghi nhận ở mục “Giao thông báo”.",
            en="Only the person whom it concerns acknowledges here.",
        )
    visibility.whole(session)
    said = {"kind": "acknowledged", "way": "in_app", "happened_on": clock.today(), "note": ""}
    _deliver(session, actor, case, {**said, "to_whom": case["person_name"]})
    return _shape(session, case)


def name_representative(
    session: Session, actor: Actor, recall_id: UUID, version: int, said: Mapping[str, Any]
) -> dict[str, Any]:
    """Name who hands over in the place of the person: an heir, or whom the family sends. The ledger keeps
    who and by which document, never how to reach them; a later word takes the place of an earlier one.
    """
    case = locked(session, actor, recall_id, version)
    check_open(case)
    row = {**said, "id": uuid7(), "recall_id": recall_id}
    row |= {"said_by": actor.subject, "said_at": clock.now(), "erased_at": None}
    session.execute(insert(RECALL_REPRESENTATIVES), row)
    change(session, case)
    enter(session, actor, "represented", case, {n: said[n] for n in ("name", "relation", "document")})
    return _shape(session, case)


def erase_representatives(session: Session, actor: Actor, recall_id: UUID, version: int) -> dict[str, Any]:
    """Erase the personal data of a case's representatives once it has ended; that there were some stays."""
    case = locked(session, actor, recall_id, version)
    if case["state"] == "open":
        vi, en = "Đợt thu hồi chưa kết thúc, còn cần liên hệ.", "The recall is open still."
        raise Conflict("recall-open", vi=vi, en=en)
    table = RECALL_REPRESENTATIVES
    gone = {"name": _ERASED, "relation": _ERASED, "contact": "", "erased_at": clock.now()}
    session.execute(update(table).where(table.c.recall_id == recall_id).values(gone))
    change(session, case)
    enter(session, actor, "erased", case, {})
    return _shape(session, case)


def _deliver(session: Session, actor: Actor, case: Case, said: Mapping[str, Any]) -> None:
    notice = session.execute(_LAST.where(RECALL_NOTICES.c.recall_id == case["id"])).first()
    if notice is None:
        vi, en = "Chưa phát hành thông báo thu hồi cho người này.", "No notice was issued yet."
        raise Conflict("no-notice", vi=vi, en=en)
    if said["happened_on"] < notice.issued_on:
        errors = [FieldError("/happened_on", "Trước ngày phát hành thông báo.", "Before it was issued.")]
        raise Invalid("before-notice", vi=errors[0].vi, en=errors[0].en, errors=errors)
    row = {**said, "id": uuid7(), "recall_id": case["id"], "notice_id": notice.id}
    session.execute(insert(RECALL_DELIVERIES), {**row, "said_by": actor.subject, "said_at": clock.now()})
    change(session, case)
    enter(session, actor, said["kind"], case, {**said, "notice": notice.id})


def _shape(session: Session, case: Case) -> dict[str, Any]:
    return recall_shape(case, lines_of(session, case["id"]), clock.today())
