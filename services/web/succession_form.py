"""The form of a succession: what people tick and type, read into the request that the register takes."""

import re
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from werkzeug.datastructures import MultiDict

from services.web.backstage import Json
from services.web.language import _
from services.web.problems import FormProblem

ROWS, MOST_ROWS = 4, 20  # of new units that the form offers, and at the most
DOCUMENT = ("happened_on", "document_number", "document_on", "document_authority", "note")
_PERCENT = re.compile(r"\d{1,3}(?:[.,]\d{1,4})?")


@dataclass
class Draft:
    """What was ticked and typed; `old` and `known` are units of the register, `new` are rows of the form."""

    typed: MultiDict[str, str]
    old: list[Json] = field(default_factory=list)
    known: list[Json] = field(default_factory=list)
    new: list[Json] = field(default_factory=list)
    rows: int = ROWS

    @property
    def successors(self) -> list[Json]:
        """All that take over."""
        return [*self.known, *self.new]

    def share(self, old: int, new: int) -> str:
        """What was typed as the percentage of a pair, by its places in `old` and `successors`."""
        return self.typed.get(f"share-{old}-{new}", "").strip()


def draft_of(form: MultiDict[str, str], units: list[Json]) -> Draft:
    """The draft that a form carries, of `units` that may be chosen."""
    ticked = {name: set(form.getlist(name)) for name in ("old", "known")}
    rows = min(int(form.get("rows", ROWS)) if form.get("rows", "").isdecimal() else ROWS, MOST_ROWS)
    new = []
    for number in range(rows):
        row = {
            name: form.get(f"new-{number}-{name}", "").strip()
            for name in ("code", "name", "kind", "parent_id")
        }
        if row["code"] or row["name"]:
            new.append({**row, "row": number})
    old = [unit for unit in units if unit["id"] in ticked["old"]]
    known = [unit for unit in units if unit["id"] in ticked["known"]]
    return Draft(form, old, known, new, rows)


def faults_of(draft: Draft) -> FormProblem | None:
    """What has to be answered before the answers can be checked."""
    wrong = {
        name: _("Hãy trả lời mục này.") for name in DOCUMENT[:4] if not draft.typed.get(name, "").strip()
    }
    if not draft.old:
        wrong["old"] = _("Hãy chọn ít nhất một đơn vị kết thúc.")
    if not draft.successors:
        wrong["known"] = _("Hãy chọn đơn vị tiếp nhận, hoặc ghi đơn vị mới.")
    for row in draft.new:
        if not (row["code"] and row["name"]):
            wrong[f"new-{row['row']}-code"] = _("Đơn vị mới cần cả mã và tên.")
    return FormProblem(_("Còn mục chưa trả lời"), wrong) if wrong else None


def body_of(draft: Draft) -> tuple[Json, FormProblem | None]:
    """The request for the register. A percentage left empty is an unknown share; 0 says that the pair does
    not exist.
    """
    pairs: list[dict[str, Any]] = []
    wrong: dict[str, str] = {}
    for row, old in enumerate(draft.old):
        for column, new in enumerate(draft.successors):
            said = draft.share(row, column)
            if said and (not _PERCENT.fullmatch(said) or Decimal(said.replace(",", ".")) > 100):
                wrong[f"share-{row}-{column}"] = _("Tỷ lệ là số từ 0 đến 100, ví dụ 12,5.")
                continue
            share = Decimal(said.replace(",", ".")) / 100 if said else None
            if share != 0:
                text = None if share is None else f"{share.normalize():f}"
                pairs.append({"predecessor": old["code"], "successor": new["code"], "share": text})
    document = {name: draft.typed.get(name, "").strip() for name in DOCUMENT}
    body: Json = {
        **document,
        "predecessors": [{"id": unit["id"], "version": unit["version"]} for unit in draft.old],
        "successors": [*({"id": unit["id"]} for unit in draft.known), *(_new(row) for row in draft.new)],
        "pairs": pairs or None,
    }
    return body, FormProblem(_("Có mục chưa đúng"), wrong) if wrong else None


def _new(row: Json) -> Json:
    made = {name: row[name] for name in ("code", "name")}
    return made | {name: row[name] for name in ("kind", "parent_id") if row[name]}
