"""A decided transfer or recall by the State is handed over: the record is drawn up from its case."""

from uuid import UUID

from flask import Blueprint, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from services.web.backstage import Json, change, fetch
from services.web.language import _
from services.web.problems import FormProblem, of_form
from services.web.repair_form import Sheet, sheet_of, side_of
from shared.clock import today
from shared.peers import PeerRefused

pages = Blueprint("carrying_out", __name__, url_prefix="/disposals")

Page = str | tuple[str, int] | Response


@pages.get("/<uuid:disposal_id>/handover")
def ask(disposal_id: UUID) -> Page:
    """Who receives, where and when."""
    return _asking(_case(disposal_id), sheet_of(request.args), None)


@pages.post("/<uuid:disposal_id>/handover")
def draw_up(disposal_id: UUID) -> Page:
    """Check the answers, or (step issue) draw up the record and go on to the signatures."""
    case, sheet = _case(disposal_id), sheet_of(request.form)
    sheet.codes = [line["code"] for line in case["lines"]]
    keepers = _keepers(case)
    keeper = next((one for one in keepers if one["id"] == sheet.text("person_id")), None)
    if case["receiver_unit_id"] is None:
        sheet.must(name=_("Hãy ghi tên người đại diện bên nhận."))
    elif keeper is None:
        sheet.wrong["person_id"] = _("Hãy chọn người nhận của đơn vị tiếp nhận.")
    if sheet.wrong or request.form.get("step") == "edit":
        wrong = FormProblem(_("Có mục chưa đúng"), sheet.wrong) if sheet.wrong else None
        return _asking(case, sheet, wrong)
    to = (
        {"person_id": keeper["id"]} if keeper else {**sheet.stranger(), "organisation": _body_of(case, sheet)}
    )
    body = {
        "kind": case["kind"],
        "disposal_id": str(disposal_id),
        "from": side_of(None),
        "to": to,
        **sheet.common("Theo hồ sơ xử lý"),
    }
    return _settled(case, sheet, body, keeper)


def _settled(case: Json, sheet: Sheet, body: Json, keeper: Json | None) -> Page:
    problem = None
    if request.form.get("step") == "issue":
        try:
            record = change("handover", "POST", "/records", body, key=request.form.get("key", ""))
        except PeerRefused as refused:
            problem = of_form(refused)
        else:
            return redirect(url_for("records.sign", record_id=record["id"]))
    page = render_template(
        "disposals/handover_check.html", case=case, sheet=sheet, body=body, keeper=keeper, problem=problem
    )
    return (page, 422) if problem else page


def _asking(case: Json, sheet: Sheet, problem: FormProblem | None) -> Page:
    page = render_template(
        "disposals/handover.html",
        case=case,
        keepers=_keepers(case),
        typed=sheet.typed,
        problem=problem,
        today=today().isoformat(),
    )
    return (page, 422) if problem else page


def _case(disposal_id: UUID) -> Json:
    case: Json = fetch("assets", f"/disposals/{disposal_id}")
    return case


def _keepers(case: Json) -> list[Json]:
    """Who may stand for the receiving unit."""
    unit = case["receiver_unit_id"]
    found: list[Json] = fetch("handover", "/receivers", unit=unit)["items"] if unit else []
    return found


def _body_of(case: Json, sheet: Sheet) -> str:
    return sheet.text("organisation") or str(case["receiver_name"] or "")
