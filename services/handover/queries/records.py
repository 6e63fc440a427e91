"""Records: one, whole; and pages of them, the newest first."""

from collections import defaultdict
from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Row, and_, exists, or_, select
from sqlalchemy.orm import Session

from services.handover import visibility
from services.handover.lifecycle import CANCELLED, REFUSED, WAITING
from services.handover.models import LINES, RECORDS, SIGNATURES
from services.handover.queries.shapes import record_shape
from shared.auth import Actor
from shared.errors import NotFound
from shared.web.pages import cursor_of, key_of

_BY = RECORDS.alias("reversal")
_REVERSED_BY = (
    select(_BY.c.id).where(_BY.c.reverses == RECORDS.c.id, _BY.c.state.not_in((REFUSED, CANCELLED)))
).scalar_subquery()
_WHOLE = select(RECORDS, _REVERSED_BY.label("reversed_by"))


def record(session: Session, actor: Actor, record_id: UUID) -> dict[str, Any]:
    """One record with its lines and signatures; raises NotFound."""
    visibility.only_own(session, actor)
    row = session.execute(_WHOLE.where(RECORDS.c.id == record_id)).mappings().first()
    if row is None:
        raise NotFound("record-not-found", vi="Không tìm thấy biên bản này.", en="There is no such record.")
    return record_shape(
        dict(row), _lines(session, [record_id])[record_id], _signatures(session, [record_id])[record_id]
    )


def page_of_records(
    session: Session, actor: Actor, *, limit: int, after: str | None = None, **wanted: Any
) -> dict[str, Any]:
    """A page of the records that the actor may see; `wanted` as RecordQuery has it."""
    visibility.only_own(session, actor)
    query = _WHOLE.where(*_conditions(**wanted)).order_by(RECORDS.c.id.desc()).limit(limit + 1)
    if after is not None:
        query = query.where(RECORDS.c.id < key_of(after, UUID)[0])
    rows = session.execute(query).mappings().all()
    ids = [row["id"] for row in rows[:limit]]
    lines, signatures = _lines(session, ids), _signatures(session, ids)
    items = [record_shape(dict(row), lines[row["id"]], signatures[row["id"]]) for row in rows[:limit]]
    return {"items": items, "next": cursor_of(str(ids[-1])) if len(rows) > limit else None}


def _conditions(
    *,
    state: str | None = None,
    kind: str | None = None,
    person: UUID | None = None,
    asset: UUID | None = None,
    recall: UUID | None = None,
    waiting_for: UUID | None = None,
) -> list[ColumnElement[bool]]:
    conditions: list[ColumnElement[bool]] = []
    if state is not None:
        conditions.append(RECORDS.c.state == state)
    if kind is not None:
        conditions.append(RECORDS.c.kind == kind)
    if person is not None:
        conditions.append(or_(RECORDS.c.giver_person_id == person, RECORDS.c.receiver_person_id == person))
    if asset is not None:
        conditions.append(exists().where(LINES.c.record_id == RECORDS.c.id, LINES.c.asset_id == asset))
    if recall is not None:
        conditions.append(RECORDS.c.recall_id == recall)
    if waiting_for is not None:
        conditions += [
            RECORDS.c.state.in_(WAITING),
            or_(*(_unsigned(side, waiting_for) for side in ("giver", "receiver"))),
        ]
    return conditions


def _unsigned(side: str, person: UUID) -> ColumnElement[bool]:
    """That the record waits for the signature of `person` on `side`."""
    signed = exists().where(SIGNATURES.c.record_id == RECORDS.c.id, SIGNATURES.c.side == side)
    return and_(RECORDS.c[f"{side}_person_id"] == person, ~signed)


def _lines(session: Session, ids: Sequence[UUID]) -> dict[UUID, list[Any]]:
    found: dict[UUID, list[Any]] = defaultdict(list)
    if ids:
        query = select(LINES).where(LINES.c.record_id.in_(ids)).order_by(LINES.c.record_id, LINES.c.position)
        for row in session.execute(query).mappings():
            found[row["record_id"]].append(row)
    return found


def _signatures(session: Session, ids: Sequence[UUID]) -> dict[UUID, list[Row[Any]]]:
    found: dict[UUID, list[Row[Any]]] = defaultdict(list)
    if ids:
        query = select(SIGNATURES).where(SIGNATURES.c.record_id.in_(ids)).order_by(SIGNATURES.c.signed_at)
        for row in session.execute(query):
            found[row.record_id].append(row)
    return found
