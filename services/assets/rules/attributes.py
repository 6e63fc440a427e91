"""Which attributes fit a category, and which changes of a category keep what is recorded. Pure."""

import re
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from shared.errors import FieldError, Invalid

TYPES = ("text", "integer", "number", "boolean", "date", "choice")
CHECKS = ("imei",)
Attribute = Mapping[str, Any]

_IMEI = re.compile(r"\d{15}")


def check_attributes(
    specified: Sequence[Attribute], given: Mapping[str, Any], before: Mapping[str, Any] | None = None
) -> dict[str, Any]:
    """`given` without empty values; raises Invalid for an attribute that the category has not or no longer
    takes, of a wrong type or out of range, and for one that is required and missing.

    What `before` has already may stay, whatever became of its attribute.
    """
    known = {attribute["name"]: attribute for attribute in specified}
    said = {name: value for name, value in given.items() if value not in (None, "")}  # 0 and false are said
    kept = {name: value for name, value in said.items() if before and before.get(name) == value}
    faults = [
        FieldError(f"/attributes/{name}", *words)
        for name, value in said.items()
        if name not in kept and (words := _fault(known.get(name), name, value))
    ]
    faults += [
        FieldError(f"/attributes/{name}", f"Cần có “{one['label']}”.", f"{one['label_en']} is required.")
        for name, one in known.items()
        if one.get("required") and not one.get("retired") and name not in said
    ]
    if faults:
        raise Invalid(
            "attributes-invalid", vi="Thuộc tính chưa đúng.", en="Attributes are wrong.", errors=faults
        )
    return said


def valid_imei(text: str) -> bool:
    """Whether `text` is an IMEI: 15 digits whose last is right by Luhn (3GPP TS 23.003 Annex B).

    >>> valid_imei("356938035643809"), valid_imei("356938035643808")
    (True, False)
    """
    if not _IMEI.fullmatch(text) or not text.isascii():
        return False
    doubled = (int(digit) * (1 + place % 2) for place, digit in enumerate(text))
    return sum(value // 10 + value % 10 for value in doubled) % 10 == 0


def _fault(attribute: Attribute | None, name: str, value: Any) -> tuple[str, str] | None:
    """What is wrong with a value, in both languages."""
    if attribute is None:
        return f"Loại tài sản này không có thuộc tính “{name}”.", f"There is no attribute “{name}”."
    label, label_en = attribute["label"], attribute["label_en"]
    if attribute.get("retired"):
        return f"“{label}” không còn dùng cho loại tài sản này.", f"{label_en} is no longer used."
    if not _fits(attribute, value):
        return f"Giá trị của “{label}” chưa đúng.", f"The value of “{label_en}” is not right."
    if attribute.get("check") == "imei" and not valid_imei(value):
        return (
            f"“{label}” phải là 15 chữ số và đúng số kiểm tra cuối.",
            f"{label_en} must be 15 digits with the right last one.",
        )
    low, high = attribute.get("minimum"), attribute.get("maximum")
    if (low is not None and value < low) or (high is not None and value > high):
        return (
            f"“{label}” phải {_range(low, high, 'từ', 'đến')}.",
            f"{label_en} must be {_range(low, high, 'from', 'to')}.",
        )
    return None


def _range(low: Any, high: Any, from_: str, to: str) -> str:
    parts = [f"{from_} {low}" if low is not None else "", f"{to} {high}" if high is not None else ""]
    return " ".join(part for part in parts if part)


def _fits(attribute: Attribute, value: Any) -> bool:
    """Whether a JSON value is of the attribute's type."""
    number = isinstance(value, int | float) and not isinstance(value, bool)
    match attribute["type"]:
        case "boolean":
            return isinstance(value, bool)
        case "integer":
            return number and isinstance(value, int) and abs(value) < 10**15
        case "number":
            return number and abs(value) < 10**15
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
