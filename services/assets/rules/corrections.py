"""By how much the wear of an asset may be put right. Pure."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from services.assets.rules.books import AMOUNTS, CORRECTION, Movement
from shared.errors import Conflict, FieldError, Invalid, NotPermitted


def check(asset: Mapping[str, Any], worn: int | None, amount: int) -> None:
    """Raise Invalid unless the wear stays between zero and the cost of a fixed asset."""
    if asset["kind"] != "fixed_asset":
        vi, en = "Công cụ, dụng cụ không tính hao mòn.", "Tools take no wear."
    elif worn is None:
        vi = "Sổ chưa có hao mòn của tài sản này; hãy khoá sổ năm trước."
        en = "The books have no wear of this asset yet; close a year first."
    elif amount == 0 or not 0 <= worn + amount <= asset["cost"]:
        vi = "Hao mòn lũy kế sau điều chỉnh phải từ 0 đến nguyên giá."
        en = "The accumulated wear must stay between zero and the cost."
    else:
        return
    raise Invalid("correction-out-of-bounds", vi=vi, en=en, errors=[FieldError("/amount", vi, en)])


def check_decision(correction: Mapping[str, Any], subject: str, note: str, *, approved: bool) -> None:
    """Raise Conflict for what is decided already, NotPermitted for a decision on one's own request, Invalid
    for a refusal without a word why.
    """
    if correction["state"] != "waiting":
        raise Conflict(
            "wear-correction-decided", vi="Đề nghị này đã được xử lý.", en="It was decided already."
        )
    if correction["recorded_by"] == subject:
        vi, en = "Người duyệt phải khác người đề nghị.", "Somebody else than the one who asked must decide."
        raise NotPermitted("own-request", vi=vi, en=en)
    if not approved and not note.strip():
        vi, en = "Hãy ghi lý do từ chối.", "Say why it is refused."
        raise Invalid("reason-required", vi=vi, en=en, errors=[FieldError("/note", vi, en)])


def movement(asset: Mapping[str, Any], amount: int) -> Movement:
    """The entry that adds `amount` VND to the accumulated wear of the asset."""
    return {
        "asset_id": asset["id"],
        "unit_id": asset["unit_id"],
        "cause": CORRECTION,
        "quantity": 0,
        **dict.fromkeys(AMOUNTS, 0),
        "wear": amount,
        "category": asset["category"],
        "asset_kind": asset["kind"],
        "department": asset["department"],
    }


def is_stated(worn: int, *, rows: int, put_to_use_year: int | None, open_year: int) -> bool:
    """Whether the books know how much an asset has worn off: something is booked, a year was closed for it,
    or it was put to use so late that nothing can have worn off. Until its first close nothing is known of
    an older asset whose former books said nothing.
    """
    return worn != 0 or rows > 0 or put_to_use_year is None or put_to_use_year >= open_year


def worn_when_new(kind: str, worn: int, began: date | None, open_year: int) -> int | None:
    """What a new thing of that kind has worn off, put to use on the day it `began`, whose former books say
    `worn` VND; None for a tool, and for an older thing whose books said nothing.
    """
    known = is_stated(worn, rows=0, put_to_use_year=began.year if began else None, open_year=open_year)
    return worn if known and kind == "fixed_asset" else None
