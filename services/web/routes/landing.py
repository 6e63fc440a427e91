"""What a stranger sees who scans a label or a paper with a phone, and the word that the web is alive."""

import re
from uuid import UUID

from flask import Blueprint, g, redirect, render_template
from werkzeug.wrappers import Response

from services.web.backstage import as_machine, attempt
from services.web.resolving import page_of, resolve

pages = Blueprint("landing", __name__)

_CODE = re.compile(r"[0-9A-Z]{6,12}")


@pages.get("/T/<code>")
@pages.get("/t/<code>")
def label(code: str) -> str | Response:
    """Behind a label: the asset for a visitor; for the public only whose it is and how to give it back."""
    code = code.upper()
    known = _CODE.fullmatch(code) is not None
    if known and g.visitor is not None:
        found = attempt(lambda: resolve(code, "look"), "")
        if found and found.state == "accepted":
            return redirect(page_of(found))
        if found and found.link:
            return redirect(found.link[0])
    asset = attempt(lambda: as_machine("assets", f"/codes/{code}"), "") if known else None
    return render_template("landing.html", asset=asset, code=code)


@pages.get("/v/<uuid:record_id>")
def paper(record_id: UUID) -> str:
    """Behind the QR of the minutes: whether the paper is one of ours and what it must say; nobody's name."""
    record = attempt(lambda: as_machine("handover", f"/records/{record_id}"), "")
    shown = record if record is not None and record["number"] else None
    return render_template("paper.html", record=shown)


@pages.get("/livez")
def live() -> dict[str, str]:
    """The process answers."""
    return {"status": "ok"}
