"""The asset form: what people type, read into the shape that the register takes."""

import re
from collections.abc import Mapping

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
)
AMOUNTS = ("cost", "cost_budget", "cost_other", "made_year")
FIELDS = TEXTS + AMOUNTS

_AMOUNT = re.compile(r"\d{1,3}(?:[.\s]\d{3})+|\d+")


def body_of(form: Mapping[str, str], *, whole: bool = False) -> tuple[Json, FormProblem | None]:
    """The request for the register; amounts may be typed as 8.490.000. With `whole`, empty means null."""
    body: Json = {}
    wrong: dict[str, str] = {}
    for name in FIELDS:
        value = form.get(name, "").strip()
        if not value:
            if whole and name in form:
                body[name] = None
        elif name in TEXTS:
            body[name] = value
        elif _AMOUNT.fullmatch(value):
            body[name] = int(re.sub(r"\D", "", value))
        else:
            wrong[name] = _("Hãy ghi bằng chữ số, ví dụ 8.490.000.")
    return body, FormProblem(_("Có mục chưa đúng"), wrong) if wrong else None
