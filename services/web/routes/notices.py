"""The visitor's notices, and the word that they have been read."""

from uuid import UUID

from flask import Blueprint, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from services.web.backstage import Json, change, fetch, visitor
from services.web.body import forget_unread

pages = Blueprint("notices", __name__, url_prefix="/notices")


@pages.get("")
def listing() -> str:
    """Notices to the visitor; keepers see everybody's with `?all=1`, with how each was delivered."""
    everybody = request.args.get("all") == "1" and visitor().may("officer", "head", "auditor", "admin")
    person = None if everybody else visitor().person_id
    found: Json = {"items": [], "next": None}
    if everybody or person:
        found = fetch(
            "notifications", "/notices", recipient=person, limit=50, after=request.args.get("after")
        )
    return render_template("notices.html", page=found, everybody=everybody)


@pages.post("/<uuid:notice_id>/acknowledgement")
def acknowledge(notice_id: UUID) -> Response:
    """The visitor has read it and says so."""
    form = request.form
    change(
        "notifications",
        "POST",
        f"/notices/{notice_id}/acknowledgement",
        {},
        key=form.get("key", ""),
        version=form.get("version"),
    )
    forget_unread(visitor().person_id)
    return redirect(url_for("notices.listing"))
