"""A succession: who ends, who takes over, by which document; the answers are checked before they are sent."""

from flask import Blueprint, redirect, render_template, request, url_for
from werkzeug.datastructures import MultiDict
from werkzeug.wrappers import Response

from services.web.backstage import change
from services.web.choices import all_units
from services.web.problems import FormProblem, of_form
from services.web.succession_form import DOCUMENT, Draft, body_of, draft_of, faults_of
from services.web.words import UNIT_KIND
from shared.clock import today
from shared.peers import PeerRefused

pages = Blueprint("successions", __name__, url_prefix="/units/successions")

Page = str | tuple[str, int] | Response


@pages.get("/new")
def begin() -> Page:
    """Which units end; the ones that the address names are ticked."""
    return _asking(_draft(request.args), None)


@pages.post("/new")
def step() -> Page:
    """More rows, the check of all answers, or the act itself."""
    draft, wanted = _draft(request.form), request.form.get("step", "check")
    if wanted == "more":
        draft.rows += 4
        return _asking(draft, None)
    problem = faults_of(draft)
    if wanted == "back" or problem:
        return _asking(draft, problem)
    body, wrong = body_of(draft)
    if wanted != "confirm" or wrong:
        return _checking(draft, wrong)
    try:
        done = change("assets", "POST", "/units/successions", body, key=request.form.get("key", ""))
    except PeerRefused as refused:
        return _checking(draft, of_form(refused))
    return redirect(
        url_for("units.page", unit_id=done["successors"][0]["id"], done=len(done["predecessors"]))
    )


def _draft(form: MultiDict[str, str]) -> Draft:
    return draft_of(form, all_units())


def _asking(draft: Draft, problem: FormProblem | None) -> Page:
    day = today().isoformat()
    units = [unit for unit in all_units() if unit["valid_to"] is None or unit["valid_to"] >= day]
    page = render_template(
        "successions/form.html", draft=draft, problem=problem, units=units, kinds=UNIT_KIND, document=DOCUMENT
    )
    return (page, 422) if problem else page


def _checking(draft: Draft, problem: FormProblem | None) -> Page:
    page = render_template("successions/check.html", draft=draft, problem=problem, document=DOCUMENT)
    return (page, 422) if problem else page
