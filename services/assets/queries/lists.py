"""Imported lists, and what the register knows of the units and people that a list names."""

from collections import defaultdict
from typing import Any
from uuid import UUID

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from services.assets.finding import missing, units_below
from services.assets.imports.leavers import KnownLeaver, LeaverFindings, LeaverRegister, LeaverRow
from services.assets.imports.lists import RowFault
from services.assets.imports.people import KnownPerson, PeopleFindings, PeopleRegister
from services.assets.imports.units import KnownUnit, UnitFindings, UnitRegister, key
from services.assets.models import LIST_IMPORTS, PEOPLE, UNIT_IDENTIFIERS, UNITS
from services.assets.queries.shapes import Row, Shape
from shared.auth import Actor
from shared.clock import today

_OWN = ("id", "noun", "filename", "sha256", "state", "sheet", "version")
_SHOWN = 10
_MOST_FAULTS = 2_000


def list_import_shape(row: Row) -> Shape:
    """An import of a list with its report."""
    return {**row["report"], **{name: row[name] for name in _OWN}}


def one_list_import(session: Session, import_id: UUID, noun: str) -> Shape:
    """One import of a list of `noun`; raises NotFound."""
    columns = (*(LIST_IMPORTS.c[name] for name in _OWN), LIST_IMPORTS.c.report)
    chosen = select(*columns).where(LIST_IMPORTS.c.id == import_id, LIST_IMPORTS.c.noun == noun)
    row = session.execute(chosen).mappings().first()
    if row is None:
        raise missing("list_imports")
    return list_import_shape(row)


def report_of(found: UnitFindings | PeopleFindings) -> Shape:
    """The report of a dry run, as JSON; the preview shows the first sound rows."""
    return {
        "rows": found.rows,
        "valid": len(found.sound) + found.already,
        "imported": 0,
        "already": found.already,
        "faulty_rows": len({fault.row for fault in found.faults}),
        "errors": [_fault(fault) for fault in found.faults[:_MOST_FAULTS]],
        "warnings": [_fault(fault) for fault in found.warnings[:_MOST_FAULTS]],
        "preview": [dict(vars(draft)) for draft, _ in found.sound[:_SHOWN]],
    }


def unit_register(session: Session, actor: Actor) -> UnitRegister:
    """What a list of units is held against. A code is taken for ever, also by a unit that has ended."""
    every = _units(session, actor, existing=False)
    names = _by_name(_units(session, actor, existing=True))
    kinds = select(UNIT_IDENTIFIERS.c.kind, UNIT_IDENTIFIERS.c.value, UNITS.c.name)
    kinds = kinds.join(UNITS, UNITS.c.id == UNIT_IDENTIFIERS.c.unit_id)
    owned = session.execute(kinds.where(UNIT_IDENTIFIERS.c.valid_to.is_(None)))
    identifiers = {(row.kind, row.value): row.name for row in owned}
    return UnitRegister({key(unit.code): unit for unit in every}, names, identifiers)


def people_register(session: Session, actor: Actor) -> PeopleRegister:
    """What a list of people is held against: people within the actor's units."""
    units = _units(session, actor, existing=True)
    columns: tuple[Any, ...] = (PEOPLE.c.code, PEOPLE.c.name, PEOPLE.c.unit_id, PEOPLE.c.email)
    chosen = select(*columns, UNITS.c.name.label("unit_name")).join(UNITS, UNITS.c.id == PEOPLE.c.unit_id)
    people, namesakes, mails = {}, {}, {}
    for row in session.execute(chosen):
        people[key(row.code)] = KnownPerson(row.code, row.name, row.unit_id, row.unit_name)
        namesakes[key(row.name), row.unit_id] = row.code
        if row.email:
            mails[row.email.casefold()] = row.code
    return PeopleRegister({key(unit.code): unit for unit in units}, _by_name(units), people, namesakes, mails)


def leaver_register(session: Session) -> LeaverRegister:
    """Whom a list of leavers may mean: everybody within the actor's units, those who left already too."""
    columns: tuple[Any, ...] = (PEOPLE.c.id, PEOPLE.c.code, PEOPLE.c.name, PEOPLE.c.post)
    named = (UNITS.c.name.label("unit_name"), UNITS.c.code.label("unit_code"))
    chosen = select(*columns, *named).join(UNITS, UNITS.c.id == PEOPLE.c.unit_id).order_by(PEOPLE.c.code)
    by_code, by_name = {}, defaultdict(list)
    for row in session.execute(chosen):
        person = KnownLeaver(row.id, row.code, row.name, row.post, row.unit_name, row.unit_code)
        by_code[key(person.code)] = person
        by_name[key(person.name)].append(person)
    return LeaverRegister(by_code, dict(by_name))


def report_of_leavers(found: LeaverFindings) -> Shape:
    """The report of a checked list: every sound row with the people whom it means or may mean."""
    return {
        "rows": found.rows,
        "valid": len(found.sound),
        "imported": 0,
        "already": 0,
        "faulty_rows": len({fault.row for fault in found.faults}),
        "errors": [_fault(fault) for fault in found.faults[:_MOST_FAULTS]],
        "warnings": [_fault(fault) for fault in found.warnings[:_MOST_FAULTS]],
        "preview": [_leaver(row) for row in found.sound],
    }


def _leaver(row: LeaverRow) -> Shape:
    return {**vars(row), "people": [dict(vars(person)) for person in row.people]}


def _units(session: Session, actor: Actor, *, existing: bool) -> list[KnownUnit]:
    inside = UNITS.c.id.in_(units_below(actor.unit_id)).label("inside")
    columns: tuple[Any, ...] = (UNITS.c.id, UNITS.c.code, UNITS.c.name, inside)
    chosen = select(*columns)
    if existing:
        chosen = chosen.where(or_(UNITS.c.valid_to.is_(None), UNITS.c.valid_to >= today()))
    rows = session.execute(chosen)
    return [KnownUnit(row.id, row.code, row.name, row.inside or actor.scope_all) for row in rows]


def _by_name(units: list[KnownUnit]) -> dict[str, list[KnownUnit]]:
    names: dict[str, list[KnownUnit]] = defaultdict(list)
    for unit in units:
        names[key(unit.name)].append(unit)
    return dict(names)


def _fault(fault: RowFault) -> Shape:
    return {"row": fault.row, "column": fault.column, "reason": fault.vi, "reason_en": fault.en}
