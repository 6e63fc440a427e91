"""Yearly wear: choose a year, look at what a close would write, close, and the worked tables."""

from datetime import date
from uuid import UUID

from flask import Blueprint, render_template, request, url_for
from werkzeug.wrappers import Response

from services.web.backstage import Json, change, document, fetch
from services.web.choices import units
from services.web.drafting import known_id
from services.web.files import passed_on
from services.web.problems import FormProblem, of_form
from services.web.routes.tasks import watching
from shared.clock import today
from shared.law import in_force
from shared.peers import PeerRefused

pages = Blueprint("wear", __name__, url_prefix="/wear")

Page = str | tuple[str, int] | Response


@pages.get("")
def start() -> str:
    """Choose a year and a unit; the years that are closed."""
    return _start(None)


@pages.post("/preview")
def look() -> Page:
    """Have a close reckoned without writing it: of a whole body that may take minutes, so it is watched."""
    asked = {"year": request.form.get("year", ""), "unit": request.form.get("unit", "")}
    body = {"year": int(asked["year"]) if asked["year"].isdigit() else None, "unit_id": asked["unit"] or None}
    try:
        task = change(
            "assets", "POST", "/year-closings/previews", body, key=request.form.get("key", ""), later=True
        )
    except PeerRefused as refused:
        return _start(of_form(refused)), 422
    onward = url_for("wear.preview", year=asked["year"], unit=asked["unit"], task=task["id"])
    return watching(task, onward=onward, back=url_for("wear.start", year=asked["year"], unit=asked["unit"]))


@pages.get("/preview")
def preview() -> Page:
    """What closing would write, and what cannot be computed and why; of the usual year when none is named.
    Reckoned by a task, or now.
    """
    asked = {"year": request.args.get("year", str(_usual_year())), "unit": request.args.get("unit", "")}
    task = known_id(request.args.get("task"))
    try:
        done = fetch("assets", f"/tasks/{task}") if task else {}
        found = done.get("answer") or fetch("assets", "/year-closings/preview", **asked)
    except PeerRefused as refused:
        return _start(of_form(refused)), 422
    return _previewed(found, asked, None)


@pages.post("/close")
def close() -> Page:
    """Close the year that was looked at; the work is watched."""
    form = request.form
    asked = {"year": form.get("year", ""), "unit": form.get("unit", "")}
    body = {"year": int(asked["year"]) if asked["year"].isdigit() else None, "unit_id": asked["unit"] or None}
    try:
        task = change("assets", "POST", "/year-closings", body, key=form.get("key", ""), later=True)
    except PeerRefused as refused:
        return _start(of_form(refused)), 422
    onward = url_for("wear.start", year=asked["year"], unit=asked["unit"], done=1)
    return watching(task, onward=onward, back=url_for("wear.preview", year=asked["year"], unit=asked["unit"]))


@pages.get("/<uuid:closing_id>")
def table(closing_id: UUID) -> str:
    """The worked table of one closed year, a sum for every asset."""
    closing = fetch("assets", f"/year-closings/{closing_id}")
    asked = {name: request.args.get(name) for name in ("formula", "after")}
    page = fetch("assets", f"/year-closings/{closing_id}/rows", limit=30, **asked)
    lives = _lives(closing["year"])
    return render_template("wear/table.html", closing=closing, page=page, asked=asked, lives=lives)


@pages.get("/<uuid:closing_id>/table")
def download(closing_id: UUID) -> Response:
    """The whole table as a file."""
    kind = "csv" if request.args.get("format") == "csv" else "xlsx"
    path = f"/year-closings/{closing_id}/table"
    return passed_on(document("assets", "GET", path, params={"format": kind}))


def _start(problem: FormProblem | None) -> str:
    asked = {"year": request.values.get("year") or _usual_year(), "unit": request.values.get("unit", "")}
    shown = {"year": request.args.get("year"), "unit": asked["unit"], "after": request.args.get("after")}
    closed = fetch("assets", "/year-closings", limit=30, **shown)
    return render_template(
        "wear/start.html",
        problem=problem,
        asked=asked,
        closed=closed,
        units=units(),
        years=[(year, str(year)) for year in range(today().year, 2017, -1)],
        done=request.args.get("done"),
    )


def _usual_year() -> int:
    """The year that is to be closed next: this one from December on, last year before."""
    day = today()
    return day.year if day.month == 12 else day.year - 1


def _previewed(found: Json, asked: Json, problem: FormProblem | None) -> str:
    names = dict(units())
    opens = date(found["year"], 12, 1)
    return render_template(
        "wear/preview.html",
        found=found,
        asked=asked,
        problem=problem,
        unit_name=names.get(asked["unit"], ""),
        opens=opens if today() < opens else None,
        lives=_lives(found["year"]),
    )


def _lives(year: int) -> Json:
    """The lives in force at the end of `year`, by class."""
    return {one.id: one for one in in_force("life", date(max(year, 2018), 12, 31))}
