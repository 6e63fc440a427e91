"""Recall cases: who must give what back by when."""

from uuid import UUID

from flask import Blueprint, render_template, request

from services.web.backstage import fetch
from services.web.words import RECALL_STATE

pages = Blueprint("recalls", __name__, url_prefix="/recalls")


@pages.get("")
def listing() -> str:
    """Cases, the overdue ones first."""
    asked = {name: request.args.get(name) for name in ("state", "overdue", "after")}
    if "state" not in request.args:
        asked["state"] = "open"
    page = fetch("handover", "/recalls", limit=50, **asked)
    page["items"].sort(
        key=lambda case: (case["state"] != "open", not case["overdue"], case["deadline"] or "")
    )
    return render_template("recalls/list.html", page=page, asked=asked, states=RECALL_STATE)


@pages.get("/<uuid:recall_id>")
def page(recall_id: UUID) -> str:
    """One case with its lines."""
    return render_template("recalls/page.html", case=fetch("handover", f"/recalls/{recall_id}"))
