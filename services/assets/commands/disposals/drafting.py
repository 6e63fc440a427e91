"""Drawing a case up: begun, changed, its papers, submitted with a complete file, or cancelled."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from sqlalchemy import insert, select, text
from sqlalchemy.dialects.postgresql import insert as insert_or_update
from sqlalchemy.orm import Session

from services.assets.commands.disposals.lines import froze, refuse_held, store_lines, write_lines
from services.assets.commands.disposals.writing import (
    begun,
    law_and_case,
    lines_of,
    locked_assets,
    start_clock,
    take_step,
    write_step,
)
from services.assets.finding import Row, unit_within
from services.assets.models import DISPOSAL_PAPERS, DISPOSALS, FILES, UNITS
from services.assets.queries.authorities import authority_of
from services.assets.rules import disposals as rules
from shared.auth import Actor
from shared.clock import now, today
from shared.errors import FieldError, Invalid
from shared.ids import uuid7

_NEXT = text(
    "INSERT INTO disposal_counters AS c (unit_id, year, last) VALUES (:unit, :year, 1)"
    " ON CONFLICT (unit_id, year) DO UPDATE SET last = c.last + 1 RETURNING last"
)
_TEXTS = (
    *("mode", "reason", "receiver_name", "decision_number", "signer", "responsibility", "decision_note"),
    *("extended_by", "done_mode", "result", "minutes_number", "handover_number", "buyer_kind", "buyer_name"),
    *("authority", "authority_source", "authority_role"),
)
_HEAD = ("kind", "legal_case", "mode", "reason", "receiver_unit_id", "receiver_name", "found_on")


def draft_disposal(session: Session, actor: Actor, body: Mapping[str, Any]) -> UUID:
    """A new case in the books of a unit, with its number and the assets that are named; answers its id."""
    unit = unit_within(session, actor, body["unit_id"])
    head = {name: body[name] for name in _HEAD}
    law = rules.law_of(head["kind"], today())
    rules.legal_case(law, head["legal_case"], today())
    rules.check_mode(law, head["mode"])
    _check_receiver_unit(session, head, unit["id"])
    year = today().year
    case = {
        **dict.fromkeys((column.name for column in DISPOSALS.c if column.nullable), None),
        **dict.fromkeys(_TEXTS, ""),
        **head,
        "id": uuid7(),
        "unit_id": unit["id"],
        "year": year,
        "state": "draft",
        "version": 1,
        "number": session.execute(_NEXT, {"unit": unit["id"], "year": year}).scalar_one(),
        "law_on": today(),
        "rules": [],
        "proceeds": 0,
        "paid_in": 0,
        "costs": 0,
        "drafted_by": actor.subject,
        "drafted_person_id": actor.person_id,
        "drafted_at": now(),
    }
    session.execute(insert(DISPOSALS), case)
    write_step(session, actor, case, "draft", head)
    write_lines(session, case, body["lines"])
    return UUID(str(case["id"]))


def change_disposal(
    session: Session, actor: Actor, disposal_id: UUID, version: int, body: Mapping[str, Any]
) -> None:
    """Change the head of a case that is being drawn up."""
    case = begun(session, disposal_id, version, "change")
    head = {**{name: case[name] for name in _HEAD}, **body}
    law = rules.law_of(head["kind"], today())
    rules.legal_case(law, head["legal_case"], today())
    rules.check_mode(law, head["mode"])
    _check_receiver_unit(session, head, case["unit_id"])
    take_step(session, actor, case, "change", **head, law_on=today())


def record_paper(
    session: Session, actor: Actor, disposal_id: UUID, version: int, body: Mapping[str, Any]
) -> None:
    """Say of one paper of the file that it is there (its number, day, file), or that it is not."""
    case = begun(session, disposal_id, version, "change")
    law, legal = law_and_case(case)
    if body["paper"] not in {one["id"] for one in rules.papers_of(law, legal)}:
        vi, en = "Hồ sơ này không có loại giấy tờ đó.", "The file of this case has no such paper."
        raise Invalid("paper-unknown", vi=vi, en=en, errors=[FieldError("/paper", vi, en)])
    _check_file(session, disposal_id, body["file_id"])
    row = {**body, "disposal_id": disposal_id, "recorded_by": actor.subject, "recorded_at": now()}
    statement = insert_or_update(DISPOSAL_PAPERS).values(row)
    keys = ("disposal_id", "paper")
    fresh = {name: row[name] for name in row if name not in keys}
    session.execute(statement.on_conflict_do_update(index_elements=keys, set_=fresh))
    take_step(session, actor, case, "change", told={"paper": body["paper"], "present": body["present"]})


def submit_disposal(
    session: Session, actor: Actor, disposal_id: UUID, version: int, body: Mapping[str, Any]
) -> None:
    """The file is complete: everything the law asks is held against it, values are frozen anew, it is settled
    who decides, and the time to decide begins to run.
    """
    case = begun(session, disposal_id, version, "submit")
    complete_on = body["file_complete_on"] or today()
    rules.check_day(complete_on, after=None, today=today(), pointer="/file_complete_on", what="Ngày đủ hồ sơ")
    case = {**case, "law_on": complete_on, "found_on": body["found_on"] or case["found_on"]}
    law, legal = law_and_case(case)
    lines = _valued_anew(session, case)
    rules.check_assets(law, legal, lines, case["unit_id"], complete_on)
    rules.check_receiver(law, named=bool(case["receiver_unit_id"] or case["receiver_name"]))
    _check_found(law.details, case, complete_on)
    refuse_held(session, law, lines)
    rules.check_papers(law, legal, _present(session, disposal_id), complete_on)
    store_lines(session, lines)
    authority = authority_of(session, case["unit_id"], law, lines, complete_on)
    after = take_step(
        session,
        actor,
        case,
        "submit",
        law_on=complete_on,
        found_on=case["found_on"],
        file_complete_on=complete_on,
        rules=rules.rules_of(law, legal, complete_on) + ([authority.rule] if authority.rule else []),
        authority_id=authority.id,
        authority=authority.title,
        authority_source=authority.source,
        authority_role=authority.role,
        authority_person_id=authority.person_id,
        submitted_by=actor.subject,
        submitted_person_id=actor.person_id,
        submitted_at=now(),
    )
    start_clock(session, after, "decision", complete_on)
    if after["found_on"] is not None:
        start_clock(session, after, "found", after["found_on"], met_on=complete_on)


def cancel_disposal(
    session: Session, actor: Actor, disposal_id: UUID, version: int, body: Mapping[str, Any]
) -> None:
    """Give a case up before it is decided; its assets are free again."""
    case = begun(session, disposal_id, version, "cancel")
    take_step(session, actor, case, "cancel", decision_note=body["reason"])


def _valued_anew(session: Session, case: Row) -> list[Row]:
    known = {line["asset_id"]: line for line in lines_of(session, case["id"])}
    if not known:
        vi, en = "Hồ sơ chưa có tài sản nào.", "The case has no assets."
        raise Invalid("no-lines", vi=vi, en=en, errors=[FieldError("/lines", vi, en)])
    assets = locked_assets(session, known)
    seen = [assets[asset_id] for asset_id in known if asset_id in assets]
    if lost := [line["code"] for asset_id, line in known.items() if asset_id not in assets]:
        vi = f"Tài sản {', '.join(lost[:5])} đã chuyển sang đơn vị khác; hãy bỏ khỏi hồ sơ."
        raise Invalid("lines-gone", vi=vi, en="Some assets are no longer in your units.")
    return froze(session, case, seen, [{} for _ in seen], known)


def _check_found(details: Mapping[str, Any], case: Row, complete_on: Any) -> None:
    """A loss says on which day it was discovered."""
    if "found_deadline" in details:
        if case["found_on"] is None:
            vi, en = "Hãy ghi ngày phát hiện tài sản bị mất, bị hủy hoại.", "The day of discovery is missing."
            raise Invalid("found-missing", vi=vi, en=en, errors=[FieldError("/found_on", vi, en)])
        rules.check_day(
            case["found_on"], after=None, today=complete_on, pointer="/found_on", what="Ngày phát hiện"
        )


def _present(session: Session, disposal_id: UUID) -> list[str]:
    wanted = select(DISPOSAL_PAPERS.c.paper).where(
        DISPOSAL_PAPERS.c.disposal_id == disposal_id, DISPOSAL_PAPERS.c.present
    )
    return list(session.execute(wanted).scalars())


def _check_file(session: Session, disposal_id: UUID, file_id: UUID | None) -> None:
    """Raise Invalid when the file is not one of this case, or was withdrawn."""
    if file_id is None:
        return
    own = select(FILES.c.id).where(
        FILES.c.id == file_id,
        FILES.c.subject_noun == "disposal",
        FILES.c.subject_id == disposal_id,
        FILES.c.withdrawn_at.is_(None),
    )
    if session.execute(own).first() is None:
        vi, en = "Tệp này không thuộc hồ sơ, hoặc đã rút.", "The file is not one of this case."
        raise Invalid("paper-file-unknown", vi=vi, en=en, errors=[FieldError("/file_id", vi, en)])


def _check_receiver_unit(session: Session, head: Mapping[str, Any], unit_id: UUID) -> None:
    """The receiver is a unit of the register other than the giver, or a body outside of it by name."""
    receiver = head["receiver_unit_id"]
    if receiver is None:
        return
    known = session.execute(select(UNITS.c.id).where(UNITS.c.id == receiver)).first()
    if known is None or receiver == unit_id:
        vi, en = "Bên nhận phải là một đơn vị khác trong sổ.", "The receiver must be another unit."
        raise Invalid("receiver-wrong", vi=vi, en=en, errors=[FieldError("/receiver_unit_id", vi, en)])
