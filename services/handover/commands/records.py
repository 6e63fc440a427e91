"""Drawing up a record, issuing it, refusing it, cancelling it."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import Row
from sqlalchemy.orm import Session

from services.handover import events, lifecycle, rules, visibility
from services.handover.commands import writing
from services.handover.content import content_of, hash_of
from services.handover.ledger import store
from services.handover.ledger.entries import seal
from services.handover.numbers import next_number
from services.handover.queries import facts
from services.handover.queries.shapes import record_shape
from shared import clock, outbox
from shared.auth import Actor
from shared.errors import FieldError, Invalid
from shared.ids import uuid7


def create_record(session: Session, actor: Actor, data: Mapping[str, Any]) -> dict[str, Any]:
    """Draw up a record from a loaded RecordIn, and issue it at once unless it is to stay a draft.

    All or nothing, up to 1,000 lines: raises Conflict naming who holds what since when, line by line.
    """
    record, giver = _drawn_up(session, actor, data)
    record |= {"id": uuid7(), "created_by": actor.subject, "created_at": clock.now(), "version": 1}
    lines = facts.lines(session, data["lines"], lock=not data["draft"])
    record["unit_id"] = lines[0]["unit_id"]
    if data["draft"]:
        record["state"] = lifecycle.DRAFT
        writing.write(session, record, lines)
        return record_shape(record, lines, ())
    links = _number(session, record, lines, giver)
    writing.write(session, record, lines)
    _enter(session, actor, "issued", record, lines, links, content_of(record, lines))
    return record_shape(record, lines, ())


def issue_record(session: Session, actor: Actor, record_id: UUID, version: int) -> dict[str, Any]:
    """Issue a draft: everything is looked at and frozen anew, as it is now."""
    draft = writing.locked(session, actor, record_id, version)
    lifecycle.step("issue", draft["state"])
    said = writing.lines_of(session, record_id)
    drawn, giver = _drawn_up(session, actor, _as_data(draft))
    record = draft | drawn | {"version": version + 1}
    # the code is left out: an asset that was relabelled since is still the same asset
    lines = facts.lines(session, [{**line, "code": None} for line in said], lock=True)
    record["unit_id"] = lines[0]["unit_id"]
    links = _number(session, record, lines, giver)
    writing.rewrite(session, record, lines)
    _enter(session, actor, "issued", record, lines, links, content_of(record, lines))
    return record_shape(record, lines, ())


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
    _enter(session, actor, state, record, lines, links, body)
    return record_shape(record, lines, writing.signatures_of(session, record["id"]))


def _drawn_up(session: Session, actor: Actor, data: Mapping[str, Any]) -> tuple[dict[str, Any], rules.Party]:
    """The head of a record and its giver: both parties checked, the form and rules of the date of the act."""
    kind, giver_in, receiver_in = data["kind"], data["from"], data["to"]
    ways = rules.sides_of(kind, giver_in.get("as"), receiver_in.get("as"))
    today = clock.today()
    happened_on = data.get("happened_on") or today
    rules.check_date(happened_on, today)
    form, made_under = rules.form_for(happened_on), rules.made_under(kind, happened_on)
    found = facts.people(
        session, {"/from/person_id": giver_in["person_id"], "/to/person_id": receiver_in["person_id"]}
    )
    giver, receiver = _party(found["/from/person_id"], ways[0]), _party(found["/to/person_id"], ways[1])
    rules.check_parties(giver, receiver, actor)
    record = {
        "kind": kind,
        **_frozen("giver", giver),
        **_frozen("receiver", receiver),
        "place": data.get("place") or "",
        "basis": data.get("basis") or "",
        "happened_on": happened_on,
        "form": form.details["code"],
        "rules": made_under,
        "recall_id": _recall_of(kind, data.get("recall_id"), found["/from/person_id"].open_recall_id),
        "year": None,
        "number": None,
        "content_hash": None,
    }
    return record, giver


def _number(
    session: Session, record: dict[str, Any], lines: Sequence[Mapping[str, Any]], giver: rules.Party
) -> Sequence[Any]:
    """Check that every asset is free to go, then number and date the record; returns the assets' next links."""
    holdings, links = facts.holdings(session, lines)
    rules.check_holdings(record["kind"], giver, record["happened_on"], holdings)
    now = clock.now()
    year = clock.legal_date(now).year
    record |= {"state": lifecycle.ISSUED, "issued_at": now, "year": year}
    record["number"] = next_number(session, record["unit_id"], year)
    record["content_hash"] = hash_of(content_of(record, lines))
    return links


def _enter(
    session: Session,
    actor: Actor,
    verb: str,
    record: Mapping[str, Any],
    lines: Sequence[Mapping[str, Any]],
    links: Sequence[Any],
    body: Mapping[str, Any],
) -> None:
    """The ledger entry and the event of one step."""
    act = {"act": f"record.{verb}", "actor": actor.subject, "version": record["version"], "detail": body}
    entry = seal(f"record.{verb}", record["id"], record["unit_id"], act, at=clock.now(), links=links)
    store.append(session, entry)
    outbox.record(
        session, events.record_event(verb, record, [line["asset_id"] for line in lines], entry.leaf)
    )


def _party(row: Row[Any], role: str) -> rules.Party:
    working = row.status == "working"
    return rules.Party(
        row.id, row.name, row.post, row.unit_id, row.unit_name, role, working, tuple(row.duties or ())
    )


def _frozen(side: str, party: rules.Party) -> dict[str, Any]:
    return {
        f"{side}_person_id": party.person_id,
        f"{side}_name": party.name,
        f"{side}_post": party.post,
        f"{side}_unit_name": party.unit_name,
        f"{side}_as": party.role,
    }


def _recall_of(kind: str, said: UUID | None, open_case: UUID | None) -> UUID | None:
    """The recall case that a record serves: the giver's open one; naming another is a mistake."""
    if said is not None and said != open_case:
        vi = "Đợt thu hồi này không phải của bên giao, hoặc đã kết thúc."
        raise Invalid(
            "recall-not-the-givers",
            vi=vi,
            en="Not the giver's open recall.",
            errors=[FieldError("/recall_id", vi, "Not the giver's open recall.")],
        )
    return open_case if kind in rules.TAKES_BACK else said


def _as_data(draft: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "kind": draft["kind"],
        "from": {"person_id": draft["giver_person_id"], "as": draft["giver_as"]},
        "to": {"person_id": draft["receiver_person_id"], "as": draft["receiver_as"]},
        **{name: draft[name] for name in ("place", "basis", "happened_on", "recall_id")},
    }
