"""Bytes of an uploaded file as a table of cells, numbered as the user's own sheet shows its rows."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from shared.errors import Malformed

Cell = str | int | float | bool | date | datetime | time | timedelta | None

MAX_BYTES = 10 * 1024 * 1024
MAX_ROWS = 20_000
MAX_COLUMNS = 200


@dataclass(frozen=True)
class Row:
    """One row; `number` is from 1, empty rows counted."""

    number: int
    cells: tuple[Cell, ...]

    def cell(self, column: int) -> Cell:
        """The cell in `column` from 0; None beyond the end."""
        return self.cells[column] if 0 <= column < len(self.cells) else None


@dataclass(frozen=True)
class Table:
    """What was read: its rows, the sheet they stand on, and all sheets of the workbook (none for CSV)."""

    rows: tuple[Row, ...]
    sheet: str | None = None
    sheets: tuple[str, ...] = ()


def unreadable(vi: str, en: str) -> Malformed:
    """The refusal of a file that is no table."""
    return Malformed("unreadable-file", vi=vi, en=en)


def table_of(
    rows: Sequence[Sequence[Cell]], *, sheet: str | None = None, sheets: Sequence[str] = ()
) -> Table:
    """`rows` numbered from 1; refuses tables beyond the limits, which no asset book has."""
    if len(rows) > MAX_ROWS:
        raise unreadable(
            f"Tệp có quá {MAX_ROWS} dòng. Hãy chia thành nhiều tệp.",
            f"The file has more than {MAX_ROWS} rows.",
        )
    if any(len(row) > MAX_COLUMNS for row in rows):
        raise unreadable(f"Tệp có quá {MAX_COLUMNS} cột.", f"The file has more than {MAX_COLUMNS} columns.")
    numbered = tuple(Row(number, tuple(row)) for number, row in enumerate(rows, start=1))
    return Table(numbered, sheet, tuple(sheets))
