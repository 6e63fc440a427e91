"""What has happened in a recall case, and what papers it has: rows by their table, the latest last."""

from collections.abc import Mapping
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Table, select, text
from sqlalchemy.orm import Session

from services.handover.models import (
    CLEARANCES,
    RECALL_DELIVERIES,
    RECALL_EXTENSIONS,
    RECALL_NOTICES,
    RECALL_OUTCOMES,
    RECALL_REPRESENTATIVES,
)
from services.handover.numbers import label, recall_label
from shared.errors import Conflict, NotFound

Row = dict[str, Any]

_HIDDEN = ("recall_id", "content", "content_hash", "entry_id", "unit_id")
_WAITING = text(
    "SELECT l.asset_id, r.id AS record_id, r.number, r.state, r.receiver_name, r.receiver_as"
    " FROM record_lines l JOIN records r ON r.id = l.record_id"
    " JOIN recall_lines c ON c.asset_id = l.asset_id AND c.recall_id = :recall"
    " WHERE l.waiting AND c.state IN ('open', 'lost')"
)


def acts_of(session: Session, recall_id: UUID) -> dict[str, Any]:
    """Outcomes, extensions, notices, deliveries, representative, clearance and waiting records of a case."""
    representatives = _rows(session, RECALL_REPRESENTATIVES, recall_id)
    clearances = _rows(session, CLEARANCES, recall_id)
    return {
        "outcomes": _rows(session, RECALL_OUTCOMES, recall_id),
        "extensions": _rows(session, RECALL_EXTENSIONS, recall_id),
        "notices": [_numbered("notice", one) for one in _rows(session, RECALL_NOTICES, recall_id)],
        "deliveries": _rows(session, RECALL_DELIVERIES, recall_id),
        "representative": representatives[-1] if representatives else None,
        "clearance": _numbered("clearance", clearances[-1]) if clearances else None,
        "waiting": [
            {**row, "number": label(row["number"]) if row["number"] else None}
            for row in session.execute(_WAITING, {"recall": recall_id}).mappings()
        ],
    }


def clearance_shape(row: Mapping[str, Any]) -> dict[str, Any]:
    """One clearance, whole."""
    return {**_numbered("clearance", row), "content": row["content"], "unit_id": row["unit_id"]}


def clearances_of(session: Session, person_id: UUID) -> dict[str, Any]:
    """The clearances of a person that the actor may see, the latest first."""
    wanted = select(CLEARANCES).where(CLEARANCES.c.person_id == person_id).order_by(CLEARANCES.c.id.desc())
    return {"items": [clearance_shape(dict(row)) for row in session.execute(wanted).mappings()]}


def clearance_row(session: Session, *, id_: UUID | None = None, recall_id: UUID | None = None) -> Row:
    """One clearance, by its own id or (the last) by its case; raises NotFound, or Conflict for a case that
    has none yet.
    """
    table = CLEARANCES
    row = _one(session, table, table.c.id == id_ if id_ else table.c.recall_id == recall_id)
    if row is None and id_:
        raise NotFound("clearance-not-found", vi="Không có giấy xác nhận này.", en="No such clearance.")
    if row is None:
        raise Conflict(
            "clearance-not-issued",
            vi="Chưa có giấy xác nhận: đợt thu hồi chưa kết thúc, hoặc người này còn giữ tài sản khác.",
            en="No clearance yet: the recall is open, or the person still holds something else.",
        )
    return row


def notice_row(session: Session, *, id_: UUID | None = None, recall_id: UUID | None = None) -> Row:
    """One notice, by its own id or (the last) by its case; raises Conflict when none was issued."""
    table = RECALL_NOTICES
    row = _one(session, table, table.c.id == id_ if id_ else table.c.recall_id == recall_id)
    if row is None:
        vi, en = "Chưa phát hành thông báo thu hồi cho người này.", "No notice was issued yet."
        raise Conflict("no-notice", vi=vi, en=en)
    return row


def _one(session: Session, table: Table, which: ColumnElement[bool]) -> Row | None:
    found = session.execute(select(table).where(which).order_by(table.c.id.desc()).limit(1))
    row = found.mappings().first()
    return dict(row) if row is not None else None


def _rows(session: Session, table: Table, recall_id: UUID) -> list[dict[str, Any]]:
    rows = session.execute(select(table).where(table.c.recall_id == recall_id).order_by(table.c.id))
    return [{name: row[name] for name in row if name not in _HIDDEN} for row in rows.mappings()]


def _numbered(paper: str, row: Mapping[str, Any]) -> dict[str, Any]:
    on: date = row["issued_on"]
    names = ("id", "person_id", "recall_id", "issued_by", "issued_at")
    kept = {name: row[name] for name in names if name in row}
    return {**kept, "issued_on": on, "number": recall_label(paper, row["number"])}
