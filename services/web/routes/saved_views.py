"""Filters of the asset list kept under a name: saved from the list, renamed, shared, withdrawn."""

from urllib.parse import parse_qsl, urlencode
from uuid import UUID

from flask import Blueprint, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from services.web.asset_filters import NAMES, chips_of
from services.web.backstage import Json, attempt, change, fetch
from services.web.choices import categories, units
from services.web.language import _
from services.web.problems import FormProblem, of_form
from services.web.who import names_of
from shared.peers import PeerRefused

pages = Blueprint("saved_views", __name__, url_prefix="/assets/views")

Page = str | tuple[str, int] | Response


@pages.get("")
def listing() -> str:
    """What was saved, each with its filters."""
    return _shown(None)


@pages.post("")
def save() -> Page:
    """Keep the filters of the list that the form was on."""
    form = request.form
    query = {name: text for name, text in parse_qsl(form.get("query", "")) if name in NAMES}
    body = {"name": form.get("name", ""), "query": query, "shared": "shared" in form}
    try:
        change("assets", "POST", "/saved-views", body, key=form.get("key", ""))
    except PeerRefused as refused:
        return _shown(of_form(refused), query), 422
    return redirect(f"{url_for('assets.listing')}?{urlencode(query)}")


@pages.post("/<uuid:view_id>")
def change_view(view_id: UUID) -> Page:
    """Another name or audience; `step` withdraw takes it off the list."""
    form = request.form
    key, version, path = form.get("key", ""), form.get("version"), f"/saved-views/{view_id}"
    try:
        if form.get("step") == "withdraw":
            change("assets", "POST", f"{path}/withdrawal", {}, key=key, version=version)
        else:
            body = {"name": form.get("name", ""), "shared": "shared" in form}
            change("assets", "PATCH", path, body, key=key, version=version)
    except PeerRefused as refused:
        return _shown(of_form(refused)), 422
    return redirect(url_for("saved_views.listing"))


def saved_views() -> list[Json]:
    """The visitor's saved filters and those of the unit (200 at the most), with their address."""
    page = attempt(lambda: fetch("assets", "/saved-views", limit=200), _("Bộ lọc đã lưu"))
    found: list[Json] = page["items"] if page else []
    return [{**view, "said": _said(view), "address": urlencode(_said(view))} for view in found]


def _said(view: Json) -> dict[str, str]:
    """The query of a saved filter as an address says it."""
    said = {True: "true", False: "false"}
    return {
        name: said[value] if isinstance(value, bool) else str(value) for name, value in view["query"].items()
    }


def _shown(problem: FormProblem | None, query: dict[str, str] | None = None) -> str:
    lists = units(), categories()
    views = saved_views()
    return render_template(
        "assets/views.html",
        views=[{**view, "chips": chips_of(view["said"], *lists)} for view in views],
        owners=names_of(view["owner"] for view in views),
        problem=problem,
        typed=request.form,
        chips=chips_of(query, *lists) if query is not None else None,
        query=urlencode(query or {}),
    )
