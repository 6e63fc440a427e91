"""The words of the minutes: a record as the plain JSON that the template sets. Pure; no word is made anywhere
else.
"""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from services.handover.lives import is_life
from services.handover.minutes import signed, table
from services.handover.rules import form_for
from shared.law import Provision, provisions, rule
from shared.vietnamese import long_date, short_date

_STANDING = {
    "draft": "BẢN NHÁP – CHƯA CÓ GIÁ TRỊ",
    "issued": "CHỜ HAI BÊN KÝ",
    "signed": "CHỜ MỘT BÊN KÝ",
    "completed": "",
    "refused": "ĐÃ BỊ TỪ CHỐI – KHÔNG CÓ GIÁ TRỊ BÀN GIAO",
    "cancelled": "ĐÃ HỦY – KHÔNG CÓ GIÁ TRỊ",
    "disputed": "CÓ Ý KIẾN KHÔNG ĐỒNG Ý – CHỜ THỦ TRƯỞNG QUYẾT ĐỊNH",
    "upheld": "Ý KIẾN ĐƯỢC CHẤP NHẬN – CHỜ HỦY KẾT QUẢ",
    "reversed": "ĐÃ HỦY KẾT QUẢ BẰNG BIÊN BẢN KHÁC",
}
_TITLES = {
    "reversal": "Biên bản hủy kết quả bàn giao, tiếp nhận tài sản công",
    "repair_out": "Biên bản bàn giao tài sản đưa đi sửa chữa",
    "repair_in": "Biên bản tiếp nhận tài sản sau sửa chữa",
}
# Between agencies the form is the law's; inside one, to a repairer and back, the law prescribes none.
_BY_THE_LAW = ("transfer", "state_recall", "merger_handover")
_DUTIES = {
    "giver": "bàn giao đủ tài sản, phụ kiện và hồ sơ nêu tại mục 1 và mục 2;"
    " chịu trách nhiệm về thông tin đã ghi.",
    "store": "kiểm tra, nhập kho, bảo quản và theo dõi tài sản trên sổ theo quy chế của cơ quan.",
    "holder": "quản lý, sử dụng tài sản đúng mục đích, đúng quy chế của cơ quan; không cho mượn,"
    " không dùng vào việc riêng; bàn giao lại khi thôi nhiệm vụ hoặc khi có yêu cầu.",
    "unit": "tiếp nhận tài sản và hồ sơ, ghi sổ kế toán, quản lý, sử dụng theo quy định.",
    "outside": "tiếp nhận tài sản và hồ sơ, quản lý theo quyết định của cấp có thẩm quyền.",
    "repairer": "bảo quản tài sản, không để lộ dữ liệu trong máy; trả đủ tài sản và phụ kiện"
    " khi sửa xong hoặc khi đến hạn.",
}


def sheet(
    record: Mapping[str, Any],
    lines: Sequence[Mapping[str, Any]],
    unit_name: str,
    drawings: Mapping[str, bytes],
    witnesses: Sequence[Mapping[str, Any]] = (),
    *,
    copies: int = 0,
) -> dict[str, Any]:
    """All that the template sets, as JSON values, for a record as `record_shape` gives it.

    `drawings`: side, or number of the witness → PNG of the drawn signature; images travel as lists of bytes.
    `witnesses` as `witnesses_of` has them; `copies`: how many are made, 0 when nothing is said of it.
    """
    on: date = record["happened_on"]
    form = form_for(on)
    return {
        **_head(form, record, unit_name),
        **_table(form, lines),
        "duties": {"giver": _DUTIES["giver"], "receiver": _DUTIES[record["receiver"]["as"]]},
        "opinion": _opinion(record),
        "copies": signed.copies_words(copies),
        "signatures": {
            side: signed.signature(record, side, drawings.get(side, b"")) for side in ("giver", "receiver")
        },
        "witnesses": [signed.witness(one, drawings.get(str(one["number"]), b"")) for one in witnesses],
        "ways": signed.ways(record, witnesses),
        "content_hash": record["content_hash"] or "",
        "template": record.get("template") or "",
        "notes": _notes(form, record["rules"]),
    }


def _head(form: Provision, record: Mapping[str, Any], unit_name: str) -> dict[str, Any]:
    """All above the table."""
    on: date = record["happened_on"]
    return {
        "title": _TITLES.get(record["kind"], form.title),
        "form": _form(form, record),
        "unit": unit_name,
        "number": record["number"] or "……/BBBG",
        "standing": _STANDING[record["state"]],
        "margins": _margins(on),
        "bases": _bases(form, record),
        "opening": _opening(on, record["place"]),
        "giver": record["giver"],
        "receiver": record["receiver"],
    }


def _table(form: Provision, lines: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """The table, its sums, and what came along."""
    columns = table.columns(form)
    keys = [column["key"] for column in columns]
    return {
        "columns": columns,
        "groups": table.groups(lines, keys),
        "total": table.total(lines, keys),
        "sums": table.sums(lines),
        "accessories": [
            f"{line['code']} – {line['name']}: {line['accessories']}" for line in lines if line["accessories"]
        ],
    }


def _margins(on: date) -> dict[str, int]:
    """Millimetres and points of Decree 30; before its time the same."""
    paper = rule("D30-1", max(on, date(2020, 3, 5))).parameters
    sides = {side: paper[f"{side}_mm"] for side in ("top", "bottom", "left", "right")}
    return {**sides, "size": paper["size_pt"]}


def _bases(form: Provision, record: Mapping[str, Any]) -> list[str]:
    """The lines "Căn cứ …": the decree of the form, the decision that is carried out, what the officer wrote;
    with neither, the body's own regulation.
    """
    lines = [f"{form.citation()} quy định chi tiết một số điều của Luật Quản lý, sử dụng tài sản công"]
    if record.get("decision_number"):
        lines.append(_decision(record))
    said = record["basis"].strip().rstrip(".;")
    if said or len(lines) == 1:
        lines.append(said or "quy chế quản lý, sử dụng tài sản công của cơ quan, đơn vị")
    return [line if line.lower().startswith("căn cứ") else f"Căn cứ {line}" for line in lines]


def _decision(record: Mapping[str, Any]) -> str:
    on, by = record.get("decision_on"), record.get("decision_by")
    when = f" ngày {short_date(on)}" if on else ""
    return f"Quyết định số {record['decision_number']}{when}{f' của {by}' if by else ''}"


def _opening(on: date, place: str) -> str:
    where = place or "…………"
    return f"Hôm nay, {long_date(on)}, tại {where}, chúng tôi bàn giao, tiếp nhận tài sản công như sau:"


def _opinion(record: Mapping[str, Any]) -> str:
    end = record["refusal"]
    if not end:
        return ""
    act = "Từ chối ký" if record["state"] == "refused" else "Hủy biên bản"
    return f"{act} lúc {signed.moment(end['at'])}. Lý do: {end['reason']}"


def _form(form: Provision, record: Mapping[str, Any]) -> str:
    """What is printed as the form; where the law prescribes none, the body's own regulation takes its
    columns.
    """
    law = f"Mẫu số {form.details['code']}"
    if record["kind"] in _BY_THE_LAW:
        return law
    return f"Mẫu nội bộ theo quy chế của cơ quan, lấy các cột của {law}"


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
