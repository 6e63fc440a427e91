"""Records: the list, one record, signing in place, refusing, cancelling, the minutes."""

from uuid import UUID

from flask import Blueprint, Response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from services.web.backstage import Json, change, document, fetch, visitor
from services.web.body import forget_unread
from services.web.evidence import evidence_of
from services.web.files import passed_on
from services.web.language import _
from services.web.legal import basis_of
from services.web.problems import FormProblem, of_form
from services.web.words import RECORD_KIND, RECORD_STATE
from services.web.words.records import NEW
from shared.peers import PeerRefused

pages = Blueprint("records", __name__, url_prefix="/records")

Page = str | tuple[str, int] | AnyResponse


@pages.get("")
def listing() -> str:
    """All records the visitor may see, the newest first."""
    asked = {name: request.args.get(name) for name in ("state", "kind", "person", "after")}
    page = fetch("handover", "/records", limit=30, **asked)
    return render_template(
        "records/list.html", page=page, asked=asked, states=RECORD_STATE, kinds=RECORD_KIND
    )


@pages.get("/new")
def new() -> str:
    """Which kind of record, in the words of what is happening to the things."""
    return render_template("records/new.html", kinds=NEW)


@pages.get("/<uuid:record_id>")
def page(record_id: UUID) -> str:
    """One record: state, lines, signatures, and what the visitor may do with it."""
    return _page(_record(record_id), None)


@pages.get("/<uuid:record_id>/sign")
def sign(record_id: UUID) -> Page:
    """Both sides sign on this device, one after the other."""
    record = _record(record_id)
    if record["state"] == "completed":
        return redirect(url_for("records.done", record_id=record_id))
    return _signing(record, None, "")


@pages.post("/<uuid:record_id>/signatures")
def add_signature(record_id: UUID) -> Page:
    """One side signs, by PIN or by drawing."""
    side, pin, drawing = (request.form.get(name, "") for name in ("side", "pin", "drawing"))
    body = (
        {"side": side, "method": "drawn", "drawing": drawing.partition(",")[2]} if drawing and not pin else {}
    )
    body = body or {"side": side, "method": "pin", "pin": pin}
    try:
        record = _change(record_id, "signatures", body)
    except PeerRefused as refused:
        return _signing(_record(record_id), of_form(refused), side), 422
    forget_unread(visitor().person_id)
    after = "done" if record["state"] == "completed" else "sign" if request.form.get("here") else "page"
    return redirect(url_for(f"records.{after}", record_id=record_id))


@pages.post("/<uuid:record_id>/refusal")
def refuse(record_id: UUID) -> Page:
    """A party does not agree and says why."""
    return _end(record_id, "refusal")


@pages.post("/<uuid:record_id>/cancellation")
def cancel(record_id: UUID) -> Page:
    """The officer withdraws a record that nobody has signed."""
    return _end(record_id, "cancellation")


@pages.get("/<uuid:record_id>/done")
def done(record_id: UUID) -> Page:
    """Signed by both sides: the number and the minutes."""
    record = _record(record_id)
    if record["state"] != "completed":
        return redirect(url_for("records.page", record_id=record_id))
    return render_template("records/done.html", record=record)


@pages.get("/<uuid:record_id>/minutes.pdf")
def minutes(record_id: UUID) -> Response:
    """The minutes as the law has them, for download and print."""
    return passed_on(document("handover", "GET", f"/records/{record_id}/minutes.pdf"))


@pages.get("/<uuid:record_id>/proof")
def proof(record_id: UUID) -> Page:
    """The proof of a record as a file to keep; a moment after the signing it may not be there yet."""
    try:
        content = document("handover", "GET", f"/records/{record_id}/proof").content
    except PeerRefused as refused:
        if refused.status != 409:
            raise
        return _page(_record(record_id), of_form(refused)), 409
    name = f"taisan-proof-{record_id}.json"
    return Response(
        content, mimetype="application/json", headers={"Content-Disposition": f"attachment; filename={name}"}
    )


@pages.get("/verify.py")
def verifier() -> Page:
    """The program that checks a proof without us: one file of Python."""
    return passed_on(document("handover", "GET", "/ledger/verify.py"))


def _record(record_id: UUID) -> Json:
    record: Json = fetch("handover", f"/records/{record_id}")
    return record


def _page(record: Json, problem: FormProblem | None) -> str:
    mine = [side for side in ("giver", "receiver") if record[side]["person_id"] == str(visitor().person_id)]
    signed = {signature["side"] for signature in record["signatures"]}
    to_sign = [side for side in mine if side not in signed] if record["state"] in {"issued", "signed"} else []
    return render_template(
        "records/page.html",
        mine=mine,
        disputes=_disputes(record),
        record=record,
        problem=problem,
        to_sign=to_sign,
        signed=signed,
        basis=basis_of(record),
        **evidence_of(record),
    )


def _disputes(record: Json) -> list[Json]:
    """What was said against a record that both sides have signed."""
    if record["completed_at"] is None:
        return []
    found: list[Json] = fetch("handover", f"/records/{record['id']}/disputes")["items"]
    return found


def _signing(record: Json, problem: FormProblem | None, side: str) -> str:
    """Who keeps the register lends the device to both sides; anybody else signs only for themselves."""
    sides = [
        one
        for one in ("giver", "receiver")
        if visitor().may("officer") or record[one]["person_id"] == str(visitor().person_id)
    ]
    return render_template("records/sign.html", record=record, problem=problem, side=side, sides=sides)


def _end(record_id: UUID, how: str) -> Page:
    reason = request.form.get("reason", "").strip()
    if not reason:
        return _page(_record(record_id), FormProblem(_("Thiếu lý do"), {"reason": _("Hãy viết lý do.")})), 422
    try:
        _change(record_id, how, {"reason": reason})
    except PeerRefused as refused:
        return _page(_record(record_id), of_form(refused)), 422
    return redirect(url_for("records.page", record_id=record_id))


def _change(record_id: UUID, what: str, body: Json) -> Json:
    form = request.form
    record: Json = change(
        "handover",
        "POST",
        f"/records/{record_id}/{what}",
        body,
        key=form.get("key", ""),
        version=form.get("version"),
    )
    return record
