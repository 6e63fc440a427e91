"""Recall cases: one, whole; and pages of them, the nearest deadline first."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import and_, select, tuple_
from sqlalchemy.orm import Session

from services.handover import rules, visibility
from services.handover.models import RECALL_LINES, RECALLS
from services.handover.queries.recall_acts import acts_of
from services.handover.queries.shapes import recall_shape
from shared import clock
from shared.auth import Actor
from shared.errors import NotFound
from shared.web.pages import cursor_of, key_of


def recall(session: Session, actor: Actor, recall_id: UUID) -> dict[str, Any]:
    """One case with its lines and all that has happened in it; raises NotFound."""
    visibility.only_own(session, actor)
    row = session.execute(select(RECALLS).where(RECALLS.c.id == recall_id)).mappings().first()
    if row is None:
        raise NotFound(
            "recall-not-found", vi="Không tìm thấy đợt thu hồi này.", en="There is no such recall."
        )
    shape = recall_shape(dict(row), _lines(session, [recall_id])[recall_id], clock.today())
    return {**shape, **acts_of(session, recall_id)}


def page_of_recalls(
    session: Session,
    actor: Actor,
    *,
    limit: int,
    after: str | None = None,
    state: str | None = None,
    person: UUID | None = None,
    overdue: bool | None = None,
    campaign: UUID | None = None,
) -> dict[str, Any]:
    """A page of the cases that the actor may see."""
    visibility.only_own(session, actor)
    today = clock.today()
    query = select(RECALLS).order_by(RECALLS.c.deadline, RECALLS.c.id).limit(limit + 1)
    if state is not None:
        query = query.where(RECALLS.c.state == state)
    if person is not None:
        query = query.where(RECALLS.c.person_id == person)
    if campaign is not None:
        query = query.where(RECALLS.c.campaign_id == campaign)
    if overdue is not None:
        late = and_(RECALLS.c.state == "open", RECALLS.c.deadline <= rules.overdue_deadlines(today)[1])
        query = query.where(late if overdue else ~late)
    if after is not None:
        query = query.where(tuple_(RECALLS.c.deadline, RECALLS.c.id) > _key(after))
    rows = session.execute(query).mappings().all()
    lines = _lines(session, [row["id"] for row in rows[:limit]])
    items = [recall_shape(dict(row), lines[row["id"]], today) for row in rows[:limit]]
    last = rows[limit - 1] if len(rows) > limit else None
    return {
        "items": items,
        "next": cursor_of(last["deadline"].isoformat(), str(last["id"])) if last else None,
    }


def _lines(session: Session, ids: Sequence[UUID]) -> dict[UUID, list[Any]]:
    found: dict[UUID, list[Any]] = defaultdict(list)
    if ids:
        query = select(RECALL_LINES).where(RECALL_LINES.c.recall_id.in_(ids)).order_by(RECALL_LINES.c.code)
        for row in session.execute(query).mappings():
            found[row["recall_id"]].append(row)
    return found


def _key(after: str) -> tuple[date, UUID]:
    day, last = key_of(after, date.fromisoformat, UUID)
    return day, last
