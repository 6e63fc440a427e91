"""What the law asks of a disposal case, pure: legal cases, tests of assets, papers, deadlines. What it
asks of the decision and of carrying it out stands in disposal_acts.py.

The law itself is data (law/disposals.toml); `Provision.details` has its keys.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from services.assets.rules.assets import TOOL
from shared.errors import FieldError, Invalid, RefusedByLaw
from shared.law import Provision, deadline, disposal, rule
from shared.vietnamese import short_date, vnd
from shared.workdays import due_after

MOST_LINES = 1000
WORN, DAMAGED = "worn", "damaged"
DISPOSABLE = ("in_store", "in_use", "broken", "lost")

Line = Mapping[str, Any]


@dataclass(frozen=True)
class Due:
    """One legal clock of a case."""

    step: str  # decision | execution | books | report
    rule: str  # key of the deadline, "T-16@1"
    what: str
    triggered_on: date
    due_on: date


def legal_case(law: Provision, code: str, on: date) -> Mapping[str, Any]:
    """The legal case `code` of a form of disposal. Raises Invalid for one that it has not, RefusedByLaw for
    one that leads elsewhere (a part of an asset lost) or is not for the things of this register.
    """
    found: Mapping[str, Any] | None = next(
        (case for case in law.details["cases"] if case["code"] == code), None
    )
    if found is None:
        vi = f"{law.title} không có trường hợp {code}."
        raise Invalid(
            "legal-case-unknown",
            vi=vi,
            en=f"{law.id} has no legal case {code}.",
            errors=[FieldError("/legal_case", vi, "No such legal case.")],
        )
    if found.get("refused_by"):
        vi, en = found["refused_text"], f"The legal case {code} is not disposed of by a case here."
        raise RefusedByLaw(
            "legal-case-refused",
            vi=vi,
            en=en,
            legal_basis=[rule(found["refused_by"], on).key],
            errors=[FieldError("/legal_case", vi, en)],
        )
    return found


def check_mode(law: Provision, mode: str) -> None:
    """Raise Invalid when the form of disposal has no such mode ("" is always possible before execution)."""
    modes = {one["id"] for one in law.details.get("modes", ())}
    if mode and mode not in modes:
        vi, en = f"{law.title} không có phương thức này.", f"{law.id} knows {sorted(modes)}."
        raise Invalid("mode-unknown", vi=vi, en=en, errors=[FieldError("/mode", vi, en)])


def check_receiver(law: Provision, *, named: bool) -> None:
    """A transfer needs a receiver; a sale or liquidation has none. Raises Invalid."""
    asked = law.details["receiver"]
    if asked == "required" and not named:
        vi, en = "Hãy ghi cơ quan, đơn vị tiếp nhận.", "The receiver is missing."
    elif asked == "none" and named:
        vi, en = f"{law.title} không có bên tiếp nhận.", "This form of disposal has no receiver."
    else:
        return
    raise Invalid("receiver-wrong", vi=vi, en=en, errors=[FieldError("/receiver", vi, en)])


def check_assets(
    law: Provision, case: Mapping[str, Any], lines: Sequence[Line], unit_id: Any, on: date
) -> None:
    """Every asset must be one that this case of the law may be about. Raises one RefusedByLaw or Invalid that
    names each line that is not.
    """
    faults, basis = [], set()
    for place, line in enumerate(lines):
        for key, vi, en in _asset_faults(law, case, line, unit_id, on):
            faults.append(FieldError(f"/lines/{place}", f"{line['code']}: {vi}", f"{line['code']}: {en}"))
            basis |= {key} - {""}
            break
    if not faults:
        return
    vi = f"{len(faults)}/{len(lines)} tài sản không đưa vào hồ sơ này được. {faults[0].vi}"
    en = f"{len(faults)} of {len(lines)} assets cannot be in this case. {faults[0].en}"
    if basis:
        raise RefusedByLaw(
            "assets-refused",
            vi=vi,
            en=en,
            legal_basis=sorted(rule(one, on).key for one in basis),
            errors=faults,
        )
    raise Invalid("assets-refused", vi=vi, en=en, errors=faults)


def _asset_faults(
    law: Provision, case: Mapping[str, Any], line: Line, unit_id: Any, on: date
) -> Iterator[tuple[str, str, str]]:
    """(rule, why in Vietnamese, in English) for each thing that stands in the way; "" without a rule."""
    if line["status"] not in DISPOSABLE:
        yield "", "đã xử lý hoặc đang chờ xử lý theo một quyết định", f"its status is {line['status']}"
    if line["unit_id"] != unit_id:
        yield "", "thuộc sổ của đơn vị khác; hãy lập hồ sơ riêng", "it is in another unit's books"
    categories = law.details.get("categories")
    if categories and line["category"] not in categories:
        yield law.details["rules"][0], "không phải phần mềm", "it is no software"
    if case.get("test") == WORN and not is_worn_out(line):
        left = vnd(line["cost"] - line["wear"])
        yield (
            case["rule"],
            f"chưa tính đủ hao mòn (còn {left} đồng), chưa phải hết hạn sử dụng",
            f"it is not worn off: {left} VND remain",
        )
    if case.get("test") == DAMAGED and not is_damaged(line, on=on):
        yield case["rule"], _DAMAGE_VI, "neither unrepairable nor above the limit of repair cost"


_DAMAGE_VI = "chưa đạt mức hư hỏng: phải không sửa được, hoặc chi phí sửa lớn hơn 30% nguyên giá"


def is_worn_out(line: Line) -> bool:
    """Whether the wear life is over by the books (Decree 186 Art. 29, Circular 141 Art. 13(3)). Tools have no
    computed wear: whether their use is over the agency decides itself.
    """
    return line["asset_kind"] == TOOL or bool(line["wear"] >= line["cost"])


def is_damaged(line: Line, *, on: date) -> bool:
    """Unrepairable, or the repair costs more than the limit, in percent of the original cost (of the price of
    a new equivalent when the cost is unknown).
    """
    percent = int(rule("D186-29a", on).parameters["repair_percent_of_cost"])
    measure = line["cost"] or line.get("new_price") or 0
    estimate = line.get("repair_estimate") or 0
    return bool(line.get("unrepairable")) or (measure > 0 and estimate * 100 > measure * percent)


def papers_of(law: Provision, case: Mapping[str, Any]) -> Sequence[Mapping[str, Any]]:
    """The papers of the file of a case of the law, required or not, in their order."""
    found: Sequence[Mapping[str, Any]] = case.get("papers") or law.details["papers"]
    return found


def check_papers(law: Provision, case: Mapping[str, Any], present: Iterable[str], on: date) -> None:
    """Raise RefusedByLaw naming each required paper that is missing; the list 01/TSC-XLTS prints itself."""
    have = {*present, "list"}
    missing = [one for one in papers_of(law, case) if one["required"] and one["id"] not in have]
    if missing:
        faults = [FieldError(f"/papers/{one['id']}", one["title"], "missing") for one in missing]
        vi = f"Hồ sơ còn thiếu: {'; '.join(one['title'] for one in missing)}."
        raise RefusedByLaw(
            "papers-missing",
            vi=vi,
            en=f"Papers are missing: {', '.join(one['id'] for one in missing)}.",
            legal_basis=sorted({rule(one["rule"], on).key for one in missing}),
            errors=faults,
        )


def rules_of(law: Provision, case: Mapping[str, Any], on: date) -> list[str]:
    """The keys of what a case is made under: its form of disposal, the rules of that day."""
    wanted = [*law.details["rules"], *([case["rule"]] if case.get("rule") else [])]
    return [f"disposal:{law.key}", *(rule(one, on).key for one in dict.fromkeys(wanted))]


def due(law: Provision, case: Mapping[str, Any], step: str, trigger: date) -> Due | None:
    """The clock of `step` that begins on `trigger`; None where the law's time is not established."""
    id_ = case.get(f"{step}_deadline") or law.details.get(f"{step}_deadline")
    if not id_:
        return None
    clock = deadline(id_, trigger)
    last = due_after(trigger, clock.details["limit"], clock.details["kind"])
    return Due(step, clock.key, clock.details.get("what") or clock.title, trigger, last)


def law_of(kind: str, on: date) -> Provision:
    """The form of disposal `kind` as the law has it on the day of the act."""
    return disposal(kind, on)


def check_day(on: date, *, after: date | None, today: date, pointer: str, what: str) -> None:
    """A day of an act is neither ahead nor before the act it follows. Raises Invalid."""
    if on > today:
        vi, en = f"{what} {short_date(on)} ở tương lai.", "The date lies ahead."
    elif after is not None and on < after:
        vi, en = f"{what} {short_date(on)} trước ngày {short_date(after)} của bước trước.", "Too early."
    else:
        return
    raise Invalid("date-wrong", vi=vi, en=en, errors=[FieldError(pointer, vi, en)])


def number_of(number: int, year: int) -> str:
    """The number of a case as it is written: 12/2026/HSXL (hồ sơ xử lý)."""
    return f"{number}/{year}/HSXL"


_BOUND = ("unit_id", "category", "kind", "cost", "cost_budget", "cost_other", "serial", "attributes")


def check_untouched(before: Mapping[str, Any], after: Mapping[str, Any], on: date) -> None:
    """Raise RefusedByLaw when a thing whose disposal is decided (or done) would be another than the decision
    speaks of: its parts, its cost, its place in the books (Law Art. 41(2); for the other forms by analogy).
    """
    waiting = before["status"] in {"awaiting_disposal", "disposed"}
    changed = [name for name in _BOUND if before[name] != after[name]]
    if waiting and changed:
        vi = "Tài sản đã có quyết định xử lý: không được tháo dỡ, thay đổi, điều chỉnh giá trị hay chuyển sổ."
        en = "Its disposal is decided: its parts, value and books may not change."
        faults = [FieldError(f"/{name}", vi, en) for name in changed]
        raise RefusedByLaw(
            "awaiting-disposal", vi=vi, en=en, legal_basis=[rule("L15-41-2", on).key], errors=faults
        )


def check_reason(reason: str) -> None:
    """Raise Invalid when a refusal gives no reason."""
    if not reason:
        vi, en = "Hãy ghi lý do.", "The reason is missing."
        raise Invalid("reason-missing", vi=vi, en=en, errors=[FieldError("/note", vi, en)])
