"""The visitor's notices, and the word that they have been read."""

import json
from datetime import datetime
from uuid import UUID

from flask import Blueprint, abort, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from services.web.backstage import Json, change, fetch, visitor
from services.web.body import forget_unread
from services.web.who import names_of
from services.web.words import DELIVERY_STATE, NOTICE_KIND, NOTICE_STATE
from shared import clock

pages = Blueprint("notices", __name__, url_prefix="/notices")
_FILTERS = {"state": NOTICE_STATE, "kind": NOTICE_KIND, "delivery": DELIVERY_STATE}


@pages.get("")
def listing() -> str:
    """Notices to the visitor; keepers see everybody's with `?all=1`, with how each was delivered."""
    everybody = request.args.get("all") == "1" and visitor().may("officer", "head", "auditor", "admin")
    person = None if everybody else visitor().person_id
    asked = {name: request.args.get(name) for name in ("state", "kind", "delivery") if everybody}
    asked = {name: code for name, code in asked.items() if code in _FILTERS[name]}
    found: Json = {"items": [], "next": None}
    if everybody or person:
        found = fetch(
            "notifications", "/notices", recipient=person, limit=50, after=request.args.get("after"), **asked
        )
    return render_template("notices.html", page=found, everybody=everybody, asked=asked, filters=_FILTERS)


@pages.get("/<uuid:notice_id>")
def page(notice_id: UUID) -> str:
    """One notice and all that happened to it, in the order of time."""
    notice = fetch("notifications", f"/notices/{notice_id}")
    attempts = fetch("notifications", f"/notices/{notice_id}/attempts")["items"]
    asked = [one["answer"] for one in attempts if one["outcome"] == "resend_asked"]
    line = _time_line(notice, attempts)
    return render_template("notice.html", notice=notice, line=line, who=names_of(asked))


@pages.post("/<uuid:notice_id>/resending")
def resend(notice_id: UUID) -> Response:
    """Send once more what was given up."""
    path = f"/notices/{notice_id}/resending"
    change("notifications", "POST", path, {}, key=request.form.get("key", ""))
    return redirect(url_for("notices.page", notice_id=notice_id))


@pages.get("/proof/<uuid:about_id>.json")
def proof(about_id: UUID) -> Response:
    """Every notice about a case with each attempt, reading and acknowledgement: evidence for its file."""
    told: list[Json] = []
    after: str | None = None
    while True:
        found = fetch("notifications", "/notices", about=about_id, limit=100, after=after)
        told += found["items"]
        after = found["next"]
        if after is None:
            break
    if not told:
        abort(404)
    for notice in told:
        notice["attempts"] = fetch("notifications", f"/notices/{notice['id']}/attempts")["items"]
    made_at = clock.now().isoformat(timespec="seconds")
    text = json.dumps(
        {"about_id": str(about_id), "made_at": made_at, "notices": told}, ensure_ascii=False, indent=1
    )
    name = f'attachment; filename="thong-bao-{about_id}.json"'
    return Response(text, mimetype="application/json", headers={"Content-Disposition": name})


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


def _time_line(notice: Json, attempts: list[Json]) -> list[Json]:
    """What happened to a notice: {at, what, channel, answer} in the order of time."""
    line = [{"at": notice["created_at"], "what": "planned"}]
    inside = [one for one in notice["deliveries"] if one["channel"] == "in_app" and one["sent_at"]]
    line += [{"at": one["sent_at"], "what": "sent", "channel": "in_app"} for one in inside]
    line += [{**one, "what": one["outcome"]} for one in attempts]
    after = {"read": "read_at", "acknowledged": "acknowledged_at", "settled": "settled_at"}
    line += [{"at": notice[moment], "what": what} for what, moment in after.items() if notice[moment]]
    return sorted(line, key=lambda step: datetime.fromisoformat(step["at"]))
