"""What the register learns from other services."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from services.assets.commands.assets import move_by_record
from services.assets.commands.custody_marks import end_waiting, mark_custody, mark_waiting
from services.assets.commands.disposals.by_record import carry_out_by_record
from services.assets.commands.losses import begin_loss
from services.assets.commands.takeovers import take_over_by_record
from shared.auth import system_actor

_ACTOR = system_actor("assets")
_LOST = "Người giữ báo mất khi thu hồi"


def on_record_completed(session: Session, event: Mapping[str, Any]) -> None:
    """Both sides signed: the assets of the record are with the receiver, or back in store; a decision is
    carried out; another unit has taken them over. While one is at a repairer, nothing changes in the books.
    """
    data = event["data"]
    asset_ids = [UUID(asset_id) for asset_id in data["asset_ids"]]
    if data.get("disposal_id"):
        carry_out_by_record(session, _ACTOR, data)
    elif data["kind"] == "merger_handover":
        take_over_by_record(session, _ACTOR, data)
    elif "repairer" not in {data["giver_as"], data["receiver_as"]}:
        holder = UUID(data["receiver_person_id"]) if data["receiver_as"] == "holder" else None
        move_by_record(session, _ACTOR, asset_ids, holder)
        mark_custody(session, data, asset_ids, holder)
    end_waiting(session, data)


def on_record_issued(session: Session, event: Mapping[str, Any]) -> None:
    """A record waits for its signatures: until it ends, an import that brought in its assets stays."""
    mark_waiting(session, event["data"])


def on_record_ended(session: Session, event: Mapping[str, Any]) -> None:
    """A record was refused or cancelled: it waits no longer."""
    end_waiting(session, event["data"])


def on_correction_approved(session: Session, event: Mapping[str, Any]) -> None:
    """It was found that others answer for some assets than was believed: who holds them follows."""
    data = event["data"]
    for holder in sorted({one["person_id"] or "" for one in data["holders"]}):
        asset_ids = [UUID(one["asset_id"]) for one in data["holders"] if (one["person_id"] or "") == holder]
        person = UUID(holder) if holder else None
        move_by_record(session, _ACTOR, asset_ids, person)
        facts = {"record_id": data["correction_id"], "number": data["number"], "happened_on": data["from_on"]}
        mark_custody(session, facts, asset_ids, person)


def on_recall_lost(session: Session, event: Mapping[str, Any]) -> None:
    """A leaver cannot give things back that are lost: the unit must find out why, and who answers for it."""
    data = event["data"]
    asset_ids = [UUID(asset_id) for asset_id in data["asset_ids"]]
    begin_loss(session, _ACTOR, asset_ids, found_on=date.fromisoformat(data["found_on"]), reason=_LOST)


SUBSCRIPTIONS: dict[str, Callable[..., object]] = {
    "handover.record.issued.v1": on_record_issued,
    "handover.record.refused.v1": on_record_ended,
    "handover.record.cancelled.v1": on_record_ended,
    "handover.record.completed.v1": on_record_completed,
    "handover.correction.approved.v1": on_correction_approved,
    "handover.recall.lost.v1": on_recall_lost,
}
