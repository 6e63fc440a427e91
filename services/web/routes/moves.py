"""People who move to another unit or post, and people who come back."""

from uuid import UUID

from flask import Blueprint, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from services.web.backstage import Json, attempt, change, fetch
from services.web.choices import units_today
from services.web.language import _
from services.web.problems import FormProblem, of_form
from services.web.words.units import DUTY
from shared.clock import today
from shared.peers import PeerRefused

pages = Blueprint("moves", __name__, url_prefix="/people/<uuid:person_id>")

Page = str | tuple[str, int] | Response
_SAID = ("unit_id", "post_id", "post", "basis", "document_number", "document_on", "document_authority")


@pages.get("/move")
def move(person_id: UUID) -> str:
    """Where to, since when, by which decision."""
    return _asking(person_id, "moved_on", None)


@pages.post("/move")
def record(person_id: UUID) -> Page:
    """Record the move."""
    return _send(person_id, "moves", "moved_on")


@pages.get("/return")
def back(person_id: UUID) -> str:
    """Where somebody who had left works again."""
    return _asking(person_id, "returned_on", None)


@pages.post("/return")
def take_back(person_id: UUID) -> Page:
    """Record the return."""
    return _send(person_id, "return", "returned_on")


def _send(person_id: UUID, act: str, day: str) -> Page:
    form = request.form
    body: Json = {name: value for name in (day, *_SAID) if (value := form.get(name, "").strip())}
    if form.get("duties_said"):
        body["duties"] = form.getlist("duties")
    if day not in body:
        problem = FormProblem(_("Còn mục chưa trả lời"), {day: _("Hãy ghi ngày.")})
        return _asking(person_id, day, problem), 422
    path, key = f"/people/{person_id}/{act}", form.get("key", "")
    try:
        change("assets", "POST", path, body, key=key, version=form.get("version"))
    except PeerRefused as refused:
        return _asking(person_id, day, of_form(refused)), 422
    return redirect(url_for("people.page", person_id=person_id))


def _asking(person_id: UUID, day: str, problem: FormProblem | None) -> str:
    person: Json = fetch("assets", f"/people/{person_id}")
    listed = attempt(lambda: fetch("assets", "/posts", limit=200, on=today().isoformat()), _("Chức danh"))
    posts = (
        [(post["id"], f"{post['name']} · {post['unit_name']}") for post in listed["items"]] if listed else []
    )
    held = attempt(lambda: fetch("handover", "/custody", person=person_id), _("Tài sản đang giữ"))
    return render_template(
        "people/move.html",
        person=person,
        day=day,
        typed=request.form,
        problem=problem,
        units=units_today(),
        posts=posts,
        duties=DUTY,
        held=held["items"] if held else [],
        today=today().isoformat(),
    )
