"""The words of the balance of a mass handover, for paper. Pure: the query's answer in, plain JSON out."""

from collections.abc import Mapping, Sequence
from typing import Any

from shared.clock import HANOI
from shared.vietnamese import short_date, vnd

Row = Mapping[str, Any]

PARTS = ("opening", "out", "came_in", "closing", "register", "difference")
WHY = {
    "no_rule": "chưa có quy tắc nào chỉ đơn vị tiếp nhận",
    "waiting": "đang nằm trong một biên bản chờ ký",
    "being_disposed": "đang làm thủ tục xử lý tài sản",
    "other_plan": "đang nằm trong phương án khác",
    "holder_elsewhere": "người giữ không về đơn vị tiếp nhận; thu hồi trước",
    "not_free": "chưa lập biên bản được khi thực hiện; xem lại tài sản",
    "no_record": "chưa lập biên bản",
    "unsigned": "biên bản chưa ký đủ hai bên",
    "register_behind": "sổ tài sản chưa ghi chuyển đơn vị",
    "moved_on": "sau bàn giao đã chuyển đi đơn vị khác",
    "out_of_books": "đã ghi giảm khỏi sổ",
    "value_changed": "giá trị trên sổ khác lúc phê duyệt",
    "not_in_plan": "vào đơn vị cũ sau khi phê duyệt, ngoài phương án",
}
HEADINGS = ("Đơn vị", "Mở đầu", "Giao", "Nhận", "Còn lại", "Theo sổ tài sản", "Chênh lệch")


def sheet(plan: Row, found: Row) -> dict[str, Any]:
    """All that the template sets."""
    at = found["as_of"].astimezone(HANOI)
    names = {unit["unit_id"]: unit["name"] for unit in found["units"]}
    document = [plan["document_number"], short_date(plan["document_on"]) if plan["document_on"] else ""]
    return {
        "title": plan["title"],
        "basis": " ngày ".join(part for part in document if part) or "……",
        "signer": plan["document_signer"],
        "happened_on": short_date(plan["happened_on"]),
        "as_of": f"{at:%H:%M} ngày {short_date(at.date())}",
        "verdict": verdict(found),
        "nets": found["nets"],
        "headings": list(HEADINGS),
        "rows": [_row(unit["name"], unit) for unit in found["units"]],
        "total": _row("Tổng cộng", found["total"]),
        "flows": [
            [
                names[flow["old_unit_id"]],
                names[flow["successor_unit_id"]],
                vnd(flow["count"]),
                vnd(flow["cost"]),
                vnd(flow["moved"]),
                vnd(flow["moved_cost"]),
            ]
            for flow in found["flows"]
        ],
        "breakers": breakers(found["breakers"], names),
        "breakers_count": found["breakers_count"],
        "part": not found["whole"],
    }


def verdict(found: Row) -> str:
    """What the balance says, in one sentence."""
    if found["done"]:
        return "KHỚP: mọi tài sản đã ở đơn vị tiếp nhận; số lượng và giá trị bằng nhau."
    if found["nets"]:
        return f"Khớp từng đơn vị; còn {found['breakers_count']} tài sản chưa chuyển xong, nêu ở dưới."
    return f"CHƯA KHỚP: {found['breakers_count']} tài sản làm lệch, nêu ở dưới."


def breakers(found: Sequence[Row], names: Mapping[Any, str]) -> list[list[str]]:
    """Each asset that breaks the balance: code, name, from, to, cost, why."""
    return [
        [
            one["code"],
            one["name"],
            names.get(one["old_unit_id"], names.get(one["register_unit_id"], "")),
            names.get(one["successor_unit_id"], ""),
            vnd(one["cost"] if one["cost"] is not None else one["register_cost"] or 0),
            WHY[one["why"]],
        ]
        for one in found
    ]


def _row(name: str, parts: Row) -> list[Any]:
    return [name, *([vnd(parts[part]["count"]), vnd(parts[part]["cost"])] for part in PARTS)]
