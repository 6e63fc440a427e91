"""The event door of notices: what is told to whom when something happens elsewhere."""

from collections.abc import Callable, Mapping
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from services.notifications import disposals, facts, rules
from services.notifications.channels import Channels
from services.notifications.commands import notices
from services.notifications.commands.notices import Draft
from services.notifications.commands.projections import (
    know_people,
    know_person,
    know_unit,
    people_with,
    unit_name,
)
from services.notifications.deadlines.handlers import (
    on_stocktake_planned,
    watch_recall,
    watch_record,
    watch_stocktake,
)
from services.notifications.deadlines.recipients import heads
from services.notifications.telling import WAITING, cause_of, tell_of_record
from services.notifications.wording import wording
from shared.db.scope import place_below_successors
from shared.peers import Peers

CloudEvent = Mapping[str, Any]

REMINDING = ("recall_opened", "recall_due", "recall_overdue")


def on_unit_told(session: Session, event: CloudEvent) -> None:
    """A unit is new or changed: keep it, and its place in the tree."""
    unit = event["data"]
    parent = UUID(unit["parent_id"]) if unit["parent_id"] else None
    know_unit(
        session,
        UUID(event["subject"]),
        int(event["sequence"]),
        code=unit["code"],
        name=unit["name"],
        parent_id=parent,
    )


def on_unit_merged(session: Session, event: CloudEvent) -> None:
    """A unit ended and others took over: who answers for them now answers for it."""
    on_unit_told(session, event)
    successors = [UUID(one["unit_id"]) for one in event["data"]["successors"]]
    place_below_successors(session, UUID(event["subject"]), successors)


def on_person_told(session: Session, event: CloudEvent, peers: Peers) -> None:
    """A person is new, changed or has left: ask the register, as events carry no names."""
    know_person(session, peers, UUID(event["subject"]), int(event["sequence"]))


def on_record_issued(session: Session, event: CloudEvent, peers: Peers, channels: Channels) -> None:
    """A record waits for both signatures."""
    watch_record(session, event)
    tell_of_record(session, event, peers, channels, kind="record_waiting")


def on_record_signed(session: Session, event: CloudEvent, peers: Peers, channels: Channels) -> None:
    """One side has signed: the other is told that its signature alone is missing."""
    record = peers.handover.get(f"/records/{event['subject']}")
    signed = tuple(signature["side"] for signature in record["signatures"])
    done = [UUID(event["data"][f"{side}_person_id"]) for side in signed]
    watch_record(session, event, signed)
    notices.settle(session, UUID(event["subject"]), WAITING, done)
    tell_of_record(session, event, peers, channels, kind="record_waiting", signed=signed)


def on_record_completed(session: Session, event: CloudEvent, peers: Peers, channels: Channels) -> None:
    """Both have signed."""
    watch_record(session, event)
    notices.settle(session, UUID(event["subject"]), WAITING)
    tell_of_record(session, event, peers, channels, kind="record_completed")


def on_record_refused(session: Session, event: CloudEvent, peers: Peers, channels: Channels) -> None:
    """One side has refused; which one the event does not say, so both are told."""
    watch_record(session, event)
    notices.settle(session, UUID(event["subject"]), WAITING)
    tell_of_record(session, event, peers, channels, kind="record_refused")


def on_record_cancelled(session: Session, event: CloudEvent, peers: Peers, channels: Channels) -> None:
    """The officer has cancelled an issued record; of a draft nobody had been told."""
    watch_record(session, event)
    notices.settle(session, UUID(event["subject"]), WAITING)
    if event["data"]["number"] is not None:
        tell_of_record(session, event, peers, channels, kind="record_cancelled")


def on_record_disputed(session: Session, event: CloudEvent, peers: Peers, channels: Channels) -> None:
    """One side does not agree with what was signed: both sides, and the head who decides, are told."""
    tell_of_record(session, event, peers, channels, kind="record_disputed")


def on_record_decided(session: Session, event: CloudEvent, peers: Peers, channels: Channels) -> None:
    """The head has decided on a dispute."""
    notices.settle(session, UUID(event["subject"]), ("record_disputed",))
    tell_of_record(session, event, peers, channels, kind="record_decided")


def on_record_reversed(session: Session, event: CloudEvent, peers: Peers, channels: Channels) -> None:
    """A record was taken back by another."""
    tell_of_record(session, event, peers, channels, kind="record_reversed")


def on_recall_opened(session: Session, event: CloudEvent, peers: Peers, channels: Channels) -> None:
    """Somebody must give back all they hold."""
    watch_recall(session, event)
    _tell_of_recall(session, event, peers, channels, kind="recall_opened")


def on_recall_told(session: Session, event: CloudEvent) -> None:
    """What is open of a recall, and its deadline, are known anew; the policies say who is told of it when."""
    watch_recall(session, event)


def on_recall_closed(session: Session, event: CloudEvent, peers: Peers, channels: Channels) -> None:
    """Everything is back: nobody need be reminded any more."""
    watch_recall(session, event)
    notices.settle(session, UUID(event["subject"]), REMINDING)
    _tell_of_recall(session, event, peers, channels, kind="recall_closed")


def on_stocktake_due(session: Session, event: CloudEvent, channels: Channels) -> None:
    """A unit owes its year-end stocktake: who keeps its assets and who heads it are told."""
    watch_stocktake(session, event)
    unit = UUID(event["data"]["unit_id"])
    officers = people_with(session, "officer", unit, above=True)
    people = {person["id"]: person for person in (*officers, *heads(session, unit))}
    told = rules.told_of_unit(
        "stocktake_due", (p["id"] for p in officers), (p["id"] for p in heads(session, unit))
    )
    words = facts.of_stocktake(event["data"], unit_name(session, unit))
    drafts = [Draft(one, people[one.person_id], wording(one.kind, one.role).filled(words)) for one in told]
    notices.tell(session, channels, cause_of(event, "/stocktakes/new"), drafts)


def on_disposal_told(session: Session, event: CloudEvent, channels: Channels) -> None:
    """A case of disposal was submitted, decided or done: whoever must act next learns of it."""
    kind = disposals.NOTICES[event["data"]["state"]]
    notices.settle(session, UUID(event["subject"]), disposals.SETTLED)
    _tell_of_disposal(session, event, channels, kind)


def on_disposal_overdue(session: Session, event: CloudEvent, channels: Channels) -> None:
    """A legal time of a case has passed: the officer and the head of the unit are told."""
    _tell_of_disposal(session, event, channels, disposals.OVERDUE)


def _tell_of_disposal(session: Session, event: CloudEvent, channels: Channels, kind: str) -> None:
    case, about = event["data"], UUID(event["subject"])
    unit = UUID(case["unit_id"])
    officers, above = people_with(session, "officer", unit, above=True), heads(session, unit)
    people = {person["id"]: person for person in (*officers, *above)}
    words = disposals.wording_of_disposal(kind).filled(disposals.facts_of_disposal(case))
    everybody = disposals.told_of_disposal(kind, (p["id"] for p in officers), (p["id"] for p in above))
    drafts = [Draft(told, people[told.person_id], words) for told in everybody]
    notices.tell(session, channels, cause_of(event, f"/disposals/{about}"), drafts)


def _tell_of_recall(session: Session, event: CloudEvent, peers: Peers, channels: Channels, kind: str) -> None:
    recall, about = event["data"], UUID(event["subject"])
    leaver, unit = UUID(recall["person_id"]), UUID(recall["unit_id"])
    officers = people_with(session, "officer", unit, above=True)
    people = {person["id"]: person for person in officers}
    people |= know_people(session, peers, [leaver])
    words = facts.of_recall(recall, people[leaver]["name"], people[leaver]["post"])
    everybody = rules.told_of_recall(kind, leaver, (p["id"] for p in officers))
    gone = recall["reason"] == "dead" or people[leaver]["status"] == "dead"
    drafts = [
        Draft(told, people[told.person_id], wording(kind, told.role).filled(words))
        for told in everybody
        if not (gone and told.person_id == leaver)
    ]
    notices.tell(session, channels, cause_of(event, f"/recalls/{about}"), drafts)
    if kind in REMINDING and notices.is_told(session, about, ("recall_closed",)):
        notices.settle(session, about, REMINDING)


SUBSCRIPTIONS: Mapping[str, Callable[..., object]] = {
    "assets.unit.registered.v1": on_unit_told,
    "assets.unit.changed.v1": on_unit_told,
    "assets.unit.merged.v1": on_unit_merged,
    "assets.person.registered.v1": on_person_told,
    "assets.person.changed.v1": on_person_told,
    "assets.person.moved.v1": on_person_told,
    "assets.person.returned.v1": on_person_told,
    "assets.person.left.v1": on_person_told,
    "assets.stocktake.due.v1": on_stocktake_due,
    "assets.stocktake.opened.v1": on_stocktake_planned,
    "assets.stocktake.closed.v1": on_stocktake_planned,
    "assets.disposal.submitted.v1": on_disposal_told,
    "assets.disposal.decided.v1": on_disposal_told,
    "assets.disposal.done.v1": on_disposal_told,
    "assets.disposal.overdue.v1": on_disposal_overdue,
    "handover.record.issued.v1": on_record_issued,
    "handover.record.signed.v1": on_record_signed,
    "handover.record.completed.v1": on_record_completed,
    "handover.record.refused.v1": on_record_refused,
    "handover.record.cancelled.v1": on_record_cancelled,
    "handover.record.disputed.v1": on_record_disputed,
    "handover.record.decided.v1": on_record_decided,
    "handover.record.reversed.v1": on_record_reversed,
    "handover.recall.opened.v1": on_recall_opened,
    "handover.recall.due.v1": on_recall_told,
    "handover.recall.overdue.v1": on_recall_told,
    "handover.recall.postponed.v1": on_recall_told,
    "handover.recall.closed.v1": on_recall_closed,
}
