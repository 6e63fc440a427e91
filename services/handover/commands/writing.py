"""Putting a record and its lines into the tables; locking one for a change."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

import orjson
from sqlalchemy import Row, insert, select, text, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from services.handover import visibility
from services.handover.content import FROZEN, SAID
from services.handover.models import LINES, RECORDS, SIGNATURES
from shared.auth import Actor
from shared.db import constraint_of
from shared.errors import Conflict, NotFound, Stale

_COLUMNS = tuple(column.name for column in RECORDS.columns)
# However many the lines, one statement; a draft's lines are frozen anew when it is issued.
_LINES = text(
    "INSERT INTO record_lines (record_id, position, asset_id, code, name, serial, category, cost,"
    " remaining_value,"
    " condition, accessories, note, waiting) SELECT :record_id, l.*, :waiting FROM"
    " jsonb_to_recordset(CAST(:lines AS"
    " jsonb)) AS l(position integer, asset_id uuid, code text, name text, serial text, category text,"
    " cost bigint,"
    " remaining_value bigint, condition text, accessories text, note text)"
    " ON CONFLICT (record_id, position) DO UPDATE SET code = EXCLUDED.code, name = EXCLUDED.name,"
    " serial = EXCLUDED.serial, category = EXCLUDED.category, cost = EXCLUDED.cost,"
    " remaining_value = EXCLUDED.remaining_value, waiting = EXCLUDED.waiting"
)
_RELEASE = text("UPDATE record_lines SET waiting = false WHERE record_id = :record_id AND waiting")
_INSERT = insert(RECORDS)
_LOCK = select(RECORDS).with_for_update(key_share=True)


def write(session: Session, record: Mapping[str, Any], lines: Sequence[Mapping[str, Any]]) -> None:
    """Insert a new record with its lines; they wait for signatures unless it is a draft."""
    session.execute(_INSERT, {name: record.get(name) for name in _COLUMNS})
    _write_lines(session, record, lines)


def rewrite(session: Session, record: Mapping[str, Any], lines: Sequence[Mapping[str, Any]]) -> None:
    """Write a draft that is being issued over itself, with its lines frozen anew."""
    session.execute(
        update(RECORDS).where(RECORDS.c.id == record["id"]), {name: record.get(name) for name in _COLUMNS}
    )
    _write_lines(session, record, lines)


def change(session: Session, record: dict[str, Any], **values: Any) -> None:
    """Change some columns of a locked record, in the table and in `record`; its version goes up by one."""
    values["version"] = record["version"] + 1
    session.execute(update(RECORDS).where(RECORDS.c.id == record["id"]).values(**values))
    record.update(values)


def release(session: Session, record_id: UUID) -> None:
    """Let the lines of a record no longer wait."""
    session.execute(_RELEASE, {"record_id": record_id})


def locked(session: Session, actor: Actor, record_id: UUID, version: int) -> dict[str, Any]:
    """The record, locked for change; raises NotFound, or Stale when it is not at `version` any more."""
    visibility.only_own(session, actor)
    row = session.execute(_LOCK.where(RECORDS.c.id == record_id)).mappings().first()
    if row is None:
        raise NotFound("record-not-found", vi="Không tìm thấy biên bản này.", en="There is no such record.")
    if row["version"] != version:
        raise Stale(
            "version-stale",
            vi="Biên bản đã thay đổi từ khi anh/chị mở. Hãy tải lại để xem bản mới.",
            en="The record was changed since you read it. Load it again.",
            version=row["version"],
        )
    return dict(row)


def lines_of(session: Session, record_id: UUID) -> list[dict[str, Any]]:
    """The lines of a record in their order."""
    rows = session.execute(select(LINES).where(LINES.c.record_id == record_id).order_by(LINES.c.position))
    return [dict(row) for row in rows.mappings()]


def signatures_of(session: Session, record_id: UUID) -> Sequence[Row[Any]]:
    """The signatures of a record, the earliest first."""
    wanted = select(SIGNATURES).where(SIGNATURES.c.record_id == record_id).order_by(SIGNATURES.c.signed_at)
    return session.execute(wanted).all()


def _write_lines(session: Session, record: Mapping[str, Any], lines: Sequence[Mapping[str, Any]]) -> None:
    rows = [{name: line[name] for name in (*FROZEN, *SAID)} for line in lines]
    waiting = record["state"] != "draft"
    try:
        session.execute(
            _LINES, {"record_id": record["id"], "waiting": waiting, "lines": orjson.dumps(rows).decode()}
        )
    except IntegrityError as error:
        if constraint_of(error) != "record_lines_one_open_record":
            raise
        raise Conflict(
            "asset-already-waiting",
            vi="Có tài sản đang nằm trong một biên bản khác chờ ký. Chưa ghi gì vào sổ.",
            en="An asset waits in another record. Nothing was recorded.",
        ) from error
