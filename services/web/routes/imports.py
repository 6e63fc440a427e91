"""Import an asset book: upload, look at the dry run, name its columns, commit, undo."""

from uuid import UUID

from flask import Blueprint, Response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from services.web.backstage import Json, attempt, change, document, fetch, upload
from services.web.choices import categories
from services.web.files import passed_on
from services.web.import_form import attribute_choices, body_of_reading, mapping_of_form
from services.web.language import _
from services.web.problems import FormProblem, of_form
from services.web.routes.tasks import watching
from services.web.words.imports import ENCODING, IMPORT_FIELD
from shared.peers import PeerRefused

pages = Blueprint("imports", __name__, url_prefix="/imports")

Page = str | tuple[str, int] | AnyResponse

_AT_ONCE = 512 * 1024  # bytes of a file that is read while the person waits; a larger one is watched
_ROWS_AT_ONCE = 1000
_FAULTS_SHOWN = 50


@pages.get("")
def listing() -> str:
    """The imports there were, newest first."""
    found = fetch("assets", "/imports", after=request.args.get("after"))
    return render_template("imports/list.html", page=found)


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
    content = sent.stream.read()
    names = ("mapping", "sheet", "encoding")
    data = {name: value for name in names if (value := request.form.get(name, ""))}
    later = len(content) > _AT_ONCE
    try:
        answer = upload(
            "assets",
            "/imports",
            key=request.form.get("key", ""),
            later=later,
            files={"file": (sent.filename, content, sent.mimetype)},
            data={**data, "keep": "true"},
        )
    except PeerRefused as refused:
        return _asking(of_form(refused)), 422
    if later:
        onward = url_for("imports.after_reading", task_id=answer["id"])
        return watching(answer, onward=onward, back=url_for("imports.new"))
    return redirect(url_for("imports.page", import_id=answer["id"]))


@pages.get("/read/<uuid:task_id>")
def after_reading(task_id: UUID) -> AnyResponse:
    """To the import that a task has read."""
    task = fetch("assets", f"/tasks/{task_id}")
    import_id = (task["answer"] or {}).get("id")
    return redirect(url_for("imports.page", import_id=import_id) if import_id else url_for("imports.listing"))


@pages.get("/<uuid:import_id>")
def page(import_id: UUID) -> str:
    """The report of the dry run, or the result."""
    return _shown(import_id, None)


@pages.get("/<uuid:import_id>/faults")
def faults(import_id: UUID) -> str:
    """Everything that is wrong with the book, page by page."""
    kind = request.args.get("kind", "")
    found = fetch(
        "assets", f"/imports/{import_id}/faults", kind=kind, after=request.args.get("after"), limit=200
    )
    report = fetch("assets", f"/imports/{import_id}")
    return render_template("imports/faults.html", page=found, report=report)


@pages.get("/<uuid:import_id>/marked")
def marked(import_id: UUID) -> Response:
    """The person's own workbook with the wrong cells marked."""
    return passed_on(document("assets", "GET", f"/imports/{import_id}/marked.xlsx"))


@pages.get("/<uuid:import_id>/columns")
def columns(import_id: UUID) -> str:
    """Which column carries what, for a person to say."""
    return _naming(import_id, None)


@pages.post("/<uuid:import_id>/reading")
def read_again(import_id: UUID) -> Page:
    """Read the kept file as the person says: its columns, sheet or encoding; keep the mapping if named."""
    form = request.form
    named = "columns" in form
    try:
        if named and form.get("name", "").strip():
            saved = {"name": form["name"], "mapping": mapping_of_form(form)}
            change("assets", "POST", "/import-mappings", saved, key=form.get("key", "") + "-mapping")
        report: Json = fetch("assets", f"/imports/{import_id}")
        later = report["rows"] > _ROWS_AT_ONCE or not report["columns"]  # how large it is nobody knows yet
        answer = change(
            "assets", "POST", f"/imports/{import_id}/reading", body_of_reading(form, report),
            key=form.get("key", ""), version=form.get("version"), later=later,
        )  # fmt: skip
    except PeerRefused as refused:
        problem = of_form(refused)
        return (_naming(import_id, problem) if named else _shown(import_id, problem)), 422
    here = url_for("imports.page", import_id=import_id)
    return watching(answer, onward=here, back=here) if later else redirect(here)


@pages.post("/<uuid:import_id>/commit")
def commit(import_id: UUID) -> Page:
    """Write the sound rows into the register, with the units that were ticked."""
    return _done(import_id, "commit", {"create_units": request.form.getlist("unit")})


@pages.post("/<uuid:import_id>/undo")
def undo(import_id: UUID) -> Page:
    """Withdraw all that the import brought in."""
    return _done(import_id, "undo", {"reason": request.form.get("reason", "")})


def _done(import_id: UUID, act: str, body: Json) -> Page:
    """Do `act` on an import, watched when it is large."""
    form, here = request.form, url_for("imports.page", import_id=import_id)
    later = form.get("rows", "").isdecimal() and int(form["rows"][:9]) > _ROWS_AT_ONCE
    try:
        answer = change(
            "assets", "POST", f"/imports/{import_id}/{act}", body,
            key=form.get("key", ""), version=form.get("version"), later=later,
        )  # fmt: skip
    except PeerRefused as refused:
        return _shown(import_id, of_form(refused)), 422
    return watching(answer, onward=here, back=here) if later else redirect(here)


def _shown(import_id: UUID, problem: FormProblem | None) -> str:
    """The report with its first faults by row: a row with three faults is one wrong row."""
    report: Json = fetch("assets", f"/imports/{import_id}")
    faulty: dict[int | None, list[Json]] = {}
    for fault in report["errors"]:
        if len(faulty) < _FAULTS_SHOWN or fault["row"] in faulty:
            faulty.setdefault(fault["row"], []).append(fault)
    return render_template(
        "imports/page.html",
        report=report,
        problem=problem,
        faulty=faulty,
        typed=request.form,
        categories=dict(categories()),
        encodings=ENCODING,
        sheets=[(name, name) for name in report["sheets"]],
    )


def _naming(import_id: UUID, problem: FormProblem | None) -> str:
    report: Json = fetch("assets", f"/imports/{import_id}")
    fields = [*IMPORT_FIELD.items(), *attribute_choices()]
    return render_template(
        "imports/columns.html",
        report=report,
        problem=problem,
        typed=request.form,
        fields=fields,
    )


def _asking(problem: FormProblem | None) -> str:
    saved = attempt(lambda: fetch("assets", "/import-mappings"), _("Các cách ghép cột đã lưu"))
    return render_template(
        "imports/new.html",
        problem=problem,
        mappings=saved["items"] if saved else [],
        typed=request.form,
        encodings=ENCODING,
    )
