"""Units: the tree, one unit with its identifiers, lineage and history; registering, changing, ending."""

from collections import defaultdict
from collections.abc import Iterator
from uuid import UUID

from flask import Blueprint, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from services.web.backstage import Json, attempt, change, fetch
from services.web.choices import all_units, units_today
from services.web.language import _
from services.web.lineage import picture_of
from services.web.problems import FormProblem, of_form
from services.web.words import UNIT_KIND
from services.web.words.units import IDENTIFIER_KIND
from shared.clock import today
from shared.peers import PeerRefused

pages = Blueprint("units", __name__, url_prefix="/units")

Page = str | tuple[str, int] | Response
_FIELDS = ("code", "name", "kind", "parent_id")
_DOCUMENT = ("reason", "document_number", "document_on", "document_authority")


@pages.get("")
def listing() -> str:
    """Units, each under its parent; found by words, or as they were on a day."""
    asked = {name: request.args.get(name, "").strip() for name in ("q", "on")}
    rows = list(_tree(all_units(**asked)))
    return render_template("units/list.html", rows=rows, asked=asked, today=today().isoformat())


@pages.get("/<uuid:unit_id>")
def page(unit_id: UUID) -> str:
    """One unit: what it is, what others call it, where it came from, what remains in it."""
    return _shown(unit_id, None)


@pages.get("/new")
def new() -> str:
    """The form for a new unit."""
    return _form(None, request.args, None)


@pages.post("/new")
def register() -> Page:
    """Register a unit."""
    body = _said(*_FIELDS, "valid_from", *_DOCUMENT)
    try:
        unit = change("assets", "POST", "/units", body, key=request.form.get("key", ""))
    except PeerRefused as refused:
        return _form(None, request.form, of_form(refused)), 422
    return redirect(url_for("units.page", unit_id=unit["id"]))


@pages.get("/<uuid:unit_id>/edit")
def edit(unit_id: UUID) -> str:
    """The form of a unit with what it is."""
    unit = _unit(unit_id)
    return _form(unit, unit, None)


@pages.post("/<uuid:unit_id>/edit")
def change_unit(unit_id: UUID) -> Page:
    """Change the unit from a day on; what it was is kept."""
    body = _said(*_FIELDS, "effective_on", *_DOCUMENT)
    try:
        _send("PATCH", f"/units/{unit_id}", body)
    except PeerRefused as refused:
        return _form(_unit(unit_id), request.form, of_form(refused)), 422
    return redirect(url_for("units.page", unit_id=unit_id))


@pages.get("/<uuid:unit_id>/ending")
def ending(unit_id: UUID) -> str:
    """How a unit ends: its last day and the approving document."""
    return render_template("units/ending.html", unit=_unit(unit_id), typed=request.form, problem=None)


@pages.post("/<uuid:unit_id>/ending")
def end(unit_id: UUID) -> Page:
    """Set the last day, or take it back when the form says so."""
    body = _said("valid_to", *_DOCUMENT)
    body.setdefault("valid_to", None)
    wrong = {"valid_to": _("Hãy ghi ngày.")} if not (body["valid_to"] or request.form.get("reopen")) else {}
    problem = FormProblem(_("Còn mục chưa trả lời"), wrong) if wrong else None
    try:
        if problem is None:
            _send("POST", f"/units/{unit_id}/ending", body)
            return redirect(url_for("units.page", unit_id=unit_id))
    except PeerRefused as refused:
        problem = of_form(refused)
    page = render_template("units/ending.html", unit=_unit(unit_id), typed=request.form, problem=problem)
    return page, 422


@pages.post("/<uuid:unit_id>/identifiers")
def add_identifier(unit_id: UUID) -> Page:
    """Another identifier; the one before it ends on the day before."""
    body = _said("kind", "value", "valid_from", "note")
    try:
        _send("POST", f"/units/{unit_id}/identifiers", body)
    except PeerRefused as refused:
        return _shown(unit_id, of_form(refused)), 422
    return redirect(url_for("units.page", unit_id=unit_id, _anchor="identifiers"))


@pages.post("/<uuid:unit_id>/identifiers/<uuid:identifier_id>/ending")
def end_identifier(unit_id: UUID, identifier_id: UUID) -> Page:
    """The last day of an identifier that nothing follows."""
    try:
        _send("POST", f"/units/{unit_id}/identifiers/{identifier_id}/ending", _said("valid_to"))
    except PeerRefused as refused:
        return _shown(unit_id, of_form(refused)), 422
    return redirect(url_for("units.page", unit_id=unit_id, _anchor="identifiers"))


def _send(method: str, path: str, body: Json) -> Json:
    form = request.form
    done: Json = change(
        "assets", method, path, body, key=form.get("key", ""), version=form.get("version") or None
    )
    return done


def _said(*names: str) -> Json:
    return {name: value for name in names if (value := request.form.get(name, "").strip())}


def _unit(unit_id: UUID) -> Json:
    unit: Json = fetch("assets", f"/units/{unit_id}")
    return unit


def _form(unit: Json | None, typed: object, problem: FormProblem | None) -> str:
    parents = [option for option in units_today() if unit is None or option[0] != unit["id"]]
    return render_template(
        "units/form.html", unit=unit, typed=typed, problem=problem, parents=parents, kinds=UNIT_KIND
    )


def _shown(unit_id: UUID, problem: FormProblem | None) -> str:
    unit, path = _unit(unit_id), f"/units/{unit_id}"
    parts: Json = {}
    for name in ("lineage", "identifiers", "counts", "history"):
        parts[name] = attempt(lambda name=name: fetch("assets", f"{path}/{name}"), _("Đơn vị"))  # type: ignore[misc]
    lineage = parts["lineage"]
    above = attempt(lambda: fetch("assets", f"/units/{unit['parent_id']}"), _("Đơn vị cấp trên"))
    ended = bool(unit["valid_to"] and unit["valid_to"] < today().isoformat())
    return render_template(
        "units/page.html",
        unit=unit,
        above=above if unit["parent_id"] else None,
        ended=ended,
        problem=problem,
        names={one["id"]: one for one in lineage["units"]} if lineage else {},
        picture=picture_of(lineage) if lineage else None,
        identifier_kinds=IDENTIFIER_KIND,
        **parts,
    )


def _tree(units: list[Json]) -> Iterator[tuple[int, Json]]:
    """The units with their depth, each under the unit above it; where that one is not shown, at the top."""
    known = {unit["id"] for unit in units}
    below: dict[str | None, list[Json]] = defaultdict(list)
    for unit in units:
        below[unit["parent_id"] if unit["parent_id"] in known else None].append(unit)
    waiting = [(0, unit) for unit in reversed(below[None])]
    while waiting:
        depth, unit = waiting.pop()
        yield depth, unit
        waiting += [(depth + 1, child) for child in reversed(below[unit["id"]])]
