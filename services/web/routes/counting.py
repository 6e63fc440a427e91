"""The counting itself: the scanner with its tally, typed codes without any script, things without a label."""

from typing import Any
from uuid import UUID

from flask import Blueprint, abort, redirect, render_template, request, url_for
from werkzeug.datastructures import FileStorage
from werkzeug.wrappers import Response

from services.web.backstage import Json, change, fetch, upload, visitor
from services.web.drafting import known_id
from services.web.language import _
from services.web.problems import FormProblem, of_form
from services.web.shown import word
from services.web.stocktake_form import people_to_choose
from services.web.words.stocktakes import CONDITION
from shared.clock import now
from shared.ids import uuid7
from shared.peers import PeerRefused

pages = Blueprint("counting", __name__, url_prefix="/stocktakes/<uuid:stocktake_id>/count")

Page = str | tuple[str, int] | Response
GOOD = frozenset({"found"})
AGAIN = frozenset({"already"})


@pages.get("")
def count(stocktake_id: UUID) -> str:
    """The scanner, the tally, the last scans."""
    return _page(stocktake_id, None)


@pages.post("")
def add(stocktake_id: UUID) -> Page:
    """A typed code, without any script; or a thing without a label, with its photo."""
    form = request.form
    place = form.get("place", "").strip()
    text, description = form.get("typed", "").strip(), form.get("description", "").strip()
    if not text and not description:
        missing = FormProblem(_("Chưa có mã"), {"typed": _("Hãy quét hoặc nhập mã trên tem.")})
        return _page(stocktake_id, missing), 422
    try:
        photo = _photo(stocktake_id, request.files.get("photo"), form.get("key", ""))
        scan = _scan(form.to_dict(), text, f"web-{visitor().account_id}")
        answer = _send(stocktake_id, {**scan, "description": description, "photo_file_id": photo})
    except PeerRefused as refused:
        return _page(stocktake_id, of_form(refused)), 422
    return redirect(url_for("counting.count", stocktake_id=stocktake_id, place=place, told=answer["scan_id"]))


@pages.post("/scans")
def scan(stocktake_id: UUID) -> Json | tuple[Json, int]:
    """One scan of the script: {state, message, row, seen, expected}; refused, {state, message} with 422."""
    form = request.form.to_dict()
    kept = _scan(form, form.get("text", "").strip(), form.get("device_id", "")[:80])
    try:
        answer = _send(stocktake_id, kept)
    except PeerRefused as refused:
        return _refused(kept["text"], refused)
    progress = fetch("assets", f"/stocktakes/{stocktake_id}/progress")
    outcome = answer["outcome"]
    state = "accepted" if outcome in GOOD else "again" if outcome in AGAIN else "blocked"
    shown = {**answer, "typed": kept["text"], "place": kept["place"], "retracted": False}
    row = render_template("stocktakes/scan_row.html", scan=shown, stocktake_id=stocktake_id)
    tally = {name: progress[name] for name in ("seen", "expected", "problems", "surplus")}
    return {"state": state, "message": told(answer), "row": row, **tally}


@pages.post("/device")
def tell_device(stocktake_id: UUID) -> tuple[str, int]:
    """The script says how many scans its device still holds."""
    held, device = request.form.get("unsent", ""), request.form.get("device_id", "")
    if not held.isdigit() or not known_id(device):
        abort(400)
    body = {"unsent": int(held)}
    change("assets", "PUT", f"/stocktakes/{stocktake_id}/devices/{device}", body)
    return "", 204


@pages.post("/undo")
def undo(stocktake_id: UUID) -> Page:
    """Take a mistaken scan back, with the reason."""
    form = request.form
    body = {
        "scan_id": known_id(form.get("key")) or str(uuid7()),
        "retracts": form.get("scan_id", ""),
        "reason": form.get("reason", "").strip() or _("Quét nhầm"),
        "device_id": f"web-{visitor().account_id}",
        "device_time": now().isoformat(),
    }
    try:
        change("assets", "POST", f"/stocktakes/{stocktake_id}/retractions", body, key=form.get("key", ""))
    except PeerRefused as refused:
        return _page(stocktake_id, of_form(refused)), 422
    return redirect(url_for("counting.count", stocktake_id=stocktake_id, place=form.get("place") or None))


def _refused(text: str, refused: PeerRefused) -> tuple[Json, int]:
    """What the script shows of a scan that the register does not take, whose code is said with it."""
    problem = of_form(refused)
    return {"state": "blocked", "message": f"{text}: {problem.detail or problem.title}"}, 422


def told(answer: Json) -> str:
    """What one scan came to, as a sentence."""
    name = answer["name"] or answer["code"] or _("Vật không có tem")
    facts = {
        "name": name,
        "place": answer["expected_place"],
        "person": answer["expected_holder"] or _("chưa giao ai"),
        "unit": answer["unit_name"],
    }
    sentences = {
        "wrong_place": _("%(name)s: theo sổ ở %(place)s. Đã ghi nơi vừa thấy.", **facts),
        "wrong_holder": _("%(name)s: theo sổ do %(person)s giữ. Đã ghi người vừa thấy.", **facts),
        "wrong_unit": _("Tài sản của %(unit)s, không thuộc đợt này. Đã ghi để làm rõ.", **facts),
        "surplus": _("%(name)s có trong sổ nhưng ngoài danh sách kiểm kê. Đã ghi để làm rõ.", **facts),
        "withdrawn": _("%(name)s đã ghi giảm trên sổ nhưng vẫn thấy. Đã ghi để làm rõ.", **facts),
        "unknown_code": _("Mã không có trong sổ. Đã ghi là tài sản thừa; hãy mô tả và chụp ảnh nếu được."),
        "misread": _("Mã đọc chưa đúng nên không tính. Hãy quét lại."),
        "late": _("Đợt kiểm kê đã chốt; lần quét được giữ lại nhưng không tính."),
    }
    return sentences.get(answer["outcome"]) or f"{word(answer['outcome'], 'stocktake_outcome')}: {name}"


def _page(stocktake_id: UUID, problem: FormProblem | None) -> str:
    path = f"/stocktakes/{stocktake_id}"
    stocktake = fetch("assets", path)
    scans = fetch("assets", f"{path}/scans", count=stocktake["mine"], limit=12)["items"]
    last = next((one for one in scans if str(one["scan_id"]) == request.args.get("told")), None)
    return render_template(
        "stocktakes/count.html",
        stocktake=stocktake,
        progress=fetch("assets", f"{path}/progress"),
        scans=scans,
        last=last,
        place=request.form.get("place", request.args.get("place", "")),
        conditions=CONDITION,
        people=people_to_choose(),
        problem=problem,
        typed=request.form,
        account_id=visitor().account_id,
    )


def _scan(form: Json, text: str, device_id: str) -> dict[str, Any]:
    """A scan as the register takes it, from what a form or the script sent."""
    return {
        "scan_id": known_id(form.get("scan_id") or form.get("key")) or str(uuid7()),
        "text": text[:300],
        "device_id": device_id,
        "device_time": form.get("device_time") or now().isoformat(),
        "place": form.get("place", "").strip(),
        "holder_person_id": known_id(form.get("holder_person_id")) or None,
        "condition": form.get("condition", ""),
        "note": form.get("note", "").strip(),
        "count": "second" if form.get("count") == "second" else "first",
    }


def _send(stocktake_id: UUID, scan: dict[str, Any]) -> Json:
    body = {"sent_at": scan["device_time"], "scans": [scan]}
    answer: Json = change("assets", "POST", f"/stocktakes/{stocktake_id}/scans", body)["items"][0]
    return answer


def _photo(stocktake_id: UUID, photo: FileStorage | None, key: str) -> str | None:
    if photo is None or not photo.filename:
        return None
    said = {"kind": "photo", "subject_noun": "stocktake", "subject_id": str(stocktake_id)}
    sent = {"file": (photo.filename, photo.stream, photo.mimetype)}
    return str(upload("assets", "/files", key=key, files=sent, data=said)["id"])
