"""Reports of who answered for what: made once, given out again with the same bytes."""

from uuid import UUID

import orjson
from flask import Blueprint, Response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from services.web.backstage import Json, change, document, fetch
from services.web.choices import people, units
from services.web.decoding import code_in
from services.web.files import passed_on
from services.web.language import _
from services.web.problems import FormProblem, of_form
from shared.peers import PeerRefused

pages = Blueprint("custody_reports", __name__, url_prefix="/custody")

Page = str | tuple[str, int] | AnyResponse


@pages.get("/reports")
def listing() -> str:
    """What to report on, and the reports that were made."""
    return _reports(request.args.to_dict(), None)


@pages.post("/reports")
def make() -> Page:
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
    return redirect(url_for("custody_reports.listing"))


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


def _reports(typed: dict[str, str], problem: FormProblem | None) -> str:
    return render_template(
        "custody/reports.html",
        made=fetch("handover", "/custody-reports", limit=20, after=request.args.get("after")),
        typed=typed,
        problem=problem,
        units=units(),
        people=people(),
        about=[("unit", _("Đơn vị")), ("person", _("Người giữ")), ("asset", _("Tài sản"))],
    )
