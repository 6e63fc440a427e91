"""Bytes of an uploaded file as a table of cells, numbered as the user's own sheet shows its rows."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

from shared.errors import Malformed

Cell = str | int | float | bool | date | datetime | time | timedelta | None

MAX_BYTES = 64 * 1024 * 1024
MAX_ROWS = 200_000
MAX_COLUMNS = 200


@dataclass(frozen=True, slots=True)
class Row:
    """One row; `number` is from 1, empty rows counted."""

    number: int
    cells: Sequence[Cell]

    def cell(self, column: int) -> Cell:
        """The cell in `column` from 0; None beyond the end."""
        return self.cells[column] if 0 <= column < len(self.cells) else None


@dataclass(frozen=True)
class Table:
    """What was read: `cells` by row, the sheet they stand on, all sheets of the workbook (none for CSV), and
    the encoding its text was taken in (`sure` when the text then looks like Vietnamese). `legacy` names, by
    column from 0, the font encoding that texts of a workbook were translated from.
    """

    cells: Sequence[Sequence[Cell]]
    sheet: str | None = None
    sheets: tuple[str, ...] = ()
    encoding: str = "utf-8"
    sure: bool = True
    legacy: Mapping[int, str] = field(default_factory=dict)

    def row(self, index: int) -> Row:
        """The row at `index` from 0."""
        return Row(index + 1, self.cells[index])

    def top(self, count: int) -> list[Row]:
        """The first `count` rows, or all."""
        return [self.row(index) for index in range(min(count, len(self.cells)))]


def unreadable(vi: str, en: str) -> Malformed:
    """The refusal of a file that is no table."""
    return Malformed("unreadable-file", vi=vi, en=en)


def checked(table: Table) -> Table:
    """`table`, refused beyond the limits, which no asset book has."""
    if len(table.cells) > MAX_ROWS:
        raise unreadable(
            f"Tệp có quá {MAX_ROWS} dòng. Hãy chia thành nhiều tệp.",
            f"The file has more than {MAX_ROWS} rows.",
        )
    if max(map(len, table.cells), default=0) > MAX_COLUMNS:
        raise unreadable(f"Tệp có quá {MAX_COLUMNS} cột.", f"The file has more than {MAX_COLUMNS} columns.")
    return table


def column_letter(column: int) -> str:
    """How a sheet calls the column from 0: A, B, … Z, AA."""
    letters, number = "", column + 1
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters
