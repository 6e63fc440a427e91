"""What a leaver cannot give back: marked as lost, and a case of loss begun for the unit that owns it."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from services.assets.commands.changing import write_change
from services.assets.commands.disposals.drafting import draft_disposal
from services.assets.finding import Row, locked
from services.assets.models import ASSETS, DISPOSAL_LINES
from shared.auth import Actor

_STILL_OURS = ("in_store", "in_use", "broken")
_LEGAL_CASE = "47"


def begin_loss(
    session: Session, actor: Actor, asset_ids: Sequence[UUID], *, found_on: date, reason: str
) -> None:
    """Mark the assets as lost and draft one case of loss a unit, for its officer to complete and submit. What
    is lost, disposed of or in another case already is left as it is.
    """
    held = set(session.execute(_held(asset_ids)).scalars())
    by_unit: dict[UUID, list[Row]] = defaultdict(list)
    for asset_id in sorted(asset_ids):
        before = locked(session, ASSETS, asset_id)
        if before["status"] in _STILL_OURS:
            write_change(
                session, actor, "lost", before, {**before, "status": "lost", "version": before["version"] + 1}
            )
        if before["status"] in (*_STILL_OURS, "lost") and asset_id not in held:
            by_unit[before["unit_id"]].append({"asset_id": asset_id})
    for unit_id, lines in by_unit.items():
        head = {"unit_id": unit_id, "kind": "loss", "legal_case": _LEGAL_CASE, "mode": "", "reason": reason}
        whom = {"receiver_unit_id": None, "receiver_name": "", "found_on": found_on}
        draft_disposal(session, actor, {**head, **whom, "lines": lines})


def _held(asset_ids: Sequence[UUID]) -> Select[Any]:
    return select(DISPOSAL_LINES.c.asset_id).where(
        DISPOSAL_LINES.c.asset_id.in_(asset_ids), DISPOSAL_LINES.c.holding
    )
