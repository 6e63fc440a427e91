"""Keeping every version of a unit: what it was called, under whom, since when, who said so and why."""

from datetime import date
from typing import Any

from sqlalchemy import func, insert, select
from sqlalchemy.orm import Session

from services.assets.finding import Row
from services.assets.models import UNIT_VERSIONS
from services.assets.rules.units import effective_day
from shared.auth import Actor
from shared.clock import now, today
from shared.text import clean

DOCUMENT = ("document_number", "document_on", "document_authority")
_STATE = ("version", "code", "name", "match_key", "kind", "parent_id", "valid_from", "valid_to")


def document_of(said: Row) -> Row:
    """The approving document in `said`: {document_number, document_on, document_authority}, empty if none."""
    return {
        "document_number": clean(said.get("document_number") or ""),
        "document_on": said.get("document_on"),
        "document_authority": clean(said.get("document_authority") or ""),
    }


def keep_version(session: Session, actor: Actor, unit: Row, act: tuple[str, date], said: Row) -> None:
    """Keep `unit` as it now is; `act` says what was done and from which day it holds; `said` may carry a
    `reason` and the document.
    """
    kept: dict[str, Any] = {name: unit[name] for name in _STATE}
    kept |= {
        "unit_id": unit["id"],
        "act": act[0],
        "effective_on": act[1],
        "reason": clean(said.get("reason") or ""),
        **document_of(said),
        "recorded_at": now(),
        "recorded_by": actor.subject,
    }
    session.execute(insert(UNIT_VERSIONS), kept)


def day_of_change(session: Session, unit: Row, said: date | None) -> date:
    """From which day a change of the locked `unit` holds; raises Invalid for a day that cannot be."""
    return effective_day(said, last_change(session, unit), today())


def last_change(session: Session, unit: Row) -> date:
    """The day from which the present version of the locked `unit` holds."""
    newest = select(func.max(UNIT_VERSIONS.c.effective_on)).where(UNIT_VERSIONS.c.unit_id == unit["id"])
    found: date = session.execute(newest).scalar_one()
    return found
