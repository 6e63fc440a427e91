"""The forms of disposal cases: what people type, read into the shapes that the register takes."""

import re
from collections.abc import Callable, Mapping

from werkzeug.datastructures import MultiDict

from services.web.backstage import Json
from services.web.language import _
from services.web.problems import FormProblem

Form = MultiDict[str, str]

_AMOUNT = re.compile(r"\d{1,3}(?:[.\s]\d{3})+|\d+")
_RESULT = ("done_on", "minutes_on", "handover_on")
_RESULT_TEXTS = (
    *("mode", "result", "minutes_number", "handover_number", "buyer_kind", "buyer_name"),
    *("proceeds", "paid_in", "costs"),
)
MONEY = ("proceeds", "paid_in", "costs")
SEATS = 7  # rows for members of a council on the form


class Typed:
    """One form being read: what is asked for, and what is wrong by field."""

    def __init__(self, form: Form) -> None:
        self.form = form
        self.wrong: dict[str, str] = {}

    def text(self, name: str) -> str:
        """What stands in a field, trimmed."""
        return self.form.get(name, "").strip()

    def texts(self, *names: str) -> Json:
        """Several texts by name."""
        return {name: self.text(name) for name in names}

    def days(self, *names: str) -> Json:
        """Several days; an empty field is null."""
        return {name: self.text(name) or None for name in names}

    def amount(self, name: str) -> int | None:
        """Whole VND, typed with or without dots; null for an empty field."""
        typed = self.text(name)
        if not typed:
            return None
        if not _AMOUNT.fullmatch(typed):
            self.wrong[name] = _("Hãy ghi bằng chữ số, ví dụ 8.490.000.")
            return None
        return int(re.sub(r"\D", "", typed))

    def problem(self) -> FormProblem | None:
        """What is wrong with the whole form."""
        return FormProblem(_("Có mục chưa đúng"), self.wrong) if self.wrong else None


def head_of(form: Form) -> Json:
    """A new case, or the head of one that is changed."""
    typed = Typed(form)
    receiver = typed.text("receiver_unit_id")
    return {
        **typed.texts("kind", "legal_case", "mode", "reason", "receiver_name"),
        **typed.days("found_on"),
        "receiver_unit_id": receiver or None,
    }


def lines_of(form: Form, typed: Typed) -> Json:
    """What was said of each line: fields named `<what>:<asset id>`, or the same for all that were ticked."""
    ids = form.getlist("line") or form.getlist("asset_id")
    each = bool(form.getlist("line"))
    lines = []
    for asset_id in ids:
        end = f":{asset_id}" if each else ""
        line: Json = {"asset_id": asset_id, "reason": typed.text(f"reason{end}")}
        line["unrepairable"] = f"unrepairable{end}" in form
        line["repair_estimate"] = typed.amount(f"repair_estimate{end}")
        lines.append(line)
    return {"lines": lines}


def _decision(typed: Typed) -> Json:
    return {
        **typed.texts("outcome", "decision_number", "signer", "responsibility", "note"),
        **typed.days("decision_on"),
    }


def _council(typed: Typed) -> Json:
    seats = [typed.texts(f"name:{seat}", f"post:{seat}", f"role:{seat}") for seat in range(SEATS)]
    members = [dict(zip(("name", "post", "role"), seat.values(), strict=True)) for seat in seats]
    seated = [{**one, "role": one["role"] or "member"} for one in members if one["name"]]
    return {"members": seated, **typed.texts("met_on", "conclusion")}


def _execution(typed: Typed) -> Json:
    body = {**typed.texts(*_RESULT_TEXTS[:6]), **typed.days(*_RESULT)}
    body |= {name: typed.amount(name) or 0 for name in MONEY}
    names = [name for name in typed.form if name.startswith("price:")]
    prices = [{"asset_id": name.partition(":")[2], "revalued": typed.amount(name)} for name in names]
    return {**body, "prices": [one for one in prices if one["revalued"] is not None]}


def _paper(typed: Typed) -> Json:
    body = {**typed.texts("paper", "number", "note"), **typed.days("dated_on")}
    return {**body, "present": "absent" not in typed.form}


# act of a form -> (path of the register, reader)
ACTS: Mapping[str, tuple[str, Callable[[Typed], Json]]] = {
    "submit": ("submission", lambda typed: typed.days("file_complete_on", "found_on")),
    "cancel": ("cancellation", lambda typed: typed.texts("reason")),
    "decide": ("decision", _decision),
    "extend": ("extension", lambda typed: typed.texts("number", "on")),
    "lapse": ("lapse", lambda typed: typed.texts("note")),
    "meet": ("council", _council),
    "begin": ("beginning", lambda typed: typed.days("on")),
    "finish": ("execution", _execution),
    "settle": ("money", lambda typed: {name: typed.amount(name) or 0 for name in MONEY}),
    "book": ("booking", lambda typed: typed.days("booked_on")),
    "paper": ("papers", _paper),
    "lines": ("lines", lambda typed: lines_of(typed.form, typed)),
    "remove": ("lines/removal", lambda typed: {"asset_ids": typed.form.getlist("gone")}),
}


def authority_of(typed: Typed) -> Json:
    """A row that says who decides."""
    return {
        **typed.texts("unit_id", "title", "role", "document"),
        **{name: typed.text(name) or None for name in ("kind", "asset_kind", "person_id")},
        **typed.days("valid_from", "valid_to"),
        "cost_from": typed.amount("cost_from") or 0,
        "cost_to": typed.amount("cost_to"),
    }
