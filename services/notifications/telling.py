"""What is told of a record to its two sides, at every turn of its life."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from services.notifications import facts, rules
from services.notifications.channels import Channels
from services.notifications.commands import notices
from services.notifications.commands.notices import Cause, Draft
from services.notifications.commands.projections import know_people
from services.notifications.deadlines.recipients import heads
from services.notifications.wording import wording
from shared.peers import Peers

CloudEvent = Mapping[str, Any]

WAITING = ("record_waiting", "record_reminder")
ENDED = ("record_completed", "record_refused", "record_cancelled")


def tell_of_record(
    session: Session,
    event: CloudEvent,
    peers: Peers,
    channels: Channels,
    *,
    kind: str,
    signed: tuple[str, ...] = (),
) -> None:
    """Tell both sides of a record what became of it, and of a dispute the head who decides on it too."""
    record, about = event["data"], UUID(event["subject"])
    sides = rules.waiting_sides(signed) if kind in WAITING else rules.SIDES
    parties = rules.told_of_record(kind, record, rules.SIDES)
    people = know_people(session, peers, [told.person_id for told in parties])
    names = {told.role: people[told.person_id]["name"] for told in parties}
    if len(names) < len(rules.SIDES):  # a stranger, whom only the record names
        shown = peers.handover.get(f"/records/{about}")
        names = {side: names.get(side) or shown[side]["name"] for side in rules.SIDES}
    giver, receiver = (names[side] for side in rules.SIDES)
    drafts = [
        Draft(
            told,
            people[told.person_id],
            wording(kind, told.role).filled(facts.of_record(record, giver, receiver, told.role, signed)),
        )
        for told in parties
        if told.role in sides and people[told.person_id]["status"] != "dead"
    ]
    if kind == "record_disputed":
        words = wording(kind, "head").filled(facts.of_record(record, giver, receiver, rules.SIDES[0], signed))
        deciding = heads(session, UUID(record["unit_id"]))
        drafts += [
            Draft(rules.Told(one["id"], kind, "head"), one, words)
            for one in deciding
            if one["id"] not in people
        ]
    notices.tell(session, channels, cause_of(event, f"/records/{about}"), drafts)
    if kind in WAITING and notices.is_told(session, about, ENDED):
        notices.settle(session, about, WAITING)


def cause_of(event: CloudEvent, path: str) -> Cause:
    """What a notice comes from, and the page that it leads to."""
    return Cause(event["id"], event["type"], UUID(event["subject"]), path)
