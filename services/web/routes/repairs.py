"""Things that go to a repairer and come back: what is there, who goes on answering, sent out, taken back."""

from uuid import UUID

from flask import Blueprint, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from services.web.backstage import Json, change, fetch
from services.web.language import _
from services.web.problems import FormProblem, of_form
from services.web.repair_form import Sheet, away_of, check_going_out, sheet_of, side_of
from services.web.words import CONDITIONS
from shared.clock import today
from shared.peers import PeerRefused

pages = Blueprint("repairs", __name__, url_prefix="/repairs")

Page = str | tuple[str, int] | Response


@pages.get("")
def listing() -> str:
    """What is at repairers now."""
    asked = {"overdue": request.args.get("overdue", ""), "after": request.args.get("after", "")}
    page = fetch("handover", "/repairs", limit=50, **asked)
    return render_template("repairs/list.html", page=page, asked=asked)


@pages.get("/out")
def out() -> Page:
    """The form to send things to a repairer; `?code=` puts them on it."""
    return _out(sheet_of(request.args), None)


@pages.post("/out")
def send() -> Page:
    """Check the answers, or (step issue) draw up the record and go on to the signatures."""
    sheet = sheet_of(request.form)
    holder = check_going_out(sheet)
    sheet.must(
        organisation=_("Hãy ghi tên nơi sửa chữa."),
        name=_("Hãy ghi tên người đến nhận máy."),
        due_on=_("Hãy ghi ngày hẹn trả."),
    )
    if sheet.wrong or request.form.get("step") == "edit":
        wrong = FormProblem(_("Có mục chưa đúng"), sheet.wrong) if sheet.wrong else None
        return _out(sheet, wrong)
    body = {
        "kind": "repair_out",
        "from": side_of(holder),
        "to": {**sheet.stranger(), "as": "repairer"},
        "due_on": sheet.text("due_on"),
        **sheet.common(),
    }
    things = [(one.asset["name"], one.code) for one in sheet.found]
    return _settled(sheet, body, holder, things, url_for("repairs.send"))


@pages.get("/<uuid:record_id>/back")
def back(record_id: UUID) -> Page:
    """The form to take back what a record sent out and is still there."""
    return _back(record_id, sheet_of(request.args), None)


@pages.post("/<uuid:record_id>/back")
def take_back(record_id: UUID) -> Page:
    """Check the answers, or (step issue) draw up the record and go on to the signatures."""
    sheet = sheet_of(request.form)
    away = [row for row in away_of(str(record_id)) if row["code"] in sheet.codes]
    sheet.must(name=_("Hãy ghi tên người đến giao máy."))
    if not away:
        sheet.wrong["codes"] = _("Hãy chọn ít nhất một tài sản.")
    if sheet.wrong or request.form.get("step") == "edit":
        wrong = FormProblem(_("Có mục chưa đúng"), sheet.wrong) if sheet.wrong else None
        return _back(record_id, sheet, wrong)
    holder = {"person_id": away[0]["holder_id"], "person_name": away[0]["holder_name"]}
    body = {
        "kind": "repair_in",
        "from": {**sheet.stranger(), "as": "repairer"},
        "to": side_of(holder if away[0]["holder_id"] else None),
        **sheet.common(),
    }
    shown = holder if away[0]["holder_id"] else None
    things = [(row["name"], row["code"]) for row in away]
    return _settled(sheet, body, shown, things, url_for("repairs.take_back", record_id=record_id))


def _settled(
    sheet: Sheet, body: Json, holder: Json | None, things: list[tuple[str, str]], action: str
) -> Page:
    """The page that shows all answers; from it the record is drawn up."""
    problem = None
    if request.form.get("step") == "issue":
        try:
            record = change("handover", "POST", "/records", body, key=request.form.get("key", ""))
        except PeerRefused as refused:
            problem = of_form(refused)
        else:
            return redirect(url_for("records.sign", record_id=record["id"]))
    page = render_template(
        "repairs/check.html",
        sheet=sheet,
        body=body,
        holder=holder,
        problem=problem,
        things=things,
        action=action,
    )
    return (page, 422) if problem else page


def _out(sheet: Sheet, problem: FormProblem | None) -> Page:
    page = render_template(
        "repairs/out.html",
        sheet=sheet,
        typed=sheet.typed,
        problem=problem,
        conditions=CONDITIONS,
        today=today().isoformat(),
    )
    return (page, 422) if problem else page


def _back(record_id: UUID, sheet: Sheet, problem: FormProblem | None) -> Page:
    away = away_of(str(record_id))
    page = render_template(
        "repairs/back.html",
        record=fetch("handover", f"/records/{record_id}"),
        away=away,
        sheet=sheet,
        typed=sheet.typed,
        problem=problem,
        conditions=CONDITIONS,
        today=today().isoformat(),
    )
    return (page, 422) if problem else page
