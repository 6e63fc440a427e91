"""The words of the minutes: a record as the plain JSON that the template sets. Pure; no word is made anywhere
else.
"""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from services.handover.lives import is_life
from services.handover.minutes import table
from services.handover.rules import form_for
from shared.clock import HANOI
from shared.law import Provision, provisions, rule
from shared.vietnamese import long_date, short_date

_STANDING = {
    "draft": "BẢN NHÁP – CHƯA CÓ GIÁ TRỊ",
    "issued": "CHỜ HAI BÊN KÝ",
    "signed": "CHỜ MỘT BÊN KÝ",
    "completed": "",
    "refused": "ĐÃ BỊ TỪ CHỐI – KHÔNG CÓ GIÁ TRỊ BÀN GIAO",
    "cancelled": "ĐÃ HỦY – KHÔNG CÓ GIÁ TRỊ",
}
_DUTIES = {
    "giver": "bàn giao đủ tài sản, phụ kiện và hồ sơ nêu tại mục 1 và mục 2;"
    " chịu trách nhiệm về thông tin đã ghi.",
    "store": "kiểm tra, nhập kho, bảo quản và theo dõi tài sản trên sổ theo quy chế của cơ quan.",
    "holder": "quản lý, sử dụng tài sản đúng mục đích, đúng quy chế của cơ quan; không cho mượn,"
    " không dùng vào việc riêng; bàn giao lại khi thôi nhiệm vụ hoặc khi có yêu cầu.",
}


def sheet(
    record: Mapping[str, Any],
    lines: Sequence[Mapping[str, Any]],
    unit_name: str,
    drawings: Mapping[str, bytes],
) -> dict[str, Any]:
    """All that the template sets, as JSON values, for a record as `record_shape` gives it.

    `drawings`: side → PNG of the drawn signature. Images travel as lists of bytes.
    """
    on: date = record["happened_on"]
    form = form_for(on)
    columns = table.columns(form)
    return {
        "title": form.title,
        "form": form.details["code"],
        "unit": unit_name,
        "number": record["number"] or "……/BBBG",
        "standing": _STANDING[record["state"]],
        "margins": _margins(on),
        "bases": _bases(form, record["basis"]),
        "opening": _opening(on, record["place"]),
        "giver": record["giver"],
        "receiver": record["receiver"],
        "columns": columns,
        "groups": table.groups(lines, [column["key"] for column in columns]),
        "total": table.total(lines, [column["key"] for column in columns]),
        "sums": table.sums(lines),
        "accessories": [
            f"{line['code']} – {line['name']}: {line['accessories']}" for line in lines if line["accessories"]
        ],
        "duties": {"giver": _DUTIES["giver"], "receiver": _DUTIES[record["receiver"]["as"]]},
        "opinion": _opinion(record),
        "signatures": {
            side: _signature(record, side, drawings.get(side, b"")) for side in ("giver", "receiver")
        },
        "content_hash": record["content_hash"] or "",
        "notes": _notes(form, record["rules"]),
    }


def _margins(on: date) -> dict[str, int]:
    """Millimetres and points of Decree 30; before its time the same."""
    paper = rule("D30-1", max(on, date(2020, 3, 5))).parameters
    sides = {side: paper[f"{side}_mm"] for side in ("top", "bottom", "left", "right")}
    return {**sides, "size": paper["size_pt"]}


def _bases(form: Provision, said: str) -> list[str]:
    """The lines "Căn cứ …": the decree of the form, then what the officer wrote, else the body's own
    regulation.
    """
    own = said.strip().rstrip(".;") or "quy chế quản lý, sử dụng tài sản công của cơ quan, đơn vị"
    own = own if own.lower().startswith("căn cứ") else f"Căn cứ {own}"
    return [
        f"Căn cứ {form.citation()} quy định chi tiết một số điều của Luật Quản lý, sử dụng tài sản công",
        own,
    ]


def _opening(on: date, place: str) -> str:
    where = place or "…………"
    return f"Hôm nay, {long_date(on)}, tại {where}, chúng tôi bàn giao, tiếp nhận tài sản công như sau:"


def _opinion(record: Mapping[str, Any]) -> str:
    end = record["refusal"]
    if not end:
        return ""
    act = "Từ chối ký" if record["state"] == "refused" else "Hủy biên bản"
    return f"{act} lúc {_moment(end['at'])}. Lý do: {end['reason']}"


def _signature(record: Mapping[str, Any], side: str, drawing: bytes) -> dict[str, Any]:
    found = next((one for one in record["signatures"] if one["side"] == side), None)
    how = ""
    if found is not None:
        act = "Đã ký bằng mã PIN" if found["method"] == "pin" else "Ký trực tiếp trên màn hình"
        how = f"{act} lúc {_moment(found['signed_at'])}"
    return {"name": record[side]["name"], "drawing": list(drawing), "how": how}


def _moment(at: datetime) -> str:
    here = at.astimezone(HANOI)
    return f"{here:%H:%M} ngày {short_date(here.date())}"


def _notes(form: Provision, rule_keys: Sequence[str]) -> list[str]:
    """What a reader must know of how sure the law behind the paper is."""
    notes = []
    if not form.compared:
        notes.append(f"Mẫu số {form.details['code']}: chưa đối chiếu văn bản gốc.")
    notes += [note] if (note := _lives_note([key for key in rule_keys if is_life(key)])) else []
    cited = [one for key in rule_keys if (one := _version("rule", key)) is not None and not one.compared]
    notes += [f"{one.title}: {_SURENESS[one.certainty]} ({one.citation()})." for one in cited]
    return notes


def _lives_note(keys: Sequence[str]) -> str:
    """That remaining values rest on lives which nobody compared; a life that law/ has since dropped is one.

    "" when all were compared, or none is told.
    """
    found = [_version("life", key) for key in keys]
    if all(one is not None and one.compared for one in found):
        return ""
    cited = dict.fromkeys(one.citation() for one in found if one is not None and not one.compared)
    sources = f" ({'; '.join(cited)})" if cited else ""
    return f"Giá trị còn lại tính theo thời gian sử dụng chưa đối chiếu văn bản gốc{sources}."


_SURENESS = {
    "inf": "cách áp dụng của phần mềm từ văn bản gốc, theo quy chế của cơ quan",
    "F2": "chưa đối chiếu văn bản gốc",
    "M": "chưa đối chiếu văn bản gốc",
}


def _version(kind: str, key: str) -> Provision | None:
    """The version of a rule or life that a record names (`L15-23@2`); None when law/ has since dropped it."""
    id_, _, version = key.partition("@")
    return next((one for one in provisions(kind).get(id_, ()) if str(one.version) == version), None)
