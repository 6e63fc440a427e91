"""Import an asset book: upload, look at the dry run, commit."""

from uuid import UUID

from flask import Blueprint, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from services.web.backstage import Json, attempt, change, fetch, upload
from services.web.choices import categories
from services.web.language import _
from services.web.problems import FormProblem, of_form
from shared.peers import PeerRefused

pages = Blueprint("imports", __name__, url_prefix="/imports")

Page = str | tuple[str, int] | Response


@pages.get("/new")
def new() -> str:
    """Choose a file."""
    return _asking(None)


@pages.post("/new")
def upload_file() -> Page:
    """Send the file to the register, which only checks it."""
    sent = request.files.get("file")
    if sent is None or not sent.filename:
        problem = FormProblem(_("Chưa chọn tệp"), {"file": _("Hãy chọn tệp CSV hoặc XLSX của sổ tài sản.")})
        return _asking(problem), 422
    data = {name: value for name in ("mapping", "sheet") if (value := request.form.get(name, ""))}
    try:
        report = upload(
            "assets",
            "/imports",
            key=request.form.get("key", ""),
            files={"file": (sent.filename, sent.stream.read(), sent.mimetype)},
            data=data,
        )
    except PeerRefused as refused:
        return _asking(of_form(refused)), 422
    return redirect(url_for("imports.page", import_id=report["id"]))


@pages.get("/<uuid:import_id>")
def page(import_id: UUID) -> str:
    """The report of the dry run, or the result."""
    return _shown(_report(import_id), None)


@pages.post("/<uuid:import_id>/commit")
def commit(import_id: UUID) -> Page:
    """Write the sound rows into the register, with the units that were ticked."""
    body = {"create_units": request.form.getlist("unit")}
    form = request.form
    try:
        change(
            "assets",
            "POST",
            f"/imports/{import_id}/commit",
            body,
            key=form.get("key", ""),
            version=form.get("version"),
        )
    except PeerRefused as refused:
        return _shown(_report(import_id), of_form(refused)), 422
    return redirect(url_for("imports.page", import_id=import_id))


def _report(import_id: UUID) -> Json:
    report: Json = fetch("assets", f"/imports/{import_id}")
    return report


def _shown(report: Json, problem: FormProblem | None) -> str:
    """The report with its faults by row: a row with three faults is one wrong row."""
    faulty: dict[int | None, list[Json]] = {}
    for fault in report["errors"]:
        faulty.setdefault(fault["row"], []).append(fault)
    kinds = dict(categories())
    return render_template(
        "imports/page.html", report=report, problem=problem, faulty=faulty, categories=kinds
    )


def _asking(problem: FormProblem | None) -> str:
    saved = attempt(lambda: fetch("assets", "/import-mappings"), _("Các cách ghép cột đã lưu"))
    return render_template(
        "imports/new.html", problem=problem, mappings=saved["items"] if saved else [], typed=request.form
    )
