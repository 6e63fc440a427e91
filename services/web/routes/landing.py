"""What a stranger sees who scans a label or a paper with a phone, and the word that the web is alive.

These pages need no login, no cookie and no script, and tell nobody's name. They are asked at a pace.
"""

import re
from uuid import UUID

from flask import Blueprint, g, redirect, render_template, request
from werkzeug.wrappers import Response

from services.web.backstage import as_machine, attempt, shown_to_machine
from services.web.language import _
from services.web.pace import Allowance, address_of_caller
from services.web.problems import FormProblem, of_form
from services.web.resolving import page_of, resolve
from shared.peers import PeerRefused

pages = Blueprint("landing", __name__)

Page = str | tuple[str, int] | Response

_CODE = re.compile(r"[0-9A-Z]{6,12}")
_LARGEST = 20 * 1024 * 1024
looks = Allowance(at_once=60, a_minute=60)
copies = Allowance(at_once=10, a_minute=10)


@pages.get("/T/<code>")
@pages.get("/t/<code>")
def label(code: str) -> Page:
    """Behind a label: the asset for a visitor; for the public only whose it is and how to give it back."""
    code = code.upper()
    known = _CODE.fullmatch(code) is not None
    if known and g.visitor is not None:
        found = attempt(lambda: resolve(code, "look"), "")
        if found and found.state == "accepted":
            return redirect(page_of(found))
        if found and found.link:
            return redirect(found.link[0])
    if g.visitor is None and not looks.allows(address_of_caller()):
        return render_template("landing.html", asset=None, code=code, busy=True), 429
    asset = attempt(lambda: as_machine("assets", f"/codes/{code}"), "") if known else None
    return render_template("landing.html", asset=asset, code=code)


@pages.get("/v/<uuid:record_id>")
def paper(record_id: UUID) -> Page:
    """Behind the QR of a paper: whether it is one of ours, what it is worth, what it must say."""
    if not looks.allows(address_of_caller()):
        return render_template("paper.html", paper=None, busy=True), 429
    return render_template("paper.html", paper=_paper(record_id))


@pages.post("/v/<uuid:record_id>")
def compare(record_id: UUID) -> Page:
    """A copy dropped on the page: the same paper, or which of its pages is not."""
    if not copies.allows(address_of_caller()):
        return render_template("paper.html", paper=None, busy=True), 429
    file = request.files.get("file")
    content = file.read(_LARGEST + 1) if file else b""
    if not content or len(content) > _LARGEST:
        why = _("Tệp lớn hơn 20 MB.") if content else _("Hãy chọn tệp PDF của giấy này.")
        return _not_compared(record_id, FormProblem(_("Chưa so được tệp"), {"file": why}))
    sent = {"file": ("copy.pdf", content, "application/pdf")}
    try:
        told = shown_to_machine("handover", f"/papers/{record_id}/comparison", files=sent)
    except PeerRefused as refused:
        return _not_compared(record_id, of_form(refused))
    return render_template("paper.html", paper=told, comparison=told["comparison"])


def _not_compared(record_id: UUID, problem: FormProblem) -> Page:
    return render_template("paper.html", paper=_paper(record_id), problem=problem), 422


def _paper(record_id: UUID) -> object:
    return attempt(lambda: as_machine("handover", f"/papers/{record_id}"), _("Sổ bàn giao"))


@pages.get("/livez")
def live() -> dict[str, str]:
    """The process answers."""
    return {"status": "ok"}
