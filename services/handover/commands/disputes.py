"""A party does not agree with what was signed: says why, and the head of the unit decides."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from sqlalchemy import insert, select, update
from sqlalchemy.orm import Session

from services.handover import events, lifecycle, rules, visibility
from services.handover.commands import writing
from services.handover.ledger import acts
from services.handover.models import DISPUTES
from services.handover.queries import facts
from services.handover.queries.shapes import record_shape
from shared import clock, outbox
from shared.auth import Actor
from shared.errors import NotPermitted
from shared.ids import uuid7

_ACTS = {"upheld": "uphold", "dismissed": "dismiss"}


def dispute_record(
    session: Session, actor: Actor, record_id: UUID, version: int, reason: str
) -> dict[str, Any]:
    """The giver or the receiver disputes a completed record, in person and in time. Nothing moves by it."""
    record = writing.locked(session, actor, record_id, version)
    step = lifecycle.step("dispute", record["state"])
    if not rules.is_party(record["giver_person_id"], record["receiver_person_id"], actor):
        raise NotPermitted(
            "dispute-not-permitted",
            vi="Chỉ bên giao hoặc bên nhận được nêu ý kiến không đồng ý với biên bản này.",
            en="Only the giver or the receiver may dispute this record.",
        )
    rule = rules.check_disputable(clock.legal_date(record["completed_at"]), clock.today())
    dispute = {"id": uuid7(), "record_id": record_id, "raised_by": actor.person_id, "reason": reason}
    visibility.whole(session)
    session.execute(insert(DISPUTES), {**dispute, "raised_at": clock.now(), "rule": rule})
    return _stepped(session, actor, record, step, {"dispute": dispute["id"], "reason": reason})


def decide_dispute(
    session: Session, actor: Actor, record_id: UUID, version: int, data: Mapping[str, Any]
) -> dict[str, Any]:
    """The head decides: dismissed, and the record stands; or upheld, and both sides reverse it by a record.

    Raises NotPermitted for one of the two sides: nobody decides in the own cause.
    """
    record = writing.locked(session, actor, record_id, version)
    step = lifecycle.step(_ACTS[data["outcome"]], record["state"])
    if rules.is_party(record["giver_person_id"], record["receiver_person_id"], actor):
        raise NotPermitted(
            "decides-own-cause",
            vi="Anh/chị là một bên của biên bản nên không quyết định về ý kiến này được.",
            en="You are one of the two sides; somebody else must decide.",
        )
    visibility.whole(session)
    opened = DISPUTES.c.record_id == record_id, DISPUTES.c.outcome.is_(None)
    dispute = session.execute(select(DISPUTES.c.id).where(*opened)).scalar_one()
    decided = {"outcome": data["outcome"], "decision_reason": data["reason"]}
    said = {**decided, "decided_by": actor.subject, "decided_at": clock.now()}
    session.execute(update(DISPUTES).where(DISPUTES.c.id == dispute).values(said))
    return _stepped(session, actor, record, step, {"dispute": dispute, **decided})


def _stepped(
    session: Session, actor: Actor, record: dict[str, Any], step: lifecycle.Step, detail: Mapping[str, Any]
) -> dict[str, Any]:
    """The record after the step, in the table, in the ledger and told to everybody."""
    lines = writing.lines_of(session, record["id"])
    asset_ids = [line["asset_id"] for line in lines]
    links = facts.next_links(session, asset_ids)
    writing.change(session, record, state=step.after)
    told = {**detail, "state": step.after}
    entry = acts.enter(session, actor, f"record.{step.event}", record, told, links=links)
    outbox.record(session, events.record_event(str(step.event), record, asset_ids, entry.leaf))
    return record_shape(record, lines, writing.signatures_of(session, record["id"]))
