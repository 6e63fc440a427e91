"""By which record somebody holds an asset or is about to: kept so that a refusal can name it."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from services.assets.models import CUSTODY_MARKS, WAITING_RECORDS
from shared.clock import now


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


def mark_waiting(session: Session, record: Mapping[str, Any]) -> None:
    """Write down that an issued record (an event's data) waits for its signatures. Heard after its end, it
    changes nothing.
    """
    session.execute(insert(WAITING_RECORDS).on_conflict_do_nothing(), _lines(record, ended_at=None))


def end_waiting(session: Session, record: Mapping[str, Any]) -> None:
    """Write down that a record (an event's data) waits no longer: completed, refused or cancelled."""
    ended = insert(WAITING_RECORDS)
    change = ended.on_conflict_do_update(
        index_elements=["record_id", "asset_id"], set_={"ended_at": ended.excluded.ended_at}
    )
    session.execute(change, _lines(record, ended_at=now()))


def _lines(record: Mapping[str, Any], **more: Any) -> list[dict[str, Any]]:
    facts = {
        "record_id": UUID(record["record_id"]),
        "record_number": record["number"] or "",  # a draft that was cancelled had none
        "since": date.fromisoformat(record["happened_on"]),
        **more,
    }
    return [facts | {"asset_id": UUID(asset_id)} for asset_id in sorted(record["asset_ids"])]
