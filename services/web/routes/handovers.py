"""Hand over to a person: scan, choose the person, check, issue; then both sign (records.sign)."""

from flask import Blueprint, render_template, request

from services.web.backstage import fetch
from services.web.draft_pages import Page, checking, issue, scanning
from services.web.drafting import Draft, draft_from, known_id, recent_receivers
from services.web.language import _
from services.web.problems import FormProblem

pages = Blueprint("handovers", __name__, url_prefix="/handovers")


@pages.get("/new")
def begin() -> Page:
    """The scanner; `?code=` puts assets on the list, `?person=` says who will receive."""
    return scanning(Draft("give", request.args.getlist("code"), known_id(request.args.get("person"))))


@pages.post("/new")
def step() -> Page:
    """The next step of the form, by the button that was pressed."""
    draft = draft_from(request.form, "give")
    wanted = "remove" if request.form.get("remove") else request.form.get("step", "scan")
    if wanted == "add":
        draft.add(request.form.get("typed", ""))
    if wanted in {"scan", "add", "remove"}:
        return scanning(draft)
    if wanted == "issue":
        return issue(draft)
    if wanted == "find" or not (draft.person_id and draft.codes):
        return _choosing(draft, wanted)
    return checking(draft)


def _choosing(draft: Draft, wanted: str) -> Page:
    """Who receives? Nothing of the list is looked up again for that question."""
    if not draft.codes:
        return checking(draft)
    nobody = FormProblem(_("Chưa chọn người nhận"), {"q": _("Hãy tìm và chọn một người nhận.")})
    problem = nobody if wanted == "check" else None
    sought = request.form.get("q", "").strip()
    people = fetch("assets", "/people", q=sought, status="working", limit=20)["items"] if sought else []
    page = render_template(
        "handovers/person.html",
        draft=draft,
        problem=problem,
        sought=sought,
        people=people,
        recent=recent_receivers(),
    )
    return (page, 422) if problem else page
