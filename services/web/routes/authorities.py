"""Who decides on disposals, as the body has decentralised it."""

from uuid import UUID

from flask import Blueprint, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from services.web.backstage import change, fetch
from services.web.choices import units
from services.web.disposal_form import Typed, authority_of
from services.web.problems import FormProblem, of_form
from services.web.words import ASSET_KIND
from services.web.words.disposals import KIND, RECORDER
from shared.peers import PeerRefused

pages = Blueprint("authorities", __name__, url_prefix="/disposal-authorities")

Page = str | tuple[str, int] | Response


@pages.get("")
def listing() -> str:
    """The rows that bind the visitor's units, and what holds where there is none."""
    return _shown(None)


@pages.post("")
def add() -> Page:
    """Record who was given the power."""
    typed = Typed(request.form)
    body = authority_of(typed)
    problem = typed.problem()
    if problem is None:
        try:
            change("assets", "POST", "/disposal-authorities", body, key=request.form.get("key", ""))
            return redirect(url_for("authorities.listing"))
        except PeerRefused as refused:
            problem = of_form(refused)
    return _shown(problem), 422


@pages.post("/<uuid:row_id>/end")
def end(row_id: UUID) -> Page:
    """Let a row hold until a day."""
    form = request.form
    path, body = f"/disposal-authorities/{row_id}", {"valid_to": form.get("last_day", "")}
    try:
        change("assets", "PATCH", path, body, key=form.get("key", ""), version=form.get("version"))
    except PeerRefused as refused:
        return _shown(of_form(refused)), 422
    return redirect(url_for("authorities.listing"))


def _shown(problem: FormProblem | None) -> str:
    page = fetch("assets", "/disposal-authorities", limit=200)
    forms = fetch("assets", "/disposal-forms")["items"]
    return render_template(
        "disposals/authorities.html",
        rows=page["items"],
        forms=forms,
        problem=problem,
        typed=request.form,
        units=units(),
        kinds=KIND,
        asset_kinds=ASSET_KIND,
        recorders=RECORDER,
    )
