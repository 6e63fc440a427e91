"""Decisions of the register, pure: what is a fixed asset, which costs agree, what may be changed how."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from shared.errors import Conflict, FieldError, Invalid, RefusedByLaw
from shared.law import rule

FIXED_ASSET, TOOL = "fixed_asset", "tool"

_KIND_WORDS = {FIXED_ASSET: "tài sản cố định", TOOL: "công cụ, dụng cụ"}
_NEEDS_REASON = ("unit_id", "status", "category", "serial")
_STATUSES_BY_HAND = ("in_store", "broken", "lost")


def kind_of(cost: int, on: date, *, lasts_years: float = 1, said: str | None = None) -> tuple[str, str]:
    """(fixed_asset or tool, the key of the rule that says so) for a `cost` in VND of what serves for
    `lasts_years`, by the rule in force `on` the day of the act: both thresholds must be reached (Circular
    141/2025/TT-BTC Art. 3(2)). Raises RefusedByLaw when somebody `said` the other.
    """
    standard = rule("FIXED-ASSET", on)
    limits = standard.parameters
    lasting = limits["use_from_years"] <= lasts_years
    kind = FIXED_ASSET if lasting and cost >= limits["cost_from_vnd"] else TOOL
    if said and said != kind:
        vi = f"Theo nguyên giá, đây là {_KIND_WORDS[kind]}: {standard.text}"
        en = f"By its cost this is a {kind.replace('_', ' ')}."
        raise RefusedByLaw(
            "kind-against-rule",
            vi=vi,
            en=en,
            legal_basis=[standard.key],
            errors=[FieldError("/kind", vi, en)],
        )
    return kind, standard.key


def costs(given: Mapping[str, int | None], *, other_so_far: int = 0) -> dict[str, int]:
    """{cost, cost_budget, cost_other} from those that are given; what is not said comes from the budget.

    Raises Invalid when none is given, when they do not add up, or when a source would be negative.
    """
    cost, budget, other = (given.get(name) for name in ("cost", "cost_budget", "cost_other"))
    if cost is None and budget is None:
        raise _wrong_costs("Thiếu nguyên giá.", "The cost is missing.")
    if cost is None:
        cost = (budget or 0) + (other or 0)
    if other is None:
        other = cost - budget if budget is not None else other_so_far
    if budget is None:
        budget = cost - other
    if budget + other != cost or budget < 0 or other < 0:
        raise _wrong_costs("Nguyên giá khác tổng các nguồn.", "The cost is not the sum of its sources.")
    return {"cost": cost, "cost_budget": budget, "cost_other": other}


def check_status(now: str, then: str) -> None:
    """Raise Conflict when nobody may set status `then` by hand: use begins and ends with a handover record,
    disposal with a decision.
    """
    returned = now == "in_use" and then == "in_store"
    if now == "withdrawn":
        raise Conflict(
            "asset-withdrawn",
            vi="Tài sản này thuộc một lần nhập sổ đã huỷ, không sửa được nữa.",
            en="This asset came by an import that was undone; it can no longer be changed.",
        )
    settled = now in {"disposed", "awaiting_disposal"}
    if then == now or (then in _STATUSES_BY_HAND and not settled and not returned):
        return
    if then == "in_use" or returned:
        raise Conflict(
            "status-needs-record",
            vi="Tài sản được giao sử dụng hoặc nhận lại bằng biên bản, không sửa tay trạng thái này.",
            en="An asset goes into use and comes back by a record, not by hand.",
        )
    raise Conflict(
        "status-needs-decision",
        vi="Tài sản chỉ được ghi giảm theo quyết định xử lý tài sản công.",
        en="An asset is written off only by a decision on public property.",
    )


def check_change(before: Mapping[str, Any], said: Mapping[str, Any], reason: str, on: date) -> None:
    """Raise when what is `said` of an asset may not be changed so: a status by hand, a cost without one of
    the causes of Circular 141/2025/TT-BTC Art. 9, or something that needs a reason without one.
    """
    check_status(before["status"], said.get("status") or before["status"])
    if any(said.get(name) not in {None, before[name]} for name in ("cost", "cost_budget", "cost_other")):
        raise RefusedByLaw(
            "cost-needs-cause",
            vi=f"{rule('C141-09', on).text} Hãy ghi ở mục “Thay đổi nguyên giá”.",
            en="The original cost changes only by a cause of the law, with minutes: record it there.",
            legal_basis=[rule("C141-09", on).key],
        )
    changed = [name for name in _NEEDS_REASON if name in said and (said[name] or "") != (before[name] or "")]
    if changed and not reason:
        vi, en = "Hãy ghi lý do của thay đổi này.", "Say why this is changed."
        raise Invalid("reason-required", vi=vi, en=en, errors=[FieldError("/reason", vi, en)])


def refuse_retired(category: Mapping[str, Any]) -> None:
    """Raise Invalid when no new asset may be of the category."""
    if category["retired"]:
        vi, en = "Loại tài sản này không còn dùng cho tài sản mới.", "No new asset is of that category."
        raise Invalid("category-retired", vi=vi, en=en, errors=[FieldError("/category", vi, en)])


def _wrong_costs(vi: str, en: str) -> Invalid:
    return Invalid("costs-disagree", vi=vi, en=en, errors=[FieldError("/cost", vi, en)])
