"""Decisions about lives and rates, and about the wear of single assets; corrections of closed years."""

from datetime import date
from uuid import UUID

from flask import Blueprint, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from services.web.backstage import Json, change, fetch
from services.web.choices import units
from services.web.language import _
from services.web.problems import FormProblem, of_form
from services.web.routes.upkeep import waiting
from services.web.words.wear import DECISION, GROUND
from shared.clock import today
from shared.law import in_force
from shared.peers import PeerRefused

pages = Blueprint("wear_decisions", __name__, url_prefix="/wear")

Page = str | tuple[str, int] | Response
_NUMBERS = ("from_year", "life_years", "shift_percent", "years", "amount")


@pages.get("/decisions")
def listing() -> str:
    """What was decided, and the lives of the law beside it."""
    return _listed(None)


@pages.post("/decisions")
def decide() -> Page:
    """Record a decision about a class."""
    body, problem = _body(
        "unit_id", "kind", "wear_class", "life_years", "shift_percent", "from_year", "number", "decided_on"
    )
    if problem is None:
        try:
            change("assets", "POST", "/wear-decisions", body, key=request.form.get("key", ""))
            return redirect(url_for("wear_decisions.listing"))
        except PeerRefused as refused:
            problem = of_form(refused)
    return _listed(problem), 422


@pages.get("/assets/<uuid:asset_id>")
def asset(asset_id: UUID) -> str:
    """The wear of one asset year by year."""
    return _asset(asset_id, None)


@pages.post("/assets/<uuid:asset_id>/decisions")
def decide_asset(asset_id: UUID) -> Page:
    """Record a decision about one asset."""
    body, problem = _body("kind", "ground", "years", "from_year", "number", "decided_on", "note")
    return _sent(asset_id, f"/assets/{asset_id}/wear-decisions", body, problem)


@pages.post("/assets/<uuid:asset_id>/corrections")
def correct(asset_id: UUID) -> Page:
    """Ask that the wear of closed years be put right; somebody else decides."""
    body, problem = _body("amount", "reason", "document_number", "document_on")
    path = f"/assets/{asset_id}/wear-corrections"
    return _sent(asset_id, path, body, problem, version=request.form.get("version"))


@pages.post("/corrections/<uuid:correction_id>")
def decide_correction(correction_id: UUID) -> Page:
    """Approve or refuse a correction of wear."""
    form = request.form
    way = "approval" if form.get("step") == "approve" else "refusal"
    path = f"/wear-corrections/{correction_id}/{way}"
    said = {"note": form.get("note", "").strip()}
    try:
        change("assets", "POST", path, said, key=form.get("key", ""), version=form.get("version"))
    except PeerRefused as refused:
        return waiting(of_form(refused)), 422
    return redirect(url_for("upkeep.corrections"))


def _sent(
    asset_id: UUID, path: str, body: Json, problem: FormProblem | None, *, version: str | None = None
) -> Page:
    if problem is None:
        try:
            change("assets", "POST", path, body, key=request.form.get("key", ""), version=version)
            return redirect(url_for("wear_decisions.asset", asset_id=asset_id))
        except PeerRefused as refused:
            problem = of_form(refused)
    return _asset(asset_id, problem), 422


def _body(*names: str) -> tuple[Json, FormProblem | None]:
    """The fields of the form that are filled in, whole numbers as numbers."""
    body: Json = {}
    for name in names:
        text = request.form.get(name, "").strip()
        if text and name in _NUMBERS:
            digits = text.replace(".", "").replace("−", "-")
            if not digits.removeprefix("-").isdigit() or len(digits) > 16:
                return {}, FormProblem(_("Chưa ghi được"), {name: _("Hãy nhập số nguyên.")})
            body[name] = int(digits)
        elif text:
            body[name] = text
    return body, None


def _listed(problem: FormProblem | None) -> str:
    found = fetch("assets", "/wear-decisions", limit=50, after=request.args.get("after"))
    lives = in_force("life", today())
    return render_template(
        "wear/decisions.html",
        found=found,
        problem=problem,
        typed=request.form,
        units=units(),
        lives=lives,
        classes=[(one.id, one.title) for one in lives],
        kinds=[(code, DECISION[code][0]) for code in ("life", "rate_shift")],
        year=today().year,
    )


def _asset(asset_id: UUID, problem: FormProblem | None) -> str:
    wear = fetch("assets", f"/assets/{asset_id}/wear")
    classes = {row["wear_class"] for row in wear["items"]}
    asked = fetch("assets", "/wear-corrections", asset=asset_id, limit=20)["items"]
    kinds = [(code, DECISION[code][0]) for code in ("no_wear", "wear_again", "used_before")]
    grounds = [(code, text) for code, (text, _shade) in GROUND.items()]
    return render_template(
        "wear/asset.html",
        wear=wear,
        problem=problem,
        typed=request.form,
        asked=[one for one in asked if one["state"] != "booked"],
        kinds=kinds,
        grounds=grounds,
        year=date(today().year, 1, 1).year,
        lives={one.id: one for one in in_force("life", today()) if one.id in classes},
    )
