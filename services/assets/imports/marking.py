"""The user's own sheet, given back with its wrong cells filled and a comment on each saying why.

A small workbook keeps all it has: sheets, styles, widths, formulas as they stand (never computed); macros are
left out. A large one, a CSV or an old .xls is laid out anew, cell for cell, in a workbook of plain values.
"""

import io
import math
import zipfile
from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

import xlsxwriter
from openpyxl import load_workbook
from openpyxl.comments import Comment
from openpyxl.styles import PatternFill
from openpyxl.worksheet.worksheet import Worksheet

from services.assets.imports.books import table_in
from services.assets.imports.cells import CellFault, text_of
from services.assets.imports.tables import Cell, Table

_AUTHOR = "taisan"
_FILLS = {"error": "FFC7CE", "warning": "FFEB9C"}
_MOST_KEPT = 16 * 1024 * 1024  # unpacked bytes of a workbook that is kept whole: openpyxl takes far more
_MOST_COMMENTS = 20_000


class Mark(NamedTuple):
    """What to say at `row` (from 1), column `at` (from 0; None: all of it); `kind` error or warning."""

    row: int
    at: int | None
    kind: str
    reason: str


Place = tuple[int, int]  # row from 1, column from 0


def marked_workbook(data: bytes, marks: Sequence[Mark], *, sheet: str | None, encoding: str) -> bytes:
    """`data` as a workbook with `marks` on the sheet that was read. Raises Malformed as reading it does."""
    placed = _placed(marks)
    if data.startswith(b"PK") and _unpacked(data) <= _MOST_KEPT:
        kept = _in_own_workbook(data, placed, sheet)
        if kept is not None:
            return kept
    return _laid_out(table_in(data, sheet=sheet, encoding=encoding), placed)


def _unpacked(data: bytes) -> int:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return sum(entry.file_size for entry in archive.infolist())
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError):
        return _MOST_KEPT + 1


def _placed(marks: Iterable[Mark]) -> dict[Place, tuple[str, str]]:
    """{place: (kind, reasons)}; a cell with an error and a warning is in error."""
    placed: dict[Place, tuple[str, str]] = {}
    for mark in marks:
        place = mark.row, mark.at or 0
        kind, said = placed.get(place, (mark.kind, ""))
        worse = "error" if "error" in {kind, mark.kind} else "warning"
        placed[place] = worse, f"{said}\n{mark.reason}".strip()
    return placed


def _in_own_workbook(data: bytes, placed: dict[Place, tuple[str, str]], sheet: str | None) -> bytes | None:
    """The workbook itself with the marks; None for one that openpyxl cannot open (calamine could)."""
    try:
        book = load_workbook(io.BytesIO(data), keep_vba=False, data_only=False, keep_links=False)
        page = book[sheet] if sheet in book.sheetnames else book.worksheets[0]
    except Exception:  # noqa: BLE001 - whatever it stumbles over, the sheet is laid out anew instead
        return None
    fills = {kind: PatternFill("solid", fgColor=colour) for kind, colour in _FILLS.items()}
    for (row, column), (kind, said) in list(placed.items())[:_MOST_COMMENTS]:
        _mark(page, row, column, fills[kind], said)
    packed = io.BytesIO()
    book.save(packed)
    return packed.getvalue()


def _mark(page: Worksheet, row: int, column: int, fill: PatternFill, said: str) -> None:
    """Fill one cell and say why; of merged cells the first carries both."""
    cell: Any = page.cell(row, column + 1)
    for merged in page.merged_cells.ranges:
        if cell.coordinate in merged:
            cell = page.cell(merged.min_row, merged.min_col)
    cell.fill = fill
    earlier = f"{cell.comment.text}\n" if cell.comment else ""
    cell.comment = Comment(f"{earlier}{said}"[:2000], _AUTHOR, height=90, width=320)


def _laid_out(table: Table, placed: dict[Place, tuple[str, str]]) -> bytes:
    """A new workbook with the same cells at the same places, row by row, in little memory."""
    packed = io.BytesIO()
    options = {
        "constant_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
    }
    with xlsxwriter.Workbook(packed, options) as book:
        page = book.add_worksheet((table.sheet or "So tai san")[:31])
        styles = {kind: book.add_format({"bg_color": f"#{colour}"}) for kind, colour in _FILLS.items()}
        page.set_column(0, 60, 18)
        page.set_comments_author(_AUTHOR)
        by_row: dict[int, dict[int, tuple[str, str]]] = {}
        for (row, column), mark in list(placed.items())[:_MOST_COMMENTS]:
            by_row.setdefault(row, {})[column] = mark
        for row, cells in enumerate(table.cells, start=1):
            _write_row(page, row - 1, cells, by_row.get(row, {}), styles)
    return packed.getvalue()


def _write_row(
    page: Any, row: int, cells: Sequence[Cell], marks: dict[int, tuple[str, str]], styles: dict[str, Any]
) -> None:
    for column in range(max(len(cells), max(marks, default=-1) + 1)):
        value = cells[column] if column < len(cells) else None
        mark = marks.get(column)
        _write(page, row, column, value, styles[mark[0]] if mark else None)
        if mark:
            page.write_comment(row, column, mark[1][:2000], {"x_scale": 2.5, "y_scale": 1.2})


def _write(page: Any, row: int, column: int, value: Cell, style: Any) -> None:
    """One cell as a number or as text, never as a formula or a link."""
    if value is None or value == "":
        page.write_blank(row, column, None, style)
    elif isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(value):
        page.write_number(row, column, value, style)
    else:
        page.write_string(row, column, _shown(value), style)


def _shown(value: Cell) -> str:
    try:
        return text_of(value)
    except CellFault:
        return str(value)[:32_000]
