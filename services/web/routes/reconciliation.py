"""The books reconciled, and the assets where they and the register differ."""

from flask import Blueprint, render_template, request

from services.web.backstage import Json, fetch
from services.web.choices import units
from services.web.problems import of_form
from services.web.routes.exports import this_year
from shared.peers import PeerRefused

pages = Blueprint("reconciliation", __name__)

_PERIOD = ("unit", "from", "to", "known_at")
Page = str | tuple[str, int]


@pages.get("/reconciliation")
def reconcile() -> Page:
    """Opening + in − out ± changes = closing, and the assets where books and register differ."""
    asked = {name: request.args.get(name, "") for name in _PERIOD}
    found: Json | None = None
    problem, status = None, 200
    try:
        found = fetch("assets", "/reconciliation", **asked)
    except PeerRefused as refused:
        problem, status = of_form(refused), 422
    shown = {**asked, **this_year(), **{name: value for name, value in asked.items() if value}}
    given = {"problem": problem, "found": found, "units": units(), "most": _most(found)}
    text = render_template("exports/reconciliation.html", asked=shown, **given)
    return (text, status) if status != 200 else text


def _most(found: Json | None) -> int:
    """The greatest cost that a bar shows."""
    rows: list[Json] = found["rows"] if found else []
    return max([1, *(abs(int(row[part]["cost"])) for row in rows for part in ("opening", "closing"))])
