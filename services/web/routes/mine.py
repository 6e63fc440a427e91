"""What the visitor holds, what waits for their signature, and their signing PIN."""

from flask import Blueprint, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from services.web.backstage import Json, attempt, change, fetch, visitor
from services.web.language import _
from services.web.problems import FormProblem, of_form
from shared.peers import PeerRefused

pages = Blueprint("mine", __name__, url_prefix="/mine")


@pages.get("")
def things() -> str:
    """Records to confirm, things held, open recalls."""
    person = visitor().person_id
    parts: dict[str, list[Json]] = {"waiting": [], "held": [], "recalls": []}
    if person is not None:
        asked = {
            "waiting": lambda: fetch("handover", "/records", waiting_for=person, limit=20),
            "held": lambda: fetch("handover", "/custody", person=person),
            "recalls": lambda: fetch("handover", "/recalls", state="open", person=person),
        }
        for name, ask in asked.items():
            page = attempt(ask, _("Bàn giao, thu hồi"))
            parts[name] = page["items"] if page else []
    return render_template("mine.html", **parts)


@pages.get("/pin")
def pin() -> str:
    """The form for a new PIN."""
    return render_template("pin.html", problem=None, done=request.args.get("done"))


@pages.post("/pin")
def set_pin() -> tuple[str, int] | Response:
    """Set or change the PIN that signs records."""
    form = request.form
    if form.get("pin") != form.get("again"):
        problem = FormProblem(_("Chưa đổi được mã PIN"), {"again": _("Hai lần nhập mã mới chưa giống nhau.")})
        return render_template("pin.html", problem=problem, done=None), 422
    body = {"pin": form.get("pin", "")}
    if form.get("current_pin"):
        body["current_pin"] = form["current_pin"]
    try:
        change("handover", "PUT", f"/pins/{visitor().person_id}", body, key=form.get("key", ""))
    except PeerRefused as refused:
        return render_template("pin.html", problem=of_form(refused), done=None), 422
    return redirect(url_for("mine.pin", done=1))
