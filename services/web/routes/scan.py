"""Look up by scanning, and the two doors the scanner's script knocks at: decode a picture, resolve a code."""

from flask import Blueprint, redirect, render_template, request
from werkzeug.wrappers import Response

from services.web.backstage import visitor
from services.web.decoding import FRAMES_A_SECOND, LARGEST_FRAME, LARGEST_PHOTO, NotAPicture, Pace, texts_in
from services.web.language import _
from services.web.resolving import PURPOSES, Found, page_of, resolve

pages = Blueprint("scan", __name__)

_pace = Pace(FRAMES_A_SECOND)


@pages.get("/scan")
def look() -> str:
    """The scanner for looking things up."""
    return render_template("scan.html", found=None)


@pages.post("/scan")
def find() -> str | Response:
    """A typed code: to its asset, or the reason why not."""
    found = resolve(request.form.get("typed", ""), "look")
    if found.state == "accepted":
        return redirect(page_of(found))
    return render_template("scan.html", found=found)


@pages.post("/scan/codes")
def resolve_code() -> tuple[dict[str, object], int] | dict[str, object]:
    """What one scanned text means: {state, code, message, row} for the script."""
    purpose = request.form.get("purpose", "look")
    if purpose not in PURPOSES:
        return {"state": "blocked", "message": _("Không rõ đang quét để làm gì.")}, 422
    form = request.form
    found = resolve(form.get("text", ""), purpose, form.get("holder", ""), form.get("unit", ""))
    return _as_json(found, purpose)


@pages.post("/scan/decode")
def decode() -> tuple[dict[str, object], int] | dict[str, object]:
    """The texts of the QR codes in the picture that is the body: a frame of ≤200 KB or a photo of ≤12 MB."""
    live = request.headers.get("X-Frame") == "1"
    if not _pace.allows(str(visitor().account_id)):
        return {"message": _("Gửi quá nhanh; máy sẽ tự thử lại.")}, 429
    content = request.get_data(cache=False)
    if len(content) > (LARGEST_FRAME if live else LARGEST_PHOTO):
        return {"message": _("Ảnh quá lớn.")}, 413
    try:
        return {"texts": texts_in(content)}
    except NotAPicture:
        return {"message": _("Tệp này không phải ảnh JPEG hoặc PNG.")}, 422


def _as_json(found: Found, purpose: str) -> dict[str, object]:
    answer: dict[str, object] = {"state": found.state, "code": found.code, "message": found.message}
    if found.link:
        answer["link"] = {"href": found.link[0], "text": found.link[1]}
    if found.state == "accepted":
        answer["href"] = page_of(found)
        answer["holder"] = str(found.holder["person_id"]) if found.holder else ""
        answer["holder_name"] = found.holder["person_name"] if found.holder else ""
        answer["row"] = render_template("handovers/row.html", line=found, purpose=purpose)
    return answer
