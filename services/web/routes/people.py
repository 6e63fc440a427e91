"""People: the list, one person with what they hold, adding somebody, marking somebody as left."""

from uuid import UUID

from flask import Blueprint, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from services.web.backstage import Json, attempt, change, fetch
from services.web.choices import units
from services.web.language import _
from services.web.problems import FormProblem, of_form
from services.web.words import PERSON_STATUS
from shared.clock import today
from shared.peers import PeerRefused

pages = Blueprint("people", __name__, url_prefix="/people")

Page = str | tuple[str, int] | Response
_FIELDS = ("code", "name", "post", "unit_id", "email", "phone")


@pages.get("")
def listing() -> str:
    """People by name, unit and status."""
    asked = {name: request.args.get(name) for name in ("q", "unit", "status", "after")}
    page = fetch("assets", "/people", limit=50, **asked)
    return render_template("people/list.html", page=page, asked=asked, units=units(), statuses=PERSON_STATUS)


@pages.get("/<uuid:person_id>")
def page(person_id: UUID) -> str:
    """One person: place, what they hold, recalls and records."""
    person = _person(person_id)
    parts: Json = {}
    for name, path in (("held", "/custody"), ("records", "/records"), ("recalls", "/recalls")):
        found = attempt(lambda path=path: fetch("handover", path, person=person_id), _("Bàn giao, thu hồi"))  # type: ignore[misc]
        parts[name] = found["items"] if found else []
    worked = attempt(lambda: fetch("assets", f"/people/{person_id}/assignments"), _("Quá trình công tác"))
    return render_template("people/page.html", person=person, assignments=worked, **parts)


@pages.get("/new")
def new() -> str:
    """The form for somebody new."""
    return render_template("people/form.html", typed=request.args, problem=None, units=units())


@pages.post("/new")
def register() -> Page:
    """Add somebody to the register."""
    body = {name: value for name in _FIELDS if (value := request.form.get(name, "").strip())}
    try:
        person = change("assets", "POST", "/people", body, key=request.form.get("key", ""))
    except PeerRefused as refused:
        return render_template(
            "people/form.html", typed=request.form, problem=of_form(refused), units=units()
        ), 422
    return redirect(url_for("people.page", person_id=person["id"]))


@pages.get("/<uuid:person_id>/departure")
def departure(person_id: UUID) -> str:
    """First question: how and when did they leave."""
    return _asking(person_id, None)


@pages.post("/<uuid:person_id>/departure")
def leave(person_id: UUID) -> Page:
    """Check the answers, then mark the person as left; what they hold is recalled."""
    form = request.form
    if form.get("step") != "confirm":
        wrong = {} if form.get("status") in PERSON_STATUS else {"status": _("Hãy chọn một trường hợp.")}
        wrong |= {} if form.get("left_on") else {"left_on": _("Hãy ghi ngày.")}
        if form.get("step") == "back" or wrong:
            return _asking(person_id, FormProblem(_("Còn mục chưa trả lời"), wrong) if wrong else None)
        held = fetch("handover", "/custody", person=person_id)["items"]
        return render_template(
            "people/departure_check.html", person=_person(person_id), typed=form, held=held
        )
    body = {name: form.get(name, "").strip() for name in ("status", "left_on", "basis")}
    try:
        change(
            "assets",
            "POST",
            f"/people/{person_id}/departure",
            body,
            key=form.get("key", ""),
            version=form.get("version"),
        )
    except PeerRefused as refused:
        return _asking(person_id, of_form(refused))
    return redirect(url_for("people.page", person_id=person_id, left=1))


def _asking(person_id: UUID, problem: FormProblem | None) -> str:
    ways = {code: words for code, words in PERSON_STATUS.items() if code != "working"}
    return render_template(
        "people/departure.html",
        person=_person(person_id),
        typed=request.form,
        problem=problem,
        ways=ways,
        today=today().isoformat(),
    )


def _person(person_id: UUID) -> Json:
    person: Json = fetch("assets", f"/people/{person_id}")
    return person
