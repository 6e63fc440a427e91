"""The catalogue for its administrator: categories, their attributes, makers that are the same."""

from typing import Any
from uuid import UUID

from flask import Blueprint, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from services.web.attribute_form import choices_of
from services.web.backstage import Json, change, fetch
from services.web.problems import FormProblem, of_form
from services.web.words.assets import GROUP, TYPE
from shared.peers import PeerRefused

pages = Blueprint("catalogue", __name__, url_prefix="/catalogue")

Page = str | tuple[str, int] | Response


@pages.get("")
def listing() -> str:
    """All categories."""
    return render_template("catalogue/list.html", rows=fetch("assets", "/categories")["items"])


@pages.route("/new", methods=["GET", "POST"])
def new() -> Page:
    """A new category."""
    problem = None
    if request.method == "POST":
        body = {"code": request.form.get("code", ""), **_said()}
        try:
            change("assets", "POST", "/categories", body, key=request.form.get("key", ""))
            return redirect(url_for("catalogue.page", code=body["code"]))
        except PeerRefused as refused:
            problem = of_form(refused)
    typed = request.form.to_dict()
    shown = render_template("catalogue/new.html", typed=typed, problem=problem, groups=GROUP)
    return (shown, 422) if problem else shown


@pages.route("/<code>", methods=["GET", "POST"])
def page(code: str) -> Page:
    """One category with its attributes; sent, its own words change."""
    if request.method == "GET":
        return _shown(code, None)
    body = {**_said(), "retired": "retired" in request.form, "reason": request.form.get("reason", "")}
    return _changed(code, "PATCH", f"/categories/{code}", body)


@pages.post("/<code>/attributes")
def add_attribute(code: str) -> Page:
    """One more attribute."""
    form = request.form
    body: Json = {name: form.get(name, "").strip() for name in ("name", "label", "label_en", "type", "unit")}
    body |= {name: float(form[name]) for name in ("minimum", "maximum") if _is_number(form.get(name, ""))}
    body |= {"required": "required" in form}
    if form.get("check"):
        body["check"] = form["check"]
    if choices := _choices(form.get("choices", "")):
        body["choices"] = choices
    return _changed(code, "POST", f"/categories/{code}/attributes", body)


@pages.post("/<code>/attributes/<name>")
def change_attribute(code: str, name: str) -> Page:
    """Retire an attribute or take it up again, or say whether it is required."""
    form = request.form
    body: Json = {"reason": form.get("reason", "")}
    body |= {"retire": {"retired": True}, "take_up": {"retired": False}}.get(form.get("step", ""), {})
    body |= {"require": {"required": True}, "free": {"required": False}}.get(form.get("step", ""), {})
    return _changed(code, "PATCH", f"/categories/{code}/attributes/{name}", body)


@pages.get("/makers")
def makers() -> str:
    """Makers, those that may be the same next to one another."""
    return _makers(None)


@pages.post("/makers/<uuid:maker_id>")
def merge(maker_id: UUID) -> Page:
    """Say that a maker is another one."""
    form = request.form
    body = {"into_id": form.get("into_id", "")}
    path = f"/makers/{maker_id}/merge"
    try:
        change("assets", "POST", path, body, key=form.get("key", ""), version=form.get("version"))
    except PeerRefused as refused:
        return _makers(of_form(refused)), 422
    return redirect(url_for("catalogue.makers", q=request.args.get("q")))


def _makers(problem: FormProblem | None) -> str:
    asked = {name: request.args.get(name) for name in ("q", "after")}
    page = fetch("assets", "/makers", limit=50, current="true", **asked)
    return render_template("catalogue/makers.html", page=page, asked=asked, problem=problem)


def _changed(code: str, method: str, path: str, body: Json) -> Page:
    form = request.form
    try:
        change("assets", method, path, body, key=form.get("key", ""), version=form.get("version"))
    except PeerRefused as refused:
        return _shown(code, of_form(refused)), 422
    return redirect(url_for("catalogue.page", code=code))


def _shown(code: str, problem: FormProblem | None) -> str:
    category = fetch("assets", f"/categories/{code}")
    typed: dict[str, Any] = request.form.to_dict() if problem else {}
    return render_template(
        "catalogue/page.html",
        category=category,
        typed=typed,
        problem=problem,
        groups=GROUP,
        types=TYPE,
        choices_of=choices_of,
    )


def _said() -> Json:
    """What a category is, from the form."""
    form = request.form
    texts = ("name", "name_en", "asset_group", "unit_of_measure")
    said: Json = {name: form.get(name, "").strip() for name in texts}
    return said | {name: name in form for name in ("may_have_parts", "short_lived")}


def _choices(text: str) -> list[Json]:
    """Choices typed a line each: `code = tiếng Việt = English`."""
    lines = [[part.strip() for part in line.split("=")] for line in text.splitlines() if line.strip()]
    return [{"code": one[0], "label": one[1 % len(one)], "label_en": one[-1]} for one in lines]


def _is_number(text: str) -> bool:
    try:
        return bool(text) and float(text) < 1e15
    except ValueError:
        return False
