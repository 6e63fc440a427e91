"""What falls due and when, by those deadlines of law/deadlines.toml that the register can count. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from shared.law import Provision, deadline
from shared.workdays import due_after

SOON = 14  # days before a due day that it is shown as near
OVERDUE, NEAR, LATER = "overdue", "near", "later"


@dataclass(frozen=True)
class Duty:
    """One thing to do: `count` of `subject`s (units, assets) or, with an id, one of them."""

    clock: Provision
    due_on: date
    subject: str  # disposal | unit | asset | report
    count: int
    subject_id: str | None = None
    named: str = ""


def clock_of(key: str, on: date) -> Provision:
    """The deadline behind a stored key such as "T-16@1", as it stood on `on`."""
    return deadline(key.partition("@")[0], on)


def due_of(clock: Provision, trigger: date) -> date:
    """When a clock that began on `trigger` is over; of a clock by the calendar, its next day from then on."""
    if clock.details["kind"] != "date":
        return due_after(trigger, clock.details["limit"], clock.details["kind"])
    day = date(trigger.year, clock.details["month"], clock.details["day"])
    return day if day >= trigger else day.replace(year=day.year + 1)


def year_asked(today: date) -> int:
    """The year whose wear and stocktake are looked after on a day: its own from December on, else the last
    one.
    """
    return today.year if today.month == 12 else today.year - 1


def state_of(due_on: date, today: date) -> str:
    """How near it is."""
    if due_on < today:
        return OVERDUE
    return NEAR if (due_on - today).days <= SOON else LATER


def told(duty: Duty, today: date) -> Mapping[str, Any]:
    """A duty as it is shown: with its basis, and how sure we are of that."""
    rule = duty.clock
    return {
        "deadline": rule.key,
        "what": rule.title,
        "trigger": rule.details["trigger"],
        "rule": rule.details["rule"],
        "certainty": rule.certainty,
        "due_on": duty.due_on,
        "state": state_of(duty.due_on, today),
        "subject": duty.subject,
        "subject_id": duty.subject_id,
        "named": duty.named,
        "count": duty.count,
    }
