"""The law that the program goes by, on a chosen day, with how sure it is of each row."""

from datetime import date

from flask import Blueprint, render_template, request

from services.web.language import _
from services.web.problems import FormProblem
from services.web.words.law import CERTAINTY, KINDS
from shared.clock import today
from shared.law import Provision, provisions
from shared.text import fold

pages = Blueprint("law", __name__, url_prefix="/law")


@pages.get("")
def listing() -> str | tuple[str, int]:
    """Rules, forms and deadlines as in force on a day, found by words and by certainty."""
    asked = {name: request.args.get(name, "").strip() for name in ("q", "kind", "certainty", "on")}
    try:
        day, problem = date.fromisoformat(asked["on"]) if asked["on"] else today(), None
    except ValueError:
        day, problem = (
            today(),
            FormProblem(_("Ngày chưa đúng"), {"on": _("Hãy ghi ngày dạng ngày/tháng/năm.")}),
        )
    kinds = [asked["kind"]] if asked["kind"] in KINDS else list(KINDS)
    found = {kind: _in_force(kind, day, asked) for kind in kinds}
    page = render_template(
        "law/list.html",
        found=found,
        asked=asked,
        day=day,
        kinds=KINDS,
        certainties=CERTAINTY,
        problem=problem,
    )
    return (page, 422) if problem else page


def _in_force(kind: str, on: date, asked: dict[str, str]) -> list[Provision]:
    versions = (one for rows in provisions(kind).values() for one in rows if one.covers(on))
    return [
        one
        for one in versions
        if asked["certainty"] in {"", one.certainty}
        and fold(asked["q"]) in fold(f"{one.key} {one.title} {one.text} {one.citation()}")
    ]
