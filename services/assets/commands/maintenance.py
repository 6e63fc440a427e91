"""What was done to keep an asset working."""

from typing import Any
from uuid import UUID

from sqlalchemy import insert
from sqlalchemy.orm import Session

from services.assets.finding import Row
from services.assets.models import MAINTENANCE
from services.assets.queries.assets import asset
from services.assets.rules.upkeep import check_maintenance
from shared.auth import Actor
from shared.clock import now, today
from shared.ids import uuid7
from shared.text import clean


def record_maintenance(session: Session, actor: Actor, asset_id: UUID, body: dict[str, Any]) -> Row:
    """One more line of the log, which is never altered; what it cost is not added to the asset's cost
    (Circular 141/2025/TT-BTC Art. 5(6)).
    """
    check_maintenance(asset(session, asset_id), body, today())
    entry = {
        **{name: body[name] for name in ("done_on", "cost", "document_on", "downtime_hours")},
        **{name: clean(body[name]) for name in ("what", "provider", "document_number")},
        "id": uuid7(),
        "asset_id": asset_id,
        "recorded_at": now(),
        "recorded_by": actor.subject,
    }
    session.execute(insert(MAINTENANCE), entry)
    return entry
