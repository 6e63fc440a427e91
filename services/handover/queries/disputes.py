"""The disputes of a record."""

from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from services.handover import visibility
from services.handover.models import DISPUTES
from services.handover.queries.records import record
from shared.auth import Actor

_NAMES = ("id", "reason", "raised_by", "raised_at", "rule", "outcome", "decided_by", "decided_at")


def disputes_of(session: Session, actor: Actor, record_id: UUID) -> dict[str, Any]:
    """Every dispute of a record that the actor may see, the newest first; raises NotFound."""
    visibility.only_own(session, actor)
    shown = record(session, actor, record_id)
    names = {side["person_id"]: side["name"] for side in (shown["giver"], shown["receiver"])}
    wanted = select(DISPUTES).where(DISPUTES.c.record_id == record_id).order_by(DISPUTES.c.id.desc())
    rows = session.execute(wanted).mappings()
    return {
        "items": [
            {
                **{name: row[name] for name in (*_NAMES, "decision_reason")},
                "raised_by_name": names.get(row["raised_by"], ""),
            }
            for row in rows
        ]
    }
