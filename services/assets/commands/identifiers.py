"""What others call a unit: opaque dated strings, ended and followed, never overwritten."""

from typing import Any
from uuid import UUID

from sqlalchemy import insert, select, update
from sqlalchemy.orm import Session

from services.assets.finding import Row, locked, missing
from services.assets.models import UNIT_IDENTIFIERS, UNITS
from services.assets.queries.units import identifier_shape
from services.assets.rules.units import identifier_gap
from shared.auth import Actor
from shared.clock import now
from shared.errors import Conflict, FieldError, Invalid
from shared.ids import uuid7
from shared.text import clean


def add_identifier(session: Session, actor: Actor, unit_id: UUID, body: dict[str, Any]) -> Row:
    """Another identifier of the unit; the open one of the same kind ends on the day before."""
    unit = locked(session, UNITS, unit_id)
    value = clean(body["value"])
    _refuse_taken(session, body["kind"], value)
    earlier = _open(session, unit["id"], body["kind"])
    last = identifier_gap(earlier, body["valid_from"])
    if earlier is not None:
        _end(session, earlier, last)
    row = {
        "id": uuid7(),
        "unit_id": unit["id"],
        "kind": body["kind"],
        "value": value,
        "valid_from": body["valid_from"],
        "valid_to": None,
        "note": clean(body["note"]),
        "recorded_at": now(),
        "recorded_by": actor.subject,
        "version": 1,
    }
    session.execute(insert(UNIT_IDENTIFIERS), row)
    return identifier_shape(row)


def end_identifier(
    session: Session, unit_id: UUID, identifier_id: UUID, version: int, body: dict[str, Any]
) -> Row:
    """Set the last day of an identifier that nothing follows."""
    row = locked(session, UNIT_IDENTIFIERS, identifier_id, version)
    if row["unit_id"] != unit_id:
        raise missing("unit_identifiers")
    if row["valid_to"] is not None:
        vi, en = f"Mã {row['value']} đã kết thúc trước đó.", "The identifier ended before."
        raise Conflict("identifier-ended", vi=vi, en=en)
    if row["valid_from"] is not None and body["valid_to"] < row["valid_from"]:
        vi, en = "Ngày kết thúc trước ngày bắt đầu.", "The last day is before the first."
        raise Invalid("dates-reversed", vi=vi, en=en, errors=[FieldError("/valid_to", vi, en)])
    _end(session, row, body["valid_to"])
    return identifier_shape({**row, "valid_to": body["valid_to"], "version": version + 1})


def _open(session: Session, unit_id: UUID, kind: str) -> Row | None:
    """The open identifier of that kind; of kind other there may be many at once."""
    if kind == "other":
        return None
    chosen = select(UNIT_IDENTIFIERS).where(
        UNIT_IDENTIFIERS.c.unit_id == unit_id,
        UNIT_IDENTIFIERS.c.kind == kind,
        UNIT_IDENTIFIERS.c.valid_to.is_(None),
    )
    row = session.execute(chosen).mappings().first()
    return dict(row) if row else None


def _end(session: Session, row: Row, last: Any) -> None:
    ended = update(UNIT_IDENTIFIERS).where(UNIT_IDENTIFIERS.c.id == row["id"])
    session.execute(ended.values(valid_to=last, version=row["version"] + 1))


def _refuse_taken(session: Session, kind: str, value: str) -> None:
    chosen = select(UNITS.c.name).join(UNIT_IDENTIFIERS, UNIT_IDENTIFIERS.c.unit_id == UNITS.c.id)
    taken = chosen.where(
        UNIT_IDENTIFIERS.c.kind == kind,
        UNIT_IDENTIFIERS.c.value == value,
        UNIT_IDENTIFIERS.c.valid_to.is_(None),
    )
    if kind != "other" and (name := session.execute(taken).scalar()) is not None:
        vi, en = f"Mã {value} đang là của {name}.", f"{value} belongs to {name}."
        raise Conflict("identifier-taken", vi=vi, en=en, errors=[FieldError("/value", vi, en)])
