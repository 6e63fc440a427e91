"""Registering, changing and ending units, with the closure of their tree, which row-level security reads."""

from typing import Any
from uuid import UUID

from sqlalchemy import insert, select, text, update
from sqlalchemy.orm import Session

from services.assets import events
from services.assets.commands.unit_versions import DOCUMENT, day_of_change, keep_version, last_change
from services.assets.finding import Row, locked, unit_within
from services.assets.models import UNIT_SUCCESSIONS, UNITS
from services.assets.queries.shapes import unit_shape
from services.assets.rules.units import check_dates
from shared import outbox
from shared.auth import Actor
from shared.clock import today
from shared.db.scope import hold_tree, place_unit
from shared.db.tables import UNIT_SCOPE
from shared.errors import Conflict, FieldError, Invalid
from shared.ids import uuid7
from shared.text import clean, words
from shared.vietnamese import short_date

WHOLE = text("SELECT set_config('app.scope', 'all', true)")
_SAID = ("effective_on", "reason", *DOCUMENT)  # of a change, not of the unit


def register_unit(session: Session, actor: Actor, body: dict[str, Any]) -> Row:
    """A new unit below `parent_id`, or below the actor's own unit. An administrator of no unit founds one
    at the top: so an empty register begins.
    """
    said, body = _parted(body)
    hold_tree(session)
    valid_from = body["valid_from"] or today()
    parent_id = body["parent_id"] or actor.unit_id
    if parent_id is None:
        session.execute(WHOLE)
    else:
        _check_parent(unit_within(session, actor, parent_id, "/parent_id"), valid_from)
    _refuse_taken_code(session, body["code"])
    unit = {
        **body,
        "id": uuid7(),
        "name": clean(body["name"]),
        "match_key": match_key(body["name"]),
        "parent_id": parent_id,
        "valid_from": valid_from,
        "version": 1,
    }
    check_dates(unit)
    write_unit(session, actor, unit, said)
    return unit_shape(unit)


def write_unit(session: Session, actor: Actor, unit: Row, said: Row | None = None) -> None:
    """Place a new unit in the tree, write it and tell of it; `said` may give the reason and the document."""
    place_unit(session, unit["id"], unit["parent_id"])
    session.execute(insert(UNITS), unit)
    keep_version(session, actor, unit, ("registered", unit["valid_from"]), said or {})
    outbox.record(session, events.unit_event("registered", unit))


def change_unit(session: Session, actor: Actor, unit_id: UUID, version: int, body: dict[str, Any]) -> Row:
    """Change name, code, kind, first day or the unit above, from a day on; what it was is kept."""
    said, body = _parted(body)
    if "parent_id" in body:
        hold_tree(session)
    before = locked(session, UNITS, unit_id, version)
    effective_on = day_of_change(session, before, said.get("effective_on"))
    unit = {**before, **body, "version": version + 1}
    unit["name"], unit["match_key"] = clean(unit["name"]), match_key(unit["name"])
    check_dates(unit)
    if unit["code"] != before["code"]:
        _refuse_taken_code(session, unit["code"])
    if unit["parent_id"] != before["parent_id"]:
        _move(session, actor, unit)
    rewrite_unit(session, unit)
    keep_version(session, actor, unit, ("changed", effective_on), said)
    outbox.record(session, events.unit_event("changed", unit))
    return unit_shape(unit)


def end_unit(session: Session, actor: Actor, unit_id: UUID, version: int, body: dict[str, Any]) -> Row:
    """Set the last day of a unit, by its approving document; null takes an ending back. Its assets and people
    stay where they are until they are handed over.
    """
    before = locked(session, UNITS, unit_id, version)
    followed = select(UNIT_SUCCESSIONS.c.act_id).where(UNIT_SUCCESSIONS.c.predecessor_id == unit_id)
    if session.execute(followed).first():
        raise Conflict(
            "unit-succeeded",
            vi=f"{before['name']} đã có đơn vị kế thừa nên không sửa được ngày kết thúc.",
            en="Other units took over from it; its last day stands.",
        )
    if body["valid_to"] == before["valid_to"]:
        vi, en = "Ngày kết thúc không thay đổi.", "The last day is what it was."
        raise Conflict("unit-ended-already", vi=vi, en=en, errors=[FieldError("/valid_to", vi, en)])
    unit = {**before, "valid_to": body["valid_to"], "version": version + 1}
    check_dates(unit)
    rewrite_unit(session, unit)
    act = "ended" if unit["valid_to"] else "reopened"
    keep_version(session, actor, unit, (act, max(last_change(session, unit), today())), body)
    outbox.record(session, events.unit_event("changed", unit))
    return unit_shape(unit)


def rewrite_unit(session: Session, unit: Row) -> None:
    """Write the present state of a locked unit."""
    session.execute(update(UNITS).where(UNITS.c.id == unit["id"]), unit)


def match_key(name: str) -> str:
    """What a unit's name is matched by in asset books: its folded words."""
    return " ".join(words(name))


def _parted(body: Row) -> tuple[Row, Row]:
    """(what is said of the change, what is said of the unit)."""
    said = {name: body[name] for name in _SAID if name in body}
    return said, {name: value for name, value in body.items() if name not in _SAID}


def _move(session: Session, actor: Actor, unit: Row) -> None:
    """Hang `unit` under its new parent; a unit never hangs below itself or below what it took over."""
    parent_id = unit["parent_id"]
    if parent_id is None and not actor.scope_all:
        vi, en = "Phải có đơn vị cấp trên.", "A unit above is required."
        raise Invalid("parent-required", vi=vi, en=en, errors=[FieldError("/parent_id", vi, en)])
    if parent_id is not None:
        _check_parent(unit_within(session, actor, parent_id, "/parent_id"), today())
        circle = select(UNIT_SCOPE).where(
            UNIT_SCOPE.c.ancestor_id == unit["id"], UNIT_SCOPE.c.descendant_id == parent_id
        )
        if session.execute(circle).first():
            vi = "Không thể đặt đơn vị dưới chính nó, dưới đơn vị cấp dưới hoặc đơn vị mà nó kế thừa."
            en = "A unit cannot hang below itself."
            raise Invalid("unit-below-itself", vi=vi, en=en, errors=[FieldError("/parent_id", vi, en)])
    place_unit(session, unit["id"], parent_id)


def _check_parent(parent: Row, day: Any) -> None:
    if parent["valid_to"] is not None and parent["valid_to"] < day:
        vi = (
            f"{parent['name']} đã kết thúc ngày {short_date(parent['valid_to'])}, không nhận đơn vị cấp dưới."
        )
        en = f"{parent['name']} ended on {parent['valid_to']}."
        raise Conflict("parent-ended", vi=vi, en=en, errors=[FieldError("/parent_id", vi, en)])


def _refuse_taken_code(session: Session, code: str) -> None:
    if session.execute(select(UNITS.c.id).where(UNITS.c.code == code)).first():
        vi, en = f"Mã đơn vị {code} đã có.", f"The unit code {code} is taken."
        raise Conflict("unit-code-taken", vi=vi, en=en, errors=[FieldError("/code", vi, en)])
