"""Print labels: for a unit, an import, or chosen assets."""

from flask import Blueprint, Response, render_template, request

from services.web.backstage import Json, document
from services.web.choices import units
from services.web.decoding import code_in
from services.web.files import passed_on
from services.web.language import N_, _
from services.web.problems import FormProblem, of_form
from services.web.words import Words
from shared.peers import PeerRefused

pages = Blueprint("labels", __name__, url_prefix="/labels")

TEMPLATES: Words = {
    "a4-24": (N_("A4, 24 tem 70 × 37 mm"), ""),
    "a4-40": (N_("A4, 40 tem 52,5 × 29,7 mm"), ""),
    "a4-65": (N_("A4, 65 tem 38,1 × 21,2 mm"), ""),
}


@pages.get("")
def choose() -> str:
    """What to print and on which sheet."""
    return _asking(request.args.to_dict(), None)


@pages.post("")
def sheet() -> Response | tuple[str, int]:
    """The sheet as a PDF."""
    form = request.form
    body: Json = {"template": form.get("template", ""), "start_at": _whole(form.get("start_at", ""))}
    if form.get("import_id"):
        body["import_id"] = form["import_id"]
    elif codes := [code for text in form.get("codes", "").split() if (code := code_in(text))]:
        body["codes"] = codes
    elif form.get("unit_id"):
        body["unit_id"] = form["unit_id"]
    else:
        wrong = FormProblem(_("Chưa chọn tài sản để in tem"), {"unit_id": _("Hãy chọn đơn vị hoặc nhập mã.")})
        return _asking(form.to_dict(), wrong), 422
    try:
        return passed_on(document("assets", "POST", "/label-sheets", json=body))
    except PeerRefused as refused:
        return _asking(form.to_dict(), of_form(refused)), 422


def _whole(text: str) -> int | str:
    """A number as a number; anything else as it is, for the register to refuse beside its field."""
    return int(text) if text.isascii() and text.isdigit() else text or 1


def _asking(typed: dict[str, str], problem: FormProblem | None) -> str:
    return render_template("labels.html", typed=typed, problem=problem, units=units(), templates=TEMPLATES)
