"""Witnesses of a record."""

from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from services.handover.models.scans import WITNESSES
from services.handover.queries.records import record
from shared.auth import Actor

_TOLD = ("number", "person_id", "name", "post", "unit_name", "method", "way", "operator_name", "signed_at")


def witnesses_of(session: Session, record_id: UUID) -> list[dict[str, Any]]:
    """The witnesses of a record, the first first."""
    wanted = select(WITNESSES).where(WITNESSES.c.record_id == record_id).order_by(WITNESSES.c.number)
    return [{name: row[name] for name in _TOLD} for row in session.execute(wanted).mappings()]


def page_of_witnesses(session: Session, actor: Actor, record_id: UUID) -> dict[str, Any]:
    """The witnesses of a record that the actor may see, with the record's version."""
    shown = record(session, actor, record_id)
    return {"items": witnesses_of(session, record_id), "version": shown["version"]}
