"""The kinds of papers that carry our QR (`/v/<id>`): how each is found, and what the public may know of it.

A kind is one row of KINDS. `find` answers None when the id is none of its papers, else a Paper without any
person's name; `render` makes the official PDF as it stands now.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, RowMapping, Table, exists, func, select
from sqlalchemy.orm import Session

from services.handover.minutes import document
from services.handover.models import CLEARANCES, KNOWN_UNITS, LINES, RECALL_NOTICES, RECORDS
from services.handover.numbers import label, recall_label
from services.handover.queries import recall_acts
from services.handover.recall_papers import document as recall_document
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


def _notice(session: Session, paper_id: UUID) -> Paper | None:
    """A notice of recall; a later one of the same case stands in its place."""
    later = exists().where(
        _LATER.c.recall_id == RECALL_NOTICES.c.recall_id, _LATER.c.id > RECALL_NOTICES.c.id
    )
    row = _recall_paper(session, RECALL_NOTICES, paper_id, later.label("superseded"))
    return _as_paper("notice", row, row["superseded"]) if row else None


def _clearance(session: Session, paper_id: UUID) -> Paper | None:
    """A certificate of clearance says what was so on its day, and is worth that for ever."""
    row = _recall_paper(session, CLEARANCES, paper_id)
    return _as_paper("clearance", row, superseded=False) if row else None


def _recall_paper(
    session: Session, table: Table, paper_id: UUID, *more: ColumnElement[Any]
) -> RowMapping | None:
    query = select(table, KNOWN_UNITS.c.name.label("unit_name"), *more).outerjoin(
        KNOWN_UNITS, KNOWN_UNITS.c.id == table.c.unit_id
    )
    return session.execute(query.where(table.c.id == paper_id)).mappings().first()


def _as_paper(kind: str, row: RowMapping, superseded: bool) -> Paper:
    return Paper(
        id=row["id"],
        kind=kind,
        title=kind,
        standing="superseded" if superseded else "genuine",
        number=recall_label(kind, row["number"]),
        on=row["issued_on"],
        count=len(row["content"]["lines"]),
        unit_id=row["unit_id"],
        unit_name=row["unit_name"] or "",
        version=1,
        content_hash=row["content_hash"].hex(),
    )


def _render_notice(session: Session, actor: Actor, paper_id: UUID, base_url: str) -> Document:
    return recall_document.notice(session, actor, recall_acts.notice_row(session, id_=paper_id), base_url)


def _render_clearance(session: Session, actor: Actor, paper_id: UUID, base_url: str) -> Document:
    row = recall_acts.clearance_row(session, id_=paper_id)
    return recall_document.clearance(session, actor, row, base_url)


_LATER = RECALL_NOTICES.alias("later")
KINDS: Sequence[Kind] = (
    Kind("record", _record, document.minutes),
    Kind("notice", _notice, _render_notice),
    Kind("clearance", _clearance, _render_clearance),
)


def found(session: Session, paper_id: UUID) -> tuple[Kind, Paper] | None:
    """The paper behind a QR symbol, with its kind; None when there is none."""
    for kind in KINDS:
        paper = kind.find(session, paper_id)
        if paper is not None:
            return kind, paper
    return None
