"""What is told of cases of disposal: to whom by the state of the case, and in which words. Pure."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any
from uuid import UUID

from services.notifications.rules import Told
from services.notifications.wording import Wording
from shared.vietnamese import short_date

KINDS = {
    "state_recall": ("thu hồi", "State recall"),
    "transfer": ("điều chuyển", "transfer"),
    "hand_over_to_locality": ("chuyển giao về địa phương", "hand-over to the locality"),
    "sale": ("bán", "sale"),
    "liquidation": ("thanh lý", "liquidation"),
    "destruction": ("tiêu hủy", "destruction"),
    "loss": ("xử lý tài sản mất, hủy hoại", "loss"),
    "software_uninstall": ("hủy bỏ phần mềm", "software removal"),
    "other": ("xử lý khác", "other disposal"),
}
_STEPS = {
    "decision": ("ra quyết định", "decide"),
    "execution": ("thực hiện quyết định", "carry the decision out"),
    "books": ("hạch toán, báo cáo", "book and report"),
    "found": ("xác định nguyên nhân, lập hồ sơ", "find the cause and draw up the file"),
}
# what an event means, by the state of its case
NOTICES = {
    "submitted": "disposal_waiting",
    "decided": "disposal_approved",
    "rejected": "disposal_rejected",
    "returned": "disposal_returned",
    "done": "disposal_done",
}
OVERDUE = "disposal_overdue"
# a notice of the first kind has done its work when the case has come to the second
SETTLED = ("disposal_waiting", "disposal_returned", "disposal_done", OVERDUE)


def told_of_disposal(kind: str, officers: Iterable[UUID], heads: Iterable[UUID]) -> list[Told]:
    """Who must act: the head on what waits for a decision, the officer on the rest, both on what is late.
    Everybody once.
    """
    to_heads, to_officers = kind in {"disposal_waiting", OVERDUE}, kind != "disposal_waiting"
    everybody = [Told(one, kind, "officer") for one in officers if to_officers]
    everybody += [Told(one, kind, "head") for one in heads if to_heads]
    once: dict[UUID, Told] = {}
    for told in everybody:
        once.setdefault(told.person_id, told)
    return list(once.values())


def facts_of_disposal(case: Mapping[str, Any]) -> dict[str, str]:
    """What the templates are filled with, from an event's data."""
    kind_vi, kind_en = KINDS[case["kind"]]
    step_vi, step_en = _STEPS.get(case.get("step", ""), ("", ""))
    return {
        "number": case["number"],
        "kind_vi": kind_vi,
        "kind_en": kind_en,
        "step_vi": step_vi,
        "step_en": step_en,
        **{name: _day(case.get(name)) for name in ("file_complete_on", "decision_on", "done_on", "due_on")},
    }


def wording_of_disposal(kind: str) -> Wording:
    """The templates for one kind of notice."""
    return _WORDS[kind]


def _day(text: str | None) -> str:
    return short_date(date.fromisoformat(text)) if text else ""


_WORDS = {
    "disposal_waiting": Wording(
        "Hồ sơ {number} ({kind_vi}) chờ quyết định",
        "Kính trình ông/bà: hồ sơ xử lý tài sản công {number} ({kind_vi}) đủ giấy tờ từ ngày"
        " {file_complete_on}. Đề nghị ông/bà xem xét, ghi quyết định, hoặc trả lại hồ sơ và nêu lý do.",
        "Case {number} ({kind_en}) waits for a decision",
        "The file of case {number} ({kind_en}) is complete since {file_complete_on}. Please record the"
        " decision, or send the case back and say why.",
    ),
    "disposal_approved": Wording(
        "Hồ sơ {number} ({kind_vi}) đã có quyết định",
        "Hồ sơ {number} ({kind_vi}) đã được quyết định ngày {decision_on}. Tài sản chờ xử lý, không được"
        " tháo dỡ hay giao cho ai. Đề nghị ông/bà tổ chức thực hiện và ghi kết quả đúng hạn nêu ở hồ sơ.",
        "Case {number} ({kind_en}) is decided",
        "Case {number} ({kind_en}) was decided on {decision_on}. The assets await disposal and must not be"
        " taken apart or given out. Please have it carried out and record the result in time.",
    ),
    "disposal_rejected": Wording(
        "Hồ sơ {number} ({kind_vi}) không được chấp thuận",
        "Hồ sơ {number} ({kind_vi}) không được chấp thuận; lý do ghi ở hồ sơ. Tài sản không còn bị giữ lại.",
        "Case {number} ({kind_en}) was rejected",
        "Case {number} ({kind_en}) was rejected; the case says why. Its assets are free again.",
    ),
    "disposal_returned": Wording(
        "Hồ sơ {number} ({kind_vi}) bị trả lại để bổ sung",
        "Hồ sơ {number} ({kind_vi}) được trả lại; lý do ghi ở hồ sơ. Đề nghị ông/bà bổ sung rồi trình lại.",
        "Case {number} ({kind_en}) was sent back",
        "Case {number} ({kind_en}) was sent back; the case says why. Please complete and submit it again.",
    ),
    "disposal_done": Wording(
        "Hồ sơ {number} ({kind_vi}) đã thực hiện, chờ ghi sổ",
        "Quyết định của hồ sơ {number} ({kind_vi}) đã thực hiện xong ngày {done_on}. Đề nghị ông/bà ghi giảm"
        " tài sản trong sổ và báo cáo biến động đúng thời hạn.",
        "Case {number} ({kind_en}) is done; the books wait",
        "The decision of case {number} ({kind_en}) was carried out on {done_on}. Please book and report it in"
        " time.",
    ),
    OVERDUE: Wording(
        "Quá hạn {step_vi}: hồ sơ {number}",
        "Hồ sơ {number} ({kind_vi}) đã quá hạn {step_vi} (hạn ngày {due_on}). Đề nghị ông/bà xử lý ngay và"
        " báo cáo lý do chậm.",
        "Overdue: {step_en}, case {number}",
        "Case {number} ({kind_en}): the time to {step_en} ended on {due_on}. Please act now and say why it is"
        " late.",
    ),
}
