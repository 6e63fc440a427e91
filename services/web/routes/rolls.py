"""Rolls of labels that are printed before anybody knows what they will be stuck to."""

from uuid import UUID

from flask import Blueprint, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from services.web.backstage import Json, change, fetch, open_file
from services.web.choices import units
from services.web.files import streamed_on
from services.web.problems import FormProblem, of_form
from services.web.routes.labels import printers, printing
from services.web.words.labels import FORMAT, TEMPLATE
from shared.peers import PeerRefused

pages = Blueprint("rolls", __name__, url_prefix="/labels/rolls")

Page = str | tuple[str, int] | Response


@pages.get("")
def listing() -> str:
    """The rolls, newest first, and the form for one more."""
    return _listing({}, None)


@pages.post("")
def make() -> Page:
    """Make a roll; its labels can be printed from the list."""
    form = request.form
    count = form.get("count", "").strip()
    body: Json = {
        "unit_id": form.get("unit_id", ""),
        "count": int(count) if count.isascii() and count.isdigit() else count,
        "template": form.get("template", ""),
        "note": form.get("note", ""),
    }
    try:
        change("assets", "POST", "/label-rolls", body, key=form.get("key", ""))
    except PeerRefused as refused:
        return _listing(form.to_dict(), of_form(refused)), 422
    return redirect(url_for("rolls.listing"))


@pages.get("/<uuid:roll_id>/labels")
def print_roll(roll_id: UUID) -> Response:
    """What is left of a roll, as PDF or ZPL, passed on while it is drawn."""
    asked = printing(request.args.get("format", "pdf"))
    if printer := request.args.get("printer_id"):
        asked["printer_id"] = printer
    return streamed_on(open_file("assets", f"/label-rolls/{roll_id}/labels", **asked))


def _listing(typed: Json, problem: FormProblem | None) -> str:
    page = fetch("assets", "/label-rolls", limit=20, after=request.args.get("after"))
    return render_template(
        "labels/rolls.html",
        page=page,
        typed=typed,
        problem=problem,
        units=units(),
        templates=TEMPLATE,
        formats=FORMAT,
        printers=printers(),
    )
