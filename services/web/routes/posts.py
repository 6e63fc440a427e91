"""The list of posts with their norm groups, which people set."""

from uuid import UUID

from flask import Blueprint, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from services.web.backstage import Json, change, fetch
from services.web.choices import units_today
from services.web.problems import FormProblem, of_form
from services.web.words.units import NORM_GROUP
from shared.clock import today
from shared.peers import PeerRefused

pages = Blueprint("posts", __name__, url_prefix="/posts")

Page = str | tuple[str, int] | Response


@pages.get("")
def listing() -> str:
    """Posts that there are, on a day."""
    return _shown(None)


@pages.post("")
def add() -> Page:
    """Add a post."""
    return _send("/posts", ("unit_id", "name", "norm_group", "norm_basis", "valid_from"))


@pages.post("/<uuid:post_id>/norm-groups")
def set_group(post_id: UUID) -> Page:
    """Say which norm group a post has from a day on."""
    return _send(f"/posts/{post_id}/norm-groups", ("norm_group", "valid_from", "basis"))


def _send(path: str, names: tuple[str, ...]) -> Page:
    body: Json = {name: value for name in names if (value := request.form.get(name, "").strip())}
    if path.endswith("/norm-groups"):
        body.setdefault("norm_group", None)
    try:
        change("assets", "POST", path, body, key=request.form.get("key", ""))
    except PeerRefused as refused:
        return _shown(of_form(refused)), 422
    return redirect(url_for("posts.listing"))


def _shown(problem: FormProblem | None) -> str:
    asked = {name: request.args.get(name) for name in ("unit", "after")}
    page = fetch("assets", "/posts", limit=100, **asked)
    return render_template(
        "posts/list.html",
        page=page,
        asked=asked,
        typed=request.form,
        problem=problem,
        units=units_today(),
        groups=NORM_GROUP,
        today=today().isoformat(),
    )
