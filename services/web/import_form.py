"""The form in which a person says which column of a sheet carries what."""

import json
from collections.abc import Mapping
from typing import Any

from werkzeug.datastructures import MultiDict

from services.web.backstage import Json, fetch
from services.web.words import Words

_LINES = 200  # columns of a sheet at the most
_KEPT = ("date_order", "decimal", "currency", "rate", "rounding")


def attribute_choices() -> list[tuple[str, tuple[str, str]]]:
    """The attributes of all categories as fields that a column may carry."""
    found: Words = {}
    for category in fetch("assets", "/categories")["items"]:
        for attribute in category["attributes"]:
            found.setdefault(f"attributes.{attribute['name']}", (attribute["label"], ""))
    return list(found.items())


def mapping_of_form(form: MultiDict[str, str]) -> Json:
    """The mapping that a form says: `name-3` is what the fourth column is called, `field-3` what it carries.
    Nothing is guessed any more.
    """
    columns: dict[str, list[str]] = {}
    for at in range(_LINES):
        name, field = form.get(f"name-{at}", ""), form.get(f"field-{at}", "")
        if name and field:
            columns.setdefault(field, []).append(name)
    return {**_rules(form), "columns": columns, "guess": False}


def body_of_reading(form: MultiDict[str, str], report: Mapping[str, Any]) -> Json:
    """How the file is to be read: with the columns of the form, or with another sheet or encoding."""
    if "columns" in form:
        said = {"mapping": json.dumps(mapping_of_form(form), ensure_ascii=False)}
        return {**said, "sheet": report["sheet"] or "", "encoding": form.get("encoding", "")}
    return {"mapping": "", "sheet": form.get("sheet", ""), "encoding": form.get("encoding", "")}


def _rules(form: MultiDict[str, str]) -> Json:
    """How the sheet writes dates and money, where the form says it."""
    return {name: form[name] for name in _KEPT if form.get(name)}
