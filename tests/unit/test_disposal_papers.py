"""What the papers of a disposal case say: eleven columns, the case of the law, what was not compared."""

import io
from datetime import date
from typing import Any

import openpyxl

from services.assets.disposals import papers
from services.assets.disposals.workbook import workbook
from shared.typeset import RENDERER
from tests.e2e.paper import text_of

LINE: dict[str, Any] = {
    "name": "=Máy vi tính xách tay",
    "category_name": "Máy vi tính",
    "unit_of_measure": "bộ",
    "code": "7K3M9PQ3",
    "serial": "SN-1",
    "put_to_use_on": date(2019, 5, 1),
    "cost": 18_490_000,
    "remaining": 0,
    "reason": "",
    "repair_estimate": 9_000_000,
    "unrepairable": False,
    "valued_on": date(2026, 3, 5),
}
CASE: dict[str, Any] = {
    "kind": "liquidation",
    "kind_title": "Thanh lý tài sản công",
    "legal_case": "45.1.b",
    "mode": "scrapping",
    "legal_case_text": "Hư hỏng không sửa chữa được",
    "law_on": date(2026, 3, 5),
    "number": "12/2026/HSXL",
    "year": 2026,
    "unit_name": "UBND phường Bồ Đề",
    "receiver": "",
    "reason": "",
    "authority": "Chủ tịch",
    "submitted_at": None,
    "file_complete_on": date(2026, 3, 5),
    "decision_number": "45/QĐ-UBND",
    "decision_on": date(2026, 3, 20),
    "signer": "A",
    "assets": 1,
    "cost": 18_490_000,
    "remaining": 0,
    "done_on": date(2026, 4, 2),
    "result": "Đã phá dỡ",
    "proceeds": 500_000,
    "paid_in": 0,
    "costs": 0,
    "council": {
        "met_on": "2026-03-25",
        "conclusion": "Thống nhất phá dỡ.",
        "members": [
            {"name": "Trần Văn Duyệt", "post": "Phó Chủ tịch", "role": "chair"},
            {"name": "Lê Thị Sổ", "post": "Kế toán", "role": "member"},
            {"name": "Vũ Văn Dùng", "post": "Văn phòng", "role": "secretary"},
        ],
    },
    "lines": [LINE],
}


def test_the_list_has_the_eleven_columns_of_the_form_and_names_the_case_of_the_law():
    content = papers.printed(CASE)
    assert [column["title"] for column in content["columns"]][1] == "Tên tài sản (chi tiết theo từng tài sản)"
    assert len(content["columns"]) == len(content["rows"][0]) == len(content["total"]) == 11
    reason = content["rows"][0][9]
    assert reason.startswith("Điểm b khoản 1 Điều 45 Luật")
    assert "Dự toán sửa chữa 9.000.000 đồng" in reason
    assert content["standing"] == "BẢN ĐANG LẬP – CHƯA TRÌNH"


def test_the_printed_list_says_form_number_and_sums():
    text = text_of(RENDERER.pdf(papers.ROOM / "list.typ", papers.printed(CASE)))
    for said in (
        "Mẫu số 01/TSC-XLTS",
        "12/2026/HSXL",
        "18.490.000",
        "Mười tám triệu bốn trăm chín mươi nghìn",
    ):
        assert said in text, said


def test_the_minutes_of_the_council_name_who_sat_and_what_they_found():
    text = text_of(RENDERER.pdf(papers.ROOM / "council.typ", papers.council_sheet(CASE)))
    for said in ("Trần Văn Duyệt", "Thống nhất phá dỡ", "Điều 30", "đã nộp tài khoản tạm giữ 0 đồng"):
        assert said in text, said


def test_the_workbook_holds_numbers_and_no_formula():
    columns = [column["title"] for column in papers.columns_of(papers._form(CASE))]
    content = workbook(CASE, columns, papers.list_rows(CASE), papers.printed(CASE))
    sheet = openpyxl.load_workbook(io.BytesIO(content)).active
    cells = [cell for row in sheet.iter_rows() for cell in row if cell.value is not None]
    assert all(cell.data_type != "f" for cell in cells)
    row = next(row for row in sheet.iter_rows(values_only=True) if row[0] == 1)
    assert row[1] == "=Máy vi tính xách tay"
    assert row[3] == "bộ"
    assert row[6:8] == (18_490_000, 0)


def test_a_place_in_the_law_is_written_as_an_office_writes_it():
    assert papers.cited("46") == "Điều 46 Luật Quản lý, sử dụng tài sản công"
    assert papers.cited("41.1.đ") == "Điểm đ khoản 1 Điều 41 Luật Quản lý, sử dụng tài sản công"
