"""Units within the actor's own, as they are and as they were."""

from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, or_, select, text, true
from sqlalchemy.orm import Session

from services.assets.finding import missing, units_below
from services.assets.models import UNIT_IDENTIFIERS, UNIT_VERSIONS, UNITS
from services.assets.queries.shapes import Row, Shape, unit_shape
from shared.auth import Actor
from shared.clock import today
from shared.text import words
from shared.web import pages

_DATED = ("code", "name", "match_key", "kind", "parent_id")
_IDENTIFIER = ("id", "unit_id", "kind", "value", "valid_from", "valid_to", "note", "version")
_HISTORY = tuple(column for column in UNIT_VERSIONS.c if column.name not in {"unit_id", "match_key"})

_COUNTS = text("""
SELECT (SELECT count(*) FROM assets
        WHERE unit_id = :unit AND status NOT IN ('disposed', 'withdrawn')) AS assets,
       (SELECT count(*) FROM people WHERE unit_id = :unit AND status = 'working') AS people,
       (SELECT count(*) FROM units WHERE parent_id = :unit AND valid_from <= :day
                                     AND (valid_to IS NULL OR valid_to >= :day)) AS units
""")


def page_of_units(session: Session, actor: Actor, query: dict[str, Any]) -> Shape:
    """Units that the actor answers for, in the order in which they were registered; with `on` those that
    existed on that day, as they were called and placed then.
    """
    chosen, column = _units(query["on"])
    chosen = chosen.where(_own(actor)).order_by(UNITS.c.id).limit(query["limit"] + 1)
    for word in words(query["q"]):
        chosen = chosen.where((" " + column["match_key"]).contains(f" {word}", autoescape=True))
    if query["parent"]:
        chosen = chosen.where(column["parent_id"] == query["parent"])
    if query["on"]:
        exists = or_(UNITS.c.valid_to.is_(None), UNITS.c.valid_to >= query["on"])
        chosen = chosen.where(UNITS.c.valid_from <= query["on"], exists)
    if query["after"]:
        chosen = chosen.where(UNITS.c.id > after_id(query["after"]))
    rows = session.execute(chosen).mappings().all()
    return pages.page(rows, query["limit"], unit_shape, lambda row: pages.cursor_of(str(row["id"])))


def unit(session: Session, actor: Actor, unit_id: UUID, on: date | None = None) -> Shape:
    """One of these units, as it was `on` a day or as it is; raises NotFound."""
    chosen, _ = _units(on)
    row = session.execute(chosen.where(UNITS.c.id == unit_id, _own(actor))).mappings().first()
    if row is None:
        raise missing("units")
    return unit_shape(row)


def history_of_unit(session: Session, actor: Actor, unit_id: UUID, query: dict[str, Any]) -> Shape:
    """Every version of a unit, the newest first: what, from when, by whom, why; raises NotFound."""
    unit(session, actor, unit_id)
    chosen = select(*_HISTORY).where(UNIT_VERSIONS.c.unit_id == unit_id)
    if query["after"]:
        chosen = chosen.where(UNIT_VERSIONS.c.version < pages.key_of(query["after"], int)[0])
    chosen = chosen.order_by(UNIT_VERSIONS.c.version.desc()).limit(query["limit"] + 1)
    rows = session.execute(chosen).mappings().all()
    return pages.page(rows, query["limit"], dict, lambda row: pages.cursor_of(row["version"]))


def identifiers_of(session: Session, actor: Actor, unit_id: UUID) -> Shape:
    """What others call and called a unit (at the most 200), the newest first by kind; raises NotFound."""
    unit(session, actor, unit_id)
    table = UNIT_IDENTIFIERS.c
    order = (table.kind, table.valid_to.desc().nulls_first(), table.id.desc())
    chosen = select(UNIT_IDENTIFIERS).where(table.unit_id == unit_id).order_by(*order).limit(pages.MOST)
    return {"items": [identifier_shape(row) for row in session.execute(chosen).mappings()], "next": None}


def identifier_shape(row: Row) -> Shape:
    """An identifier of a unit."""
    return {name: row[name] for name in _IDENTIFIER}


def counted_in_unit(session: Session, actor: Actor, unit_id: UUID) -> Shape:
    """{assets, people, units}: what belongs to the unit itself today, as far as the actor sees it; of a unit
    that has ended, what has not been handed over yet. Raises NotFound.
    """
    unit(session, actor, unit_id)
    row = session.execute(_COUNTS, {"unit": unit_id, "day": today()}).mappings().one()
    return dict(row)


def after_id(cursor: str) -> UUID:
    """The id behind a page cursor; raises Malformed when it is none."""
    found: UUID = pages.key_of(cursor, UUID)[0]
    return found


def _units(on: date | None) -> tuple[Select[Any], dict[str, ColumnElement[Any]]]:
    """Units as they are, or with the words that held `on` a day: (the statement, its columns by name)."""
    if on is None:
        return select(UNITS), {name: UNITS.c[name] for name in _DATED}
    version = UNIT_VERSIONS.c
    held = or_(version.effective_on <= on, version.act == "registered")
    newest = select(*(version[name] for name in _DATED)).where(version.unit_id == UNITS.c.id, held)
    then = newest.order_by(version.version.desc()).limit(1).lateral("as_it_was")
    fixed = (UNITS.c.id, UNITS.c.valid_from, UNITS.c.valid_to, UNITS.c.version)
    chosen = select(*fixed, *(then.c[name] for name in _DATED)).select_from(UNITS.join(then, true()))
    return chosen, {name: then.c[name] for name in _DATED}


def _own(actor: Actor) -> ColumnElement[bool]:
    return true() if actor.scope_all else UNITS.c.id.in_(units_below(actor.unit_id))
