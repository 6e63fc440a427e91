"""What the papers of a case say, as plain JSON for the templates and the workbook; and their printing."""

from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from services.assets.disposals.workbook import workbook
from services.assets.queries.disposals import disposal
from services.assets.rules import disposals as rules
from shared.errors import NotFound
from shared.law import Provision, form, rule
from shared.typeset import RENDERER
from shared.vietnamese import long_date, short_date, vnd, vnd_in_words
from shared.web.door import Document

ROOM = Path(__file__).resolve().parent
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
ROLES = {"chair": "Chủ tịch Hội đồng", "member": "Ủy viên", "secretary": "Thư ký"}
_COLUMNS = {
    "stt": ("STT", 3, "center"),
    "ten_tai_san": ("Tên tài sản (chi tiết theo từng tài sản)", 14, "left"),
    "loai_tai_san": ("Loại tài sản", 8, "left"),
    "don_vi_tinh": ("Đơn vị tính", 4, "center"),
    "so_luong": ("Số lượng", 4, "right"),
    "nam_dua_vao_su_dung": ("Năm đưa vào sử dụng", 6, "center"),
    "nguyen_gia": ("Nguyên giá (đồng)", 9, "right"),
    "gia_tri_con_lai": ("Giá trị còn lại (đồng)", 9, "right"),
    "hinh_thuc_xu_ly": ("Hình thức xử lý", 8, "left"),
    "ly_do": ("Lý do đề nghị xử lý", 16, "left"),
    "ghi_chu": ("Ghi chú", 8, "left"),
}


def list_as_pdf(session: Session, disposal_id: UUID) -> Document:
    """The list 01/TSC-XLTS of a case; raises NotFound."""
    case = disposal(session, disposal_id)
    return Document(
        RENDERER.pdf(ROOM / "list.typ", printed(case)), "application/pdf", f"{_name(case)}-01-TSC-XLTS.pdf"
    )


def list_as_xlsx(session: Session, disposal_id: UUID) -> Document:
    """The same list as a workbook, amounts as numbers."""
    case = disposal(session, disposal_id)
    columns = [column["title"] for column in columns_of(_form(case))]
    content = workbook(case, columns, list_rows(case), printed(case))
    return Document(content, XLSX, f"{_name(case)}-01-TSC-XLTS.xlsx", inline=False)


def council_as_pdf(session: Session, disposal_id: UUID) -> Document:
    """The minutes of the council; raises NotFound when none has met."""
    case = disposal(session, disposal_id)
    if not case["council"]:
        raise NotFound(
            "council-not-recorded",
            vi="Chưa ghi Hội đồng cho hồ sơ này.",
            en="No council is recorded for this case.",
        )
    return Document(
        RENDERER.pdf(ROOM / "council.typ", council_sheet(case)),
        "application/pdf",
        f"{_name(case)}-bien-ban-hoi-dong.pdf",
    )


def columns_of(printed_form: Provision) -> list[dict[str, Any]]:
    """The prescribed columns of the form in their order."""
    names = ("title", "width", "align")
    return [dict(zip(names, _COLUMNS[key], strict=True)) for key in printed_form.details["columns"]]


def list_rows(case: Mapping[str, Any]) -> list[list[Any]]:
    """The eleven cells of each line; amounts and counts as numbers."""
    law = rules.law_of(case["kind"], case["law_on"])
    mode = next((one["title"] for one in law.details.get("modes", ()) if one["id"] == case["mode"]), "")
    how = f"{law.title} ({mode.lower()})" if mode else law.title
    return [
        [
            place,
            line["name"],
            line["category_name"],
            line["unit_of_measure"],
            1,
            line["put_to_use_on"].year if line["put_to_use_on"] else "",
            line["cost"],
            line["remaining"],
            how,
            reason_of(case, line),
            f"{line['code']}{' · ' + line['serial'] if line['serial'] else ''}",
        ]
        for place, line in enumerate(case["lines"], 1)
    ]


def reason_of(case: Mapping[str, Any], line: Mapping[str, Any]) -> str:
    """The case of the law by its place, what was said, and for damage the estimate of the repair."""
    said = [f"{cited(case['legal_case'])}: {case['legal_case_text']}"]
    said += [text for text in (line["reason"] or case["reason"],) if text]
    if line["repair_estimate"] is not None:
        said.append(f"Dự toán sửa chữa {vnd(line['repair_estimate'])} đồng")
    elif line["unrepairable"] and case["legal_case"] == "45.1.b":
        said.append("Không sửa chữa được")
    return ". ".join(said)


def cited(legal_case: str) -> str:
    """`45.1.b` as an office writes it: điểm b khoản 1 Điều 45 Luật Quản lý, sử dụng tài sản công."""
    article, clause, point = [*legal_case.split("."), "", ""][:3]
    places = [f"Điểm {point}"] * bool(point) + [f"khoản {clause}"] * bool(clause) + [f"Điều {article}"]
    text = " ".join(places)
    return f"{text[0].upper()}{text[1:]} Luật Quản lý, sử dụng tài sản công"


def printed(case: Mapping[str, Any]) -> dict[str, Any]:
    """All that the list sets."""
    one = _form(case)
    rows = [
        [vnd(cell) if place in (6, 7) else str(cell) for place, cell in enumerate(row)]
        for row in list_rows(case)
    ]
    on: date = case["file_complete_on"] or case["law_on"]
    sums = {
        "cost": vnd(case["cost"]),
        "cost_words": vnd_in_words(case["cost"]),
        "remaining": vnd(case["remaining"]),
    }
    return {
        "form": one.details["code"],
        "title": one.title,
        "number": case["number"],
        "unit": case["unit_name"],
        "dated": f", {long_date(on)}",
        "sums": sums,
        "rows": rows,
        "standing": "" if case["submitted_at"] else "BẢN ĐANG LẬP – CHƯA TRÌNH",
        "heads": _heads(case),
        "columns": columns_of(one),
        "total": [
            "",
            "Tổng cộng",
            "",
            "",
            str(case["assets"]),
            "",
            sums["cost"],
            sums["remaining"],
            "",
            "",
            "",
        ],
        "place_and_day": f"……, {long_date(on)}",
        "notes": _notes(case, [one]),
    }


def council_sheet(case: Mapping[str, Any]) -> dict[str, Any]:
    """All that the council's minutes set."""
    council = case["council"]
    met = date.fromisoformat(council["met_on"])
    sitting = council["members"]
    members = [[str(n), one["name"], one["post"], ROLES[one["role"]]] for n, one in enumerate(sitting, 1)]
    rows = [
        [
            str(place),
            line["name"],
            line["code"],
            vnd(line["cost"]),
            vnd(line["remaining"]),
            reason_of(case, line),
        ]
        for place, line in enumerate(case["lines"], 1)
    ]
    basis = rule("D186-30b", case["decision_on"])
    return {
        "title": f"Biên bản họp Hội đồng {_council_name(case['kind'])}",
        "number": case["number"],
        "unit": case["unit_name"],
        "members": members,
        "rows": rows,
        "bases": [
            f"Căn cứ {basis.citation()}",
            f"Căn cứ Quyết định số {case['decision_number']} ngày {short_date(case['decision_on'])}",
        ],
        "opening": f"Hôm nay, {long_date(met)}, Hội đồng họp xem xét {case['assets']} tài sản của hồ sơ"
        f" {case['number']}.",
        "total": ["", "Tổng cộng", "", vnd(case["cost"]), vnd(case["remaining"]), ""],
        "conclusion": council["conclusion"],
        "result": _result(case),
        "met_on": short_date(met),
        "signers": [{"name": one["name"], "role": ROLES[one["role"]]} for one in sitting],
        "notes": ["Pháp luật không quy định mẫu cho biên bản này.", *_notes(case, [basis])],
    }


def _heads(case: Mapping[str, Any]) -> list[str]:
    said = [f"Hình thức xử lý: {case['kind_title']}. Thẩm quyền quyết định: {case['authority']}."]
    if not case["authority"]:
        said = [f"Hình thức xử lý: {case['kind_title']}."]
    if case["receiver"]:
        said.append(f"Cơ quan, đơn vị tiếp nhận: {case['receiver']}.")
    if case["decision_number"]:
        said.append(f"Quyết định số {case['decision_number']} ngày {short_date(case['decision_on'])}.")
    return said


def _result(case: Mapping[str, Any]) -> str:
    if case["done_on"] is None:
        return ""
    said = [f"Hoàn thành ngày {short_date(case['done_on'])}.", case["result"]]
    if case["proceeds"] or case["costs"]:
        paid = f"đã nộp tài khoản tạm giữ {vnd(case['paid_in'])} đồng"
        said.append(f"Thu {vnd(case['proceeds'])} đồng, {paid}; chi phí {vnd(case['costs'])} đồng.")
    return " ".join(text for text in said if text)


def _notes(case: Mapping[str, Any], stood_on: Sequence[Provision]) -> list[str]:
    """What is not F1 says so on the paper."""
    law = rules.law_of(case["kind"], case["law_on"])
    doubtful = [one.title for one in (*stood_on, law) if not one.compared]
    said = []
    if case["lines"]:
        valued = short_date(case["lines"][0]["valued_on"])
        said.append(f"Giá trị còn lại theo sổ kế toán tại ngày {valued}.")
    if doubtful:
        said.append(f"Chưa đối chiếu văn bản gốc: {'; '.join(doubtful)}.")
    return said


def _council_name(kind: str) -> str:
    return "tiêu hủy tài sản công" if kind == "destruction" else "thanh lý tài sản công"


def _form(case: Mapping[str, Any]) -> Provision:
    return form("TSC-XLTS", case["law_on"])


def _name(case: Mapping[str, Any]) -> str:
    return f"HSXL-{case['number'].split('/')[0]}-{case['year']}"
