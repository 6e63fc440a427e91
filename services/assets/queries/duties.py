"""What falls due within the actor's units, computed from what is recorded: nothing here is stored."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

from sqlalchemy import bindparam, text
from sqlalchemy.orm import Session

from services.assets.disposals.lifecycle import CARRYING_OUT, DECIDED, ENDED
from services.assets.queries.shapes import Shape
from services.assets.rules.disposals import number_of
from services.assets.rules.duties import Duty, clock_of, due_of, told, year_asked
from shared.auth import Actor
from shared.clock import today
from shared.law import deadline, in_force, rule

_MOST = 200
_HOLDING = (DECIDED, CARRYING_OUT)
_DECLARE_DAYS = 30  # further back, a declaration that nobody records is no news any more

_CASES = text("""
SELECT d.id, d.number, d.year, c.rule, c.triggered_on, c.due_on FROM disposal_deadlines c
JOIN disposals d ON d.id = c.disposal_id
WHERE c.met_on IS NULL AND d.state NOT IN :ended ORDER BY c.due_on, d.id LIMIT :most
""").bindparams(bindparam("ended", expanding=True))
_LAPSING = text("""
SELECT id, number, year, valid_until FROM disposals
WHERE valid_until < :day AND done_on IS NULL AND state IN :held ORDER BY valid_until LIMIT :most
""").bindparams(bindparam("held", expanding=True))
# How many units have something in their books on the last day of a year (of one kind, or any) and owe its
# close, or its stocktake.
_OWING = """
SELECT count(*) FROM units u
WHERE (CAST(:top AS uuid) IS NULL OR u.id IN (SELECT descendant_id FROM unit_scope WHERE ancestor_id = :top))
  AND EXISTS (SELECT 1 FROM book_entries e WHERE e.unit_id = u.id AND e.effective_on <= :last
              AND (CAST(:kind AS text) IS NULL OR e.asset_kind = :kind)
              GROUP BY e.asset_id HAVING sum(e.quantity) > 0)
"""
_UNCLOSED = text(
    _OWING + " AND NOT EXISTS (SELECT 1 FROM year_closings y WHERE y.unit_id = u.id AND y.year >= :year)"  # noqa: S608
)
_UNCOUNTED = text(
    _OWING  # noqa: S608 - our own constants only
    + """ AND NOT EXISTS (
    SELECT 1 FROM stocktakes s JOIN unit_scope c ON c.ancestor_id = ANY (s.units)
    WHERE c.descendant_id = u.id AND s.kind = 'year_end' AND s.state = 'closed'
      AND extract(year FROM s.as_of) = :year)"""
)
_DECLARED = text("""
SELECT effective_on, count(DISTINCT asset_id) AS assets FROM book_entries
WHERE asset_kind = 'fixed_asset' AND effective_on > :since AND effective_on <= :day
  AND (CAST(:top AS uuid) IS NULL
       OR unit_id IN (SELECT descendant_id FROM unit_scope WHERE ancestor_id = :top))
  AND cause IN :causes
GROUP BY effective_on ORDER BY effective_on LIMIT :most
""").bindparams(bindparam("causes", expanding=True))
# what a declaration is about: bought, received, found, changed in cost; what a disposal did it reports itself
_CHANGES = (
    *("purchase", "construction", "allocated", "transfer_in", "gift", "surplus_found", "other_increase"),
    *("revaluation", "upgrade", "part_dismantled", "part_added", "partial_loss"),
)


def duties_of(session: Session, actor: Actor) -> Shape:
    """All that falls due, the nearest first; of the register's own clocks as far as its data say."""
    day = today()
    found = [*_disposals(session, day), *_yearly(session, actor, day), *_declarations(session, actor, day)]
    items = [told(duty, day) for duty in sorted(found, key=lambda duty: (duty.due_on, duty.clock.id))]
    grounds = {item["rule"]: rule(item["rule"], day) for item in items}
    shown = [{**item, "basis": grounds[item["rule"]].citation()} for item in items[:_MOST]]
    return {"items": shown, "next": None, "uncounted": _uncounted(day)}


def _disposals(session: Session, day: date) -> Iterator[Duty]:
    for row in session.execute(_CASES, {"ended": ENDED, "most": _MOST}):
        number = number_of(row.number, row.year)
        yield Duty(clock_of(row.rule, row.triggered_on), row.due_on, "disposal", 1, str(row.id), number)
    for row in session.execute(_LAPSING, {"day": day, "held": _HOLDING, "most": _MOST}):
        clock = deadline("T-12", row.valid_until)
        number = number_of(row.number, row.year)
        yield Duty(clock, due_of(clock, row.valid_until), "disposal", 1, str(row.id), number)


def _yearly(session: Session, actor: Actor, day: date) -> Iterator[Duty]:
    """The wear and the stocktake of the year that is looked after now, of the units that owe them."""
    year = year_asked(day)
    last = date(year, 12, 31)
    given = {"top": actor.unit_id, "year": year, "last": last}
    for id_, statement, kind in (("T-26", _UNCLOSED, "fixed_asset"), ("T-27", _UNCOUNTED, None)):
        if count := session.execute(statement, {**given, "kind": kind}).scalar_one():
            clock = deadline(id_, last)
            yield Duty(clock, due_of(clock, last), "unit", count, named=str(year))


def _declarations(session: Session, actor: Actor, day: date) -> Iterator[Duty]:
    """Changes to be declared to the database on public property: nobody records that they were, so they are
    reminders; and the yearly report.
    """
    clock = deadline("T-29", day)
    since = day - timedelta(days=_DECLARE_DAYS)
    given = {"top": actor.unit_id, "since": since, "day": day, "most": _MOST, "causes": _CHANGES}
    for row in session.execute(_DECLARED, given):
        due_on = due_of(clock, row.effective_on)
        yield Duty(clock, due_on, "asset", row.assets, named=row.effective_on.isoformat())
    yearly = deadline("T-30", day)
    yield Duty(yearly, due_of(yearly, day), "report", 1, named=str(due_of(yearly, day).year - 1))


def _uncounted(day: date) -> list[dict[str, Any]]:
    """The deadlines of the law that the register has no record to count from, and why."""
    without = [one for one in in_force("deadline", day) if "uncounted" in one.details]
    names = {"trigger": "trigger", "why": "uncounted"}
    return [
        {"deadline": one.key, "what": one.title} | {name: one.details[said] for name, said in names.items()}
        for one in without
    ]
