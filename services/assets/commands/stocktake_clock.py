"""The clock of the year-end stocktake (Law 88/2015/QH13 Art. 40): each unit with assets is told once a
year.
"""

from datetime import date

from sqlalchemy import text
from sqlalchemy.orm import Session

from services.assets import events
from services.assets.rules.stocktakes import reminder_year
from shared import clock, outbox
from shared.auth import system_actor
from shared.db import Database
from shared.ids import uuid7

_ACTOR = system_actor("assets")

# Units whose books hold something on the last day of the year, not told yet, and no year-end stocktake of
# them or of a unit above them is planned, under way or done.
_DUE = text("""
SELECT u.id, held.assets FROM units u, LATERAL (
    SELECT sum(m.quantity) AS assets FROM book_movements m
    WHERE m.unit_id = u.id AND m.effective_on <= :last
) held
WHERE held.assets > 0
  AND NOT EXISTS (SELECT 1 FROM stocktake_reminders r WHERE r.unit_id = u.id AND r.year = :year)
  AND NOT EXISTS (
    SELECT 1 FROM stocktakes s JOIN unit_scope c ON c.ancestor_id = ANY (s.units)
    WHERE c.descendant_id = u.id AND s.kind = 'year_end' AND s.state <> 'cancelled'
      AND extract(year FROM s.as_of) = :year)
ORDER BY u.id LIMIT 500
""")
_TELL = text("""
INSERT INTO stocktake_reminders (unit_id, year, id, told_at) VALUES (:unit, :year, :id, :at)
ON CONFLICT DO NOTHING RETURNING id
""")


def remind(database: Database) -> int:
    """Tell every unit that owes a year-end stocktake, once; how many were told. Safe to run twice, by two at
    once, and late: a machine that was off in December tells by the end of March.
    """
    year = reminder_year(clock.today())
    return 0 if year is None else database.run(_ACTOR, lambda session: _remind(session, year))


def _remind(session: Session, year: int) -> int:
    last, told = date(year, 12, 31), 0
    for unit_id, assets in session.execute(_DUE, {"year": year, "last": last}).all():
        given = {"unit": unit_id, "year": year, "id": uuid7(), "at": clock.now()}
        made = session.execute(_TELL, given).scalar()
        if made is not None:
            outbox.record(session, events.stocktake_due(made, unit_id, year, int(assets)))
            told += 1
    return told
