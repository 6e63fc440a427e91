"""The minutes of a stocktake as XLSX, laid out as the form. Texts are written as texts, never as formulas."""

import io
from collections.abc import Mapping
from typing import Any

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from services.assets.stocktakes.sheet import Content

_WIDTHS = (6, 32, 16, 30, 6, 15, 15, 6, 15, 15, 6, 15, 15, 34)
_PARTS = (
    ("books", "Theo sổ kế toán"),
    ("counted", "Theo thực tế kiểm kê"),
    ("difference", "Chênh lệch"),
)
_FIGURES = (("quantity", "Số lượng"), ("cost", "Nguyên giá"), ("remaining", "Giá trị còn lại"))
_LAST = len(_WIDTHS) - 1


def workbook(content: Content) -> bytes:
    """The bytes of the workbook for what the minutes say."""
    out = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(out, options) as book:
        looks = _looks(book)
        sheet = book.add_worksheet("C53-HD")
        sheet.set_landscape()
        sheet.set_paper(9)
        sheet.fit_to_pages(1, 0)
        for column, width in enumerate(_WIDTHS):
            sheet.set_column(column, column, width)
        row = _head(sheet, content, looks)
        sheet.freeze_panes(row + 2, 0)
        sheet.repeat_rows(row, row + 1)
        row = _table(sheet, content, looks, row)
        _foot(sheet, content, looks, row + 1)
    return out.getvalue()


def _looks(book: Any) -> dict[str, Format]:
    usual = {"font_name": "Times New Roman", "font_size": 11, "valign": "top"}
    box = {**usual, "border": 1}
    made = {
        "plain": usual,
        "bold": {**usual, "bold": True},
        "title": {**usual, "bold": True, "font_size": 14, "align": "center"},
        "centre": {**usual, "align": "center", "italic": True},
        "head": {**box, "bold": True, "align": "center", "valign": "vcenter", "text_wrap": True},
        "text": {**box, "text_wrap": True},
        "figure": {**box, "num_format": "#,##0"},
        "sum_text": {**box, "bold": True},
        "sum": {**box, "bold": True, "num_format": "#,##0"},
    }
    return {name: book.add_format(look) for name, look in made.items()}


def _head(sheet: Worksheet, content: Content, looks: Mapping[str, Format]) -> int:
    """Everything above the table; answers the row where it begins."""
    sheet.write_string(0, 0, f"Đơn vị: {content['unit']}", looks["bold"])
    sheet.write_string(0, _LAST - 1, f"Mẫu số: {content['form']}", looks["bold"])
    sheet.write_string(1, 0, f"Mã QHNS: {content['budget_code'] or '………………'}", looks["plain"])
    sheet.merge_range(2, 0, 2, _LAST, "", looks["title"])
    sheet.write_string(2, 0, "BIÊN BẢN KIỂM KÊ TÀI SẢN CỐ ĐỊNH", looks["title"])
    sheet.merge_range(3, 0, 3, _LAST, "", looks["centre"])
    sheet.write_string(
        3, 0, " – ".join(p for p in (content["title"], content["draft"]) if p), looks["centre"]
    )
    said = [f"Thời điểm kiểm kê: {content['as_of']}"]
    said += [f"Căn cứ: {content['basis']}"] if content["basis"] else []
    said += ["Ban kiểm kê gồm:"]
    said += [
        f"- Ông/Bà: {member['name']}; chức vụ: {member['post'] or '…………'};"
        f" đại diện: {member['represents'] or '…………'}; {member['role']}"
        for member in content["board"]
    ]
    said += ["Kết quả kiểm kê (đơn vị tính giá trị: đồng):"]
    for row, text in enumerate(said, 4):
        sheet.write_string(row, 0, text, looks["plain"])
    return 4 + len(said)


def _table(sheet: Worksheet, content: Content, looks: Mapping[str, Format], row: int) -> int:
    for column, name in (
        (0, "STT"),
        (1, "Tên TSCĐ"),
        (2, "Mã số TSCĐ"),
        (3, "Nơi sử dụng"),
        (_LAST, "Ghi chú"),
    ):
        sheet.merge_range(row, column, row + 1, column, name, looks["head"])
    for number, (_part, name) in enumerate(_PARTS):
        column = 4 + number * 3
        sheet.merge_range(row, column, row, column + 2, name, looks["head"])
        for offset, (_figure, title) in enumerate(_FIGURES):
            sheet.write_string(row + 1, column + offset, title, looks["head"])
    row += 2
    for group in content["groups"]:
        row = _sum_row(sheet, row, group["name"], group["sums"], looks)
        for one in group["rows"]:
            sheet.write_number(row, 0, one["number"], looks["figure"])
            for column, name in ((1, "name"), (2, "code"), (3, "place"), (_LAST, "note")):
                sheet.write_string(row, column, one[name], looks["text"])
            _figures(sheet, row, one, looks["figure"])
            row += 1
    return _sum_row(sheet, row, "Cộng", content["total"], looks)


def _sum_row(
    sheet: Worksheet, row: int, name: str, sums: Mapping[str, Any], looks: Mapping[str, Format]
) -> int:
    for column in (0, 2, 3, _LAST):
        sheet.write_string(row, column, "", looks["sum_text"])
    sheet.write_string(row, 1, name, looks["sum_text"])
    _figures(sheet, row, sums, looks["sum"])
    return row + 1


def _figures(sheet: Worksheet, row: int, of: Mapping[str, Any], look: Format) -> None:
    column = 4
    for part, _name in _PARTS:
        for figure, _title in _FIGURES:
            sheet.write_number(row, column, of[part][figure], look)
            column += 1


def _foot(sheet: Worksheet, content: Content, looks: Mapping[str, Format], row: int) -> None:
    sheet.write_string(row, 0, content["summary"], looks["plain"])
    if content["note"]:
        sheet.write_string(row + 1, 0, f"Nhận xét của ban kiểm kê: {content['note']}", looks["plain"])
    sheet.write_string(row + 2, 10, content["signed_on"], looks["plain"])
    titles = ((1, "Thủ trưởng đơn vị"), (5, "Kế toán trưởng"), (11, "Trưởng Ban kiểm kê"))
    for column, title in titles:
        sheet.write_string(row + 3, column, title, looks["bold"])
    sheet.write_string(row + 4, 1, "(Ý kiến giải quyết số chênh lệch; ký, họ tên, đóng dấu)", looks["plain"])
    sheet.write_string(row + 8, 11, content["chair"], looks["bold"])
    sheet.write_string(row + 10, 0, content["certainty"], looks["plain"])
