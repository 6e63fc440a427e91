"""How a paper of recalls becomes one: a number by unit and year without gaps, a content sealed in the log."""

import hashlib
from collections.abc import Mapping
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.orm import Session

from services.handover.ledger import store
from services.handover.ledger.canonical import canonical
from services.handover.ledger.entries import seal
from shared import clock
from shared.auth import Actor
from shared.contracts import json_ready

_NEXT = text(
    "INSERT INTO recall_counters AS c (unit_id, year, paper, last) VALUES (:unit, :year, :paper, 1)"
    " ON CONFLICT (unit_id, year, paper) DO UPDATE SET last = c.last + 1 RETURNING last"
)


def numbered(session: Session, unit_id: UUID, paper: str, on: date) -> tuple[int, int]:
    """The year and the next number of a `paper` (notice | clearance) in the books of the unit."""
    row = {"unit": unit_id, "year": on.year, "paper": paper}
    return on.year, int(session.execute(_NEXT, row).scalar_one())


def sealed_paper(
    session: Session, actor: Actor, act: str, paper: Mapping[str, Any], content: Mapping[str, Any]
) -> dict[str, Any]:
    """The columns of a paper that its content fills, after its entry was written into the ledger."""
    said = canonical(dict(content))
    body = {"act": act, "actor": actor.subject, "paper": paper["id"], "content": said.decode()}
    at = clock.now()
    entry = seal(act, paper["id"], paper["unit_id"], body, at=at)
    store.append(session, entry)
    return {
        "content": json_ready(content),
        "content_hash": hashlib.sha256(said).digest(),
        "entry_id": entry.id,
        "issued_by": actor.subject,
        "issued_at": at,
    }
