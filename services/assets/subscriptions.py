"""What the register learns from other services."""

from collections.abc import Callable, Mapping
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from services.assets.commands.assets import move_by_record
from services.assets.commands.custody_marks import mark_custody
from shared.auth import system_actor

_ACTOR = system_actor("assets")


def on_record_completed(session: Session, event: Mapping[str, Any]) -> None:
    """Both sides signed: the assets of the record are with the receiver, or back in store."""
    data = event["data"]
    holder = UUID(data["receiver_person_id"]) if data["receiver_as"] == "holder" else None
    asset_ids = [UUID(asset_id) for asset_id in data["asset_ids"]]
    move_by_record(session, _ACTOR, asset_ids, holder)
    mark_custody(session, data, asset_ids, holder)


SUBSCRIPTIONS: dict[str, Callable[..., object]] = {"handover.record.completed.v1": on_record_completed}
