"""The kinds of papers that carry our QR (`/v/<id>`): how each is found, and what the public may know of it.

A kind is one row of KINDS. `find` answers None when the id is none of its papers, else a Paper without any
person's name; `render` makes the official PDF as it stands now.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from services.handover.minutes import document
from services.handover.models import KNOWN_UNITS, LINES, RECORDS
from services.handover.numbers import label
from services.handover.rules.papers import standing_of
from shared.auth import Actor
from shared.web.door import Document


@dataclass(frozen=True)
class Paper:
    """What the public may know of a paper: nobody's name, nothing of what is on its lines."""

    id: UUID
    kind: str
    title: str  # what kind of record it is, as the service calls it
    standing: str
    number: str
    on: date
    count: int
    unit_id: UUID
    unit_name: str
    version: int
    content_hash: str


@dataclass(frozen=True)
class Kind:
    """One kind of paper."""

    name: str
    find: Callable[[Session, UUID], Paper | None]
    render: Callable[[Session, Actor, UUID, str], Document]  # the last: what QR symbols begin with


def _record(session: Session, paper_id: UUID) -> Paper | None:
    counted = select(func.count()).where(LINES.c.record_id == RECORDS.c.id).scalar_subquery()
    query = (
        select(RECORDS, KNOWN_UNITS.c.name.label("unit_name"), counted.label("count"))
        .outerjoin(KNOWN_UNITS, KNOWN_UNITS.c.id == RECORDS.c.unit_id)
        .where(RECORDS.c.id == paper_id, RECORDS.c.number.is_not(None))
    )
    row = session.execute(query).mappings().first()
    if row is None:
        return None
    return Paper(
        id=row["id"],
        kind="record",
        title=row["kind"],
        standing=standing_of(row["state"]),
        number=label(row["number"]),
        on=row["happened_on"],
        count=row["count"],
        unit_id=row["unit_id"],
        unit_name=row["unit_name"] or "",
        version=row["version"],
        content_hash=row["content_hash"].hex() if row["content_hash"] else "",
    )


KINDS: Sequence[Kind] = (Kind("record", _record, document.minutes),)


def found(session: Session, paper_id: UUID) -> tuple[Kind, Paper] | None:
    """The paper behind a QR symbol, with its kind; None when there is none."""
    for kind in KINDS:
        paper = kind.find(session, paper_id)
        if paper is not None:
            return kind, paper
    return None
