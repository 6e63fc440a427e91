"""The words and figures of the minutes of a stocktake, form C53-HD. Pure: rows in, plain JSON values out."""

from collections.abc import Mapping, Sequence
from itertools import groupby
from typing import Any
from uuid import UUID

from shared.clock import HANOI
from shared.vietnamese import long_date, short_date

Content = dict[str, Any]
Row = Mapping[str, Any]

FORM = "C53-HD"
CERTAINTY = (
    "Mẫu C53-HD (Thông tư 107/2017/TT-BTC) dựng theo nguồn thứ cấp, chưa đối chiếu văn bản gốc;"
    " theo Thông tư 24/2024/TT-BTC đơn vị được tự thiết kế mẫu chứng từ."
)
_KINDS = (("fixed_asset", "Tài sản cố định"), ("tool", "Công cụ, dụng cụ"))
_PROPOSED = {
    "loss": "lập hồ sơ mất",
    "disposal": "xử lý tài sản hỏng",
    "set_place": "sửa nơi sử dụng",
    "handover": "lập biên bản bàn giao",
    "increase": "ghi tăng",
    "clarify": "làm rõ",
}
_STATES = {"proposed": "đề xuất", "accepted": "đồng ý", "declined": "không đồng ý"}
_STRANGE = {
    "withdrawn": "Đã ghi giảm trên sổ nhưng vẫn thấy",
    "wrong_unit": "Tài sản của đơn vị khác",
    "surplus": "Có trong sổ nhưng ngoài danh sách kiểm kê",
    "wrong_place": "Có trong sổ ở nơi khác, ngoài phạm vi kiểm kê",
    "unknown_code": "Mã không có trong sổ",
    "unlabelled": "Không có tem",
}
_ZERO = {"quantity": 0, "cost": 0, "remaining": 0}


def content_of(
    stocktake: Row,
    lines: Sequence[Row],
    things: Sequence[Row],
    decisions: Sequence[Row],
    holders: Mapping[UUID, str],
) -> Content:
    """All that the minutes say. Amounts are VND; `difference` is what was counted less what the books say.

    `lines`: frozen lines with their outcome; `things`: what nobody expected (no value in the books);
    `decisions`: the proposals; `holders`: names by id of the people who were seen to hold something.
    """
    said = _said(decisions)
    groups = _groups(lines, said, holders)
    if things:
        rows = [_thing(thing, said) for thing in things]
        groups.append({"name": "Thừa so với sổ kế toán", "rows": rows, "sums": _sums(rows)})
    number = 0
    for group in groups:
        for row in group["rows"]:
            number += 1
            row["number"] = number
    return {
        **_head(stocktake),
        "groups": groups,
        "total": _sums([row for group in groups for row in group["rows"]]),
        "total_lines": number,
        "summary": _summary(lines, things),
    }


def _head(stocktake: Row) -> Content:
    ended = stocktake["ended_at"]
    day = ended.astimezone(HANOI).date() if ended else None
    closed = stocktake["state"] == "closed"
    return {
        "form": FORM,
        "certainty": CERTAINTY,
        "unit": stocktake["unit_name"],
        "unit_code": stocktake["unit_code"],
        "budget_code": stocktake["budget_code"],
        "title": stocktake["title"],
        "basis": stocktake["basis"],
        "as_of": f"ngày {short_date(stocktake['as_of'])}",
        "as_of_iso": stocktake["as_of"].isoformat(),
        "signed_on": long_date(day) if day else "ngày …… tháng …… năm ……",
        "draft": "" if closed else "BẢN NHÁP – ĐỢT KIỂM KÊ CHƯA KẾT THÚC",
        "board": [
            {
                "name": member["name"],
                "post": member["post"],
                "represents": member["represents"],
                "role": "Trưởng ban" if member["role"] == "chair" else "Ủy viên",
            }
            for member in sorted(stocktake["board"], key=lambda member: member["role"] != "chair")
        ],
        "chair": next(member["name"] for member in stocktake["board"] if member["role"] == "chair"),
        "note": stocktake["note"] if closed else "",
    }


def _groups(
    lines: Sequence[Row], said: Mapping[Any, str], holders: Mapping[UUID, str]
) -> list[dict[str, Any]]:
    """Lines by kind (fixed asset, tool) and category as the catalogue has them, each with its sums."""
    groups = []
    for kind, kind_name in _KINDS:
        of_kind = sorted(
            (line for line in lines if line["asset_kind"] == kind),
            key=lambda line: (line["category_position"], line["category"], line["position"]),
        )
        for _, members in groupby(of_kind, key=lambda line: line["category"]):
            alike = list(members)
            rows = [_row(line, said, holders) for line in alike]
            name = f"{kind_name}: {alike[0]['category_name']}"
            groups.append({"name": name, "rows": rows, "sums": _sums(rows)})
    return groups


def _row(line: Row, said: Mapping[Any, str], holders: Mapping[UUID, str]) -> dict[str, Any]:
    books = {"quantity": line["quantity"], "cost": line["cost"], "remaining": line["cost"] - line["wear"]}
    counted = _ZERO if line["outcome"] == "missing" else books
    return {
        "name": line["name"],
        "code": line["tag"] or line["code"],
        "place": " – ".join(part for part in (line["unit_name"], line["department"], line["place"]) if part),
        "books": books,
        "counted": counted,
        "difference": _less(counted, books),
        "note": "; ".join(
            part for part in (*_remarks(line, holders), said.get(line["asset_id"], "")) if part
        ),
    }


def _remarks(line: Row, holders: Mapping[UUID, str]) -> list[str]:
    """What was found, in words; nothing for what is as the books say."""
    if line["outcome"] == "missing":
        return ["Thiếu"]
    seen, holder = line["seen_place"], line["seen_holder_person_id"]
    remarks = ["Hỏng"] if line["seen_condition"] == "broken" else []
    if line["outcome"] == "wrong_place" or (seen and seen != line["place"]):
        remarks.append(f"Thấy tại {seen}")
    if holder and holder != line["holder_person_id"]:
        remarks.append(f"Người đang giữ: {holders.get(holder, 'khác sổ')}")
    return remarks


def _thing(thing: Row, said: Mapping[Any, str]) -> dict[str, Any]:
    """A thing that the books of this unit do not have: one piece, whose value nobody knows yet."""
    counted = {"quantity": 1, "cost": 0, "remaining": 0}
    decided = said.get(thing["asset_id"]) or said.get(thing["scan_id"], "")
    remarks = (_STRANGE.get(thing["outcome"], "Thừa"), thing["unit_name"], thing["note"], decided)
    return {
        "name": thing["name"] or thing["description"] or "Chưa rõ tên",
        "code": thing["code"] or thing["typed"],
        "place": thing["place"],
        "books": _ZERO,
        "counted": counted,
        "difference": counted,
        "note": "; ".join(part for part in remarks if part),
    }


def _said(decisions: Sequence[Row]) -> dict[Any, str]:
    """What was proposed and decided, by asset and by scan."""
    said: dict[Any, str] = {}
    for one in decisions:
        word = f"{_STATES[one['state']]}: {_PROPOSED[one['kind']]}"
        word += f" ({one['reason']})" if one["reason"] else ""
        for key in {one["asset_id"], one["scan_id"]} - {None}:
            said[key] = f"{said[key]}; {word}" if key in said else word
    return said


def _sums(rows: Sequence[Row]) -> dict[str, dict[str, int]]:
    return {
        part: {name: sum(row[part][name] for row in rows) for name in _ZERO}
        for part in ("books", "counted", "difference")
    }


def _less(one: Mapping[str, int], other: Mapping[str, int]) -> dict[str, int]:
    return {name: one[name] - other[name] for name in _ZERO}


def _summary(lines: Sequence[Row], things: Sequence[Row]) -> str:
    missing = sum(line["outcome"] == "missing" for line in lines)
    broken = sum(line["seen_condition"] == "broken" for line in lines)
    moved = sum(line["outcome"] == "wrong_place" for line in lines)
    return (
        f"Theo sổ {len(lines)} tài sản; kiểm kê thấy {len(lines) - missing}; thiếu {missing};"
        f" thừa {len(things)}; hỏng {broken}; sai nơi sử dụng {moved}."
    )
