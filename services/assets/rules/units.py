"""Decisions about units that change and end, pure: which days agree, who may take over, how shares add up."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

from shared.errors import Conflict, FieldError, Invalid
from shared.vietnamese import short_date

Unit = Mapping[str, Any]


@dataclass(frozen=True)
class Pair:
    """That `successor` took over from `predecessor`, with which `share` of it (0 < share ≤ 1, None: unknown).
    Shares of old wards that were cut up are not known (law.md GOV-3) and stay unknown.
    """

    predecessor: UUID
    successor: UUID
    share: Decimal | None = None


def effective_day(said: date | None, last: date, today: date) -> date:
    """From which day a change of a unit holds: never before its `last` change, never in days to come. Nothing
    said is today. Raises Invalid.
    """
    latest = max(today, last)
    if said is None:
        return latest
    if said < last:
        vi = f"Đơn vị đã có thay đổi từ {short_date(last)}; thay đổi mới không thể sớm hơn."
        raise _wrong("changed-later", "/effective_on", vi, f"The unit changed on {last} already.")
    if said > latest:
        vi, en = "Thay đổi chỉ được ghi khi đã có hiệu lực.", "A change is recorded once it has effect."
        raise _wrong("not-yet-effective", "/effective_on", vi, en)
    return said


def check_dates(unit: Unit) -> None:
    """Raise Invalid when the last day of a unit is before its first."""
    if unit["valid_to"] is not None and unit["valid_to"] < unit["valid_from"]:
        vi, en = "Ngày kết thúc trước ngày bắt đầu.", "The last day is before the first."
        raise _wrong("dates-reversed", "/valid_to", vi, en)


def exists_on(unit: Unit, day: date) -> bool:
    """Whether `day` lies between the first and the last day of `unit`."""
    return bool(unit["valid_from"] <= day and (unit["valid_to"] is None or unit["valid_to"] >= day))


def check_takes_assets(unit: Unit, day: date) -> None:
    """Raise Conflict when `unit` is not there on `day`: its books take nothing in any more (L88 Art. 43)."""
    if exists_on(unit, day):
        return
    vi = f"{unit['name']} không còn hoặc chưa hoạt động, không ghi tài sản vào được. Hãy chọn đơn vị kế thừa."
    en = f"{unit['name']} does not exist on that day; choose the unit that took over."
    raise _conflict("unit-not-there", "/unit_id", vi, en)


def check_books_open(unit: Unit, day: date) -> None:
    """Raise Conflict when nothing can come into the books of `unit` on `day`, for it has ended before."""
    if unit["valid_to"] is not None and day > unit["valid_to"]:
        vi = f"{unit['name']} đã kết thúc ngày {short_date(unit['valid_to'])}; sổ không ghi tăng được nữa."
        raise _conflict("unit-ended", "/unit_id", vi, f"{unit['name']} ended; its books take nothing in.")


def check_predecessor(unit: Unit, happened_on: date, pointer: str) -> None:
    """Raise Conflict unless `unit` was there on the day before `happened_on`, which is its last."""
    eve = happened_on - timedelta(days=1)
    if not exists_on(unit, eve):
        vi = f"{unit['name']} không tồn tại vào ngày {short_date(eve)}, ngay trước khi tổ chức lại."
        raise _conflict("predecessor-not-there", pointer, vi, f"{unit['name']} did not exist on {eve}.")


def check_successor(unit: Unit, happened_on: date, pointer: str) -> None:
    """Raise Conflict unless `unit` is there on the day `happened_on`."""
    if not exists_on(unit, happened_on):
        vi = f"{unit['name']} không tồn tại vào ngày {short_date(happened_on)}."
        raise _conflict("successor-not-there", pointer, vi, f"{unit['name']} does not exist on that day.")


def check_pairs(pairs: Sequence[Pair], predecessors: Iterable[UUID], successors: Iterable[UUID]) -> None:
    """Raise Invalid when a unit of the act is in no pair or twice in one, or when known shares are more than
    the whole, or all known and less than it.
    """
    named = [(pair.predecessor, pair.successor) for pair in pairs]
    lonely = {*predecessors, *successors} - {unit for pair in named for unit in pair}
    if lonely or len(set(named)) != len(named):
        vi = "Mỗi đơn vị phải có trong ít nhất một cặp cũ - mới, mỗi cặp một lần."
        raise _wrong("pairs-incomplete", "/pairs", vi, "Every unit needs a pair, each pair once.")
    shares: dict[UUID, list[Decimal | None]] = defaultdict(list)
    for pair in pairs:
        shares[pair.predecessor].append(pair.share)
    for parts in shares.values():
        known = sum((part for part in parts if part is not None), Decimal(0))
        if known > 1 or (known < 1 and None not in parts):
            vi = "Tổng tỷ lệ của một đơn vị cũ phải bằng 1; tỷ lệ chưa biết thì để trống."
            raise _wrong("shares-disagree", "/pairs", vi, "The shares of a predecessor must add up to 1.")


def identifier_gap(earlier: Unit | None, valid_from: date | None) -> date | None:
    """The last day of the `earlier` identifier of the same kind when another follows from `valid_from`; None
    when there is nothing to end. Raises Invalid when the follower has no first day or one that is too early.
    """
    if earlier is None:
        return None
    if valid_from is None or (earlier["valid_from"] is not None and valid_from <= earlier["valid_from"]):
        vi = f"Mã {earlier['value']} đang có hiệu lực: hãy ghi ngày mã mới thay thế, sau ngày của mã cũ."
        raise _wrong("identifier-day", "/valid_from", vi, "Say from which later day the new one holds.")
    return valid_from - timedelta(days=1)


def _wrong(slug: str, pointer: str, vi: str, en: str) -> Invalid:
    return Invalid(slug, vi=vi, en=en, errors=[FieldError(pointer, vi, en)])


def _conflict(slug: str, pointer: str, vi: str, en: str) -> Conflict:
    return Conflict(slug, vi=vi, en=en, errors=[FieldError(pointer, vi, en)])
