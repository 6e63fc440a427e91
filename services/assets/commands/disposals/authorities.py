"""Who decides on disposals, as the body has decentralised it."""

from typing import Any
from uuid import UUID

from sqlalchemy import insert, select, update
from sqlalchemy.orm import Session

from services.assets.finding import Row, locked, unit_within, wait_turn
from services.assets.models import DISPOSAL_AUTHORITIES, PEOPLE
from services.assets.queries.authorities import as_authority, authority_shape, rows_of
from services.assets.rules.authorities import check_row
from shared.auth import Actor
from shared.clock import now, today
from shared.errors import FieldError, Invalid
from shared.ids import uuid7


def add_authority(session: Session, actor: Actor, body: dict[str, Any]) -> Row:
    """A new row; raises Conflict when another row of the unit says something about the same assets."""
    unit = unit_within(session, actor, body["unit_id"])
    row = {
        **body,
        "id": uuid7(),
        "valid_from": body["valid_from"] or today(),
        "version": 1,
        "recorded_by": actor.subject,
        "recorded_at": now(),
    }
    person = _person(session, body["person_id"])
    wait_turn(session, f"authorities:{unit['id']}")
    check_row(as_authority(row), rows_of(session, unit["id"]))
    session.execute(insert(DISPOSAL_AUTHORITIES), row)
    return authority_shape({**row, "unit_name": unit["name"], "person_name": person})


def end_authority(session: Session, actor: Actor, row_id: UUID, version: int, body: dict[str, Any]) -> Row:
    """Let a row hold until a day, the only change there is: what was decided under it stays explained."""
    before = locked(session, DISPOSAL_AUTHORITIES, row_id, version)
    unit = unit_within(session, actor, before["unit_id"])
    row = {**before, "valid_to": body["valid_to"], "version": version + 1}
    wait_turn(session, f"authorities:{unit['id']}")
    check_row(as_authority(row), rows_of(session, unit["id"]))
    ended = update(DISPOSAL_AUTHORITIES).where(DISPOSAL_AUTHORITIES.c.id == row_id)
    session.execute(ended.values(valid_to=row["valid_to"], version=row["version"]))
    person = _person(session, row["person_id"])
    return authority_shape({**row, "unit_name": unit["name"], "person_name": person})


def _person(session: Session, person_id: UUID | None) -> str | None:
    """The name of the person; raises Invalid when nobody seen has the id."""
    if person_id is None:
        return None
    name: str | None = session.execute(select(PEOPLE.c.name).where(PEOPLE.c.id == person_id)).scalar()
    if name is None:
        vi, en = "Không có người này trong danh sách của đơn vị.", "Nobody by this id in your units."
        raise Invalid("decider-unknown", vi=vi, en=en, errors=[FieldError("/person_id", vi, en)])
    return name
