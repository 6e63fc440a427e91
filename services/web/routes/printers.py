"""The printers that labels come from: how far each misses the labels, and the page to find out."""

from uuid import UUID

from flask import Blueprint, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from services.web.backstage import Json, change, document, fetch
from services.web.choices import units
from services.web.files import passed_on
from services.web.problems import FormProblem, of_form
from services.web.words.labels import TEMPLATE
from shared.peers import PeerRefused

pages = Blueprint("printers", __name__, url_prefix="/labels/printers")

Page = str | tuple[str, int] | Response
_OFFSETS = ("offset_x_mm", "offset_y_mm")


@pages.get("")
def listing() -> str:
    """All printers, and the form for one more."""
    return _listing({}, None)


@pages.post("")
def save() -> Page:
    """Keep a printer."""
    form = request.form
    body = {"unit_id": form.get("unit_id", ""), **_said(form)}
    try:
        change("assets", "POST", "/label-printers", body, key=form.get("key", ""))
    except PeerRefused as refused:
        return _listing(form.to_dict(), of_form(refused)), 422
    return redirect(url_for("printers.listing"))


@pages.get("/<uuid:printer_id>")
def edit(printer_id: UUID) -> str:
    """One printer's name and offsets."""
    printer = fetch("assets", f"/label-printers/{printer_id}")
    shown = {name: _written(printer[name]) for name in _OFFSETS}
    return _editing(printer, {**printer, **shown}, None)


@pages.post("/<uuid:printer_id>")
def correct(printer_id: UUID) -> Page:
    """Change them, if nobody else did meanwhile."""
    form, path = request.form, f"/label-printers/{printer_id}"
    try:
        change("assets", "PATCH", path, _said(form), key=form.get("key", ""), version=form.get("version"))
    except PeerRefused as refused:
        printer = {**fetch("assets", path), "version": form.get("version")}
        return _editing(printer, form.to_dict(), of_form(refused)), 422
    return redirect(url_for("printers.listing"))


@pages.get("/calibration.pdf")
def calibration() -> Response:
    """The page with rulers, for a paper and perhaps a printer."""
    asked = {name: request.args[name] for name in ("template", "printer_id") if request.args.get(name)}
    return passed_on(document("assets", "GET", "/label-calibration", params=asked))


def _said(form: Json) -> Json:
    return {"name": form.get("name", ""), **{name: _millimetres(form.get(name, "")) for name in _OFFSETS}}


def _millimetres(text: str) -> float | str:
    """`-1,5` as people write it; what is no number goes on as it is, to be refused beside its field."""
    try:
        return float(text.strip().replace(",", ".") or 0)
    except ValueError:
        return text


def _written(number: float) -> str:
    return f"{number:g}".replace(".", ",")


def _listing(typed: Json, problem: FormProblem | None) -> str:
    page = fetch("assets", "/label-printers", limit=50, after=request.args.get("after"))
    for printer in page["items"]:
        printer["offsets"] = " / ".join(_written(printer[name]) for name in _OFFSETS)
    return render_template(
        "labels/printers.html", page=page, typed=typed, problem=problem, units=units(), templates=TEMPLATE
    )


def _editing(printer: Json, typed: Json, problem: FormProblem | None) -> str:
    return render_template(
        "labels/printer.html", printer=printer, typed=typed, problem=problem, templates=TEMPLATE
    )
