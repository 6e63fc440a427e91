"""The decision on a case, by somebody other than who asked for it; its extension and its end."""

from collections.abc import Mapping
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import update
from sqlalchemy.orm import Session

from services.assets.commands.disposals.by_record import refuse_waiting_record
from services.assets.commands.disposals.lines import refuse_held
from services.assets.commands.disposals.writing import (
    begun,
    law_and_case,
    lines_of,
    locked_assets,
    rewrite_assets,
    start_clock,
    stop_clock,
    take_step,
)
from services.assets.finding import Row
from services.assets.models import DISPOSAL_DEADLINES
from services.assets.rules import authorities
from services.assets.rules import disposal_acts as acts
from services.assets.rules import disposals as rules
from shared.auth import Actor
from shared.clock import now, today
from shared.errors import Conflict, FieldError, RefusedByLaw
from shared.law import rule
from shared.vietnamese import short_date
from shared.workdays import add_months

_ACTS = {"approved": "approve", "rejected": "reject", "returned": "return"}
_AWAITING = "awaiting_disposal"


def decide_disposal(
    session: Session, actor: Actor, disposal_id: UUID, version: int, body: Mapping[str, Any]
) -> None:
    """Write the decision of the authority down: approved, rejected, or sent back for more papers.

    Raises NotPermitted for whom the authority does not name and for who drew up or submitted the case.
    """
    act = _ACTS[body["outcome"]]
    case = begun(session, disposal_id, version, act)
    authorities.check_two_people(case, actor.subject, actor.person_id)
    authorities.check_decider(case, actor.roles, actor.person_id)
    who: dict[str, Any] = {"decided_by": actor.subject, "decided_at": now()}
    who["decided_person_id"] = actor.person_id
    if act == "approve":
        _approve(session, actor, case, body, who)
        return
    rules.check_reason(body["note"])
    stop_clock(session, case, "decision", today())
    if act == "return":
        take_step(session, actor, case, act, decision_note=body["note"])
    else:
        said = {name: body[name] for name in ("decision_number", "decision_on", "signer")}
        take_step(session, actor, case, act, decision_note=body["note"], **said, **who)


def extend_decision(
    session: Session, actor: Actor, disposal_id: UUID, version: int, body: Mapping[str, Any]
) -> None:
    """Let a decision to sell hold longer, once (Decree 186 Art. 23)."""
    case = begun(session, disposal_id, version, "extend")
    authorities.check_decider(case, actor.roles, actor.person_id)
    law = rule("D186-23", case["decision_on"])
    if case["extended_by"] or body["on"] > case["valid_until"]:
        vi = "Quyết định bán chỉ được gia hạn một lần, khi còn hiệu lực."
        en = "A decision to sell is extended once, while it holds."
        raise RefusedByLaw("extension-refused", vi=vi, en=en, legal_basis=[law.key])
    rules.check_day(body["on"], after=case["decision_on"], today=today(), pointer="/on", what="Ngày gia hạn")
    until = add_months(case["valid_until"], int(law.parameters["extension_months"]))
    take_step(session, actor, case, "extend", extended_by=body["number"], valid_until=until)
    longer = update(DISPOSAL_DEADLINES).where(
        DISPOSAL_DEADLINES.c.disposal_id == disposal_id, DISPOSAL_DEADLINES.c.step == "execution"
    )
    session.execute(longer.values(due_on=until, overdue_told_at=None))


def lapse_decision(
    session: Session, actor: Actor, disposal_id: UUID, version: int, body: Mapping[str, Any]
) -> None:
    """A decision that expired or was withdrawn: the assets are what they were before it."""
    case = begun(session, disposal_id, version, "lapse")
    refuse_waiting_record(session, disposal_id)
    authorities.check_decider(case, actor.roles, actor.person_id)
    rules.check_reason(body["note"])
    lines = lines_of(session, disposal_id)
    assets = locked_assets(session, (line["asset_id"] for line in lines))
    before = {line["asset_id"]: line["status_before"] for line in lines}
    pairs = [
        (asset, {**asset, "status": before[asset_id], "version": asset["version"] + 1})
        for asset_id, asset in assets.items()
        if asset["status"] == _AWAITING
    ]
    rewrite_assets(session, actor, "disposal_lapsed", pairs, _reason(case))
    take_step(session, actor, case, "lapse", decision_note=body["note"])


def _approve(
    session: Session, actor: Actor, case: Row, body: Mapping[str, Any], who: Mapping[str, Any]
) -> None:
    law, _ = law_and_case(case)
    acts.check_decision(law, case, body)
    on = body["decision_on"]
    rules.check_day(
        on, after=case["file_complete_on"], today=today(), pointer="/decision_on", what="Ngày quyết định"
    )
    lines = lines_of(session, case["id"])
    assets = locked_assets(session, (line["asset_id"] for line in lines))
    _refuse_changed(lines, assets, case["unit_id"])
    holders = [{**line, "holder_person_id": assets[line["asset_id"]]["holder_person_id"]} for line in lines]
    refuse_held(session, law, holders)
    said = ("decision_number", "decision_on", "signer", "responsibility")
    after = {**case, **{name: body[name] for name in said}}
    pairs = [
        (asset, {**asset, "status": _AWAITING, "version": asset["version"] + 1}) for asset in assets.values()
    ]
    rewrite_assets(session, actor, "disposal_decided", pairs, _reason(after))
    stop_clock(session, case, "decision", on)
    until = _started(session, after, law.details["books_from"], on)
    rules_now = [*case["rules"], *acts.decision_rules(law, on)]
    take_step(
        session,
        actor,
        case,
        "approve",
        **{name: body[name] for name in said},
        decision_note=body["note"],
        valid_until=until if case["kind"] == "sale" else None,
        rules=list(dict.fromkeys(rules_now)),
        **who,
    )


def _started(session: Session, case: Row, books_from: str, on: date) -> date | None:
    """Start the clocks of the execution, and of the books where they run from the decision."""
    execution = start_clock(session, case, "execution", on)
    if books_from == "decided":
        start_clock(session, case, "books", on)
    return execution.due_on if execution else None


def _refuse_changed(lines: list[Row], assets: Mapping[UUID, Row], unit_id: UUID) -> None:
    """Raise Conflict naming the assets that are not what the file says any more."""
    faults = []
    for place, line in enumerate(lines):
        asset = assets.get(line["asset_id"])
        if asset is None or asset["unit_id"] != unit_id:
            vi, en = "đã chuyển sang đơn vị khác", "it is in another unit's books"
        elif asset["status"] not in rules.DISPOSABLE:
            vi, en = "đã xử lý hoặc chờ xử lý", f"its status is {asset['status']}"
        elif asset["cost"] != line["cost"]:
            vi, en = "nguyên giá đã thay đổi sau khi trình", "its cost has changed"
        else:
            continue
        faults.append(FieldError(f"/lines/{place}", f"{line['code']}: {vi}.", f"{line['code']}: {en}."))
    if faults:
        raise Conflict(
            "lines-changed",
            vi=f"Danh mục không còn đúng với sổ; hãy trả lại hồ sơ để lập lại. {faults[0].vi}",
            en=f"The list no longer agrees with the register; send the case back. {faults[0].en}",
            errors=faults,
        )


def _reason(case: Mapping[str, Any]) -> str:
    """What the history of an asset says of the decision."""
    on = short_date(case["decision_on"])
    return f"Quyết định {case['decision_number']} ngày {on} ({case['kind']}, {case['legal_case']})"
