"""Import a list of units or of people: upload, look at the dry run, commit."""

from uuid import UUID

from flask import Blueprint, redirect, render_template, request, url_for
from werkzeug.exceptions import NotFound
from werkzeug.wrappers import Response

from services.web.backstage import Json, change, fetch, upload
from services.web.language import _
from services.web.problems import FormProblem, of_form
from shared.peers import PeerRefused

pages = Blueprint("lists", __name__, url_prefix="/lists/<noun>")

Page = str | tuple[str, int] | Response
_PATHS = {"units": "/unit-imports", "people": "/people-imports"}


@pages.get("/new")
def new(noun: str) -> str:
    """Choose a file."""
    return _asking(noun, None)


@pages.post("/new")
def upload_file(noun: str) -> Page:
    """Send the file to the register, which only checks it."""
    sent = request.files.get("file")
    if sent is None or not sent.filename:
        problem = FormProblem(_("Chưa chọn tệp"), {"file": _("Hãy chọn tệp CSV hoặc XLSX.")})
        return _asking(noun, problem), 422
    files = {"file": (sent.filename, sent.stream.read(), sent.mimetype)}
    try:
        report = upload("assets", _path(noun), key=request.form.get("key", ""), files=files)
    except PeerRefused as refused:
        return _asking(noun, of_form(refused)), 422
    return redirect(url_for("lists.page", noun=noun, import_id=report["id"]))


@pages.get("/<uuid:import_id>")
def page(noun: str, import_id: UUID) -> str:
    """The report of the dry run, or the result."""
    return _shown(noun, import_id, None)


@pages.post("/<uuid:import_id>/commit")
def commit(noun: str, import_id: UUID) -> Page:
    """Register the sound rows."""
    form, path = request.form, f"{_path(noun)}/{import_id}/commit"
    try:
        change("assets", "POST", path, {"all": bool(form.get("all"))}, key=form.get("key", ""))
    except PeerRefused as refused:
        return _shown(noun, import_id, of_form(refused)), 422
    return redirect(url_for("lists.page", noun=noun, import_id=import_id))


def _path(noun: str) -> str:
    if noun not in _PATHS:
        raise NotFound
    return _PATHS[noun]


def _asking(noun: str, problem: FormProblem | None) -> str:
    _path(noun)
    return render_template("lists/new.html", noun=noun, problem=problem)


def _shown(noun: str, import_id: UUID, problem: FormProblem | None) -> str:
    report: Json = fetch("assets", f"{_path(noun)}/{import_id}")
    faulty: dict[int | None, list[Json]] = {}
    for fault in report["errors"]:
        faulty.setdefault(fault["row"], []).append(fault)
    return render_template("lists/page.html", noun=noun, report=report, problem=problem, faulty=faulty)
