"""Campaigns of recall: a list of leavers checked, recalled from by one decision, and how far that is."""

from collections.abc import Mapping
from uuid import UUID

from flask import Blueprint, Response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from services.web.backstage import Json, change, document, fetch, upload
from services.web.choices import categories
from services.web.files import passed_on
from services.web.language import N_, _
from services.web.legal import basis_of
from services.web.problems import FormProblem, of_form
from services.web.progress import HEIGHT, WIDTH, progress_of
from services.web.words import RECALL_REASON
from services.web.words.recalls import CAMPAIGN_PERSON
from shared.clock import today
from shared.peers import PeerRefused

pages = Blueprint("campaigns", __name__, url_prefix="/recalls/campaigns")

Page = str | tuple[str, int] | AnyResponse
_HEAD = ("title", "decision_number", "decision_on", "signer", "category", "deadline")
_NEEDED = {
    "title": N_("Hãy đặt tên cho đợt thu hồi."),
    "decision_number": N_("Hãy ghi số quyết định."),
    "decision_on": N_("Hãy ghi ngày quyết định."),
    "deadline": N_("Hãy ghi hạn trả."),
}


@pages.get("")
def listing() -> str:
    """Campaigns, the newest first."""
    page = fetch("handover", "/campaigns", limit=30, after=request.args.get("after"))
    return render_template("campaigns/list.html", page=page)


@pages.get("/new")
def new() -> str:
    """Choose the list of leavers."""
    return render_template("campaigns/new.html", problem=None)


@pages.post("/new")
def upload_list() -> Page:
    """Send the list to the register, which says whom each row means."""
    sent = request.files.get("file")
    if sent is None or not sent.filename:
        problem = FormProblem(_("Chưa chọn tệp"), {"file": _("Hãy chọn tệp CSV hoặc XLSX.")})
        return render_template("campaigns/new.html", problem=problem), 422
    files = {"file": (sent.filename, sent.stream.read(), sent.mimetype)}
    try:
        report = upload("assets", "/leaver-lists", key=request.form.get("key", ""), files=files)
    except PeerRefused as refused:
        return render_template("campaigns/new.html", problem=of_form(refused)), 422
    return redirect(url_for("campaigns.check", list_id=report["id"]))


@pages.get("/lists/<uuid:list_id>")
def check(list_id: UUID) -> str:
    """Whom the rows mean, whom one must choose, and the decision."""
    return _checking(list_id, None)


@pages.post("/lists/<uuid:list_id>")
def begin(list_id: UUID) -> Page:
    """Open the campaign over the rows that are clear."""
    form = request.form
    report = fetch("assets", f"/leaver-lists/{list_id}")
    body = {name: text for name in _HEAD if (text := form.get(name, "").strip())}
    wrong = {name: _(why) for name, why in _NEEDED.items() if name not in body}
    people, unsaid = _people(report, form)
    wrong |= {f"row-{row}": _("Dòng %(row)s: hãy chọn người, hoặc bỏ dòng này.", row=row) for row in unsaid}
    if not people and not unsaid:
        wrong["people"] = _("Không có dòng nào rõ người.")
    if wrong:
        return _checking(list_id, FormProblem(_("Còn mục chưa trả lời"), wrong)), 422
    try:
        made = change("handover", "POST", "/campaigns", {**body, "people": people}, key=form.get("key", ""))
    except PeerRefused as refused:
        return _checking(list_id, of_form(refused)), 422
    return redirect(url_for("campaigns.page", campaign_id=made["id"]))


@pages.get("/<uuid:campaign_id>")
def page(campaign_id: UUID) -> str:
    """One campaign: what is done of all, by day, unit and person."""
    return _shown(campaign_id, None)


@pages.post("/<uuid:campaign_id>/notices")
def issue_notices(campaign_id: UUID) -> Page:
    """Issue the notices that are missing."""
    form, path = request.form, f"/campaigns/{campaign_id}/notices"
    try:
        change("handover", "POST", path, {}, key=form.get("key", ""), version=form.get("version"))
    except PeerRefused as refused:
        return _shown(campaign_id, of_form(refused)), 422
    return redirect(url_for("campaigns.page", campaign_id=campaign_id))


@pages.get("/<uuid:campaign_id>/notices.pdf")
def notices(campaign_id: UUID) -> Response:
    """All notices in one document, for print."""
    return passed_on(document("handover", "GET", f"/campaigns/{campaign_id}/notices.pdf"))


@pages.get("/<uuid:campaign_id>/people.csv")
def people_file(campaign_id: UUID) -> Response:
    """The people of the list as a file."""
    return passed_on(document("handover", "GET", f"/campaigns/{campaign_id}/people.csv"))


def _people(report: Json, form: Mapping[str, str]) -> tuple[list[Json], list[int]]:
    """Who is recalled from, and the rows of which nobody was chosen yet. A row may be left out."""
    people, unsaid = [], []
    for row in report["preview"]:
        said = form.get(f"row-{row['row']}", "")
        known = {one["person_id"] for one in row["people"]}
        person = row["people"][0]["person_id"] if len(known) == 1 else said
        if person in known and said != "none":
            people.append({"person_id": person, "reason": row["reason"], "left_on": row["left_on"]})
        elif said != "none":
            unsaid.append(row["row"])
    return people, unsaid


def _checking(list_id: UUID, problem: FormProblem | None) -> str:
    report: Json = fetch("assets", f"/leaver-lists/{list_id}")
    faulty: dict[int | None, list[Json]] = {}
    for fault in report["errors"]:
        faulty.setdefault(fault["row"], []).append(fault)
    return render_template(
        "campaigns/check.html",
        report=report,
        faulty=faulty,
        problem=problem,
        typed=request.form,
        categories=categories(),
        reasons=RECALL_REASON,
    )


def _shown(campaign_id: UUID, problem: FormProblem | None) -> str:
    campaign: Json = fetch("handover", f"/campaigns/{campaign_id}")
    asked = {name: request.args.get(name, "") for name in ("state", "unit")}
    people = fetch("handover", f"/campaigns/{campaign_id}/people", **asked)["items"]
    return render_template(
        "campaigns/page.html",
        campaign=campaign,
        people=people,
        asked=asked,
        problem=problem,
        curve=progress_of(campaign, today()),
        size=(WIDTH, HEIGHT),
        names=dict(categories()),
        states=CAMPAIGN_PERSON,
        basis=basis_of({"rules": campaign["rules"], "form": "-"}),
    )
