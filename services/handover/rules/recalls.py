"""The terms of a recall case. Pure; today is given. Times run on the calendar of Vietnamese offices."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from shared.errors import FieldError, Invalid
from shared.law import deadline as legal_clock
from shared.law import in_force, rule
from shared.vietnamese import short_date
from shared.workdays import due_after

_CLOCK = "T-INT"


@dataclass(frozen=True)
class Kept:
    """An asset in somebody's hands, as to whether it may go along with them."""

    asset_id: UUID
    unit_id: UUID
    category: str


def recall_deadline(opened_on: date, left_on: date | None) -> date:
    """The last day for a leaver to give everything back, counted from the day of leaving or of opening, the
    later, as the clock T-INT has it (working days).
    """
    start = max(opened_on, left_on or opened_on)
    clock = legal_clock(_CLOCK, opened_on)
    return due_after(start, clock.details["limit"], clock.details["kind"])


def check_deadline(said: date, today: date) -> None:
    """A deadline does not lie behind. Raises Invalid."""
    if said < today:
        vi, en = "Hạn trả phải từ hôm nay trở đi.", "It is past."
        raise Invalid("deadline-past", vi=vi, en=en, errors=[FieldError("/deadline", vi, en)])


def check_extension(before: date, after: date, today: date) -> None:
    """An extension gives more time than there was, and more than none. Raises Invalid."""
    check_deadline(after, today)
    if after <= before:
        vi = f"Hạn mới phải sau hạn đang có ({short_date(before)})."
        errors = [FieldError("/deadline", vi, "Not later than the present deadline.")]
        raise Invalid("deadline-not-later", vi=vi, en="It gives no more time.", errors=errors)


def recall_rules(on: date, *, moved: bool = False) -> list[str]:
    """The versions of the rules that a recall of the day `on` stands on: the body's own regulation and the
    duty to leave equipment to the successor; never Article 41, which is the State's recall from a body.
    """
    known = {one.id: one for one in in_force("rule", on)}
    wanted = ("L15-23", "INT-RECALL") if moved else ("L15-23", "INT-RECALL", "Q15-03-2")
    return [known[id_].key for id_ in wanted if id_ in known]


def stays_behind(held: Iterable[Kept], new_unit_and_above: set[UUID]) -> list[UUID]:
    """What somebody who moved must give back: the assets of any unit that is neither the new one nor above
    it. What a common superior unit answers for (a ward's tablet, two rooms of that ward) goes along.
    """
    return [one.asset_id for one in held if one.unit_id not in new_unit_and_above]


def due_deadlines(today: date) -> tuple[date, date]:
    """The deadlines (first, last) whose reminder goes out today: from the working day before a deadline until
    the day itself.
    """
    ahead = int(rule("INT-RECALL", today).parameters["remind_working_days_before"])
    return today, due_after(today, ahead, "working_days")


def overdue_deadlines(today: date) -> tuple[date, date]:
    """The deadlines (first, last) that have passed: the day after one is its first overdue day."""
    return date.min, date.fromordinal(today.toordinal() - 1)


def is_overdue(deadline: date, today: date) -> bool:
    """Whether the deadline has passed."""
    return deadline <= overdue_deadlines(today)[1]
