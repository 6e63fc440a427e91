"""A user's own workbook comes back as it was, with its wrong cells filled and explained."""

import io
import zipfile
from typing import Any

import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.comments import Comment
from openpyxl.styles import Font

from tests.integration.assets.test_assets_imports import checked, committed, upload

RED = "00FFC7CE"
HEAD = ["Tên tài sản", "Serial", "Đơn vị", "Ngày sử dụng", "Nguyên giá", "Ghi chú"]
MACRO_PARTS = {
    "xl/vbaProject.bin": b"\xcc\x61 a macro of the user's",
    "xl/activeX/activeX1.bin": b"a control",
}


def book() -> Workbook:
    """Two sheets; on the second a merged title, styles, widths, a formula, a comment, three wrong cells."""
    made = Workbook()
    made.active.title = "Hướng dẫn"
    made.active["A1"] = "Điền vào trang Sổ"
    page = made.create_sheet("Sổ")
    page["A1"] = "SỔ TÀI SẢN NĂM 2024"
    page.merge_cells("A1:F1")
    page["A1"].font = Font(bold=True, size=16)
    page.column_dimensions["A"].width = 41
    for column, title in enumerate(HEAD, start=1):
        page.cell(2, column, title)
    for row, cells in enumerate(
        (
            ["Máy chiếu", "M1", "UBND phường Bồ Đề", "05/03/2024", 12_000_000, "=1+1"],
            ["Máy chiếu", "M2", "UBND phường Bồ Đề", "31/02/2024", "một đồng", None],
            ["Máy chiếu", "M3", "UBND phường Lạ", "05/03/2024", 12_000_000, '=HYPERLINK("http://x","y")'],
        ),
        start=3,
    ):
        for column, cell in enumerate(cells, start=1):
            page.cell(row, column, cell)
    page["D4"].comment = Comment("Chị Lan hỏi lại", "Lan")
    return made


def packed(made: Workbook) -> bytes:
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


def with_macros(data: bytes) -> bytes:
    """`data` as a .xlsm with a VBA project."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w") as new:
        for name in old.namelist():
            part = old.read(name)
            if name == "[Content_Types].xml":
                part = part.replace(
                    b"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml",
                    b"application/vnd.ms-excel.sheet.macroEnabled.main+xml",
                ).replace(
                    b"</Types>",
                    b'<Default Extension="bin" ContentType="application/vnd.ms-office.vbaProject"/></Types>',
                )
            new.writestr(name, part)
        for name, part in MACRO_PARTS.items():
            new.writestr(name, part)
    return out.getvalue()


def filled(page: Any) -> dict[str, str]:
    """The colours of the filled cells."""
    cells = (cell for row in page.iter_rows() for cell in row if cell.fill.fill_type == "solid")
    return {cell.coordinate: cell.fill.fgColor.rgb for cell in cells}


def marked(register: Any, data: bytes, **said: Any) -> tuple[bytes, Any]:
    """The marked copy of `data` as bytes, and its report."""
    answer = upload(register.officer, data, name="sổ của chị Lan.xlsm", **said)
    assert answer.status_code == 201, answer.json
    copy = register.officer.get(f"/imports/{answer.json['id']}/marked.xlsx")
    assert copy.status_code == 200
    return copy.data, answer.json


def test_everything_of_the_users_own_stays_and_only_wrong_cells_are_marked(standing):
    data, _ = marked(standing, packed(book()), sheet="Sổ")
    copy = load_workbook(io.BytesIO(data))
    assert copy.sheetnames == ["Hướng dẫn", "Sổ"]
    assert copy["Hướng dẫn"]["A1"].value == "Điền vào trang Sổ"
    page = copy["Sổ"]
    assert [str(merged) for merged in page.merged_cells.ranges] == ["A1:F1"]
    assert (page["A1"].font.bold, page["A1"].font.size) == (True, 16)
    assert page.column_dimensions["A"].width == 41
    assert (page["D4"].value, page["E4"].value, page["E3"].value) == ("31/02/2024", "một đồng", 12_000_000)
    assert filled(page) == {"D4": RED, "E4": RED}
    assert "không có trong lịch" in page["D4"].comment.text
    assert page["D4"].comment.text.startswith("Chị Lan hỏi lại\n")
    assert "một đồng" in page["E4"].comment.text
    assert not any(cell.comment for row in copy["Hướng dẫn"].iter_rows() for cell in row)


def test_rows_whose_unit_nobody_created_are_marked_after_the_commit(register):
    _, report = marked(register, packed(book()), sheet="Sổ")
    assert committed(register.officer, report)["imported"] == 1
    copy = register.officer.get(f"/imports/{report['id']}/marked.xlsx")
    page = load_workbook(io.BytesIO(copy.data))["Sổ"]
    assert filled(page) == {"D4": RED, "E4": RED, "C5": RED}
    assert "UBND phường Lạ" in page["C5"].comment.text


def test_formulas_stay_formulas_and_are_never_computed(standing):
    data, report = marked(standing, packed(book()), sheet="Sổ")
    as_written = load_workbook(io.BytesIO(data))["Sổ"]
    assert (as_written["F3"].value, as_written["F5"].value) == ("=1+1", '=HYPERLINK("http://x","y")')
    as_computed = load_workbook(io.BytesIO(data), data_only=True)["Sổ"]
    assert (as_computed["F3"].value, as_computed["F5"].value) == (None, None)
    assert "1+1" not in str(report["preview"])


def test_macros_of_a_workbook_are_left_out(standing):
    came = with_macros(packed(book()))
    assert b"a macro of the user's" in came
    data, _ = marked(standing, came, sheet="Sổ")
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        assert {
            name for name in archive.namelist() if "vba" in name.lower() or "activex" in name.lower()
        } == set()
        types = archive.read("[Content_Types].xml")
    assert b"macroEnabled" not in types
    assert b"vbaProject" not in types


def test_a_fault_within_merged_cells_is_marked_on_the_first_of_them(standing):
    made = book()
    made["Sổ"].merge_cells("D4:D5")
    data, _ = marked(standing, packed(made), sheet="Sổ")
    page = load_workbook(io.BytesIO(data))["Sổ"]
    assert (page["D4"].fill.fgColor.rgb, "không có trong lịch" in page["D4"].comment.text) == (RED, True)


@pytest.mark.parametrize("start", ["=1+1", "+84", "-5", "@SUM(A1)", "=cmd|' /C calc'!A0"])
def test_a_csv_laid_out_as_a_workbook_has_no_formula(standing, start):
    text = f"Tên tài sản;Serial;Đơn vị;Nguyên giá\r\n{start};L1;UBND phường Bồ Đề;sai\r\n"
    report = checked(standing.officer, text.encode())
    copy = standing.officer.get(f"/imports/{report['id']}/marked.xlsx")
    page = load_workbook(io.BytesIO(copy.data)).active
    assert (page["A2"].value, page["A2"].data_type) == (start, "s")
    assert page["D2"].fill.fgColor.rgb.endswith("FFC7CE")
