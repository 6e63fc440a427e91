"""Whose books a question is about, over which time, as known when."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import and_, case, func, or_, select
from sqlalchemy.orm import Session

from services.assets.finding import Row, unit_within, units_below
from services.assets.models import BOOK_ENTRIES, UNIT_IDENTIFIERS, UNIT_VERSIONS, UNITS, YEAR_CLOSINGS
from shared.auth import Actor
from shared.clock import now, today
from shared.errors import FieldError, Invalid


@dataclass(frozen=True)
class Period:
    """The books of `unit` (a row), with those below it or not, from `first` to `last`, as known at a
    moment.
    """

    unit: Row
    below: bool
    first: date
    last: date
    known_at: datetime

    def parameters(self) -> dict[str, Any]:
        """What the statements of sql/ are given."""
        time = {"from": self.first, "to": self.last, "known_at": self.known_at}
        return {"unit": self.unit["id"], "below": self.below, **time}


def period_of(session: Session, actor: Actor, query: dict[str, Any]) -> Period:
    """What a query means, its defaults filled in: the actor's own unit, this year so far, now.

    Raises Invalid for an unknown unit or a period that ends before it begins, NotPermitted for a unit that is
    not the actor's.
    """
    unit = unit_within(session, actor, _unit_id(session, actor, query["unit"]), "?/unit")
    last: date = query["last"] or today()
    first: date = query["first"] or date(last.year, 1, 1)
    if first > last:
        vi, en = "Ngày đầu kỳ phải trước ngày cuối kỳ.", "The period ends before it begins."
        raise Invalid("period-reversed", vi=vi, en=en, errors=[FieldError("?/from", vi, en)])
    return Period(unit, query["below"], first, last, min(query["known_at"] or now(), now()))


def position(session: Session, period: Period) -> dict[str, Any]:
    """How far the books of the period's units had been written: the last entry, the last closed year."""
    top = period.unit["id"]
    scope = units_below(top) if period.below else [top]
    entry = select(func.max(BOOK_ENTRIES.c.number)).where(
        BOOK_ENTRIES.c.unit_id.in_(scope), BOOK_ENTRIES.c.recorded_at <= period.known_at
    )
    year = select(func.max(YEAR_CLOSINGS.c.year)).where(
        YEAR_CLOSINGS.c.unit_id.in_(scope), YEAR_CLOSINGS.c.recorded_at <= period.known_at
    )
    return {"entry": session.execute(entry).scalar(), "closed_year": session.execute(year).scalar()}


@dataclass(frozen=True)
class Called:
    """What a unit was called by the end of a period, as known then: itself, the one above it, its budget
    code (ĐVQHNS); "" where there is none.
    """

    code: str
    name: str
    above: str
    budget_code: str


def called(session: Session, period: Period) -> Called:
    """What the unit of `period` was called; who came later is what it first was, and what no version is known
    of is what it is.
    """
    unit = _as_it_was(session, period.unit["id"], period) or period.unit
    above = _as_it_was(session, unit["parent_id"], period)
    own = UNIT_IDENTIFIERS.c
    code = select(own.value).where(
        own.unit_id == period.unit["id"],
        own.kind == "budget_code",
        own.recorded_at <= period.known_at,
        or_(own.valid_from.is_(None), own.valid_from <= period.last),
        or_(own.valid_to.is_(None), own.valid_to >= period.last),
    )
    budget = session.execute(code.order_by(own.recorded_at.desc()).limit(1)).scalar()
    return Called(unit["code"], unit["name"], above.get("name", ""), budget or "")


def _as_it_was(session: Session, unit_id: UUID | None, period: Period) -> Row:
    version = UNIT_VERSIONS.c
    by_then = and_(version.effective_on <= period.last, version.recorded_at <= period.known_at)
    newest_of_then = case((by_then, -version.version), else_=version.version)
    chosen = select(version.code, version.name, version.parent_id).where(version.unit_id == unit_id)
    row = session.execute(chosen.order_by(by_then.desc(), newest_of_then).limit(1)).mappings().first()
    return dict(row) if row else {}


def _unit_id(session: Session, actor: Actor, said: str) -> UUID:
    """The unit that was said by id or code; an id that no unit has when there is none."""
    if not said and actor.unit_id is not None:
        return actor.unit_id
    try:
        return UUID(said)
    except ValueError:
        found = session.execute(select(UNITS.c.id).where(UNITS.c.code == said)).scalar()
        return found or UUID(int=0)
