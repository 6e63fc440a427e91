"""A workbook of one sheet, laid out as a form, written while it is sent: no row is kept.

Cells are inline strings or numbers, so that no text can become a formula; every cell bears its address and
its style. Same sheet and rows, same bytes: the times inside the ZIP are fixed.
"""

import io
import zipfile
from collections.abc import Iterable, Iterator, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from itertools import groupby, pairwise
from typing import Any

from shared.sheets import copied, parts
from shared.sheets.counted import Tally
from shared.sheets.layout import Sheet, spread_over
from shared.sheets.parts import STYLES
from shared.sheets.rows import NUMBER, TEXT, Rows, cells, letters, said

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
MOST_ROWS = 1_000_000  # a sheet ends at 1,048,576
_LEVEL = 3  # of compression: 2 takes a sixth less time and a fifth more room, 6 takes 1.7 times as long
_CHUNK = 64 * 1024
_WIDE = 150  # characters of all columns that A4 can still show
_Content = str | int | bytes


def workbook(sheet: Sheet, rows: Iterable[bytes], tally: Tally) -> Iterator[bytes]:
    """The chunks of the file. `rows`: as COPY writes them (copied.py), each with the name of its group (""
    for none) before the cells; days as numbers of Excel (days since 1899-12-30). `tally` (offset 1) counts
    them.
    """
    sink = _Sink()
    with zipfile.ZipFile(sink, "w", zipfile.ZIP_DEFLATED, compresslevel=_LEVEL) as archive:
        heading = sheet.first_row - sheet.heading_rows
        fixed = {
            **parts.fixed(),
            "xl/workbook.xml": parts.workbook(sheet.name, (heading, sheet.first_row - 1)),
        }
        for name, part in fixed.items():
            archive.writestr(_entry(name), part, compresslevel=_LEVEL)
        yield sink.taken()
        # Opened by its name: by an entry, it would be packed at zlib's own level. Packed by a thread of its
        # own (zlib lets go of the interpreter) while the next rows are written.
        with archive.open("xl/worksheets/sheet1.xml", "w") as target, ThreadPoolExecutor(1) as packer:
            packed: Future[int] | None = None
            for text in _Writer(sheet, tally).texts(rows):
                if packed is not None and packed.result() and sink.size > _CHUNK:
                    yield sink.taken()
                packed = packer.submit(target.write, text)
    yield sink.taken()


class _Writer:
    """The sheet's XML from top to bottom."""

    def __init__(self, sheet: Sheet, tally: Tally) -> None:
        self._sheet = sheet
        self._tally = tally
        self._last = len(sheet.columns) - 1
        self._row = 0
        self._merged: list[str] = []
        self._group = b""
        self._rows = Rows(sheet.columns)

    def texts(self, rows: Iterable[bytes]) -> Iterator[bytes]:
        widths = [column.width for column in self._sheet.columns]
        yield parts.sheet_head(widths, self._sheet.first_row - 1).encode()
        yield "".join(self._head()).encode()
        for block in copied.blocks(rows):
            yield self._block(block)
        yield "".join(self._foot()).encode()
        yield parts.sheet_foot(self._merged, 9 if sum(widths) <= _WIDE else 8).encode()

    def _block(self, block: bytes) -> bytes:
        """Rows of data; a group's name stands in a row of its own before its first."""
        values, width = cells(block), self._last + 2
        self._tally.add(values)
        made, at = [], 0
        for group, members in groupby(values[::width]):
            after = at + width * len(list(members))
            if group != self._group:
                self._group = group
                made.append(self._line({1: (group, "group")}, bordered="group").encode())
            made.append(self._rows.xml(values[at:after], self._row + 1))
            self._row += (after - at) // width
            at = after
        return b"".join(made)

    def _head(self) -> Iterator[str]:
        sheet, middle = self._sheet, (self._last + 1) // 2
        for at in range(max(len(sheet.left), len(sheet.right))):
            sides = ((0, middle - 1, sheet.left), (middle, self._last, sheet.right))
            yield self._spread(
                [(first, last, lines[at] if at < len(lines) else "") for first, last, lines in sides]
            )
        yield self._spread([(0, self._last, sheet.title)], "title")
        for line in sheet.subtitles:
            yield self._spread([(0, self._last, line)])
        for line in sheet.preface:
            yield self._spread([(0, self._last, line)], "plain")
        yield from self._sides(below=False)
        yield from self._headings()

    def _sides(self, *, below: bool) -> Iterator[str]:
        """The small tables above or below the rows, each over the columns of the form itself."""
        for side in self._sheet.sides:
            if side.below == below:
                yield self._spread([(0, self._last, side.title)], "strong")
                places = spread_over(self._sheet.columns, side.columns)
                yield self._row_of_side(places, [(column.title, "head") for column in side.columns])
                for row in side.rows:
                    cells = [
                        ("" if cell is None else cell, column.kind)
                        for cell, column in zip(row, side.columns, strict=True)
                    ]
                    yield self._row_of_side(places, cells)

    def _row_of_side(self, places: list[tuple[int, int]], cells: list[tuple[str | int, str]]) -> str:
        """Each cell over the columns of its place, all of them with borders."""
        drawn: dict[int, tuple[_Content, str]] = {}
        for (first, last), (content, style) in zip(places, cells, strict=True):
            self._merged += [_area(first, self._row + 1, last, self._row + 1)] if first < last else []
            drawn |= dict.fromkeys(range(first, last + 1), ("", style)) | {first: (content, style)}
        return self._line(drawn)

    def _headings(self) -> Iterator[str]:
        columns, top = self._sheet.columns, self._row + 1
        titles = {at: (column.title, "head") for at, column in enumerate(columns)}
        spans = [span for span in self._sheet.spans() if span[0]]
        if spans:
            alone = {at: titles.pop(at) for at, column in enumerate(columns) if not column.group}
            yield self._line({**{first: (name, "head") for name, first, _ in spans}, **alone}, "head")
            self._merged += [_area(first, top, last, top) for _, first, last in spans if first < last]
            self._merged += [_area(at, top, at, top + 1) for at in alone]
        yield self._line(titles, "head")
        if any(column.mark for column in columns):
            yield self._line({at: (column.mark, "mark") for at, column in enumerate(columns)})

    def _foot(self) -> Iterator[str]:
        yield self._total()
        yield from self._sides(below=True)
        for note in self._sheet.notes:
            yield self._spread([(1, self._last, note)], "italic")
        count = len(self._sheet.signatures) or 1
        edges = [1 + at * self._last // count for at in range(count + 1)]
        if self._sheet.place:
            yield self._spread([(edges[-2], self._last, self._sheet.place)], "centre")
        places = [(first, after - 1) for first, after in pairwise(edges)]
        named = zip(places, self._sheet.signatures, strict=False)
        yield self._spread([(first, last, name) for (first, last), name in named], "strong")
        yield self._spread([(first, last, "(Ký, họ tên, đóng dấu)") for first, last in places], "centre")

    def _total(self) -> str:
        if not self._tally.totals:
            return ""
        cells: dict[int, tuple[str | int, str]] = {1: ("Tổng cộng", "total")}
        for at, column in enumerate(self._sheet.columns):
            if column.sums:
                cells[at] = (self._tally.totals[column.key], "total_number")
        return self._line(cells, bordered="total")

    def _spread(self, texts: list[tuple[int, int, str]], style: str = "centre") -> str:
        """A row of texts, each over the columns from its first to its last."""
        for first, last, _ in texts:
            self._merged += [_area(first, self._row + 1, last, self._row + 1)] if first < last else []
        return self._line({first: (text, style) for first, _, text in texts if text})

    def _line(self, cells: Mapping[int, tuple[_Content, str]], bordered: str = "") -> str:
        """One row of cells {column: (text or number, style)}; with `bordered` the others are drawn in it."""
        self._row += 1
        made = []
        for at in range(self._last + 1):
            content, style = cells.get(at, ("", bordered))
            if not style:
                continue
            made.append(_written(letters(at), self._row, style, content))
        return f'<row r="{self._row}">{"".join(made)}</row>'


class _Sink(io.RawIOBase):
    """Where the ZIP is written to; it cannot be wound back."""

    def __init__(self) -> None:
        super().__init__()
        self._parts: list[bytes] = []
        self.size = 0

    def writable(self) -> bool:
        return True

    def write(self, data: Any) -> int:
        self._parts.append(bytes(data))
        self.size += len(data)
        return len(data)

    def taken(self) -> bytes:
        """What was written since the last time."""
        taken, self._parts, self.size = b"".join(self._parts), [], 0
        return taken


def _written(column: str, row: int, style: str, content: _Content) -> str:
    """One cell; `content`: a text, a number, or (bytes) a text as it may stand in a cell."""
    if content == "":
        return f'<c r="{column}{row}" s="{STYLES[style]}"/>'
    shape = NUMBER if isinstance(content, int) else TEXT
    text = said(content.encode()) if isinstance(content, str) else content
    value = text.decode() if isinstance(text, bytes) else str(text)
    return shape[0].format(column, row, STYLES[style]) + value + shape[1]


def _area(left: int, top: int, right: int, bottom: int) -> str:
    return f"{letters(left)}{top}:{letters(right)}{bottom}"


def _entry(name: str) -> zipfile.ZipInfo:
    """A part with a fixed time, compressed."""
    entry = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
    entry.compress_type = zipfile.ZIP_DEFLATED
    entry.external_attr = 0o644 << 16
    return entry
