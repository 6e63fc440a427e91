"""Decisions about lives and about single assets, and the lives that count for a unit by them."""

from typing import Any
from uuid import UUID

from sqlalchemy import func, select, tuple_
from sqlalchemy.orm import Session

from services.assets.finding import within_unit
from services.assets.models import ASSETS, CATEGORIES, UNITS, WEAR_DECISIONS
from services.assets.queries.shapes import Row, Shape
from services.assets.rules.lives import OF_CLASSES, USED_BEFORE, Decision
from services.assets.wear.parameters import parameters
from shared.db.tables import UNIT_SCOPE
from shared.web import pages

_DECISIONS = (
    select(
        WEAR_DECISIONS,
        UNITS.c.name.label("unit_name"),
        ASSETS.c.code.label("asset_code"),
        ASSETS.c.name.label("asset_name"),
    )
    .join(UNITS, UNITS.c.id == WEAR_DECISIONS.c.unit_id)
    .join(ASSETS, ASSETS.c.id == WEAR_DECISIONS.c.asset_id, isouter=True)
)


def page_of_decisions(session: Session, query: dict[str, Any]) -> Shape:
    """Decisions, the newest first: about classes also those of units above."""
    chosen = _DECISIONS.order_by(WEAR_DECISIONS.c.id.desc()).limit(query["limit"] + 1)
    if query["unit"]:
        chosen = chosen.where(within_unit(WEAR_DECISIONS.c.unit_id, query["unit"]))
    if query["after"]:
        (after,) = pages.key_of(query["after"], UUID)
        chosen = chosen.where(tuple_(WEAR_DECISIONS.c.id) < tuple_(after))
    rows = session.execute(chosen).mappings().all()
    return pages.page(rows, query["limit"], decision_shape, lambda row: pages.cursor_of(row["id"]))


def decisions_about(session: Session, asset_id: UUID) -> list[Shape]:
    """The decisions about one asset, oldest first."""
    chosen = _DECISIONS.where(WEAR_DECISIONS.c.asset_id == asset_id).order_by(WEAR_DECISIONS.c.id).limit(200)
    return [decision_shape(row) for row in session.execute(chosen).mappings()]


def decisions_for(session: Session, unit_id: UUID) -> list[Decision]:
    """The decisions about classes that count for a unit: its own and those above it, nearest and newest
    first.
    """
    above = UNIT_SCOPE.alias("above")
    depth = select(func.count()).where(above.c.descendant_id == WEAR_DECISIONS.c.unit_id).scalar_subquery()
    names = ("kind", "wear_class", "from_year", "number", "life_years", "shift_percent")
    chosen = (
        select(*(WEAR_DECISIONS.c[name] for name in names))
        .join(UNIT_SCOPE, UNIT_SCOPE.c.ancestor_id == WEAR_DECISIONS.c.unit_id)
        .where(UNIT_SCOPE.c.descendant_id == unit_id, WEAR_DECISIONS.c.kind.in_(OF_CLASSES))
        .order_by(depth.desc(), WEAR_DECISIONS.c.from_year.desc(), WEAR_DECISIONS.c.id.desc())
    )
    return [Decision(**row) for row in session.execute(chosen).mappings()]


def decided_by_units(session: Session, year: int) -> list[tuple[list[Decision], list[UUID]]]:
    """The decisions about classes that count by the end of `year`, nearest and newest first, with the units
    that they count for, alike units together; a unit that is not among them has the national lives.
    """
    above = UNIT_SCOPE.alias("above")
    depth = select(func.count()).where(above.c.descendant_id == WEAR_DECISIONS.c.unit_id).scalar_subquery()
    names = ("kind", "wear_class", "from_year", "number", "life_years", "shift_percent")
    chosen = (
        select(UNIT_SCOPE.c.descendant_id, *(WEAR_DECISIONS.c[name] for name in names))
        .join(UNIT_SCOPE, UNIT_SCOPE.c.ancestor_id == WEAR_DECISIONS.c.unit_id)
        .where(WEAR_DECISIONS.c.kind.in_(OF_CLASSES), WEAR_DECISIONS.c.from_year <= year)
        .order_by(depth.desc(), WEAR_DECISIONS.c.from_year.desc(), WEAR_DECISIONS.c.id.desc())
    )
    by_unit: dict[UUID, list[Decision]] = {}
    for unit_id, *said in session.execute(chosen):
        by_unit.setdefault(unit_id, []).append(Decision(**dict(zip(names, said, strict=True))))
    alike: dict[tuple[Decision, ...], list[UUID]] = {}
    for unit_id, decisions in by_unit.items():
        alike.setdefault(tuple(decisions), []).append(unit_id)
    return [(list(decisions), units) for decisions, units in alike.items()]


def used_elsewhere(session: Session, year: int) -> dict[int, list[UUID]]:
    """The assets that had been used before they came, by how many years, as decided by the end of `year`."""
    said = (
        select(WEAR_DECISIONS.c.asset_id, WEAR_DECISIONS.c.years)
        .where(WEAR_DECISIONS.c.kind == USED_BEFORE, WEAR_DECISIONS.c.from_year <= year)
        .order_by(WEAR_DECISIONS.c.from_year, WEAR_DECISIONS.c.id)
    )
    newest = {row.asset_id: row.years for row in session.execute(said)}
    found: dict[int, list[UUID]] = {}
    for asset_id, years in newest.items():
        found.setdefault(years, []).append(asset_id)
    return {years: assets for years, assets in found.items() if years}


def statement_parameters(session: Session, unit_id: UUID, year: int) -> dict[str, Any]:
    """What the statement of a unit's year is given: the lives that count there."""
    categories = session.execute(select(CATEGORIES.c.code)).scalars().all()
    return parameters(unit_id, year, categories, decisions_for(session, unit_id))


def decision_shape(row: Row) -> Shape:
    """A decision."""
    shape = {column.name: row[column.name] for column in WEAR_DECISIONS.c}
    named = {name: row.get(name) or "" for name in ("unit_name", "asset_code", "asset_name")}
    return shape | named
