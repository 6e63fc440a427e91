"""Papers signed by hand: sent in at one place, looked at, confirmed or not."""

from uuid import UUID

from flask import Blueprint, Response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from services.web.backstage import Json, change, document, fetch, upload
from services.web.files import passed_on
from services.web.language import _
from services.web.problems import FormProblem, of_form
from shared.peers import PeerRefused

pages = Blueprint("signed_papers", __name__, url_prefix="/signed-papers")

Page = str | tuple[str, int] | AnyResponse
MOST_FILES = 20


@pages.get("")
def listing() -> str:
    """Where signed papers are sent in, and those that wait for a look."""
    return _listing(None)


@pages.post("")
def send() -> Page:
    """Keep every chosen file; one alone is shown at once."""
    sent = [one for one in request.files.getlist("file") if one.filename][:MOST_FILES]
    if not sent:
        choose = _("Hãy chọn ảnh JPEG, PNG hoặc tệp PDF.")
        return _listing(FormProblem(_("Chưa chọn tệp"), {"file": choose})), 422
    kept, refused = [], {}
    for number, one in enumerate(sent):
        key = f"{request.form.get('key', '')}-{number}"
        files = {"file": (one.filename, one.stream, "application/octet-stream")}
        try:
            kept.append(upload("handover", "/scans", key=key, files=files)["id"])
        except PeerRefused as problem:
            told = of_form(problem)
            refused[str(one.filename)] = told.detail or told.title
    if refused:
        reasons = "; ".join(f"{name}: {why}" for name, why in refused.items())
        return _listing(FormProblem(_("Có tệp không nhận được"), {"file": reasons})), 422
    if len(kept) == 1:
        return redirect(url_for("signed_papers.page", scan_id=kept[0]))
    return redirect(url_for("signed_papers.listing"))


@pages.get("/<uuid:scan_id>")
def page(scan_id: UUID) -> str:
    """One upload: every page with what was found on it, and what is to be decided."""
    return _page(scan_id, None, "")


@pages.post("/<uuid:scan_id>/decisions")
def decide(scan_id: UUID) -> Page:
    """Confirm what is seen for one record, or reject it."""
    form = request.form
    record_id, problem = form.get("record_id", ""), None
    if not record_id:
        record_id = _by_number(form.get("number", "").strip())
    if not record_id:
        number = _("Không có biên bản chờ ký nào mang số này.")
        problem = FormProblem(_("Không tìm thấy biên bản"), {"number": number})
        return _page(scan_id, problem, ""), 422
    body: Json = {
        "record_id": record_id,
        "verdict": "rejected" if form.get("step") == "reject" else "confirmed",
        "sides": form.getlist("side"),
        "note": form.get("note", ""),
    }
    if name := form.get("witness", "").strip():
        body["witnesses"] = [{"name": name, "post": form.get("witness_post", "").strip()}]
    if body["verdict"] == "rejected":
        body["sides"] = []
    version = form.get("version") or fetch("handover", f"/records/{record_id}")["version"]
    path = f"/scans/{scan_id}/decisions"
    try:
        change("handover", "POST", path, body, key=form.get("key", ""), version=version)
    except PeerRefused as refused:
        return _page(scan_id, of_form(refused), record_id), 422
    return redirect(url_for("signed_papers.page", scan_id=scan_id))


@pages.get("/<uuid:scan_id>/pages/<int:number>")
def picture(scan_id: UUID, number: int) -> Response:
    """The picture of one page."""
    return passed_on(document("handover", "GET", f"/scans/{scan_id}/pages/{number}"))


@pages.get("/<uuid:scan_id>/content")
def content(scan_id: UUID) -> Response:
    """The file as it is kept."""
    return passed_on(document("handover", "GET", f"/scans/{scan_id}/content"))


def _listing(problem: FormProblem | None) -> str:
    waiting = fetch("handover", "/scans", waiting="true", limit=20)
    newest = fetch("handover", "/scans", limit=20, after=request.args.get("after"))
    return render_template("signed_papers/list.html", waiting=waiting, page=newest, problem=problem)


def _page(scan_id: UUID, problem: FormProblem | None, wrong: str) -> str:
    scan = fetch("handover", f"/scans/{scan_id}")
    decided = {one["record_id"]: one for one in scan["decisions"]}
    return render_template(
        "signed_papers/page.html", scan=scan, decided=decided, problem=problem, wrong=wrong
    )


def _by_number(number: str) -> str:
    """The record with that number among those that wait for signatures; "" when there is none."""
    wanted = number.partition("/")[0].lstrip("0")
    for state in ("issued", "signed"):
        for one in fetch("handover", "/records", state=state, limit=200)["items"]:
            if wanted and str(one["number"]).partition("/")[0].lstrip("0") == wanted:
                return str(one["id"])
    return ""
