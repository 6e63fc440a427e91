"""What a notice's templates are filled with: an event's data and people's names, said for people. Pure."""

from collections.abc import Collection, Mapping
from datetime import date
from typing import Any

from services.notifications.rules import SIDES
from shared.vietnamese import short_date

_WHAT = {
    "internal_handover": ("Biên bản bàn giao", "Handover record"),
    "internal_return": ("Biên bản trả lại tài sản", "Return record"),
    "internal_recall": ("Biên bản thu hồi tài sản", "Recall record"),
    "transfer": ("Biên bản điều chuyển tài sản", "Transfer record"),
    "state_recall": ("Biên bản thu hồi tài sản theo quyết định", "Record of recall by the State"),
    "merger_handover": ("Biên bản bàn giao khi sắp xếp đơn vị", "Record of handover between units"),
    "repair_out": ("Biên bản đưa tài sản đi sửa chữa", "Record of going to repair"),
    "repair_in": ("Biên bản nhận tài sản về sau sửa chữa", "Record of coming back from repair"),
    "reversal": ("Biên bản hủy kết quả", "Reversal record"),
}
_SIDES = {"giver": ("bên giao", "giver"), "receiver": ("bên nhận", "receiver")}
# why a recall: to the leaver (vi, en), and of the leaver (vi, en)
_REASONS = {
    "retired": ("Do ông/bà nghỉ hưu", "As you retire", "đã nghỉ hưu", "has retired"),
    "transferred": (
        "Do ông/bà chuyển công tác",
        "As you move to another post",
        "đã chuyển công tác",
        "has moved to another post",
    ),
    "resigned": ("Do ông/bà thôi việc", "As you leave the service", "đã thôi việc", "has left the service"),
    "dead": ("", "", "đã từ trần", "has died"),
}
_BY_DECISION = (
    "Theo quyết định thu hồi của đơn vị",
    "By decision of the unit",
    "thuộc diện thu hồi tài sản theo quyết định của đơn vị",
    "must return assets by decision of the unit",
)


def of_record(
    record: Mapping[str, Any], giver: str, receiver: str, side: str, signed: Collection[str]
) -> dict[str, str]:
    """The facts of a record (an event's data) for the one on `side`; `signed` are the sides that did sign."""
    what_vi, what_en = _WHAT[record["kind"]]
    day, count = _day(record["happened_on"]), len(record["asset_ids"])
    holder = record[f"{SIDES[1]}_as"] == "holder"
    done = next((_SIDES[other] for other in SIDES if other in signed), None)
    return {
        "what_vi": what_vi,
        "what_en": what_en,
        "number": record["number"],
        "day": day,
        "count": str(count),
        "assets_en": _assets(count),
        "giver": giver,
        "receiver": receiver,
        "side_vi": _SIDES[side][0],
        "side_en": _SIDES[side][1],
        "signed_vi": f"{done[0].capitalize()} đã ký. " if done else "",
        "signed_en": f"The {done[1]} has signed. " if done else "",
        "duty_vi": f" và chịu trách nhiệm quản lý, sử dụng kể từ ngày {day}"
        if holder
        else " thay mặt đơn vị",
        "duty_en": f" and answer for them from {day} on" if holder else " on behalf of the unit",
    }


def of_waiting_record(record: Mapping[str, Any]) -> dict[str, str]:
    """The facts of a record (an event's data) whose signatures are missing, for anybody."""
    what_vi, what_en = _WHAT[record["kind"]]
    count = len(record["asset_ids"])
    return {
        "what_vi": what_vi,
        "what_en": what_en,
        "number": record["number"],
        "day": _day(record["happened_on"]),
        "count": str(count),
        "assets_en": _assets(count),
    }


def of_recall(recall: Mapping[str, Any], person: str, post: str) -> dict[str, str]:
    """The facts of a recall case (an event's data) over what `person` holds."""
    count = len(recall["asset_ids"])
    to_vi, to_en, of_vi, of_en = _REASONS.get(recall["reason"], _BY_DECISION)
    family = recall["reason"] == "dead"
    return {
        "count": str(count),
        "assets_en": _assets(count),
        "deadline": _day(recall["deadline"]),
        "opened": _day(recall["opened_on"]),
        "person": person,
        "person_post": f"{person} ({post})" if post else person,
        "reason_vi": to_vi,
        "reason_en": to_en,
        "status_vi": of_vi,
        "status_en": of_en,
        "how_vi": "liên hệ với gia đình để tiếp nhận" if family else "tổ chức tiếp nhận",
        "how_en": "ask the family for them" if family else "take them back",
    }


def of_stocktake(due: Mapping[str, Any], unit: str) -> dict[str, str]:
    """The facts of a year-end stocktake that is owed (an event's data)."""
    count = due["assets"]
    return {
        "year": str(due["year"]),
        "deadline": _day(due["deadline"]),
        "count": str(count),
        "assets_en": _assets(count),
        "unit": unit or "đơn vị",
        "unit_en": unit or "the unit",
    }


def _assets(count: int) -> str:
    return f"{count} asset" if count == 1 else f"{count} assets"


def _day(text: str) -> str:
    return short_date(date.fromisoformat(text))
