"""The one clock. Instants are UTC; legal dates are days in Asia/Ho_Chi_Minh."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

HANOI = ZoneInfo("Asia/Ho_Chi_Minh")

_frozen: ContextVar[datetime | None] = ContextVar("frozen_clock", default=None)


def now() -> datetime:
    """The present instant, timezone-aware UTC."""
    return _frozen.get() or datetime.now(UTC)


def today() -> date:
    """The legal date of the present instant, in Asia/Ho_Chi_Minh."""
    return legal_date(now())


def legal_date(instant: datetime) -> date:
    """The day in Asia/Ho_Chi_Minh on which an aware `instant` falls."""
    return instant.astimezone(HANOI).date()


@contextmanager
def frozen(at: datetime) -> Iterator[datetime]:
    """Let the clock of this context stand still at the aware instant `at` (tests, demo data)."""
    token = _frozen.set(at.astimezone(UTC))
    try:
        yield at
    finally:
        _frozen.reset(token)
