"""Imports and their mappings, and what the register knows of the things that a book names."""

from collections import defaultdict
from collections.abc import Iterable
from typing import Any
from uuid import UUID

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from services.assets.finding import missing, units_below
from services.assets.imports.register import KnownUnit, Register, lookalike_key, unit_key
from services.assets.models import ASSET_MARKS, ASSETS, IMPORT_MAPPINGS, IMPORTS, UNITS
from services.assets.queries.shapes import Row, Shape
from shared.auth import Actor
from shared.clock import today

_OWN = ("id", "filename", "sha256", "state", "sheet", "mapping", "version")


def import_shape(row: Row) -> Shape:
    """An import with its report."""
    return {**row["report"], **{name: row[name] for name in _OWN}}


def one_import(session: Session, import_id: UUID) -> Shape:
    """One import; raises NotFound."""
    columns = (*(IMPORTS.c[name] for name in _OWN), IMPORTS.c.report)
    row = session.execute(select(*columns).where(IMPORTS.c.id == import_id)).mappings().first()
    if row is None:
        raise missing("imports")
    return import_shape(row)


def saved_mappings(session: Session) -> Shape:
    """The column mappings that the actor may use, the shared ones first."""
    columns = (IMPORT_MAPPINGS.c.id, IMPORT_MAPPINGS.c.name, IMPORT_MAPPINGS.c.mapping)
    chosen = select(*columns).order_by(IMPORT_MAPPINGS.c.unit_id.is_not(None), IMPORT_MAPPINGS.c.id)
    return {"items": [dict(row) for row in session.execute(chosen).mappings()], "next": None}


def register_for(
    session: Session, actor: Actor, keys: Iterable[tuple[str | None, str]], costs: set[int]
) -> Register:
    """What a book is held against that has these (serial key, source key) rows, and things without a serial
    at these `costs` (VND).
    """
    pairs = list(keys)
    serials, sources = [serial for serial, _ in pairs if serial], [source for _, source in pairs]
    taken = select(ASSET_MARKS.c.serial_key, ASSET_MARKS.c.source_key).where(
        or_(ASSET_MARKS.c.serial_key.in_(serials), ASSET_MARKS.c.source_key.in_(sources))
    )
    marks = session.execute(taken).all()
    return Register(
        units=_units_by_name(session, actor),
        serials=frozenset(mark.serial_key for mark in marks if mark.serial_key),
        sources=frozenset(mark.source_key for mark in marks if mark.source_key),
        lookalikes=_without_serial(session, costs),
    )


def _without_serial(session: Session, costs: set[int]) -> dict[tuple[Any, ...], str]:
    """The label codes of the assets without a serial at one of `costs`, by what they look like."""
    columns: tuple[Any, ...] = (
        ASSETS.c.code,
        ASSETS.c.name,
        ASSETS.c.unit_id,
        ASSETS.c.cost,
        ASSETS.c.put_to_use_on,
    )
    chosen = select(*columns).where(
        ASSETS.c.serial == "", ASSETS.c.status != "disposed", ASSETS.c.cost.in_(costs)
    )
    rows = session.execute(chosen) if costs else ()
    return {lookalike_key(row.name, row.unit_id, row.cost, row.put_to_use_on): row.code for row in rows}


def _units_by_name(session: Session, actor: Actor) -> dict[str, list[KnownUnit]]:
    """The units that exist today, by match key and by the words of their code."""
    inside = UNITS.c.id.in_(units_below(actor.unit_id)).label("inside")
    day = today()
    exists = or_(UNITS.c.valid_to.is_(None), UNITS.c.valid_to >= day)
    columns: tuple[Any, ...] = (UNITS.c.id, UNITS.c.name, UNITS.c.code, UNITS.c.match_key, inside)
    known: dict[str, list[KnownUnit]] = defaultdict(list)
    for row in session.execute(select(*columns).where(exists)):
        one = KnownUnit(row.id, row.name, row.inside or actor.scope_all)
        for key in {row.match_key, unit_key(row.code)}:
            known[key].append(one)
    return dict(known)
