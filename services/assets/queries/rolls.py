"""Printers and rolls of labels within the actor's units, and what a roll prints."""

from typing import Any
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from services.assets.finding import missing
from services.assets.models import LABEL_CODES, LABEL_PRINTERS, LABEL_ROLLS, UNITS
from services.assets.queries.shapes import Row, Shape
from services.assets.queries.units import after_id
from shared.web import pages

_PRINTER = ("id", "unit_id", "unit_name", "name", "offset_x_mm", "offset_y_mm", "version")
_ROLL = ("id", "unit_id", "unit_name", "count", "template", "note", "made_at", "made_by", "unbound", "bound")
_PRINTERS = select(LABEL_PRINTERS, UNITS.c.name.label("unit_name")).join(
    UNITS, UNITS.c.id == LABEL_PRINTERS.c.unit_id
)


def _counted(state: str) -> Any:
    """How many labels of a roll are in `state`."""
    counted = select(func.count()).where(LABEL_CODES.c.roll_id == LABEL_ROLLS.c.id)
    return counted.where(LABEL_CODES.c.state == state).scalar_subquery().label(state)


_ROLLS = select(LABEL_ROLLS, UNITS.c.name.label("unit_name"), _counted("unbound"), _counted("bound")).join(
    UNITS, UNITS.c.id == LABEL_ROLLS.c.unit_id
)


def printer_shape(printer: Row) -> Shape:
    """A printer; `printer` carries the name of its unit."""
    return {name: printer[name] for name in _PRINTER}


def roll_shape(roll: Row) -> Shape:
    """A roll; `roll` carries the name of its unit and the counts."""
    return {name: roll[name] for name in _ROLL}


def page_of_printers(session: Session, query: dict[str, Any]) -> Shape:
    """Printers in the order in which they were saved."""
    chosen = _PRINTERS.order_by(LABEL_PRINTERS.c.id).limit(query["limit"] + 1)
    if query["after"]:
        chosen = chosen.where(LABEL_PRINTERS.c.id > after_id(query["after"]))
    rows = session.execute(chosen).mappings().all()
    return pages.page(rows, query["limit"], printer_shape, lambda row: pages.cursor_of(str(row["id"])))


def page_of_rolls(session: Session, query: dict[str, Any]) -> Shape:
    """Rolls, newest first."""
    chosen = _ROLLS.order_by(LABEL_ROLLS.c.id.desc()).limit(query["limit"] + 1)
    if query["after"]:
        chosen = chosen.where(LABEL_ROLLS.c.id < after_id(query["after"]))
    rows = session.execute(chosen).mappings().all()
    return pages.page(rows, query["limit"], roll_shape, lambda row: pages.cursor_of(str(row["id"])))


def printer(session: Session, printer_id: UUID) -> Shape:
    """One printer; raises NotFound."""
    row = session.execute(_PRINTERS.where(LABEL_PRINTERS.c.id == printer_id)).mappings().first()
    if row is None:
        raise missing("label_printers")
    return printer_shape(row)


def roll(session: Session, roll_id: UUID) -> Shape:
    """One roll; raises NotFound."""
    row = session.execute(_ROLLS.where(LABEL_ROLLS.c.id == roll_id)).mappings().first()
    if row is None:
        raise missing("label_rolls")
    return roll_shape(row)


def codes_of_roll(session: Session, roll_id: UUID) -> list[str]:
    """The codes of a roll that can still be bound, in their order on the roll."""
    chosen = select(LABEL_CODES.c.code).where(
        LABEL_CODES.c.roll_id == roll_id, LABEL_CODES.c.state == "unbound"
    )
    return list(session.execute(chosen.order_by(LABEL_CODES.c.code)).scalars())
