"""The attributes of a category in a form: what people type, read by their types; and shown again in words."""

from collections.abc import Mapping, Sequence
from typing import Any

from services.web.backstage import Json
from services.web.language import _, language
from services.web.shown import day

_YES = {"yes": True, "no": False}


def attributes_of(
    form: Mapping[str, str], specified: Sequence[Json], kept: Mapping[str, Any]
) -> tuple[Json, dict[str, str]]:
    """The attributes of the form, and what cannot be read by the name of its field. What the form does not
    offer (retired, unknown) stays as it is in `kept`.
    """
    offered = {one["name"] for one in specified if not one.get("retired")}
    found = {name: value for name, value in kept.items() if name not in offered}
    wrong: dict[str, str] = {}
    for one in specified:
        text = form.get(f"attributes.{one['name']}", "").strip()
        if one["name"] not in offered or not text:
            continue
        value = _read(one["type"], text)
        if value is None:
            wrong[f"attributes.{one['name']}"] = _("Hãy ghi bằng chữ số, ví dụ 12 hoặc 2,5.")
        else:
            found[one["name"]] = value
    return found, wrong


def typed_attributes(attributes: Mapping[str, Any]) -> Json:
    """Recorded attributes as the fields of the form."""
    return {f"attributes.{name}": _written(value) for name, value in attributes.items()}


def label_of(attribute: Json) -> str:
    """What an attribute is called in the visitor's language."""
    return str(attribute["label_en"] if language() == "en" else attribute["label"])


def choices_of(attribute: Json) -> list[tuple[str, str]]:
    """The choices of an attribute with their words."""
    labels = attribute.get("choice_labels") or {}
    return [
        (code, str(labels.get(code, {}).get("en" if language() == "en" else "vi") or code))
        for code in attribute.get("choices", ())
    ]


def shown_attributes(attributes: Mapping[str, Any], specified: Sequence[Json]) -> list[tuple[str, str]]:
    """Label and value of each recorded attribute as the catalogue orders them; unknown ones by their name."""
    known = {one["name"]: one for one in specified}
    ordered = [*(name for name in known if name in attributes), *(n for n in attributes if n not in known)]
    return [
        (label_of(known[name]) if name in known else name, _shown(known.get(name), attributes[name]))
        for name in ordered
    ]


def _shown(attribute: Json | None, value: Any) -> str:
    if isinstance(value, bool):
        return _("Có") if value else _("Không")
    if attribute is None:
        return str(value)
    if attribute["type"] == "date":
        return day(str(value))
    if attribute["type"] == "choice":
        return dict(choices_of(attribute)).get(value, str(value))
    unit = (
        f" {attribute['unit']}"
        if attribute.get("unit") and f"({attribute['unit']})" not in label_of(attribute)
        else ""
    )
    return f"{_written(value)}{unit}"


def _written(value: Any) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float):
        return f"{value:g}".replace(".", ",") if language() != "en" else f"{value:g}"
    return str(value)


def _read(kind: str, text: str) -> Any:
    """The text as a value of the type; None when it is not one."""
    if kind == "boolean":
        return _YES.get(text)
    if kind not in {"integer", "number"}:
        return text
    plain = text.replace(" ", "").replace(",", ".")
    try:
        number = float(plain)
    except ValueError:
        return None
    return int(number) if number.is_integer() and abs(number) < 1e15 else number
