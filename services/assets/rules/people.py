"""Decisions about where people work, pure: the order of what is known, what may follow, which duties stay.

A history is a sequence of rows {version, from_on, status, unit_id, post_id, post, …}. In the order of
(from_on, version) each holds until the next begins; a row of the same day as a later version is superseded.
"""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from shared.errors import Conflict, FieldError, Invalid
from shared.vietnamese import short_date

WORKING = "working"

Row = Mapping[str, Any]


def in_order(rows: Sequence[Row]) -> list[Row]:
    """The rows of one person as they follow one another; an unknown beginning comes first."""
    return sorted(rows, key=lambda row: (row["from_on"] or date.min, row["version"]))


def stays(rows: Sequence[Row]) -> list[dict[str, Any]]:
    """The rows in order, each with `until` (its last day, None while it lasts) and `superseded` (a later
    version says otherwise of the same days).
    """
    ordered = in_order(rows)
    told = []
    for row, after in zip(ordered, [*ordered[1:], None], strict=True):
        superseded = after is not None and after["from_on"] == row["from_on"]
        until = after["from_on"] - timedelta(days=1) if after is not None and not superseded else None
        told.append({**row, "until": until, "superseded": superseded})
    return told


def held_on(rows: Sequence[Row], day: date) -> Row | None:
    """The row that holds on `day`, None before everything that is known."""
    begun = [row for row in in_order(rows) if (row["from_on"] or date.min) <= day]
    return begun[-1] if begun else None


def present(rows: Sequence[Row]) -> Row:
    """Where somebody works now, or worked last: the last row in order with the status working."""
    return [row for row in in_order(rows) if row["status"] == WORKING][-1]


def check_move(rows: Sequence[Row], moved_on: date, today: date) -> None:
    """Raise unless somebody worked on the day `moved_on`, which may lie behind later moves, never ahead."""
    if moved_on > today:
        vi, en = "Điều chuyển chỉ được ghi khi đã có hiệu lực.", "A move is recorded once it has effect."
        raise Invalid("not-yet-effective", vi=vi, en=en, errors=[FieldError("/moved_on", vi, en)])
    held = held_on(rows, moved_on)
    if held is None or held["status"] != WORKING:
        vi = f"Theo sổ, ngày {short_date(moved_on)} người này không công tác."
        en = "The person did not work on that day."
        raise Conflict("person-not-working", vi=vi, en=en, errors=[FieldError("/moved_on", vi, en)])


def check_departure(rows: Sequence[Row], left_on: date) -> None:
    """Raise Conflict when something later than `left_on` is known of somebody who is said to have left."""
    latest = in_order(rows)[-1]["from_on"]
    if latest is not None and left_on < latest:
        vi = f"Đã ghi thay đổi công tác từ ngày {short_date(latest)}, sau ngày thôi giữ này."
        en = f"A change of work from {latest} on is known, after that day."
        raise Conflict("left-before-change", vi=vi, en=en, errors=[FieldError("/left_on", vi, en)])


def check_return(status: str, left_on: date | None, returned_on: date, today: date) -> None:
    """Raise unless somebody who left, and lives, may have come back on `returned_on`."""
    if left_on is None or status == "dead":
        vi = "Người này đang công tác." if left_on is None else "Người này đã mất."
        en = "The person has not left." if left_on is None else "The person died."
        raise Conflict("person-cannot-return", vi=vi, en=en)
    if not left_on < returned_on <= today:
        vi = f"Ngày trở lại phải sau ngày thôi giữ {short_date(left_on)} và không sau hôm nay."
        en = f"The day of return must be after {left_on} and not after today."
        raise Invalid("return-day", vi=vi, en=en, errors=[FieldError("/returned_on", vi, en)])


def duties_after(before: Sequence[str], said: Sequence[str] | None, *, another_unit: bool) -> list[str]:
    """The duties after a move: those that were `said`, else the same in the same unit and none in another:
    a duty answers for a unit.
    """
    if said is not None:
        return list(said)
    return [] if another_unit else list(before)


def group_on(groups: Sequence[Row], day: date) -> str | None:
    """The norm group of a post on `day` from its rows {valid_from, id, norm_group}: the last one begun; of
    the same day the one that was recorded last.
    """
    begun = sorted(
        (row for row in groups if row["valid_from"] <= day), key=lambda row: (row["valid_from"], row["id"])
    )
    return str(begun[-1]["norm_group"]) if begun and begun[-1]["norm_group"] else None
