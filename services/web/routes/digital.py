"""Digital signatures of a record: the file to sign, the signed file, the agency's seal; witnesses."""

from uuid import UUID

from flask import Blueprint, Response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from services.web.backstage import Json, change, document, fetch, upload
from services.web.evidence import evidence_of
from services.web.files import passed_on
from services.web.language import _
from services.web.problems import FormProblem, of_form
from shared.peers import PeerRefused

pages = Blueprint("digital", __name__, url_prefix="/records")

Page = str | tuple[str, int] | AnyResponse


@pages.get("/<uuid:record_id>/digital")
def page(record_id: UUID) -> str:
    """The steps of a digital signature, and the files so far."""
    return _page(fetch("handover", f"/records/{record_id}"), None)


@pages.post("/<uuid:record_id>/file-to-sign")
def prepare(record_id: UUID) -> Page:
    """Make (or find) the file that is to be signed, and send it."""
    path = f"/records/{record_id}/file-to-sign"
    try:
        made = change("handover", "POST", path, {}, key=request.form.get("key", ""))
    except PeerRefused as refused:
        return _page(fetch("handover", f"/records/{record_id}"), of_form(refused)), 422
    return redirect(url_for("digital.file", record_id=record_id, number=made["number"]))


@pages.get("/<uuid:record_id>/files/<int:number>")
def file(record_id: UUID, number: int) -> Response:
    """One file, byte for byte as it is kept."""
    return passed_on(document("handover", "GET", f"/records/{record_id}/files/{number}"))


@pages.post("/<uuid:record_id>/signed-files")
def take(record_id: UUID) -> Page:
    """A PDF that came back signed."""
    form, sent = request.form, request.files.get("file")
    record = fetch("handover", f"/records/{record_id}")
    if sent is None or not sent.filename:
        return _page(record, FormProblem(_("Chưa chọn tệp"), {"file": _("Hãy chọn tệp PDF đã ký.")})), 422
    try:
        upload(
            "handover",
            f"/records/{record_id}/signed-files",
            key=form.get("key", ""),
            version=form.get("version"),
            files={"file": (sent.filename, sent.stream, "application/pdf")},
            data={"side": form["side"]} if form.get("side") else {},
        )
    except PeerRefused as refused:
        return _page(record, of_form(refused)), 422
    return redirect(url_for("records.page", record_id=record_id, _anchor="signatures"))


@pages.post("/<uuid:record_id>/seal")
def seal(record_id: UUID) -> Page:
    """Put the agency's seal on the minutes."""
    try:
        change("handover", "POST", f"/records/{record_id}/seal", {}, key=request.form.get("key", ""))
    except PeerRefused as refused:
        return _page(fetch("handover", f"/records/{record_id}"), of_form(refused)), 422
    return redirect(url_for("records.page", record_id=record_id, _anchor="signatures"))


@pages.route("/<uuid:record_id>/witness", methods=["GET", "POST"])
def witness(record_id: UUID) -> Page:
    """Somebody who saw the handover signs."""
    problem = None
    if request.method == "POST":
        form = request.form
        body = {name: form.get(name, "").strip() for name in ("name", "post", "unit_name")}
        body |= {"method": "drawn", "drawing": form.get("drawing", "").partition(",")[2]}
        path, key = f"/records/{record_id}/witnesses", form.get("key", "")
        try:
            change("handover", "POST", path, body, key=key, version=form.get("version"))
            return redirect(url_for("records.page", record_id=record_id, _anchor="signatures"))
        except PeerRefused as refused:
            problem = of_form(refused)
    record = fetch("handover", f"/records/{record_id}")
    page = render_template("records/witness.html", record=record, problem=problem)
    return (page, 422) if problem else page


def _page(record: Json, problem: FormProblem | None) -> str:
    return render_template("records/digital.html", record=record, problem=problem, **evidence_of(record))
