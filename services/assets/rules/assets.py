"""Decisions of the register, pure: what is a fixed asset, which costs agree, which status may follow which,
which attributes fit a category.
"""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from shared.errors import Conflict, FieldError, Invalid, RefusedByLaw
from shared.law import rule

FIXED_ASSET, TOOL = "fixed_asset", "tool"
LASTS_YEARS = 1  # everything in the catalogue is equipment or software that serves a year or longer

_KIND_WORDS = {FIXED_ASSET: "tài sản cố định", TOOL: "công cụ, dụng cụ"}
_STATUSES_BY_HAND = ("in_store", "broken", "lost")


def kind_of(cost: int, on: date, *, said: str | None = None) -> tuple[str, str]:
    """(fixed_asset or tool, the key of the rule that says so) for a `cost` in VND, by the rule in force `on`
    the day of the act. Raises RefusedByLaw when somebody `said` the other.
    """
    standard = rule("FIXED-ASSET", on)
    limits = standard.parameters
    lasting = limits["use_from_years"] <= LASTS_YEARS
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


def check_attributes(specified: Sequence[Mapping[str, Any]], given: Mapping[str, Any]) -> dict[str, Any]:
    """`given` without empty values; raises Invalid for an attribute that the category has not, or of a
    wrong type.
    """
    known = {attribute["name"]: attribute for attribute in specified}
    faults, kept = [], {}
    for name, value in given.items():
        if value is None or value == "":
            continue
        if name not in known:
            vi, en = f"Loại tài sản này không có thuộc tính “{name}”.", f"There is no attribute “{name}”."
        elif not _fits(known[name], value):
            vi, en = (
                f"Giá trị của “{known[name]['label']}” chưa đúng.",
                f"The value of “{name}” is not right.",
            )
        else:
            kept[name] = value
            continue
        faults.append(FieldError(f"/attributes/{name}", vi, en))
    if faults:
        raise Invalid(
            "attributes-invalid", vi="Thuộc tính chưa đúng.", en="Attributes are wrong.", errors=faults
        )
    return kept


def _fits(attribute: Mapping[str, Any], value: Any) -> bool:
    """Whether a JSON value is of the attribute's type."""
    number = isinstance(value, int | float) and not isinstance(value, bool)
    match attribute["type"]:
        case "boolean":
            return isinstance(value, bool)
        case "integer":
            return number and isinstance(value, int)
        case "number":
            return number
        case "choice":
            return value in attribute["choices"]
        case "date":
            return isinstance(value, str) and _is_day(value)
    return isinstance(value, str) and len(value) <= 500


def _is_day(text: str) -> bool:
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True


def _wrong_costs(vi: str, en: str) -> Invalid:
    return Invalid("costs-disagree", vi=vi, en=en, errors=[FieldError("/cost", vi, en)])
