"""Who decides on disposals: the rows that bind a unit, and the one that a case leads to."""

from collections.abc import Sequence
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from services.assets.finding import units_below
from services.assets.models import DISPOSAL_AUTHORITIES, PEOPLE, UNITS
from services.assets.queries.shapes import Row, Shape
from services.assets.queries.units import after_id
from services.assets.rules.authorities import Authority, one_for_all
from shared.auth import Actor
from shared.db.tables import UNIT_SCOPE
from shared.law import Provision
from shared.web import pages

_COLUMNS = tuple(column for column in DISPOSAL_AUTHORITIES.c if not column.name.startswith("recorded"))


def page_of_authorities(session: Session, actor: Actor, query: dict[str, Any]) -> Shape:
    """The rows of the actor's units and of the units above, in the order in which they were recorded."""
    wanted = (
        select(*_COLUMNS, UNITS.c.name.label("unit_name"), PEOPLE.c.name.label("person_name"))
        .join(UNITS, UNITS.c.id == DISPOSAL_AUTHORITIES.c.unit_id)
        .join(PEOPLE, PEOPLE.c.id == DISPOSAL_AUTHORITIES.c.person_id, isouter=True)
        .order_by(DISPOSAL_AUTHORITIES.c.id)
        .limit(query["limit"] + 1)
    )
    if not actor.scope_all:
        above = select(UNIT_SCOPE.c.ancestor_id).where(UNIT_SCOPE.c.descendant_id == actor.unit_id)
        unit = DISPOSAL_AUTHORITIES.c.unit_id
        wanted = wanted.where(or_(unit.in_(units_below(actor.unit_id)), unit.in_(above)))
    if query["after"]:
        wanted = wanted.where(DISPOSAL_AUTHORITIES.c.id > after_id(query["after"]))
    rows = session.execute(wanted).mappings().all()
    return pages.page(rows, query["limit"], authority_shape, lambda row: pages.cursor_of(str(row["id"])))


def authority_shape(row: Row) -> Shape:
    """One row with the names of its unit and person."""
    shape = {column.name: row[column.name] for column in _COLUMNS}
    return {**shape, "unit_name": row["unit_name"], "person_name": row["person_name"]}


def authority_of(
    session: Session, unit_id: UUID, law: Provision, lines: Sequence[Row], on: date
) -> Authority:
    """Who decides on a case of the unit over these lines on the day `on`; raises Invalid when they lead to
    different ones.
    """
    distance = distances(session, unit_id)
    wanted = select(*_COLUMNS).where(DISPOSAL_AUTHORITIES.c.unit_id.in_(list(distance)))
    rows = [as_authority(row) for row in session.execute(wanted).mappings()]
    return one_for_all(rows, distance, law, lines, on)


def rows_of(session: Session, unit_id: UUID) -> list[Authority]:
    """The rows that one unit itself has."""
    wanted = select(*_COLUMNS).where(DISPOSAL_AUTHORITIES.c.unit_id == unit_id)
    return [as_authority(row) for row in session.execute(wanted).mappings()]


def as_authority(row: Row) -> Authority:
    """A row of the table as rules know it."""
    return Authority(**{name: row[name] for name in _NAMES})


def distances(session: Session, unit_id: UUID) -> dict[UUID, int]:
    """How far above the unit each unit is that it hangs below; itself is 0."""
    above = UNIT_SCOPE.alias()
    depth = (
        select(func.count())
        .select_from(above)
        .where(above.c.descendant_id == UNIT_SCOPE.c.ancestor_id)
        .scalar_subquery()
    )
    wanted = select(UNIT_SCOPE.c.ancestor_id, depth).where(UNIT_SCOPE.c.descendant_id == unit_id)
    depths = {ancestor: int(found) for ancestor, found in session.execute(wanted)}
    return {ancestor: max(depths.values()) - found for ancestor, found in depths.items()}


_NAMES = tuple(column.name for column in _COLUMNS if column.name != "version")
