"""Which days offices in Vietnam work, and legal times counted from a day.

The calendar is the library `holidays` (weekends, Tết by the moon, exchanged working Saturdays), corrected by
`days.toml`. Times are counted from the day after the trigger. A last day that is a rest day is not moved on:
the earlier day is the safe one (the counting rule of the Civil Code was not compared with its text).
"""

import calendar
import tomllib
from collections.abc import Mapping
from datetime import date, timedelta
from functools import cache
from pathlib import Path

from holidays import HolidayBase
from holidays.countries.vietnam import Vietnam

_OWN = Path(__file__).with_name("days.toml")
_CALENDAR: HolidayBase = Vietnam()  # type: ignore[no-untyped-call]  # years are computed when they are first asked for


def is_working_day(day: date, own: Mapping[date, bool] | None = None) -> bool:
    """Whether offices work on `day`; `own` {day: works} overrules the calendar (days.toml when None)."""
    overruled = (own_days() if own is None else own).get(day)
    return bool(_CALENDAR.is_working_day(day)) if overruled is None else overruled


def due_after(start: date, limit: int, kind: str) -> date:
    """The last day of a time of `limit` days | working_days | months that begins after `start`."""
    if kind == "days":
        return start + timedelta(days=limit)
    if kind == "months":
        return add_months(start, limit)
    if kind != "working_days":
        raise ValueError(f"no such kind of time: {kind}")
    day = start
    for _ in range(limit):
        day += timedelta(days=1)
        while not is_working_day(day):
            day += timedelta(days=1)
    return day


def moved(day: date, offset: int, kind: str) -> date:
    """The day `offset` days | working_days after `day`, or before it when negative; `day` itself for 0."""
    if kind == "days" or offset == 0:
        return day + timedelta(days=offset)
    if kind != "working_days":
        raise ValueError(f"no such kind of time: {kind}")
    step = timedelta(days=1 if offset > 0 else -1)
    for _ in range(abs(offset)):
        day += step
        while not is_working_day(day):
            day += step
    return day


def add_months(start: date, months: int) -> date:
    """The same day `months` later, or the last day of that month when it has no such day."""
    years, month = divmod(start.month - 1 + months, 12)
    year = start.year + years
    return date(year, month + 1, min(start.day, calendar.monthrange(year, month + 1)[1]))


@cache
def own_days() -> dict[date, bool]:
    """What days.toml says: {day: whether offices work}."""
    rows = tomllib.loads(_OWN.read_text(encoding="utf-8")).get("day", ())
    return {row["on"]: row["working"] for row in rows}
