"""What an original cost is made of, and by which causes it changes (Circular 141/2025/TT-BTC Art. 4, 6, 9).

Pure. How much of the accumulated wear goes with a lost or dismantled part is ours (rule COST-WEAR-SHARE).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from services.assets.rules.books import COST_CHANGES, INCREASES
from shared.errors import Conflict, FieldError, Invalid, NotPermitted, RefusedByLaw
from shared.law import rule

# Art. 6: invoice − discounts + transport, installation, trial run − what the trial produced + taxes that are
# not refunded + fees + other; `minutes` is the cost written in the minutes of a handover (received assets).
COST_PARTS = {
    "invoice": 1,
    "discounts": -1,
    "minutes": 1,
    "transport": 1,
    "installation": 1,
    "trial": 1,
    "trial_products": -1,
    "taxes": 1,
    "fees": 1,
    "other": 1,
}
CAUSES_AT_FIRST = tuple(
    cause for cause in INCREASES if not cause.endswith(("reassigned_in", "reclassified_in"))
)

_GROWS, _SHRINKS = ("upgrade", "part_added"), ("part_dismantled", "partial_loss")


def summed(parts: Mapping[str, int], cost: int | None) -> int | None:
    """The cost that `parts` make, or `cost` when there are none. Raises Invalid when both are said and
    differ, for a part that Art. 6 does not know, and for a sum below nothing.
    """
    if not parts:
        return cost
    for name, amount in parts.items():
        if name not in COST_PARTS or amount < 0:
            raise _wrong(
                "cost-part-unknown",
                "/cost_parts",
                "Phần nguyên giá chưa đúng.",
                "A part of the cost is wrong.",
            )
    total = sum(COST_PARTS[name] * amount for name, amount in parts.items())
    if total < 0 or (cost is not None and cost != total):
        raise _wrong(
            "cost-parts-disagree",
            "/cost_parts",
            f"Các phần cộng lại là {total:,} đồng, khác nguyên giá.".replace(",", "."),
            f"The parts make {total:,} VND, which is not the cost.",
        )
    return total


@dataclass(frozen=True)
class Recosting:
    """What an asset costs after a change, what of it had worn off by then, and by which rules."""

    cost: int
    cost_budget: int
    cost_other: int
    wear: int
    rules: tuple[str, ...]


def recosting(
    cause: str, on: date, before: Mapping[str, Any], after: Mapping[str, int], *, worn: int, wear: int | None
) -> Recosting:
    """The change of `before` (cost) to `after` (cost, cost_budget, cost_other) in VND, of an asset of which
    `worn` VND had worn off; `wear` is what a revaluation says of that. Raises RefusedByLaw for a cause or a
    direction that Art. 9 does not know, Invalid or Conflict for amounts that cannot be.
    """
    difference = after["cost"] - before["cost"]
    if not difference and after["cost_budget"] == before["cost_budget"] and wear is None:
        raise _wrong(
            "cost-unchanged", "/cost", "Nguyên giá mới bằng nguyên giá cũ.", "The cost is as before."
        )
    keys = [_legal(cause, difference, on)] if cause in COST_CHANGES else []
    if cause in _SHRINKS:
        keys.append(rule("COST-WEAR-SHARE", on).key)
        worn = worn_share(worn, before["cost"], after["cost"])
    elif wear is not None and cause == "revaluation":
        worn = wear
    if worn > after["cost"]:
        raise Conflict(
            "wear-over-cost",
            vi="Hao mòn luỹ kế sẽ lớn hơn nguyên giá mới. Khi đánh giá lại, hãy ghi cả hao mòn sau đánh giá.",
            en="More would have worn off than it costs. Say the wear after the revaluation.",
            accumulated_wear=worn,
        )
    amounts = {name: after[name] for name in ("cost", "cost_budget", "cost_other")}
    return Recosting(**amounts, wear=worn, rules=tuple(keys))


def _legal(cause: str, difference: int, on: date) -> str:
    """The key of the rule that a legal cause stands on; raises RefusedByLaw when it does not carry this."""
    legal = rule("C141-09", on)
    if cause == "land_price":
        raise _against_law(
            "cost-cause-not-for-this",
            "/cause",
            "Giá đất chỉ làm thay đổi nguyên giá quyền sử dụng đất, không phải thiết bị hay phần mềm.",
            "The price of land changes the cost of a right to use land only.",
            legal.key,
        )
    if cause in _GROWS and difference <= 0:
        raise _against_law(
            "cost-direction",
            "/cost",
            "Nâng cấp hoặc lắp thêm bộ phận chỉ làm tăng nguyên giá.",
            "An upgrade or a new part adds to the cost.",
            legal.key,
        )
    if cause in _SHRINKS and difference >= 0:
        raise _against_law(
            "cost-direction",
            "/cost",
            "Tháo dỡ hoặc mất một phần chỉ làm giảm nguyên giá.",
            "What is taken off or lost lowers the cost.",
            legal.key,
        )
    return legal.key


def check_day(on: date, today: date, came_in: date | None) -> None:
    """Raise Invalid for a change dated after today, or before the asset came into the books it is in."""
    if on > today or (came_in is not None and on < came_in):
        raise _wrong(
            "cost-change-day",
            "/effective_on",
            "Ngày thay đổi phải từ ngày ghi tăng vào sổ của đơn vị đến hôm nay.",
            "The day lies between the day it came into the unit's books and today.",
        )


def check_year_before(
    before: Mapping[str, Any], cost: int, on: date, *, came_in: date | None, last_closed: int | None
) -> None:
    """Raise Conflict when a fixed asset's cost is to fall in a year whose eve is not closed: the wear of the
    year before is computed on the cost of then (Circular 141 Art. 12), and could exceed what is left of it.
    """
    falls = before["kind"] == "fixed_asset" and cost < before["cost"]
    year = on.year - 1
    if not falls or came_in is None or came_in.year > year or (last_closed or 0) >= year:
        return
    raise Conflict(
        "year-before-open",
        vi=f"Hãy tính hao mòn và khoá sổ năm {year} trước khi ghi giảm nguyên giá trong năm {on.year}.",
        en=f"Close the unit's year {year} before its cost falls in {on.year}.",
        year=year,
    )


def check_decision(change: Mapping[str, Any], subject: str, note: str, *, approved: bool) -> None:
    """Raise Conflict for what is decided already, NotPermitted for a decision on one's own request, Invalid
    for a refusal without a word why.
    """
    if change["state"] != "waiting":
        raise Conflict("cost-change-decided", vi="Đề nghị này đã được xử lý.", en="It was decided already.")
    if change["recorded_by"] == subject:
        raise NotPermitted(
            "own-request",
            vi="Người duyệt phải khác người đề nghị.",
            en="Somebody else than the one who asked must decide.",
        )
    if not approved and not note:
        raise _wrong("reason-required", "/note", "Hãy ghi lý do từ chối.", "Say why it is refused.")


def worn_share(worn: int, cost_before: int, cost_after: int) -> int:
    """What stays of the accumulated wear when part of an asset goes: its share, rounded down to whole VND.

    >>> worn_share(3_000, 10_000, 6_000)
    1800
    """
    return worn * cost_after // cost_before if cost_before else 0


def _against_law(slug: str, pointer: str, vi: str, en: str, basis: str) -> RefusedByLaw:
    return RefusedByLaw(slug, vi=vi, en=en, legal_basis=[basis], errors=[FieldError(pointer, vi, en)])


def _wrong(slug: str, pointer: str, vi: str, en: str) -> Invalid:
    return Invalid(slug, vi=vi, en=en, errors=[FieldError(pointer, vi, en)])
