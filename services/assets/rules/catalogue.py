"""How a category may grow: attributes are added and retired, never renamed, retyped or removed. Pure."""

from collections.abc import Mapping, Sequence
from typing import Any

from services.assets.rules.attributes import CHECKS, TYPES
from shared.errors import Conflict, FieldError, Invalid, NotFound

MOST_ATTRIBUTES = 40
_NUMBERS = ("integer", "number")

Attribute = dict[str, Any]


def with_attribute(attributes: Sequence[Attribute], said: Mapping[str, Any]) -> list[Attribute]:
    """`attributes` and one more. Raises Conflict for a name that is or was used, Invalid for one that makes
    no sense.
    """
    if any(one["name"] == said["name"] for one in attributes):
        vi, en = f"Đã có thuộc tính “{said['name']}”.", f"There is an attribute “{said['name']}” already."
        raise Conflict("attribute-taken", vi=vi, en=en, errors=[FieldError("/name", vi, en)])
    if len(attributes) >= MOST_ATTRIBUTES:
        raise Conflict(
            "attributes-full",
            vi=f"Một loại có nhiều nhất {MOST_ATTRIBUTES} thuộc tính.",
            en=f"A category has {MOST_ATTRIBUTES} attributes at the most.",
        )
    return [*attributes, _sound(_told(said))]


def with_changed(attributes: Sequence[Attribute], name: str, said: Mapping[str, Any]) -> list[Attribute]:
    """`attributes` with the one called `name` changed. Raises NotFound, Invalid; a choice that was offered
    stays known.
    """
    found = next((one for one in attributes if one["name"] == name), None)
    if found is None:
        raise NotFound(
            "attribute-not-found", vi="Loại này không có thuộc tính đó.", en="There is no such attribute."
        )
    changed = _sound({**found, **_told(said)})
    if lost := set(found.get("choices", ())) - set(changed.get("choices", ())):
        raise _wrong(
            "choices-lost",
            "/choices",
            f"Không được bỏ lựa chọn đã dùng: {', '.join(sorted(lost))}.",
            f"Choices stay once they were offered: {', '.join(sorted(lost))}.",
        )
    return [changed if one is found else one for one in attributes]


def _told(said: Mapping[str, Any]) -> Attribute:
    """What is said, with choices as the catalogue keeps them."""
    told = {name: value for name, value in said.items() if name != "choices"}
    if said.get("choices") is not None:
        told["choices"] = [choice["code"] for choice in said["choices"]]
        told["choice_labels"] = {
            choice["code"]: {"vi": choice["label"], "en": choice["label_en"]} for choice in said["choices"]
        }
    return told


def _sound(attribute: Attribute) -> Attribute:
    """The attribute without what it does not say; raises Invalid when its parts do not fit."""
    kept = {name: value for name, value in attribute.items() if value not in (None, "", False)}  # 0 stays
    kept |= {name: attribute[name] for name in ("minimum", "maximum") if attribute.get(name) is not None}
    if kept["type"] not in TYPES or kept.get("check", "imei") not in CHECKS:
        raise _wrong("attribute-type", "/type", "Kiểu thuộc tính chưa đúng.", "There is no such type.")
    if (kept["type"] == "choice") != bool(kept.get("choices")):
        raise _wrong(
            "attribute-choices",
            "/choices",
            "Chỉ kiểu “lựa chọn” mới có, và phải có, các lựa chọn.",
            "Choices belong to the type choice, which needs some.",
        )
    low, high = kept.get("minimum"), kept.get("maximum")
    limited = low is not None or high is not None
    if limited and (kept["type"] not in _NUMBERS or (low is not None and high is not None and low > high)):
        raise _wrong(
            "attribute-limits",
            "/minimum",
            "Giới hạn chỉ dùng cho số, nhỏ nhất không lớn hơn lớn nhất.",
            "Limits are for numbers, the least not above the most.",
        )
    if "check" in kept and kept["type"] != "text":
        raise _wrong("attribute-check", "/check", "Kiểm tra IMEI chỉ dùng cho chữ.", "An IMEI is a text.")
    return kept


def _wrong(slug: str, pointer: str, vi: str, en: str) -> Invalid:
    return Invalid(slug, vi=vi, en=en, errors=[FieldError(pointer, vi, en)])
