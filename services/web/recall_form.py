"""The forms of a recall case: what people type, read into the shapes that custody takes."""

from collections.abc import Callable

from services.web.backstage import Json
from services.web.disposal_form import Typed
from services.web.language import N_, _


def _outcome(typed: Typed) -> Json:
    body: Json = {**typed.texts("outcome", "reason", "document"), "asset_ids": typed.form.getlist("asset")}
    if not body["asset_ids"]:
        typed.wrong["asset_ids"] = _("Hãy chọn ít nhất một tài sản.")
    if not body["outcome"]:
        typed.wrong["outcome"] = _("Hãy chọn kết quả.")
    if len(body["reason"]) < 3:
        typed.wrong["reason"] = _("Hãy viết lý do.")
    if body["outcome"] == "compensated":
        body["amount"] = typed.amount("amount")
    if body["outcome"] == "passed_on":
        body |= {"successor_id": typed.text("successor_id") or None, "condition": typed.text("condition")}
    if typed.text("happened_on"):
        body["happened_on"] = typed.text("happened_on")
    return body


def _extension(typed: Typed) -> Json:
    return _needed(typed, "deadline", "reason", "approver") | typed.texts("document")


def _delivery(typed: Typed) -> Json:
    return _needed(typed, "kind", "way", "happened_on", "to_whom") | typed.texts("note")


def _representative(typed: Typed) -> Json:
    return _needed(typed, "name", "relation") | typed.texts("contact", "document")


def _nothing(_typed: Typed) -> Json:
    return {}


def _needed(typed: Typed, *names: str) -> Json:
    """Texts that must be there."""
    body = typed.texts(*names)
    typed.wrong |= {name: _(_WHY[name]) for name, text in body.items() if not text}
    return body


_WHY = {
    "deadline": N_("Hãy ghi hạn mới."),
    "reason": N_("Hãy viết lý do."),
    "approver": N_("Hãy ghi người duyệt."),
    "kind": N_("Hãy chọn đã giao hay đã xác nhận nhận."),
    "way": N_("Hãy chọn cách giao."),
    "happened_on": N_("Hãy ghi ngày."),
    "to_whom": N_("Hãy ghi người nhận."),
    "name": N_("Hãy ghi họ và tên."),
    "relation": N_("Hãy ghi quan hệ với người giữ tài sản."),
}
# the form's name: (the path below the case, how it is read)
ACTS: dict[str, tuple[str, Callable[[Typed], Json]]] = {
    "outcome": ("outcomes", _outcome),
    "extension": ("extension", _extension),
    "notice": ("notices", _nothing),
    "delivery": ("deliveries", _delivery),
    "acknowledgement": ("acknowledgement", _nothing),
    "representative": ("representative", _representative),
    "erasure": ("representative/erasure", _nothing),
}
