"""What becomes of the things of a recall case: said by hand, or told by a completed record."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.orm import Session

from services.handover import events, rules, visibility
from services.handover.commands.recall_writing import (
    change,
    close_when_settled,
    enter,
    lines_of,
    locked,
    open_case,
    write_outcomes,
)
from services.handover.commands.recalls import EXISTING, check_open
from services.handover.commands.records import create_record
from services.handover.queries.shapes import recall_shape
from services.handover.rules import outcomes
from shared import clock, outbox
from shared.auth import Actor
from shared.errors import Conflict, FieldError, Invalid
from shared.law import rule

_UNIT = text(
    "SELECT a.id, p.unit_id = a.unit_id AS with_them FROM known_assets a, known_people p"
    " WHERE a.id = ANY(CAST(:assets AS uuid[])) AND p.id = :person AND p.status = 'working'"
)


def settle(
    session: Session, actor: Actor, recall_id: UUID, version: int, said: Mapping[str, Any]
) -> dict[str, Any]:
    """Say what became of some lines (loaded OutcomeIn). All or nothing: each line that cannot be so is named.

    `passed_on` draws up the record from the leaver to the successor; the lines close once both have signed.
    """
    case, today = locked(session, actor, recall_id, version), clock.today()
    outcome = said["outcome"]
    said = {**said, "happened_on": said.get("happened_on") or today}
    outcomes.check_outcome(outcome, said, today)
    lines = _named(session, case, said["asset_ids"], outcome)
    if outcome == outcomes.PASSED_ON:
        _pass_on(session, actor, case, lines, said)
        change(session, case)
        return recall_shape(case, lines_of(session, recall_id), today)
    visibility.whole(session)
    if outcome == outcomes.KEPT:
        _check_kept(session, case, lines)
    kept = ("outcome", "reason", "document", "amount", "happened_on")
    facts = {name: said.get(name) if name == "amount" else said.get(name) or "" for name in kept}
    write_outcomes(session, actor, recall_id, lines, **facts)
    change(session, case)
    ids = [line["asset_id"] for line in lines]
    leaf = enter(session, actor, outcome, case, {**facts, "assets": ids}, assets=ids)
    if outcome == outcomes.LOST:
        outbox.record(session, events.recall_lost(case, ids, said["happened_on"], leaf))
    close_when_settled(session, actor, case, {"outcome": outcome})
    return recall_shape(case, lines_of(session, recall_id), today)


def close_lines(
    session: Session,
    actor: Actor,
    person_id: UUID,
    asset_ids: Sequence[UUID],
    record: Mapping[str, Any] | None,
) -> None:
    """Close the lines of the giver's open case that a completed record settles (or, None, a correction of
    custody), those given up for lost too; the case, when they were the last.
    """
    case = open_case(session, person_id)
    if case is None:
        return
    wanted = set(asset_ids)
    lines = [
        line
        for line in lines_of(session, case["id"])
        if line["asset_id"] in wanted and line["state"] in EXISTING
    ]
    passed_on = record is not None and record["receiver_as"] == rules.HOLDER
    facts: dict[str, Any] = {"outcome": outcomes.PASSED_ON if passed_on else outcomes.RETURNED}
    facts |= {"record_id": record["id"], "happened_on": record["happened_on"]} if record else {}
    why = {"record": record["id"]} if record else {"record": None}
    write_outcomes(session, actor, case["id"], lines, **{"happened_on": clock.today(), **facts})
    close_when_settled(session, actor, case, why)


def _named(
    session: Session, case: Mapping[str, Any], ids: Sequence[UUID], outcome: str
) -> list[dict[str, Any]]:
    """The lines that are named, in order of id; raises Invalid or Conflict naming each that will not do."""
    known = {line["asset_id"]: line for line in lines_of(session, case["id"])}
    if unknown := [place for place, one in enumerate(ids) if one not in known]:
        vi, en = "Tài sản này không nằm trong đợt thu hồi.", "It is not in this recall."
        errors = [FieldError(f"/asset_ids/{place}", vi, en) for place in unknown]
        raise Invalid("not-in-recall", vi=vi, en=en, errors=errors)
    lines = [known[one] for one in sorted(set(ids))]
    refused = [(line, why) for line in lines if (why := outcomes.may_settle(line["state"], outcome))]
    if refused:
        errors = [
            FieldError(f"/asset_ids/{list(ids).index(line['asset_id'])}", f"{line['code']}: {vi}", en)
            for line, (vi, en) in refused
        ]
        raise Conflict("outcome-not-possible", vi=errors[0].vi, en=errors[0].en, errors=errors)
    if outcome not in outcomes.SETTLED or any(line["state"] not in outcomes.SETTLED for line in lines):
        check_open(case)
    return lines


def _pass_on(
    session: Session, actor: Actor, case: Mapping[str, Any], lines: Sequence[Any], said: Mapping[str, Any]
) -> None:
    """Draw up, and issue, the record from the leaver to the successor (Decision 15/2025, Art. 3(2))."""
    successor_rule = rule("Q15-03-2", said["happened_on"])
    why = " ".join(text for text in (said.get("document"), said["reason"]) if text)
    wanted = {
        "kind": "internal_handover",
        "from": {"person_id": case["person_id"], "as": rules.HOLDER},
        "to": {"person_id": said["successor_id"], "as": rules.HOLDER},
        "lines": [{"asset_id": line["asset_id"], "condition": said.get("condition")} for line in lines],
        "place": "",
        "basis": f"{successor_rule.citation()}; {why}",
        "happened_on": said["happened_on"],
        "recall_id": case["id"],
        "draft": False,
    }
    create_record(session, actor, wanted)


def _check_kept(session: Session, case: Mapping[str, Any], lines: Sequence[Mapping[str, Any]]) -> None:
    """What goes along with somebody who moved must stand in the books of the unit where they now work."""
    ids = [line["asset_id"] for line in lines]
    rows = session.execute(_UNIT, {"assets": ids, "person": case["person_id"]})
    along = {row.id for row in rows if row.with_them}
    if stranger := next((line for line in lines if line["asset_id"] not in along), None):
        raise Conflict(
            "not-transferred",
            vi=f"{stranger['code']} chưa được điều chuyển sang đơn vị mới của người này trong sổ tài sản.",
            en=f"{stranger['code']} does not stand in the books of the unit where they now work.",
        )
