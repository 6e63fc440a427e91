"""What was signed and is not right: a party says so, the head decides, both sides sign that it is undone.

Each is a legal step, so each shows all answers before it is done.
"""

from uuid import UUID

from flask import Blueprint, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from services.web.backstage import Json, change, fetch
from services.web.language import _
from services.web.problems import FormProblem, of_form
from shared.clock import today
from shared.peers import PeerRefused

pages = Blueprint("taking_back", __name__, url_prefix="/records")

Page = str | tuple[str, int] | Response

ACTS = ("reversal", "dispute", "dispute-decision")


@pages.get("/<uuid:record_id>/reversal")
def ask_reversal(record_id: UUID) -> Page:
    """Why, when and where both sides undo a completed record."""
    return _asking(_record(record_id), "reversal", None)


@pages.post("/<uuid:record_id>/reversal")
def reverse(record_id: UUID) -> Page:
    """Check the answers, or draw up the record that undoes this one."""
    return _step(record_id, "reversal", ("reason", "place", "happened_on"))


@pages.get("/<uuid:record_id>/dispute")
def ask_dispute(record_id: UUID) -> Page:
    """What is not right, said by one of the two sides."""
    return _asking(_record(record_id), "dispute", None)


@pages.post("/<uuid:record_id>/dispute")
def dispute(record_id: UUID) -> Page:
    """Check the answer, or record it."""
    return _step(record_id, "dispute", ("reason",))


@pages.get("/<uuid:record_id>/dispute-decision")
def ask_decision(record_id: UUID) -> Page:
    """The head reads what was said and decides."""
    return _asking(_record(record_id), "dispute-decision", None)


@pages.post("/<uuid:record_id>/dispute-decision")
def decide(record_id: UUID) -> Page:
    """Check the decision, or record it."""
    return _step(record_id, "dispute-decision", ("outcome", "reason"))


def _step(record_id: UUID, act: str, names: tuple[str, ...]) -> Page:
    record = _record(record_id)
    typed = {name: request.form.get(name, "").strip() for name in names}
    wrong = _wrong(typed)
    if wrong or request.form.get("step") == "edit":
        return _asking(record, act, FormProblem(_("Có mục chưa đúng"), wrong) if wrong else None)
    if request.form.get("step") != "issue":
        return _page("records/undo_check.html", record, act, None)
    try:
        body = {name: value for name, value in typed.items() if value}
        answer = change(
            "handover",
            "POST",
            f"/records/{record_id}/{act}",
            body,
            key=request.form.get("key", ""),
            version=request.form.get("version"),
        )
    except PeerRefused as refused:
        return _page("records/undo_check.html", record, act, of_form(refused))
    after = "records.sign" if act == "reversal" else "records.page"
    return redirect(url_for(after, record_id=answer["id"]))


def _wrong(typed: dict[str, str]) -> dict[str, str]:
    wrong = {}
    if len(typed["reason"]) < 3:
        wrong["reason"] = _("Hãy viết lý do.")
    if typed.get("outcome", "upheld") not in {"upheld", "dismissed"}:
        wrong["outcome"] = _("Hãy chọn chấp nhận hay bác.")
    return wrong


def _asking(record: Json, act: str, problem: FormProblem | None) -> Page:
    return _page("records/undo.html", record, act, problem)


def _page(template: str, record: Json, act: str, problem: FormProblem | None) -> Page:
    disputes = fetch("handover", f"/records/{record['id']}/disputes")["items"]
    page = render_template(
        template,
        record=record,
        act=act,
        typed=request.form,
        problem=problem,
        disputes=disputes,
        today=today().isoformat(),
    )
    return (page, 422) if problem else page


def _record(record_id: UUID) -> Json:
    record: Json = fetch("handover", f"/records/{record_id}")
    return record
