"""A list of units or people in a sheet: where its headings stand, which column carries which field, its
lines. Pure. An asset book is read by books.py; a list is simpler: one row of headings, one thing a row.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from services.assets.imports.cells import CellFault, day_of, is_total, text_of
from services.assets.imports.csv_files import read_csv
from services.assets.imports.fonts import in_unicode
from services.assets.imports.tables import Cell, Row, Table, unreadable
from services.assets.imports.workbooks import is_workbook, read_workbook
from shared.errors import FieldError, Invalid
from shared.text import words

MOST_BYTES = 10 * 1024 * 1024
MOST_ROWS = 20_000

_SEARCHED_ROWS = 40


@dataclass(frozen=True)
class Layout:
    """The fields of a list: by name the pattern of the folded words of its heading and our own title; the
    first that matches takes the column. `required` are the columns without which it is no such list.
    """

    fields: Mapping[str, tuple[str, str]]
    required: tuple[str, ...]

    def field_of(self, heading: str) -> str | None:
        """The field that a column under `heading` carries, None when it is not one we know."""
        said = " ".join(words(heading))
        found = (name for name, (pattern, _) in self.fields.items() if re.fullmatch(pattern, said))
        return next(found, None)


@dataclass(frozen=True)
class RowFault:
    """What is wrong with a row: its number, the column as the sheet calls it, and the reason."""

    row: int | None
    column: str | None
    vi: str
    en: str


@dataclass
class Line:
    """One row of data under its headings; a cell that cannot be read becomes a fault and counts as empty."""

    row: Row
    columns: Mapping[str, int]
    titles: Mapping[str, str]
    faults: list[RowFault] = field(default_factory=list)

    @property
    def number(self) -> int:
        return self.row.number

    def text(self, name: str, longest: int = 500) -> str:
        """The text under the heading of `name`, "" without such a column."""
        text = str(self._read(name, text_of) or "")
        if len(text) > longest:
            self.fault(name, f"Dài quá {longest} ký tự", f"Longer than {longest} characters")
            return ""
        return text

    def required(self, name: str, longest: int = 500) -> str:
        """The text of `name`; its absence is a fault."""
        text = self.text(name, longest)
        if not text and not any(fault.column == self.titles[name] for fault in self.faults):
            title = self.titles[name]
            self.fault(name, f"Thiếu {title[0].lower()}{title[1:]}", f"{title} is missing")
        return text

    def day(self, name: str) -> date | None:
        """The day under the heading of `name`, None when empty."""
        day: date | None = self._read(name, day_of)
        return day

    def fault(self, name: str, vi: str, en: str) -> None:
        """Something is wrong with `name` in this row."""
        self.faults.append(RowFault(self.number, self.titles[name], vi, en))

    def _read(self, name: str, reader: Any) -> Any:
        cell: Cell = self.row.cell(self.columns[name]) if name in self.columns else None
        try:
            return reader(cell)
        except CellFault as fault:
            self.fault(name, fault.vi, fault.en)
            return None


@dataclass(frozen=True)
class Listing:
    """What a file holds: the sheet it stands on, its lines, and the headings that no field takes."""

    sheet: str | None
    lines: tuple[Line, ...]
    ignored: tuple[str, ...]
    titles: Mapping[str, str]


def read_listing(data: bytes, layout: Layout, sheet: str | None = None) -> Listing:
    """The lines of a CSV or XLSX file. Raises Malformed for what is no table, Invalid for a table without the
    required columns.
    """
    if not data.strip(b"\x00 \r\n\t"):
        raise unreadable("Tệp trống.", "The file is empty.")
    table = in_unicode(read_workbook(data, sheet), "") if is_workbook(data) else read_csv(data)
    if len(table.cells) > MOST_ROWS:
        vi, en = f"Danh sách dài quá {MOST_ROWS} dòng.", f"The list has more than {MOST_ROWS} rows."
        raise unreadable(vi, en)
    at, columns = _headings(table, layout)
    heads = [_heading(cell) for cell in table.row(at).cells]
    titles = {
        name: heads[columns[name]] if name in columns else ours for name, (_, ours) in layout.fields.items()
    }
    taken = set(columns.values())
    ignored = tuple(
        text
        for column, text in enumerate(heads)
        if text and column not in taken and layout.field_of(text) != "no"
    )
    lines = tuple(Line(row, columns, titles) for row in _things(table, at + 1, columns, layout))
    return Listing(table.sheet, lines, ignored, titles)


def _headings(table: Table, layout: Layout) -> tuple[int, dict[str, int]]:
    """(the row of headings, the column of each field): the row near the top that names the most fields."""
    best: tuple[int, dict[str, int]] = (0, {})
    for at, row in enumerate(table.top(_SEARCHED_ROWS)):
        columns: dict[str, int] = {}
        for column, cell in enumerate(row.cells):
            name = layout.field_of(_heading(cell))
            if name:
                columns.setdefault(name, column)
        if len(columns) > len(best[1]):
            best = (at, columns)
    missing = [name for name in layout.required if name not in best[1]]
    if missing:
        names = ", ".join(layout.fields[name][1] for name in missing)
        vi = f"Tệp thiếu cột: {names}. Dòng tên cột phải nằm trong 40 dòng đầu."
        en = f"The file lacks the columns: {', '.join(missing)}."
        raise Invalid("missing-columns", vi=vi, en=en, errors=[FieldError("/file", vi, en)])
    return best


def _things(table: Table, first: int, columns: Mapping[str, int], layout: Layout) -> Iterator[Row]:
    """The rows that list something: not empty, no total, no numbering of the columns, no title or signature
    (which fill none of the required columns, or only one cell).
    """
    for row in map(table.row, range(first, len(table.cells))):
        filled = [text for cell in row.cells if (text := _heading(cell))]
        named = [name for name in layout.required if _heading(row.cell(columns[name]))]
        numbering = len(filled) > 1 and all(re.fullmatch(r"\(?[0-9a-zA-Z]\d?\)?", text) for text in filled)
        if len(filled) > 1 and named and not numbering and not any(is_total(cell) for cell in row.cells):
            yield row


def _heading(cell: Cell) -> str:
    try:
        return text_of(cell)[:200]
    except CellFault:
        return "…"
