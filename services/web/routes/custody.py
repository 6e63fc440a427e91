"""Who answered for what: an asset's custody in both times, corrections dated back, reports."""

from uuid import UUID

import orjson
from flask import Blueprint, Response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from services.web.backstage import Json, change, document, fetch
from services.web.choices import Options, units
from services.web.custody_picture import picture_of
from services.web.decoding import code_in
from services.web.files import passed_on
from services.web.language import _
from services.web.problems import FormProblem, of_form
from services.web.words.custody import CORRECTION_STATE
from shared.peers import PeerRefused
from shared.text import sort_key

pages = Blueprint("custody", __name__, url_prefix="/custody")

Page = str | tuple[str, int] | AnyResponse
_SAID = ("holder_person_id", "from_on", "until_on", "reason", "document")


@pages.get("/assets/<uuid:asset_id>")
def asset(asset_id: UUID) -> str:
    """One asset's custody: as a picture and as a table, what was superseded too."""
    rows = fetch("handover", "/custody-history", asset=asset_id)["items"]
    waiting = fetch("handover", "/custody-corrections", asset=asset_id, state="proposed", limit=20)["items"]
    return render_template(
        "custody/asset.html",
        asset=fetch("assets", f"/assets/{asset_id}"),
        rows=rows,
        picture=picture_of(rows),
        waiting=waiting,
    )


@pages.get("/corrections")
def corrections() -> str:
    """Proposals, those that wait first of all."""
    asked = {name: request.args.get(name) for name in ("state", "after")}
    if "state" not in request.args:
        asked["state"] = "proposed"
    page = fetch("handover", "/custody-corrections", limit=50, **asked)
    return render_template("custody/corrections.html", page=page, asked=asked, states=CORRECTION_STATE)


@pages.get("/corrections/new")
def new() -> str:
    """The form of a proposal."""
    return _form(request.args.to_dict(), None)


@pages.post("/corrections/new")
def propose() -> Page:
    """Send it."""
    form = request.form
    codes = [code for line in form.get("codes", "").replace(",", "\n").split("\n") if (code := code_in(line))]
    body: Json = {name: form[name] for name in _SAID if form.get(name)}
    body["lines"] = [{"code": code} for code in codes]
    try:
        made = change("handover", "POST", "/custody-corrections", body, key=form.get("key", ""))
    except PeerRefused as refused:
        return _form(form.to_dict(), of_form(refused)), 422
    return redirect(url_for("custody.page", correction_id=made["id"]))


@pages.get("/corrections/<uuid:correction_id>")
def page(correction_id: UUID) -> str:
    """One proposal."""
    return _page(correction_id, None)


@pages.post("/corrections/<uuid:correction_id>")
def decide(correction_id: UUID) -> Page:
    """Approve or reject it."""
    form = request.form
    approved = form.get("step") == "approve"
    way, field = ("approval", "remark") if approved else ("rejection", "reason")
    path = f"/custody-corrections/{correction_id}/{way}"
    body = {field: form.get("remark", "")}
    try:
        change("handover", "POST", path, body, key=form.get("key", ""), version=form.get("version"))
    except PeerRefused as refused:
        problem = of_form(refused)
        problem.fields = {
            "remark" if name == "reason" else name: text for name, text in problem.fields.items()
        }
        return _page(correction_id, problem), 422
    return redirect(url_for("custody.page", correction_id=correction_id))


@pages.get("/reports")
def reports() -> str:
    """What to report on, and the reports that were made."""
    return _reports(request.args.to_dict(), None)


@pages.post("/reports")
def make_report() -> Page:
    """Make one."""
    form = request.form
    about = form.get("about", "unit")
    body: Json = {name: form[name] for name in ("as_of",) if form.get(name)}
    if form.get("known_at"):
        body["known_at"] = f"{form['known_at']}:59+07:00"
    try:
        body[about] = _subject(about)
        change("handover", "POST", "/custody-reports", body, key=form.get("key", ""))
    except PeerRefused as refused:
        return _reports(form.to_dict(), of_form(refused)), 422
    return redirect(url_for("custody.reports"))


@pages.get("/reports/<uuid:report_id>/file")
def file(report_id: UUID) -> Response:
    """A file of a report, made again and held against its manifest."""
    wanted = request.args.get("format", "csv")
    path = f"/custody-reports/{report_id}/file?format={wanted if wanted in {'csv', 'xlsx', 'pdf'} else 'csv'}"
    return passed_on(document("handover", "GET", path))


@pages.get("/reports/<uuid:report_id>/manifest")
def manifest(report_id: UUID) -> Response:
    """The question and the hashes of the answer."""
    kept = fetch("handover", f"/custody-reports/{report_id}")
    answer = Response(orjson.dumps(kept, option=orjson.OPT_INDENT_2), mimetype="application/json")
    answer.headers["Content-Disposition"] = f'attachment; filename="{report_id}.manifest.json"'
    return answer


def _subject(about: str) -> str:
    """The id of what the report is about; an asset is named by its code."""
    if about != "asset":
        return request.form.get(about, "")
    code = code_in(request.form.get("asset", "")) or "-"
    return str(fetch("assets", f"/codes/{code}")["id"])


def _form(typed: dict[str, str], problem: FormProblem | None) -> str:
    return render_template("custody/new.html", typed=typed, problem=problem, people=_people())


def _page(correction_id: UUID, problem: FormProblem | None) -> str:
    found = fetch("handover", f"/custody-corrections/{correction_id}")
    return render_template("custody/page.html", one=found, problem=problem, typed=request.form)


def _reports(typed: dict[str, str], problem: FormProblem | None) -> str:
    return render_template(
        "custody/reports.html",
        made=fetch("handover", "/custody-reports", limit=20, after=request.args.get("after")),
        typed=typed,
        problem=problem,
        units=units(),
        people=_people(),
        about=[("unit", _("Đơn vị")), ("person", _("Người giữ")), ("asset", _("Tài sản"))],
    )


def _people() -> Options:
    found = fetch("assets", "/people", limit=200)["items"]
    ordered = sorted(found, key=lambda one: sort_key(one["name"]))
    return [(one["id"], " · ".join(filter(None, (one["name"], one["post"])))) for one in ordered]
