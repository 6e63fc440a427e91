"""What is at repairers now: where, since when, until when, and who goes on answering for it."""

from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from services.handover import visibility
from services.handover.models import CUSTODY, KNOWN_PEOPLE, LINES, RECORDS
from services.handover.numbers import label
from shared import clock
from shared.auth import Actor
from shared.web.pages import cursor_of, key_of

_AWAY = (
    select(
        LINES.c.asset_id,
        LINES.c.code,
        LINES.c.name,
        LINES.c.serial,
        RECORDS.c.id.label("record_id"),
        RECORDS.c.number,
        RECORDS.c.receiver_unit_name.label("repairer"),
        RECORDS.c.receiver_name.label("contact"),
        RECORDS.c.happened_on.label("since"),
        RECORDS.c.due_on,
        CUSTODY.c.person_id.label("holder_id"),
        KNOWN_PEOPLE.c.name.label("holder_name"),
    )
    .join(RECORDS, RECORDS.c.id == LINES.c.record_id)
    .join(CUSTODY, (CUSTODY.c.asset_id == LINES.c.asset_id) & CUSTODY.c.until.is_(None), isouter=True)
    .join(KNOWN_PEOPLE, KNOWN_PEOPLE.c.id == CUSTODY.c.person_id, isouter=True)
    .where(LINES.c.away)
    .order_by(LINES.c.asset_id)
)


def away(
    session: Session,
    actor: Actor,
    *,
    limit: int,
    after: str | None = None,
    asset: UUID | None = None,
    overdue: bool = False,
) -> dict[str, Any]:
    """A page of what is at repairers that the actor may see."""
    visibility.only_own(session, actor)
    today = clock.today()
    query = _AWAY.limit(limit + 1)
    if asset is not None:
        query = query.where(LINES.c.asset_id == asset)
    if overdue:
        query = query.where(RECORDS.c.due_on < today)
    if after is not None:
        query = query.where(LINES.c.asset_id > key_of(after, UUID)[0])
    rows = session.execute(query).mappings().all()
    following = cursor_of(str(rows[limit - 1]["asset_id"])) if len(rows) > limit else None
    return {"items": [_shape(row, today) for row in rows[:limit]], "next": following}


def _shape(row: Any, today: date) -> dict[str, Any]:
    late = row["due_on"] is not None and row["due_on"] < today
    return {**row, "number": label(row["number"]), "overdue": late}
