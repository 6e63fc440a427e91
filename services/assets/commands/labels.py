"""Printing labels; printers and their offsets; rolls of labels printed beforehand."""

from typing import Any
from uuid import UUID

from sqlalchemy import insert, select, update
from sqlalchemy.orm import Session

from services.assets.commands.registering import fresh_codes
from services.assets.finding import Row, locked, unit_within
from services.assets.models import LABEL_CODES, LABEL_PRINTERS, LABEL_ROLLS
from services.assets.queries import labels as label_queries
from services.assets.queries.rolls import printer_shape, roll_shape
from shared.auth import Actor
from shared.clock import now
from shared.errors import Conflict, FieldError
from shared.ids import uuid7
from shared.text import clean
from shared.web.door import Document


def print_labels(session: Session, body: dict[str, Any], public_base_url: str) -> Document:
    """The labels that `body` selects, as PDF or ZPL; the register notes which came out for the first time."""
    labels = label_queries.chosen_labels(session, body)
    document = label_queries.sheet_of(session, labels, body, public_base_url)
    first = LABEL_CODES.c.code.in_([label.code for label in labels]) & LABEL_CODES.c.printed_at.is_(None)
    session.execute(update(LABEL_CODES).where(first).values(printed_at=now()))
    return document


def save_printer(session: Session, actor: Actor, body: dict[str, Any]) -> Row:
    """A new printer of a unit with how far it must be moved to hit the labels (mm)."""
    unit = unit_within(session, actor, body["unit_id"])
    printer = {**body, "id": uuid7(), "name": clean(body["name"]), "version": 1}
    _refuse_taken_name(session, printer)
    session.execute(insert(LABEL_PRINTERS), printer)
    return printer_shape({**printer, "unit_name": unit["name"]})


def change_printer(session: Session, actor: Actor, printer_id: UUID, version: int, body: Row) -> Row:
    """Correct a printer's name or offsets."""
    before = locked(session, LABEL_PRINTERS, printer_id, version)
    unit = unit_within(session, actor, before["unit_id"])
    after = {**before, **body, "version": version + 1}
    after["name"] = clean(after["name"])
    _refuse_taken_name(session, after)
    session.execute(update(LABEL_PRINTERS).where(LABEL_PRINTERS.c.id == printer_id), after)
    return printer_shape({**after, "unit_name": unit["name"]})


def make_roll(session: Session, actor: Actor, body: dict[str, Any]) -> Row:
    """`count` labels that are bound to nothing yet: each takes its asset when it is first scanned."""
    unit = unit_within(session, actor, body["unit_id"])
    roll = {**body, "id": uuid7(), "note": clean(body["note"]), "made_at": now(), "made_by": actor.subject}
    session.execute(insert(LABEL_ROLLS), roll)
    kept = {"unit_id": unit["id"], "state": "unbound", "roll_id": roll["id"]}
    session.execute(
        insert(LABEL_CODES), [{**kept, "code": code} for code in fresh_codes(session, body["count"])]
    )
    return roll_shape({**roll, "unit_name": unit["name"], "unbound": roll["count"], "bound": 0})


def _refuse_taken_name(session: Session, printer: Row) -> None:
    taken = select(LABEL_PRINTERS.c.id).where(
        LABEL_PRINTERS.c.unit_id == printer["unit_id"],
        LABEL_PRINTERS.c.name == printer["name"],
        LABEL_PRINTERS.c.id != printer["id"],
    )
    if session.execute(taken).first():
        vi, en = f"Đã có máy in tên “{printer['name']}”.", f"There is a printer called “{printer['name']}”."
        raise Conflict("printer-name-taken", vi=vi, en=en, errors=[FieldError("/name", vi, en)])
