"""The number of a record: one sequence per unit and year, given at issue from a locked row, without gaps."""

from uuid import UUID

from sqlalchemy import text
from sqlalchemy.orm import Session

_NEXT = text(
    "INSERT INTO record_counters AS c (unit_id, year, last) VALUES (:unit, :year, 1)"
    " ON CONFLICT (unit_id, year) DO UPDATE SET last = c.last + 1 RETURNING last"
)


def next_number(session: Session, unit_id: UUID, year: int) -> int:
    """The next number of `unit_id` in `year`; a transaction that rolls back gives it back."""
    return int(session.execute(_NEXT, {"unit": unit_id, "year": year}).scalar_one())


def label(number: int) -> str:
    """The number as it is written: 00012/BBBG (biên bản bàn giao)."""
    return f"{number:05d}/BBBG"
