"""By which record somebody holds an asset: kept so that a refusal can name it."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from services.assets.models import CUSTODY_MARKS


def mark_custody(
    session: Session, record: Mapping[str, Any], asset_ids: Sequence[UUID], holder_id: UUID | None
) -> None:
    """Write down the completed record (an event's data) for its assets; `holder_id` None: back in store."""
    rows = [
        {
            "asset_id": asset_id,
            "person_id": holder_id,
            "record_id": UUID(record["record_id"]),
            "record_number": record["number"],
            "since": date.fromisoformat(record["happened_on"]),
        }
        for asset_id in sorted(asset_ids)
    ]
    marked = insert(CUSTODY_MARKS)
    fresh = {name: marked.excluded[name] for name in ("person_id", "record_id", "record_number", "since")}
    session.execute(marked.on_conflict_do_update(index_elements=["asset_id"], set_=fresh), rows)
