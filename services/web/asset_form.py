"""The asset form: what people type, read into the shape that the register takes."""

import re
from collections.abc import Mapping
from typing import Any

from services.web.backstage import Json
from services.web.language import _
from services.web.problems import FormProblem

TEXTS = (
    "tag",
    "name",
    "category",
    "maker",
    "model",
    "serial",
    "made_in",
    "unit_id",
    "department",
    "place",
    "put_to_use_on",
    "origin",
    "kind",
    "warranty_until",
    "warranty_provider",
    "warranty_contract",
    "increase_cause",
    "increase_document",
    "increase_document_on",
)
AMOUNTS = ("cost", "cost_budget", "cost_other", "made_year")
DECIMALS = ("latitude", "longitude")
FIELDS = TEXTS + AMOUNTS + DECIMALS

_AMOUNT = re.compile(r"\d{1,3}(?:[.\s]\d{3})+|\d+")
_DECIMAL = re.compile(r"-?\d{1,4}(?:[.,]\d{1,12})?")
_COST_PART = "cost_parts."


def body_of(form: Mapping[str, str], *, whole: bool = False) -> tuple[Json, FormProblem | None]:
    """The request for the register; amounts may be typed as 8.490.000. With `whole`, empty means null."""
    body: Json = {}
    wrong: dict[str, str] = {}
    for name in FIELDS:
        text = form.get(name, "").strip()
        if not text:
            if whole and name in form:
                body[name] = None
        elif (value := _read(name, text)) is None:
            wrong[name] = _not_a_number(name)
        else:
            body[name] = value
    return body, FormProblem(_("Có mục chưa đúng"), wrong) if wrong else None


def cost_parts_of(form: Mapping[str, str]) -> tuple[dict[str, int], dict[str, str]]:
    """What a cost is made of, and the fields that are no amounts."""
    said = {name: text.strip() for name, text in form.items() if name.startswith(_COST_PART) and text.strip()}
    amounts = {name: amount_of(text) for name, text in said.items()}
    parts = {name.removeprefix(_COST_PART): amount for name, amount in amounts.items() if amount is not None}
    return parts, {name: _not_a_number(name) for name, amount in amounts.items() if amount is None}


def amount_of(text: str) -> int | None:
    """VND as people type it: 8.490.000, 8 490 000 or 8490000; None when it is no amount."""
    return int(re.sub(r"\D", "", text)) if _AMOUNT.fullmatch(text) else None


def _read(name: str, text: str) -> Any:
    """The text as the register takes it; None when it is no number but should be one."""
    if name in TEXTS:
        return text
    if name in DECIMALS:
        return float(text.replace(",", ".")) if _DECIMAL.fullmatch(text) else None
    return amount_of(text)


def _not_a_number(name: str) -> str:
    if name in DECIMALS:
        return _("Hãy ghi toạ độ bằng số thập phân, ví dụ 21,0403.")
    return _("Hãy ghi bằng chữ số, ví dụ 8.490.000.")
