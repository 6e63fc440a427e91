"""Registering and changing units, with the closure of their tree, which row-level security reads."""

from typing import Any
from uuid import UUID

from sqlalchemy import insert, select, text, update
from sqlalchemy.orm import Session

from services.assets import events
from services.assets.finding import Row, locked, unit_within
from services.assets.models import UNITS
from services.assets.queries.shapes import unit_shape
from shared import outbox
from shared.auth import Actor
from shared.clock import today
from shared.db.scope import place_unit
from shared.db.tables import UNIT_SCOPE
from shared.errors import Conflict, FieldError, Invalid
from shared.ids import uuid7
from shared.text import clean, words

_WHOLE = text("SELECT set_config('app.scope', 'all', true)")


def register_unit(session: Session, actor: Actor, body: dict[str, Any]) -> Row:
    """A new unit below `parent_id`, or below the actor's own unit. An administrator of no unit founds one
    at the top: so an empty register begins.
    """
    parent_id = body["parent_id"] or actor.unit_id
    if parent_id is None:
        session.execute(_WHOLE)
    else:
        unit_within(session, actor, parent_id, "/parent_id")
    _refuse_taken_code(session, body["code"])
    unit = {
        **body,
        "id": uuid7(),
        "name": clean(body["name"]),
        "match_key": match_key(body["name"]),
        "parent_id": parent_id,
        "valid_from": body["valid_from"] or today(),
        "version": 1,
    }
    _check_dates(unit)
    write_unit(session, unit)
    return unit_shape(unit)


def write_unit(session: Session, unit: Row) -> None:
    """Place a new unit in the tree, write it and tell of it."""
    place_unit(session, unit["id"], unit["parent_id"])
    session.execute(insert(UNITS), unit)
    outbox.record(session, events.unit_event("registered", unit))


def change_unit(session: Session, actor: Actor, unit_id: UUID, version: int, body: dict[str, Any]) -> Row:
    """Change name, code, kind, dates or the unit above."""
    before = locked(session, UNITS, unit_id, version)
    unit = {**before, **body, "version": version + 1}
    unit["name"], unit["match_key"] = clean(unit["name"]), match_key(unit["name"])
    _check_dates(unit)
    if unit["code"] != before["code"]:
        _refuse_taken_code(session, unit["code"])
    if unit["parent_id"] != before["parent_id"]:
        _move(session, actor, unit)
    session.execute(update(UNITS).where(UNITS.c.id == unit_id), unit)
    outbox.record(session, events.unit_event("changed", unit))
    return unit_shape(unit)


def match_key(name: str) -> str:
    """What a unit's name is matched by in asset books: its folded words."""
    return " ".join(words(name))


def _move(session: Session, actor: Actor, unit: Row) -> None:
    """Hang `unit` under its new parent; a unit never hangs below itself."""
    parent_id = unit["parent_id"]
    if parent_id is None and not actor.scope_all:
        vi, en = "Phải có đơn vị cấp trên.", "A unit above is required."
        raise Invalid("parent-required", vi=vi, en=en, errors=[FieldError("/parent_id", vi, en)])
    if parent_id is not None:
        unit_within(session, actor, parent_id, "/parent_id")
        circle = select(UNIT_SCOPE).where(
            UNIT_SCOPE.c.ancestor_id == unit["id"], UNIT_SCOPE.c.descendant_id == parent_id
        )
        if session.execute(circle).first():
            vi = "Không thể đặt đơn vị dưới chính nó hoặc đơn vị cấp dưới của nó."
            en = "A unit cannot hang below itself."
            raise Invalid("unit-below-itself", vi=vi, en=en, errors=[FieldError("/parent_id", vi, en)])
    place_unit(session, unit["id"], parent_id)


def _check_dates(unit: Row) -> None:
    if unit["valid_to"] is not None and unit["valid_to"] < unit["valid_from"]:
        vi, en = "Ngày kết thúc trước ngày bắt đầu.", "The last day is before the first."
        raise Invalid("dates-reversed", vi=vi, en=en, errors=[FieldError("/valid_to", vi, en)])


def _refuse_taken_code(session: Session, code: str) -> None:
    if session.execute(select(UNITS.c.id).where(UNITS.c.code == code)).first():
        vi, en = f"Mã đơn vị {code} đã có.", f"The unit code {code} is taken."
        raise Conflict("unit-code-taken", vi=vi, en=en, errors=[FieldError("/code", vi, en)])
