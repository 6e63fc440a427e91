"""What a printed table looks like: its columns, what stands above and below them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby

NUMBERS = frozenset({"count", "money", "rate"})


@dataclass(frozen=True)
class Column:
    """One column: `kind` is text, date, count, money or rate; `group` the heading that it shares with its
    neighbours, `mark` its sign in the row of column numbers, `sums` that the last row adds it up, `width` in
    characters.
    """

    key: str
    title: str
    group: str = ""
    mark: str = ""
    kind: str = "text"
    sums: bool = False
    width: float = 12

    @property
    def heading(self) -> str:
        """The whole heading in one line."""
        return f"{self.group} – {self.title}" if self.group else self.title


@dataclass(frozen=True)
class Side:
    """A small table above or below the rows of a form: its cells are given, a tuple a row."""

    title: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[str | int | None, ...], ...] = ()
    below: bool = False


@dataclass(frozen=True)
class Sheet:
    """A form with its columns; rows come from elsewhere. Each text is one line."""

    name: str
    title: str
    columns: tuple[Column, ...]
    made_on: date  # what the file bears as its day; the same question gets the same bytes
    left: tuple[str, ...] = ()  # whose paper it is
    right: tuple[str, ...] = ()  # which form it is
    subtitles: tuple[str, ...] = ()
    signatures: tuple[str, ...] = ()
    place: str = ""  # the line of place and day above the signatures
    notes: tuple[str, ...] = ()
    preface: tuple[str, ...] = ()  # lines between the subtitles and the table
    sides: tuple[Side, ...] = ()

    @property
    def first_row(self) -> int:
        """The row of the sheet, from 1, that the first row of data stands in."""
        above = sum(len(side.rows) + 2 for side in self.sides if not side.below)
        lines = len(self.subtitles) + len(self.preface)
        return max(len(self.left), len(self.right)) + 1 + lines + above + self.heading_rows + 1

    @property
    def heading_rows(self) -> int:
        """Rows of headings: groups, titles, column numbers, as far as the form has them."""
        return 1 + any(column.group for column in self.columns) + any(column.mark for column in self.columns)

    def spans(self) -> list[tuple[str, int, int]]:
        """The groups from left to right with their first and last column, from 0."""
        found, at = [], 0
        for name, members in groupby(self.columns, key=lambda column: column.group):
            size = len(list(members))
            found.append((name, at, at + size - 1))
            at += size
        return found


def spread_over(columns: Sequence[Column], own: Sequence[Column]) -> list[tuple[int, int]]:
    """Where the columns `own` of a small table stand on a sheet of `columns`: of each its first and last, so
    that each is at least as wide as it wants to be, as far as there is room, and has one at the least. A
    table of more columns than the sheet has is a ValueError.
    """
    if len(own) > len(columns):
        raise ValueError("a small table is wider than the form")
    places, at = [], 0
    for left, column in zip(range(len(own) - 1, -1, -1), own, strict=True):
        first, width = at, columns[at].width
        while width < column.width and at + 1 + left < len(columns):
            at += 1
            width += columns[at].width
        places.append((first, at))
        at += 1
    return places
