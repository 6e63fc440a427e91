"""Drawing up a record, issuing it, refusing it, cancelling it."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from services.handover import events, lifecycle, rules, visibility
from services.handover.commands import reversing, writing
from services.handover.commands.drawing_up import Drawn, asked_again, drawn_up
from services.handover.content import content_of, signed_text
from services.handover.ledger import store
from services.handover.ledger.entries import Entry, Link, seal
from services.handover.lives import lives_behind
from services.handover.minutes.template import template_of
from services.handover.queries import facts
from services.handover.queries.shapes import record_shape
from shared import clock, outbox
from shared.auth import Actor
from shared.ids import uuid7


def create_record(session: Session, actor: Actor, data: Mapping[str, Any]) -> dict[str, Any]:
    """Draw up a record from a loaded RecordIn, and issue it at once unless it is to stay a draft.

    All or nothing, up to 1,000 lines: raises Conflict naming who holds what since when, line by line.
    """
    drawn = drawn_up(session, actor, data)
    record = drawn.record
    record |= {"id": uuid7(), "created_by": actor.subject, "created_at": clock.now(), "version": 1}
    lines = facts.lines(session, data["lines"], lock=not data["draft"])
    record |= _from_lines(record, lines)
    rules.check_lines_of_decision(drawn.decided, lines)
    rules.check_other_unit(record.get("to_unit_id"), lines)
    if data["draft"]:
        record["state"] = lifecycle.DRAFT
        writing.draw_up(session, record, lines)
        return record_shape(record, lines, ())
    return issue(session, actor, drawn, lines, write=writing.issue)


def issue_record(session: Session, actor: Actor, record_id: UUID, version: int) -> dict[str, Any]:
    """Issue a draft: everything is looked at and frozen anew, as it is now."""
    draft = writing.locked(session, actor, record_id, version)
    lifecycle.step("issue", draft["state"])
    said = writing.lines_of(session, record_id)
    drawn = drawn_up(session, actor, asked_again(draft))
    record = draft | drawn.record | {"version": version + 1}
    # the code is left out: an asset that was relabelled since is still the same asset
    lines = facts.lines(session, [{**line, "code": None} for line in said], lock=True)
    record |= _from_lines(record, lines)
    rules.check_lines_of_decision(drawn.decided, lines)
    return issue(session, actor, replace(drawn, record=record), lines, write=writing.issue_draft)


def reverse_record(
    session: Session, actor: Actor, record_id: UUID, version: int, data: Mapping[str, Any]
) -> dict[str, Any]:
    """Draw up and issue the record by which both sides take a completed one back (loaded ReversalIn)."""
    drawn, lines = reversing.drawn_back(session, actor, record_id, version, data)
    return issue(session, actor, drawn, lines, write=writing.issue)


def refuse_record(
    session: Session, actor: Actor, record_id: UUID, version: int, reason: str
) -> dict[str, Any]:
    """One side refuses to sign, with a reason; the assets are free again and stay where they were."""
    record = writing.locked(session, actor, record_id, version)
    lifecycle.step("refuse", record["state"])
    rules.may_refuse(record["giver_person_id"], record["receiver_person_id"], actor)
    return _end(session, actor, record, lifecycle.REFUSED, reason)


def cancel_record(
    session: Session, actor: Actor, record_id: UUID, version: int, reason: str
) -> dict[str, Any]:
    """The officer takes back a record that nobody has signed."""
    record = writing.locked(session, actor, record_id, version)
    lifecycle.step("cancel", record["state"])
    return _end(session, actor, record, lifecycle.CANCELLED, reason)


def _end(session: Session, actor: Actor, record: dict[str, Any], state: str, reason: str) -> dict[str, Any]:
    visibility.whole(session)
    lines = writing.lines_of(session, record["id"])
    links = facts.next_links(session, [line["asset_id"] for line in lines])
    writing.release(session, record["id"])
    ended = {"state": state, "ended_at": clock.now(), "ended_by": actor.subject, "ended_reason": reason}
    writing.change(session, record, **ended)
    body = {"content": (record["content_hash"] or b"").hex(), "reason": reason}
    entry = _sealed(actor, state, record, links, body)
    store.append(session, entry)
    _publish(session, state, record, lines, entry)
    return record_shape(record, lines, writing.signatures_of(session, record["id"]))


def _from_lines(record: Mapping[str, Any], lines: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """What a record takes from its assets: the unit, and the lives that its remaining values rest on."""
    return {"unit_id": lines[0]["unit_id"], "rules": [*record["rules"], *lives_behind(lines)]}


def issue(
    session: Session,
    actor: Actor,
    drawn: Drawn,
    lines: Sequence[Mapping[str, Any]],
    *,
    write: Callable[..., None],
) -> dict[str, Any]:
    """Check that every asset is free to go, number and date the record, write it with its ledger entry."""
    record, sides = drawn.record, (drawn.giver, drawn.receiver)
    now = clock.now()
    year = clock.legal_date(now).year
    holdings, links, number = facts.holdings(session, lines, sides, year)
    rules.check_holdings(record["kind"], *sides, record["happened_on"], holdings)
    record |= {"state": lifecycle.ISSUED, "issued_at": now, "year": year, "number": number}
    record["template"] = template_of(record["happened_on"])
    text, record["content_hash"] = signed_text(content_of(record, lines))
    entry = _sealed(actor, "issued", record, links, {"content": text})
    write(session, record, lines, entry)
    _publish(session, "issued", record, lines, entry)
    return record_shape(record, lines, ())


def _sealed(
    actor: Actor, verb: str, record: Mapping[str, Any], links: Sequence[Link], detail: Mapping[str, Any]
) -> Entry:
    """The ledger entry of one step of a record."""
    act = {"act": f"record.{verb}", "actor": actor.subject, "version": record["version"], "detail": detail}
    return seal(f"record.{verb}", record["id"], record["unit_id"], act, at=clock.now(), links=links)


def _publish(
    session: Session,
    verb: str,
    record: Mapping[str, Any],
    lines: Sequence[Mapping[str, Any]],
    entry: Entry,
) -> None:
    asset_ids = [line["asset_id"] for line in lines]
    outbox.record(session, events.record_event(verb, record, asset_ids, entry.leaf))
