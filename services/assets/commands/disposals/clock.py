"""The clock of disposal cases: an alarm after each legal deadline that passed unmet, once only."""

from typing import Any

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from services.assets import events
from services.assets.models import DISPOSAL_DEADLINES, DISPOSALS
from shared import outbox
from shared.auth import system_actor
from shared.clock import now, today
from shared.db import Database

_ACTOR = system_actor("assets")
_AT_ONCE = 200


def tell_overdue(database: Database) -> int:
    """Tell of every deadline that is over and not met; how many. Safe to run twice, and by two at once."""
    return database.run(_ACTOR, _tell)


def _tell(session: Session) -> int:
    clocks = DISPOSAL_DEADLINES
    over = (
        select(clocks, DISPOSALS)
        .join(DISPOSALS, DISPOSALS.c.id == clocks.c.disposal_id)
        .where(clocks.c.met_on.is_(None), clocks.c.overdue_told_at.is_(None), clocks.c.due_on < today())
        .order_by(clocks.c.due_on, clocks.c.disposal_id)
        .limit(_AT_ONCE)
        .with_for_update(skip_locked=True)
    )
    rows = session.execute(over).mappings().all()
    for row in rows:
        told = update(clocks).where(
            clocks.c.disposal_id == row["disposal_id"],
            clocks.c.step == row["step"],
            clocks.c.triggered_on == row["triggered_on"],
        )
        session.execute(told.values(overdue_told_at=now()))
        outbox.record(session, _event(session, row))
    return len(rows)


def _event(session: Session, row: Any) -> Any:
    """The event, at the next version of the case: `sequence` counts what is told of it, one by one."""
    counted = update(DISPOSALS).where(DISPOSALS.c.id == row["id"]).values(version=DISPOSALS.c.version + 1)
    version = session.execute(counted.returning(DISPOSALS.c.version)).scalar_one()
    return events.disposal_overdue({**row, "version": version}, row)
