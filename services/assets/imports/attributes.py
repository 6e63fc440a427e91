"""A cell as the value of an attribute of a category."""

from collections.abc import Mapping
from typing import Any

from services.assets.imports.cells import CellFault, day_of, text_of
from services.assets.imports.tables import Cell
from shared.text import fold

_YES = {"co", "x", "dung", "yes", "true", "1", "v"}
_NO = {"khong", "sai", "no", "false", "0", "-"}


def attribute_of(specified: Mapping[str, Any], cell: Cell) -> Any:
    """The JSON value that `cell` says for an attribute; None when it says nothing. Raises CellFault."""
    text = text_of(cell)
    if not text:
        return None
    match specified["type"]:
        case "boolean":
            return _yes_or_no(text)
        case "integer" | "number":
            return _number(text, whole=specified["type"] == "integer")
        case "date":
            day = day_of(cell)
            return day.isoformat() if day else None
        case "choice":
            return _choice(specified["choices"], text)
    return text


def _yes_or_no(text: str) -> bool:
    said = fold(text)
    if said not in _YES | _NO:
        raise CellFault(f"“{text}” phải là Có hoặc Không", f"“{text}” must be yes or no")
    return said in _YES


def _number(text: str, *, whole: bool) -> int | float:
    try:
        number = float(text.replace(",", "."))
    except ValueError:
        number = float("nan")
    if not abs(number) < 1e12 or (whole and not number.is_integer()):
        raise CellFault(f"“{text}” không phải là số", f"“{text}” is not a number")
    return int(number) if number.is_integer() else number


def _choice(choices: list[Any], text: str) -> str:
    named = {fold(str(choice)): str(choice) for choice in choices}
    if fold(text) not in named:
        raise CellFault(
            f"“{text}” phải là một trong: {', '.join(named.values())}", f"“{text}” is not a choice"
        )
    return named[fold(text)]
