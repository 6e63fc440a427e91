"""What the law asks of a decision on a disposal and of carrying it out, pure: its content, the limits in
value of each way to sell, the council, the papers of the result.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from services.assets.rules.assets import FIXED_ASSET
from services.assets.rules.disposals import Line
from shared.errors import FieldError, Invalid, RefusedByLaw
from shared.law import Provision, rule
from shared.vietnamese import short_date, vnd

SALES = ("auction", "listed", "direct")


def decision_rules(law: Provision, on: date) -> list[str]:
    """The rule that says what the decision must contain, on the day of the decision."""
    return [rule(law.details["decision_says"], on).key] if law.details["decision_says"] else []


_SAYS = (
    ("decision_number", "số quyết định", "its number"),
    ("decision_on", "ngày quyết định", "its day"),
    ("signer", "người ký", "who signed it"),
    ("responsibility", "trách nhiệm tổ chức thực hiện", "who carries it out"),
)


def check_decision(law: Provision, case: Mapping[str, Any], said: Mapping[str, Any]) -> None:
    """The decision must say what the law asks (Art. 18, 21, 29): list and reasons stand in the case; number,
    day, signer, responsibility and, where there are proceeds, what becomes of them are said here.
    """
    proceeds = case["mode"] in SALES and not said["note"]
    wanted = [(name, vi, en) for name, vi, en in _SAYS if not said.get(name)]
    wanted += [("note", "việc quản lý, sử dụng tiền thu được", "what becomes of the proceeds")] * proceeds
    if wanted:
        faults = [FieldError(f"/{name}", f"Thiếu {vi}.", f"Missing: {en}.") for name, vi, en in wanted]
        vi = f"Quyết định phải nêu: {', '.join(one[1] for one in wanted)}."
        en = f"The decision must say {', '.join(one[2] for one in wanted)}."
        basis = decision_rules(law, said.get("decision_on") or case["file_complete_on"])
        raise RefusedByLaw("decision-incomplete", vi=vi, en=en, legal_basis=basis, errors=faults)


def check_execution(law: Provision, case: Mapping[str, Any], said: Mapping[str, Any]) -> None:
    """What must be known of how a decision was carried out. Raises Invalid for what is not said,
    RefusedByLaw when the council that scraps has not met or a decision to sell no longer holds.
    """
    faults = []
    modes = {one["id"]: one for one in law.details.get("modes", ())}
    if modes and said["mode"] not in modes:
        faults.append(FieldError("/mode", "Hãy chọn phương thức đã thực hiện.", "The mode is missing."))
    if law.details["receiver"] == "required" and not (said["handover_number"] and said["handover_on"]):
        vi = "Ghi số, ngày biên bản bàn giao Mẫu số 02/TSC-BBGN mà bên nhận đã ký."
        faults.append(FieldError("/handover_number", vi, "The minutes of handover are missing."))
    if said["mode"] in SALES and not said["buyer_kind"]:
        faults.append(FieldError("/buyer_kind", "Hãy ghi bên mua là ai.", "The buyer is missing."))
    if said["paid_in"] > said["proceeds"]:
        vi = "Số đã nộp tài khoản tạm giữ lớn hơn số thu được."
        faults.append(FieldError("/paid_in", vi, "More was paid in than was received."))
    if faults:
        raise Invalid("execution-incomplete", vi=faults[0].vi, en=faults[0].en, errors=faults)
    _check_council(modes.get(said["mode"], {}), case)
    if case["valid_until"] is not None and said["done_on"] > case["valid_until"]:
        key = rule("D186-23", case["decision_on"]).key
        vi = f"Quyết định bán hết hiệu lực ngày {short_date(case['valid_until'])}; hãy gia hạn."
        en = "The decision to sell no longer held on that day."
        raise RefusedByLaw("decision-expired", vi=vi, en=en, legal_basis=[key])


def _check_council(mode: Mapping[str, Any], case: Mapping[str, Any]) -> None:
    if mode.get("council") and not case["council"]:
        key = rule(mode["rule"], case["decision_on"]).key
        vi = "Chưa ghi Hội đồng thanh lý: thành phần, ngày họp, kết luận."
        raise RefusedByLaw("council-missing", vi=vi, en="The council has not met.", legal_basis=[key])


def check_sale(law: Provision, mode: str, lines: Sequence[Line], on: date) -> None:
    """The limits in value of selling at a listed price or directly (Art. 26, 27, 31); an auction has none.
    Raises RefusedByLaw naming each line beyond them, Invalid for lines without a revalued price.
    """
    if mode not in ("listed", "direct"):
        return
    limits = sale_limits(law.id, mode, on)
    missing, faults = [], []
    for place, line in enumerate(lines):
        if mode == "direct" and line["asset_kind"] != FIXED_ASSET:
            continue
        pointer, price = f"/lines/{place}", line.get("revalued")
        if price is None:
            vi = f"{line['code']}: thiếu giá đánh giá lại."
            missing.append(FieldError(pointer, vi, f"{line['code']}: the revalued price is missing."))
        elif line["cost"] >= limits.cost_below or not limits.from_price <= price < limits.below_price:
            vi = f"{line['code']}: {limits.words()}"
            faults.append(FieldError(pointer, vi, f"{line['code']}: outside the limits of {limits.key}."))
    if missing:
        raise Invalid("revalued-missing", vi=missing[0].vi, en=missing[0].en, errors=missing)
    if faults:
        raise RefusedByLaw(
            "sale-beyond-limits", vi=faults[0].vi, en=faults[0].en, legal_basis=[limits.key], errors=faults
        )


@dataclass(frozen=True)
class SaleLimits:
    """Original cost below, revalued price from and below, in VND per asset."""

    key: str
    title: str
    cost_below: int
    from_price: int
    below_price: int

    def words(self) -> str:
        """What the limits ask, in Vietnamese."""
        floor = f"từ {vnd(self.from_price)} đến " if self.from_price else ""
        return (
            f"{self.title} chỉ khi nguyên giá dưới {vnd(self.cost_below)} đồng và giá đánh giá lại"
            f" {floor}dưới {vnd(self.below_price)} đồng."
        )


def sale_limits(kind: str, mode: str, on: date) -> SaleLimits:
    """The limits of `mode` listed | direct in a sale or in a liquidation by sale."""
    if kind == "liquidation":
        one = rule("D186-31", on)
        low, high = one.parameters["listed_from_vnd"], one.parameters["listed_below_vnd"]
        bounds = (low, high) if mode == "listed" else (0, low)
    else:
        one = rule("D186-26" if mode == "listed" else "D186-27", on)
        bounds = (one.parameters.get("revalued_from_vnd", 0), one.parameters["revalued_below_vnd"])
    title = "Bán niêm yết giá" if mode == "listed" else "Bán chỉ định"
    return SaleLimits(one.key, title, one.parameters["cost_below_vnd"], *bounds)
