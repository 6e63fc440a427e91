"""Decisions of a stocktake, pure: which state follows, what one scan says, what became of every expected
asset, and what is proposed about it. Law on Accounting 88/2015/QH13 Art. 40, Law 15/2017/QH14 Art. 38.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from shared.errors import Conflict, NotPermitted
from shared.text import fold

KINDS = ("year_end", "unscheduled", "reorganisation", "after_loss")
STATES = ("planned", "counting", "recounting", "closed", "cancelled")
COUNTS = ("first", "second")
CONDITIONS = ("good", "poor", "broken")
OUTCOMES = ("found", "wrong_place", "wrong_holder", "broken", "missing")
UNDER_WAY = frozenset({"counting", "recounting"})
AHEAD_DAYS = 31  # a year-end count may begin that many days before the day it is made for

_STEPS = {
    ("planned", "open"): "counting",
    ("counting", "recount"): "recounting",
    ("counting", "close"): "closed",
    ("recounting", "close"): "closed",
    ("planned", "cancel"): "cancelled",
    ("counting", "cancel"): "cancelled",
    ("recounting", "cancel"): "cancelled",
}


@dataclass(frozen=True)
class Sighting:
    """Where and how an asset was seen in one count; what was not said is empty."""

    place: str = ""
    holder_person_id: UUID | None = None
    condition: str = ""


@dataclass(frozen=True)
class Expected:
    """Where the frozen books say that an asset is."""

    place: str = ""
    holder_person_id: UUID | None = None


@dataclass(frozen=True)
class Result:
    """What became of one expected asset: its one outcome, the sighting that decided, whether counts
    differ.
    """

    outcome: str
    seen: Sighting | None
    differs: bool = False


def state_after(state: str, step: str) -> str:
    """The state that `step` (open, recount, close, cancel) leads to; raises Conflict when it leads
    nowhere.
    """
    following = _STEPS.get((state, step))
    if following is None:
        raise Conflict(
            "stocktake-not-in-state",
            vi="Đợt kiểm kê đang ở trạng thái không cho phép việc này. Hãy tải lại trang.",
            en=f"A stocktake that is {state} cannot {step}.",
            state=state,
        )
    return following


def may_scan(state: str, count: str, person_id: UUID | None, second_person_id: UUID | None) -> None:
    """Raise unless the person may add to this count: the second count is one person's alone, who takes no
    part in the first. What comes in after the end is kept, but no longer counted (`judged` says "late").
    """
    if state == "planned":
        raise Conflict(
            "stocktake-not-open",
            vi="Đợt kiểm kê chưa mở nên chưa quét được.",
            en="The stocktake is not open yet.",
        )
    second = second_person_id is not None and person_id == second_person_id
    if (count == "second") != second:
        raise NotPermitted(
            "count-of-somebody-else",
            vi="Lần đếm thứ hai do một người khác thực hiện độc lập; mỗi người chỉ ghi vào lần đếm của mình.",
            en="The second count is another person's; everybody adds to the own count only.",
        )


def may_write_off(chair_ids: Collection[str], person_id: UUID | None, *, head: bool) -> None:
    """Raise unless a lost device is given up by the head of the unit or the chair of the board."""
    if not head and str(person_id) not in chair_ids:
        raise NotPermitted(
            "chair-or-head-only",
            vi="Chỉ trưởng ban kiểm kê hoặc thủ trưởng đơn vị được ghi nhận mất thiết bị.",
            en="Only the chair of the board or the head of the unit gives a device up.",
        )


def is_blind(state: str, person_id: UUID | None, second_person_id: UUID | None) -> bool:
    """Whether the person counts a second time right now and so must not see what the first count found."""
    return state in UNDER_WAY and second_person_id is not None and person_id == second_person_id


def judged(
    asset: Mapping[str, Any] | None,
    expected: Expected | None,
    seen: Sighting,
    *,
    again: bool,
    units: Collection[UUID],
    places: Collection[str],
) -> str:
    """What a scan says of a registered asset: found, already, wrong_place, wrong_unit, wrong_holder, surplus
    or withdrawn. `expected` is its frozen line; `again` that this count has it already; `units` and `places`
    are those counted (no places: all). None for `asset` is one of a unit that the person may not see.
    """
    if expected is not None:
        return "already" if again else _standing(expected, seen)
    if asset is None:
        return "wrong_unit"
    if asset["status"] in {"disposed", "withdrawn"}:
        return "withdrawn"
    if asset["unit_id"] not in units:
        return "wrong_unit"
    return "wrong_place" if places and asset["place"] not in places else "surplus"


def result_of(
    expected: Expected, first: Sighting | None, second: Sighting | None, *, recounted: bool
) -> Result:
    """The one outcome of an expected asset over both counts.

    Who saw it, saw it: only what neither count has seen is missing. Where both saw it, the second, blind and
    later, is believed; `differs` lists the pair for a person to look at.
    """
    seen = second or first
    if seen is None:
        return Result("missing", None)
    differs = recounted and (first is None or second is None or _differ(expected, first, second))
    return Result("broken" if seen.condition == "broken" else _standing(expected, seen), seen, differs)


def proposals_for(expected: Expected, result: Result) -> list[str]:
    """What is proposed about an expected asset: nothing, one thing, or several (a broken one in a wrong
    place).
    """
    if result.seen is None:
        return ["loss"]
    proposed = ["disposal"] if result.seen.condition == "broken" else []
    if result.seen.place and not _same_place(result.seen.place, expected.place):
        proposed.append("set_place")
    if _other_holder(expected, result.seen):
        proposed.append("handover")
    return proposed


def reminder_year(today: date) -> int | None:
    """The year whose year-end stocktake is reminded of on that day: its own in December, the last one until
    the end of March (for a machine that was off in December); None in the other months.
    """
    if today.month == 12:
        return today.year
    return today.year - 1 if today.month <= 3 else None


def moment_of(
    device_time: datetime, sent_at: datetime | None, received_at: datetime
) -> tuple[int | None, datetime]:
    """(by how many seconds the device's clock was ahead of ours, None when it did not say; when the scan was
    made by our clock). What a clock says of the future did not happen later than we heard of it.
    """
    skew = None if sent_at is None else round((sent_at - received_at).total_seconds())
    return skew, min(device_time - timedelta(seconds=skew or 0), received_at)


def _standing(expected: Expected, seen: Sighting) -> str:
    if seen.place and expected.place and not _same_place(seen.place, expected.place):
        return "wrong_place"
    return "wrong_holder" if _other_holder(expected, seen) else "found"


def _differ(expected: Expected, first: Sighting, second: Sighting) -> bool:
    """Whether two sightings say different things; what one of them leaves open is no difference."""
    places = bool(first.place and second.place) and not _same_place(first.place, second.place)
    holders = _other_holder(expected, first) != _other_holder(expected, second)
    return places or holders or (first.condition == "broken") != (second.condition == "broken")


def _other_holder(expected: Expected, seen: Sighting) -> bool:
    return seen.holder_person_id is not None and seen.holder_person_id != expected.holder_person_id


def _same_place(one: str, other: str) -> bool:
    """Rooms are compared as people write them: "P. 302" and "p.302" are the same."""
    return _tight(one) == _tight(other)


def _tight(place: str) -> str:
    return "".join(char for char in fold(place) if char.isalnum())
