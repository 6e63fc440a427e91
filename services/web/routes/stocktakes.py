"""Stocktakes: the list, planning one, its steps, what differs and is decided, the minutes."""

from uuid import UUID

from flask import Blueprint, redirect, render_template, request, url_for
from werkzeug.exceptions import NotFound
from werkzeug.wrappers import Response

from services.web.backstage import Json, attempt, change, document, fetch, visitor
from services.web.choices import categories, units
from services.web.files import passed_on
from services.web.language import _
from services.web.problems import FormProblem, of_form
from services.web.routes.tasks import watching
from services.web.stocktake_form import (
    board_of,
    body_of,
    faults_in,
    people_to_choose,
    places_to_choose,
    typed_in,
)
from services.web.words.stocktakes import KIND, STATE
from shared.clock import today
from shared.peers import PeerRefused

pages = Blueprint("stocktakes", __name__, url_prefix="/stocktakes")

Page = str | tuple[str, int] | Response
_DIFFERING = ("missing", "broken", "wrong_place", "wrong_holder")


@pages.get("")
def listing() -> str:
    """Stocktakes, the newest first."""
    asked = {name: request.args.get(name) for name in ("state", "after")}
    page = fetch("assets", "/stocktakes", limit=30, **asked)
    return render_template("stocktakes/list.html", page=page, asked=asked, states=STATE)


@pages.get("/new")
def new() -> str:
    """The form of a new stocktake."""
    start = {"unit_id": str(visitor().unit_id or ""), "as_of": today().isoformat(), "kind": "year_end"}
    return _form({**typed_in(request.args), **start}, None)


@pages.post("/new")
def plan() -> Page:
    """Show all answers on one page; then plan it."""
    typed, people = typed_in(request.form), people_to_choose()
    problem = faults_in(typed)
    if problem or request.form.get("step") == "edit":
        return (_form(typed, problem), 422) if problem else _form(typed, None)
    board = board_of(typed, people)
    if request.form.get("step") != "confirm":
        names = dict(units())
        return render_template(
            "stocktakes/check.html", typed=typed, board=board, names=names, categories=dict(categories())
        )
    try:
        body = body_of(typed, board)
        made = change("assets", "POST", "/stocktakes", body, key=request.form.get("key", ""))
    except PeerRefused as refused:
        return _form(typed, of_form(refused)), 422
    return redirect(url_for("stocktakes.page", stocktake_id=made["id"]))


@pages.get("/<uuid:stocktake_id>")
def page(stocktake_id: UUID) -> str:
    """One stocktake: how far it has come, by place, its devices and its next step."""
    return _page(stocktake_id, None)


@pages.post("/<uuid:stocktake_id>/<any(opening, recount, cancellation, closing):step>")
def take_step(stocktake_id: UUID, step: str) -> Page:
    """Open it, ask for a second count, call it off, or end it."""
    here = url_for("stocktakes.page", stocktake_id=stocktake_id)
    form = request.form
    fields = {"recount": "person_id", "cancellation": "reason", "closing": "note"}
    body = {fields[step]: form.get(fields[step], "").strip()} if step in fields else {}
    try:
        later = step in {"opening", "closing"}
        answer = change(
            "assets",
            "POST",
            f"/stocktakes/{stocktake_id}/{step}",
            body,
            key=form.get("key", ""),
            version=form.get("version"),
            later=later,
        )
    except PeerRefused as refused:
        return _page(stocktake_id, of_form(refused)), 422
    onward = url_for("stocktakes.review", stocktake_id=stocktake_id) if step == "closing" else here
    return watching(answer, onward=onward, back=here) if later else redirect(here)


@pages.post("/<uuid:stocktake_id>/devices")
def write_off(stocktake_id: UUID) -> Page:
    """Give a lost device up, with the reason."""
    device, reason = request.form.get("device_id", ""), request.form.get("reason", "").strip()
    path = f"/stocktakes/{stocktake_id}/devices/{device}/write-off"
    try:
        change("assets", "POST", path, {"reason": reason}, key=request.form.get("key", ""))
    except PeerRefused as refused:
        return _page(stocktake_id, of_form(refused)), 422
    return redirect(url_for("stocktakes.page", stocktake_id=stocktake_id))


@pages.get("/<uuid:stocktake_id>/review")
def review(stocktake_id: UUID) -> str:
    """What differs from the books; once it is closed, what is proposed and decided about it."""
    return _review(stocktake_id, None)


@pages.post("/<uuid:stocktake_id>/review/<uuid:proposal_id>")
def decide(stocktake_id: UUID, proposal_id: UUID) -> Page:
    """Accept or decline one proposal."""
    form = request.form
    accept = form.get("decision") == "accept"
    body: Json = {"accept": accept, "reason": form.get("reason", "").strip()}
    if accept and form.get("kind") == "increase":
        cost = form.get("cost", "").replace(".", "").replace(" ", "")
        named = {name: form.get(name, "").strip() for name in ("name", "category", "unit_id", "place")}
        body["asset"] = {**named, "cost": int(cost) if cost.isdigit() else None}
    path = f"/stocktakes/{stocktake_id}/proposals/{proposal_id}/decision"
    try:
        change("assets", "POST", path, body, key=form.get("key", ""), version=form.get("version"))
    except PeerRefused as refused:
        return _review(stocktake_id, of_form(refused), str(proposal_id)), 422
    return redirect(
        url_for("stocktakes.review", stocktake_id=stocktake_id, after=form.get("after"), _anchor="decisions")
    )


@pages.get("/<uuid:stocktake_id>/photos/<uuid:file_id>")
def photo(stocktake_id: UUID, file_id: UUID) -> Response:
    """A photo taken as evidence; only one that was kept for this stocktake."""
    known = fetch("assets", f"/files/{file_id}")
    if known["subject_id"] != str(stocktake_id):
        raise NotFound
    return passed_on(document("assets", "GET", f"/files/{file_id}/content"))


@pages.get("/<uuid:stocktake_id>/minutes.<ending>")
def minutes(stocktake_id: UUID, ending: str) -> Response:
    """The minutes (C53-HD) as PDF or XLSX."""
    if ending not in {"pdf", "xlsx"}:
        raise NotFound
    return passed_on(document("assets", "GET", f"/stocktakes/{stocktake_id}/minutes.{ending}"))


def _form(typed: Json, problem: FormProblem | None) -> str:
    return render_template(
        "stocktakes/new.html",
        typed=typed,
        problem=problem,
        kinds=KIND,
        units=units(),
        categories=categories(),
        people=people_to_choose(),
        places=places_to_choose(),
    )


def _page(stocktake_id: UUID, problem: FormProblem | None) -> str:
    path = f"/stocktakes/{stocktake_id}"
    stocktake = fetch("assets", path)
    devices = attempt(lambda: fetch("assets", f"{path}/devices"), _("Thiết bị"))
    counting = stocktake["state"] == "counting"
    leads = not visitor().roles.isdisjoint({"officer", "head"})
    return render_template(
        "stocktakes/page.html",
        stocktake=stocktake,
        progress=fetch("assets", f"{path}/progress"),
        devices=devices["items"] if devices else [],
        people=people_to_choose() if counting and leads else [],
        problem=problem,
        names=dict(units()),
        categories=dict(categories()),
    )


def _review(stocktake_id: UUID, problem: FormProblem | None, wrong: str = "") -> str:
    path = f"/stocktakes/{stocktake_id}"
    stocktake = fetch("assets", path)
    closed, shown = stocktake["state"] == "closed", {}
    if closed:
        after = request.args.get("after")
        shown["proposals"] = attempt(
            lambda: fetch("assets", f"{path}/proposals", limit=50, after=after), _("Đề xuất")
        )
    else:
        shown["lines"] = {
            outcome: fetch("assets", f"{path}/lines", outcome=outcome, limit=100)["items"]
            for outcome in _DIFFERING
        }
        shown["things"] = fetch("assets", f"{path}/unexpected")["items"]
    if stocktake["second_person_id"] and not stocktake["blind"]:
        shown["differences"] = attempt(
            lambda: fetch("assets", f"{path}/differences", limit=100), _("Chênh lệch hai lần đếm")
        )
    choices = {"units": units(), "categories": categories()} if closed else {}
    return render_template(
        "stocktakes/review.html", stocktake=stocktake, problem=problem, wrong=wrong, **choices, **shown
    )
