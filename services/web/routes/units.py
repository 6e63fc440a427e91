"""Units: the tree with its dates."""

from flask import Blueprint, render_template

from services.web.backstage import Json, fetch
from shared.text import sort_key

pages = Blueprint("units", __name__, url_prefix="/units")


@pages.get("")
def listing() -> str:
    """Units, each under its parent."""
    found: list[Json] = fetch("assets", "/units", limit=200)["items"]
    known = {unit["id"] for unit in found}
    return render_template("units.html", rows=list(_tree(found, None, known, 0)))


def _tree(units: list[Json], parent: str | None, known: set[str], depth: int) -> list[tuple[int, Json]]:
    rows: list[tuple[int, Json]] = []
    for unit in sorted(units, key=lambda unit: sort_key(unit["name"])):
        above = unit["parent_id"] if unit["parent_id"] in known else None
        if above == parent:
            rows += [(depth, unit), *_tree(units, unit["id"], known, depth + 1)]
    return rows
