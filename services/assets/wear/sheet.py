"""The worked table as CSV and as a workbook: bảng tính hao mòn tài sản cố định.

The form C55a-HD is known by its title only (and that from memory), so the columns are ours: everything that a
person needs to do each sum again. Texts that a spreadsheet would take for a formula are made harmless.
"""

import csv
import io
from collections.abc import Iterable, Mapping
from typing import Any

import xlsxwriter

from services.assets.rules import wear
from services.assets.wear.explained import percent
from shared.vietnamese import short_date

FORMULAS = {
    wear.YEARLY: "Nguyên giá × tỷ lệ",
    wear.LAST_YEAR: "Năm cuối: phần còn lại",
    wear.SPREAD: "Phần còn lại ÷ số năm còn lại",
    wear.TRANSITION: "Chuyển tiếp 2026: phần còn lại ÷ số năm còn lại",
    wear.ALL_REMAINING: "Đã hết thời gian sử dụng: tính hết phần còn lại",
    wear.TRANSITION_ALL: "Chuyển tiếp 2026: đã hết thời gian mới, tính hết phần còn lại",
    wear.CATCH_UP: "Phần mềm: tính từ khi sử dụng đến hết năm 2026",
    wear.WORN_THROUGH: "Đã hao mòn đủ, không tính",
    wear.NO_WEAR: "Không tính theo quyết định",
    wear.NOT_IN_USE: "Chưa tính: chưa có ngày đưa vào sử dụng trong năm",
    wear.UNDECIDED: "Chưa tính: chưa có quyết định về thời gian sử dụng",
}
# title, width in characters, whether it is money
_COLUMNS = (
    ("STT", 6, False),
    ("Mã tài sản", 12, False),
    ("Tên tài sản", 36, False),
    ("Loại", 22, False),
    ("Bộ phận sử dụng", 20, False),
    ("Ngày đưa vào sử dụng", 14, False),
    ("Nguyên giá (đồng)", 18, True),
    ("Thời gian sử dụng (năm)", 10, False),
    ("Tỷ lệ (%/năm)", 10, False),
    ("Số năm đã dùng trước năm này", 12, False),
    ("Hao mòn lũy kế trên sổ đến hết năm trước (đồng)", 20, True),
    ("Hao mòn các năm trước chưa ghi sổ (đồng)", 20, True),
    ("Hao mòn năm nay (đồng)", 18, True),
    ("Hao mòn lũy kế (đồng)", 18, True),
    ("Giá trị còn lại (đồng)", 18, True),
    ("Cách tính", 34, False),
    ("Phép tính", 42, False),
    ("Căn cứ", 30, False),
)
_MONEY = tuple(place for place, column in enumerate(_COLUMNS) if column[2])
_WARNING = (
    "Thời gian sử dụng và tỷ lệ theo nguồn thứ cấp hoặc trí nhớ, chưa đối chiếu văn bản gốc"
    " (law/lives.toml); kế toán kiểm tra trước khi dùng."
)


def as_csv(closing: Mapping[str, Any], rows: Iterable[Mapping[str, Any]]) -> bytes:
    """The table as CSV (UTF-8 with a mark, so that Excel reads it), money as plain integers."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow([_title(closing)])
    writer.writerow([_WARNING])
    writer.writerow([title for title, *_ in _COLUMNS])
    sums = dict.fromkeys(_MONEY, 0)
    for cells in _lines(rows, sums):
        writer.writerow([harmless(cell) if isinstance(cell, str) else cell for cell in cells])
    writer.writerow(_total(sums))
    return out.getvalue().encode("utf-8-sig")


def as_workbook(closing: Mapping[str, Any], rows: Iterable[Mapping[str, Any]]) -> bytes:
    """The table as XLSX; texts are written as texts, never as formulas."""
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"constant_memory": True, "strings_to_formulas": False})
    sheet = book.add_worksheet(f"Hao mòn {closing['year']}")
    bold = book.add_format({"bold": True, "text_wrap": True, "valign": "top", "border": 1})
    money, plain = book.add_format({"num_format": "#,##0"}), book.add_format({})
    for place, column in enumerate(_COLUMNS):
        sheet.set_column(place, place, column[1])
    sheet.write_string(0, 0, _title(closing))
    sheet.write_string(1, 0, _WARNING)
    for place, (title, *_) in enumerate(_COLUMNS):
        sheet.write_string(2, place, title, bold)
    sheet.freeze_panes(3, 3)
    sums = dict.fromkeys(_MONEY, 0)
    at = 3
    for cells in _lines(rows, sums):
        _write(sheet, at, cells, plain, money)
        at += 1
    _write(sheet, at, _total(sums), bold, money)
    book.close()
    return out.getvalue()


def harmless(text: str) -> str:
    """`text` as a cell that no spreadsheet takes for a formula."""
    return f"'{text}" if text[:1] in {"=", "+", "-", "@", "\t", "\r", "\n"} else text


def _write(sheet: Any, at: int, cells: list[Any], plain: Any, money: Any) -> None:
    for place, cell in enumerate(cells):
        if isinstance(cell, str):
            sheet.write_string(at, place, cell, plain)
        elif cell is not None:
            sheet.write_number(at, place, cell, money if place in _MONEY else plain)


def _lines(rows: Iterable[Mapping[str, Any]], sums: dict[int, int]) -> Iterable[list[Any]]:
    """The cells of each row; adds the money up in `sums`."""
    for number, row in enumerate(rows, 1):
        began = row["put_to_use_on"]
        cells = [
            number,
            row["code"],
            row["name"],
            row["category_name"],
            row["department"],
            short_date(began) if began else "",
            row["cost"],
            row["life_years"],
            percent(row["rate"]) if row["rate"] is not None else "",
            row["years_used"],
            row["wear_before"],
            row["opening"],
            row["amount"],
            row["wear_after"],
            row["remaining_value"],
            FORMULAS[row["formula"]],
            row["worked"],
            "; ".join([*row["rules"], *([row["basis"]] if row["basis"] else [])]),
        ]
        for place in _MONEY:
            sums[place] += cells[place]
        yield cells


def _total(sums: Mapping[int, int]) -> list[Any]:
    return ["", "", "Tổng cộng", *(sums.get(place, "") for place in range(3, len(_COLUMNS)))]


def _title(closing: Mapping[str, Any]) -> str:
    return f"Bảng tính hao mòn tài sản cố định năm {closing['year']} – {closing['unit_name']}"
