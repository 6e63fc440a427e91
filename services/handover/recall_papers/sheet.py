"""The words of the papers of recalls, as the plain JSON that the template sets. Pure."""

import re
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from shared.law import Provision, provisions, rule
from shared.vietnamese import long_date, short_date, vnd

REASONS = {
    "retired": "nghỉ hưu",
    "transferred": "chuyển công tác",
    "resigned": "thôi việc",
    "dead": "từ trần",
    "decision": "thực hiện quyết định thu hồi",
}
STATES = {
    "returned": "Đã trả",
    "passed_on": "Đã giao người kế nhiệm",
    "broken": "Đã trả, hỏng",
    "compensated": "Đã bồi thường",
    "kept": "Điều chuyển theo người",
    "lost": "Đã báo mất",
    "open": "Chưa trả",
}


def notice_sheet(
    notice: Mapping[str, Any], unit: Mapping[str, str], representative: Mapping[str, Any] | None
) -> dict[str, Any]:
    """The notice whose content was sealed as `notice`, of the unit {name, above}; to who represents one
    who died, where that is known.
    """
    person, on = notice["person"], date.fromisoformat(notice["issued_on"])
    by = short_date(date.fromisoformat(notice["deadline"]))
    dead = notice["reason"] == "dead"
    return {
        **_head(unit, notice["number"], on),
        "title": "THÔNG BÁO",
        "about": f"Về việc thu hồi tài sản công do {_subject(person, notice['reason'])}",
        "to": _addressee(person, representative, dead=dead),
        "bases": _bases(notice),
        "opening": f"{unit['name']} thông báo thu hồi {len(notice['lines']):02d} tài sản"
        f" {_whose(person, dead=dead)} đang giữ theo sổ theo dõi, gồm:",
        "columns": ["STT", "Mã tài sản", "Tên tài sản", "Số sê-ri"],
        "widths": [10, 28, 82, 45],
        "rows": [
            [str(place), line["code"], line["name"], line["serial"] or ""]
            for place, line in enumerate(notice["lines"], 1)
        ],
        "points": _points(unit["name"], by),
        "closing": "Đề nghị người có tên nêu trên thực hiện đúng thời hạn.",
        "signer": "THỦ TRƯỞNG ĐƠN VỊ",
        "recipients": ["Như trên;", "Bộ phận quản lý tài sản;", "Lưu: VT."],
        "notes": _notes(notice["rules"]),
    }


def clearance_sheet(clearance: Mapping[str, Any], unit: Mapping[str, str]) -> dict[str, Any]:
    """The certificate whose content was sealed as `clearance`, of the unit {name, above}."""
    person, on = clearance["person"], date.fromisoformat(clearance["issued_on"])
    lines = clearance["lines"]
    who = f"{person['name']}{', ' + person['post'] if person['post'] else ''}, {person['unit_name']}"
    nothing = "không còn giữ tài sản công nào của cơ quan, đơn vị theo sổ theo dõi"
    after = "đã hoàn thành bàn giao tài sản công và " if lines else ""
    return {
        **_head(unit, clearance["number"], on),
        "title": "GIẤY XÁC NHẬN",
        "about": "Hoàn thành bàn giao tài sản công",
        "to": "",
        "bases": _bases({**clearance, "rules": []}) if clearance["basis"] else [],
        "opening": f"{unit['name']} xác nhận ông/bà {who}, {after}{nothing} tại ngày {short_date(on)}."
        + (" Tài sản của đợt thu hồi:" if lines else ""),
        "columns": ["STT", "Mã tài sản", "Tên tài sản", "Kết quả", "Chứng từ"] if lines else [],
        "widths": [10, 26, 53, 36, 40],
        "rows": [_cleared(place, line) for place, line in enumerate(lines, 1)],
        "points": [],
        "closing": "Giấy này được cấp để làm thủ tục về nhân sự; số liệu lấy từ sổ theo dõi bàn giao tài sản,"
        " kiểm tra được bằng mã QR dưới đây.",
        "signer": "THỦ TRƯỞNG ĐƠN VỊ",
        "recipients": ["Người có tên nêu trên;", "Bộ phận tổ chức cán bộ;", "Lưu: VT."],
        "notes": [],
    }


def _points(unit: str, by: str) -> list[str]:
    """How to give back, and what to do where that is not possible."""
    where = f"Nơi bàn giao: bộ phận quản lý tài sản của {unit}, trong giờ hành chính."
    how = "Mang theo thiết bị, bộ sạc, phụ kiện; hai bên ký biên bản thu hồi ngay khi giao nhận."
    else_ = "Không trả trực tiếp được (ở xa, ốm đau), hoặc tài sản mất, hỏng: báo bộ phận quản lý tài sản"
    return [
        f"Thời hạn: bàn giao xong trước hết ngày {by}.",
        f"{where} {how}",
        "Trước khi giao, đề nghị sao lưu, xóa dữ liệu cá nhân và thoát các tài khoản trên thiết bị.",
        f"{else_} trước thời hạn trên để được hướng dẫn và lập hồ sơ theo quy định.",
        "Trả đủ, người giao được cấp giấy xác nhận hoàn thành bàn giao tài sản.",
    ]


def _head(unit: Mapping[str, str], number: str, on: date) -> dict[str, Any]:
    paper = rule("D30-1", max(on, date(2020, 3, 5))).parameters
    sides = {side: paper[f"{side}_mm"] for side in ("top", "bottom", "left", "right")}
    return {
        "unit": unit["name"],
        "above": unit["above"],
        "number": number,
        "place_and_day": f"{_place(unit['name'])}, {long_date(on)}",
        "margins": {**sides, "size": paper["size_pt"]},
    }


def _place(unit: str) -> str:
    """The place before the day is, by Decree 30, the name of the ward, district or province of the body."""
    found = re.search(r"(?:phường|xã|thị trấn|quận|huyện|thành phố|tỉnh)\s+(.+)$", unit, re.IGNORECASE)
    return found[1] if found else "……"


def _subject(person: Mapping[str, str], reason: str) -> str:
    if reason == "decision":
        return REASONS[reason]
    return f"ông/bà {person['name']} {REASONS[reason]}"


def _whose(person: Mapping[str, str], *, dead: bool) -> str:
    return f"mà ông/bà {person['name']} (đã từ trần)" if dead else f"mà ông/bà {person['name']}"


def _addressee(person: Mapping[str, str], heir: Mapping[str, Any] | None, *, dead: bool) -> str:
    if dead and heir:
        return f"Ông/bà {heir['name']} ({heir['relation']}), đại diện gia đình ông/bà {person['name']}"
    if dead:
        return f"Gia đình ông/bà {person['name']}"
    post = f", {person['post']}" if person["post"] else ""
    through = f" (qua ông/bà {heir['name']}, {heir['relation']})" if heir else ""
    return f"Ông/bà {person['name']}{post}, {person['unit_name']}{through}"


def _bases(content: Mapping[str, Any]) -> list[str]:
    """The lines "Căn cứ …": each text of law once, the body's own regulation, then the decision."""
    found = [_version(key) for key in content["rules"]]
    cited = [text for one in found if one is not None for text in one.citation().split("; ")]
    lines = [f"Căn cứ {text}" for text in dict.fromkeys(cited)]
    lines.append("Căn cứ quy chế quản lý, sử dụng tài sản công của cơ quan, đơn vị")
    said = content["basis"].strip().rstrip(".;")
    if said:
        lines.append(said if said.lower().startswith("căn cứ") else f"Căn cứ {said}")
    return lines


def _cleared(place: int, line: Mapping[str, Any]) -> list[str]:
    proofs = [f"Biên bản {line['record']}" if line["record"] else "", line["document"] or ""]
    if line["amount"] is not None:
        proofs.append(f"{vnd(line['amount'])} đồng")
    on = line["happened_on"]
    day = f" {short_date(date.fromisoformat(on))}" if on else ""
    return [
        str(place),
        line["code"],
        line["name"],
        f"{STATES[line['state']]}{day}",
        "; ".join(filter(None, proofs)),
    ]


def _notes(keys: Sequence[str]) -> list[str]:
    """What is not read in the official text says so; a deadline of ours says that it is ours."""
    found = [one for key in keys if (one := _version(key)) is not None and not one.compared]
    return [
        f"{one.title}: cách áp dụng của phần mềm từ {one.citation()}, theo quy chế của cơ quan;"
        " chưa đối chiếu văn bản gốc."
        for one in found
    ]


def _version(key: str) -> Provision | None:
    id_, _, version = key.partition("@")
    return next((one for one in provisions("rule").get(id_, ()) if str(one.version) == version), None)
