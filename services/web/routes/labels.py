"""Print labels: for a unit, an import, or chosen assets."""

from flask import Blueprint, Response, render_template, request

from services.web.backstage import Json, attempt, document, fetch
from services.web.choices import Options, units
from services.web.decoding import code_in
from services.web.files import passed_on
from services.web.language import _
from services.web.problems import FormProblem, of_form
from services.web.words.labels import FORMAT, TEMPLATE
from shared.peers import PeerRefused

pages = Blueprint("labels", __name__, url_prefix="/labels")


@pages.get("")
def choose() -> str:
    """What to print and on which paper."""
    return _asking(request.args.to_dict(), None)


@pages.post("")
def sheet() -> Response | tuple[str, int]:
    """The labels as PDF or ZPL."""
    form = request.form
    body = {"template": form.get("template", ""), **printing(form.get("format", "pdf"))}
    body["start_at"] = _whole(form.get("start_at", ""))
    if printer := form.get("printer_id"):
        body["printer_id"] = printer
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


def printing(chosen: str) -> Json:
    """`zpl-300` as the register reads it: {format, dpi}."""
    name, _dash, dpi = chosen.partition("-")
    return {"format": name, **({"dpi": int(dpi)} if dpi.isascii() and dpi.isdigit() else {})}


def printers() -> Options:
    """The printers to choose from."""
    page = attempt(lambda: fetch("assets", "/label-printers", limit=200), _("Danh sách máy in"))
    return [(one["id"], f"{one['name']} – {one['unit_name']}") for one in page["items"]] if page else []


def _whole(text: str) -> int | str:
    """A number as a number; anything else as it is, for the register to refuse beside its field."""
    return int(text) if text.isascii() and text.isdigit() else text or 1


def _asking(typed: dict[str, str], problem: FormProblem | None) -> str:
    return render_template(
        "labels/print.html",
        typed=typed,
        problem=problem,
        units=units(),
        templates=TEMPLATE,
        formats=FORMAT,
        printers=printers(),
    )
