"""The list 01/TSC-XLTS as a workbook: amounts are numbers, texts never become formulas. Pure."""

import io
from collections.abc import Mapping, Sequence
from typing import Any

import xlsxwriter

_WIDTHS = (5, 34, 18, 9, 9, 10, 16, 16, 20, 46, 22)
_AMOUNTS = (6, 7)


def workbook(
    case: Mapping[str, Any], columns: Sequence[str], rows: Sequence[Sequence[Any]], said: Mapping[str, Any]
) -> bytes:
    """The bytes of the workbook of a case with the form's `columns`, its `rows` and what its head says."""
    out = io.BytesIO()
    book = xlsxwriter.Workbook(
        out, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    )
    book.set_properties({"title": said["title"], "comments": f"Hồ sơ {case['number']}"})
    sheet = book.add_worksheet("01-TSC-XLTS")
    look = {
        "bold": book.add_format({"bold": True, "font_name": "Times New Roman"}),
        "head": book.add_format(
            {"bold": True, "border": 1, "text_wrap": True, "align": "center", "valign": "vcenter"}
        ),
        "text": book.add_format({"border": 1, "text_wrap": True, "valign": "top"}),
        "money": book.add_format({"border": 1, "num_format": "#,##0", "valign": "top"}),
    }
    for place, width in enumerate(_WIDTHS):
        sheet.set_column(place, place, width)
    sheet.write_string(0, 0, said["unit"].upper(), look["bold"])
    sheet.write_string(0, 9, f"Mẫu số {said['form']}", look["bold"])
    sheet.write_string(1, 0, f"{said['title'].upper()} (hồ sơ {said['number']})", look["bold"])
    for number, line in enumerate(said["heads"], 2):
        sheet.write_string(number, 0, line)
    top = 3 + len(said["heads"])
    for place, title in enumerate(columns):
        sheet.write_string(top, place, title, look["head"])
    for number, row in enumerate(rows, top + 1):
        _row(sheet, number, row, look)
    total = ["", "Tổng cộng", "", "", case["assets"], "", case["cost"], case["remaining"], "", "", ""]
    _row(sheet, top + 1 + len(rows), total, look)
    _for_print(sheet, top)
    for number, note in enumerate(said["notes"], top + 3 + len(rows)):
        sheet.write_string(number, 0, note)
    book.close()
    return out.getvalue()


def _for_print(sheet: Any, top: int) -> None:
    """A4 landscape, as wide as the paper, the head on every page and before the eyes."""
    sheet.freeze_panes(top + 1, 2)
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(top)


def _row(sheet: Any, number: int, row: Sequence[Any], look: Mapping[str, Any]) -> None:
    for place, cell in enumerate(row):
        if isinstance(cell, int):
            sheet.write_number(number, place, cell, look["money" if place in _AMOUNTS else "text"])
        else:
            sheet.write_string(number, place, str(cell), look["text"])
