"""The terms of a recall case. Pure; today is given."""

from datetime import date, timedelta

from shared.law import rule


def recall_deadline(opened_on: date, left_on: date | None) -> date:
    """The last day for a leaver to give everything back, counted from the day of leaving or of opening, the
    later.
    """
    start = max(opened_on, left_on or opened_on)
    return start + timedelta(days=int(rule("INT-RECALL", opened_on).parameters["days"]))


def due_deadlines(today: date) -> tuple[date, date]:
    """The deadlines (first, last) whose reminder goes out today: from the day before a deadline until the day
    itself.
    """
    ahead = int(rule("INT-RECALL", today).parameters["remind_days_before"])
    return today, today + timedelta(days=ahead)


def overdue_deadlines(today: date) -> tuple[date, date]:
    """The deadlines (first, last) that have passed: the day after one is its first overdue day."""
    return date.min, today - timedelta(days=1)


def is_overdue(deadline: date, today: date) -> bool:
    """Whether the deadline has passed."""
    return deadline <= overdue_deadlines(today)[1]
