"""Putting a record and its lines into the tables; locking one for a change."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

import orjson
from sqlalchemy import Row, select, text, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from services.handover import visibility
from services.handover.content import FROZEN, SAID
from services.handover.ledger import store
from services.handover.ledger.entries import Entry
from services.handover.models import LINES, RECORDS, SIGNATURES
from shared.auth import Actor
from shared.db import constraint_of, direct
from shared.errors import Conflict, NotFound, Stale

_COLUMNS = tuple(str(column.name) for column in RECORDS.columns)
_LINE_COLUMNS = tuple(str(column.name) for column in LINES.columns)


_LINES = """
    INSERT INTO record_lines SELECT * FROM jsonb_populate_recordset(NULL::record_lines, %(lines)s::jsonb)
"""
# However many the lines, one statement.
_RECORD = f"""
    record AS (INSERT INTO records SELECT * FROM jsonb_populate_record(NULL::records, %(record)s::jsonb)),
    lines AS ({_LINES})
"""  # noqa: S608 - fixed parts only
_DRAW_UP = f"WITH {_RECORD} SELECT"
_ISSUE = f"WITH {_RECORD}, {store.APPENDING}"
_FREEZE = f"""
    {_LINES} ON CONFLICT (record_id, position) DO UPDATE
    SET {", ".join(f"{name} = EXCLUDED.{name}" for name in _LINE_COLUMNS)}
"""  # noqa: S608 - our own column names
_RELEASE = text("UPDATE record_lines SET waiting = false WHERE record_id = :record_id AND waiting")
_LOCK = select(RECORDS).with_for_update(key_share=True)


def draw_up(session: Session, record: Mapping[str, Any], lines: Sequence[Mapping[str, Any]]) -> None:
    """Write a draft with its lines; it binds nothing."""
    direct.rows(session, _DRAW_UP, _parameters(record, lines, waiting=False))


def issue(
    session: Session, record: Mapping[str, Any], lines: Sequence[Mapping[str, Any]], entry: Entry
) -> None:
    """Write a new record as issued, its lines waiting for signatures, and its ledger entry: one statement.

    Raises Conflict when an asset waits in another record already, which the index on `waiting` lines holds.
    """
    parameters = {**_parameters(record, lines, waiting=True), **store.parameters(entry)}
    _held_to_one_record(session, _ISSUE, parameters)


def issue_draft(
    session: Session, record: Mapping[str, Any], lines: Sequence[Mapping[str, Any]], entry: Entry
) -> None:
    """Write a draft over itself as issued, its lines frozen anew, and its ledger entry. Raises as `issue`."""
    columns = {name: record.get(name) for name in _COLUMNS}
    session.execute(update(RECORDS).where(RECORDS.c.id == record["id"]).values(**columns))
    _held_to_one_record(session, _FREEZE, _parameters(record, lines, waiting=True))
    store.append(session, entry)


def _held_to_one_record(session: Session, statement: str, parameters: Mapping[str, Any]) -> None:
    try:
        direct.rows(session, statement, parameters)
    except IntegrityError as error:
        if constraint_of(error) != "record_lines_one_open_record":
            raise
        raise Conflict(
            "asset-already-waiting",
            vi="Có tài sản đang nằm trong một biên bản khác chờ ký. Chưa ghi gì vào sổ.",
            en="An asset waits in another record. Nothing was recorded.",
        ) from error


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
    row = held(session, actor, record_id)
    if row["version"] != version:
        raise Stale(
            "version-stale",
            vi="Biên bản đã thay đổi từ khi anh/chị mở. Hãy tải lại để xem bản mới.",
            en="The record was changed since you read it. Load it again.",
            version=row["version"],
        )
    return row


def held(session: Session, actor: Actor, record_id: UUID) -> dict[str, Any]:
    """The record, locked for what is added to it whatever its version; raises NotFound."""
    visibility.only_own(session, actor)
    row = session.execute(_LOCK.where(RECORDS.c.id == record_id)).mappings().first()
    if row is None:
        raise NotFound("record-not-found", vi="Không tìm thấy biên bản này.", en="There is no such record.")
    return dict(row)


def lines_of(session: Session, record_id: UUID) -> list[dict[str, Any]]:
    """The lines of a record in their order."""
    rows = session.execute(select(LINES).where(LINES.c.record_id == record_id).order_by(LINES.c.position))
    return [dict(row) for row in rows.mappings()]


def signatures_of(session: Session, record_id: UUID) -> Sequence[Row[Any]]:
    """The signatures of a record, the earliest first."""
    wanted = select(SIGNATURES).where(SIGNATURES.c.record_id == record_id).order_by(SIGNATURES.c.signed_at)
    return session.execute(wanted).all()


def _parameters(
    record: Mapping[str, Any], lines: Sequence[Mapping[str, Any]], *, waiting: bool
) -> dict[str, str]:
    """A record and its lines as the JSON that PostgreSQL turns into rows (bytea as hex)."""
    row = {name: record.get(name) for name in _COLUMNS}
    if row["content_hash"] is not None:
        row["content_hash"] = f"\\x{row['content_hash'].hex()}"
    added = {"record_id": record["id"], "waiting": waiting, "away": False}
    rows = [{**{name: line[name] for name in (*FROZEN, *SAID)}, **added} for line in lines]
    return {"record": orjson.dumps(row).decode(), "lines": orjson.dumps(rows).decode()}
