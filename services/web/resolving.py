"""What a scanned code means for the task at hand: accepted, or blocked with the reason and the next step.

The services decide again when the record is made; this spares people a refusal after thirty scans.
"""

from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

from flask import url_for

from services.web.access import may_open
from services.web.backstage import Json, fetch, visitor
from services.web.decoding import code_in
from services.web.language import _
from services.web.shown import day, label_code
from shared.peers import PeerRefused

PURPOSES = ("look", "give", "take")


@dataclass(frozen=True)
class Found:
    """One scanned code: `state` is accepted or blocked; `link` is the next step as (address, text)."""

    code: str
    state: str
    message: str
    asset: Json = field(default_factory=dict)
    holder: Json | None = None  # the open custody row of the asset, if somebody holds it
    link: tuple[str, str] | None = None


def resolve(text: str, purpose: str, holder_id: str = "", unit_id: str = "") -> Found:
    """Look up what was scanned or typed.

    `unit_id` is the unit of what is on the list already; for "take", `holder_id` is who gives things back.
    """
    code = code_in(text)
    if code is None:
        return Found(text[:40], "blocked", _misread(text))
    try:
        asset = fetch("assets", f"/codes/{code}")
    except PeerRefused as refused:
        return Found(code, "blocked", _unknown(code, refused), link=_binding(code, refused))
    if purpose == "look":
        return Found(asset["code"], "accepted", asset["name"], asset)
    holder = holder_of(asset)
    judged = _for_giving(asset, holder) if purpose == "give" else _for_taking(asset, holder, holder_id)
    if asset["status"] == "withdrawn":
        judged = _("%(name)s đã huỷ nhập: lần nhập sổ có tài sản này đã bị huỷ.", name=asset["name"])
    if not judged and unit_id and str(asset["unit_id"]) != unit_id:
        judged = _(
            "%(name)s là tài sản của %(unit)s, khác đơn vị với các máy trong danh sách. "
            "Lập biên bản riêng cho từng đơn vị.",
            name=asset["name"],
            unit=asset["unit_name"],
        )
    return Found(
        asset["code"],  # the one in use, also when an old label was scanned
        "blocked" if judged else "accepted",
        judged or asset["name"],
        asset,
        holder,
        _step(judged, holder, purpose),
    )


def page_of(found: Found) -> str:
    """The address of the asset that was found; behind an old label it says so."""
    old = found.asset.get("retired")
    label = old["code"] if old else None
    return url_for("assets.page", asset_id=found.asset["id"], label=label)


def holder_of(asset: Json) -> Json | None:
    """The open custody row of an asset, or None when it lies in store."""
    held: list[Any] = fetch("handover", "/custody", asset=asset["id"])["items"]
    return held[0] if held else None


def _for_giving(asset: Json, holder: Json | None) -> str:
    if holder is not None:
        return _(
            "%(name)s đang do %(person)s giữ từ %(since)s. Lập biên bản thu hồi trước.",
            name=asset["name"],
            person=holder["person_name"],
            since=day(holder["since"]),
        )
    if waiting := _waiting_record(asset):
        return _(
            "%(name)s đang nằm trong biên bản %(number)s chờ ký. Hãy ký xong hoặc huỷ biên bản đó trước.",
            name=asset["name"],
            number=waiting["number"],
        )
    if asset["status"] in {"lost", "disposed", "awaiting_disposal"}:
        return _("%(name)s đã ghi mất hoặc đã thanh lý, không bàn giao được.", name=asset["name"])
    return ""


def _waiting_record(asset: Json) -> Json | None:
    """The record that still waits for signatures over the asset, if there is one: it would be the newest."""
    newest: list[Json] = fetch("handover", "/records", asset=asset["id"], limit=1)["items"]
    return newest[0] if newest and newest[0]["state"] in {"issued", "signed"} else None


def _for_taking(asset: Json, holder: Json | None, holder_id: str) -> str:
    if holder is None:
        return _("%(name)s không có ai đang giữ theo sổ, nên không cần thu hồi.", name=asset["name"])
    if holder_id and str(holder["person_id"]) != holder_id:
        return _(
            "%(name)s do %(person)s giữ. Mỗi biên bản chỉ thu của một người; lập biên bản riêng cho máy này.",
            name=asset["name"],
            person=holder["person_name"],
        )
    return ""


def _step(judged: str, holder: Json | None, purpose: str) -> tuple[str, str] | None:
    if not judged or holder is None:
        return None
    text = _("Thu hồi ngay") if purpose == "give" else _("Lập biên bản riêng")
    return "/returns/new?" + urlencode({"code": holder["code"]}), text


def _misread(text: str) -> str:
    if len(text.strip()) < 8:
        return _("Mã phải có 8 ký tự, in dưới ô vuông trên tem. Hãy nhập lại.")
    return _(
        "Mã %(text)s đọc chưa đúng. Nếu đang bật bộ gõ tiếng Việt, chuyển sang chữ E rồi quét lại.",
        text=text.strip()[-12:],
    )


def _binding(code: str, refused: PeerRefused) -> tuple[str, str] | None:
    """For a label from a roll: where it is bound, for whoever may."""
    if refused.slug == "code-unbound" and may_open("relabelling.choose_asset", visitor().roles):
        return url_for("relabelling.choose_asset", code=code), _("Gắn tem này cho tài sản…")
    return None


def _unknown(code: str, refused: PeerRefused) -> str:
    if refused.status == 403:
        return _("Tài sản này thuộc đơn vị ngoài quyền của anh/chị.")
    if refused.slug in {"code-unbound", "code-void"}:
        return refused.vi
    return _(
        "Mã %(code)s không có trong sổ, hoặc thuộc đơn vị ngoài quyền của anh/chị. Kiểm tra lại tem.",
        code=label_code(code),
    )
