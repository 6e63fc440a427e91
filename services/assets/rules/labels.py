"""Decisions about labels, pure: what may be bound, what can be printed on which paper."""

from collections.abc import Mapping
from typing import Any

from services.assets.labels.codes import pretty
from services.assets.labels.templates import Template
from shared.errors import Conflict, FieldError, Invalid

REASONS = ("damaged", "lost", "wrong")  # why a label is replaced; a label from a roll retires one by "roll"

_TAKEN = {
    "bound": ("đã gắn cho một tài sản", "is bound to an asset already"),
    "retired": ("đã thôi dùng từ trước", "was retired"),
    "void": ("đã huỷ", "was made void"),
}


def check_binding(label: Mapping[str, Any]) -> None:
    """Raise Conflict unless the label is from a roll and waits for its asset."""
    if (state := label["state"]) == "unbound":
        return
    vi, en = _TAKEN[state]
    vi, en = f"Tem {pretty(label['code'])} {vi}.", f"Label {pretty(label['code'])} {en}."
    raise Conflict(f"code-{state}", vi=vi, en=en, errors=[FieldError("/code", vi, en)])


def check_print(how: Mapping[str, Any], template: Template) -> None:
    """Raise Invalid when the first label lies beyond the sheet, or ZPL is asked for on sheets."""
    if how["format"] == "zpl" and not template.thermal:
        vi, en = "ZPL chỉ dùng cho tem cuộn của máy in nhiệt.", "ZPL is for the rolls of thermal printers."
        raise Invalid("zpl-needs-roll", vi=vi, en=en, errors=[FieldError("/format", vi, en)])
    if how["start_at"] > template.per_sheet:
        vi = f"Tờ tem này chỉ có {template.per_sheet} tem."
        en = f"This sheet has {template.per_sheet} labels."
        if template.thermal:
            vi, en = "Tem cuộn không có ô bắt đầu.", "A roll has no first label to begin at."
        raise Invalid("start-beyond-sheet", vi=vi, en=en, errors=[FieldError("/start_at", vi, en)])
