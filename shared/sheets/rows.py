"""The XML of a sheet's rows of data, many rows at a time and byte for byte, as Office Open XML has it.

A table of a hundred thousand rows has two million cells, so nothing here is done cell by cell in Python: what
stands between the values is laid out once for a block, values and row numbers are put into their places
column by column (slices with a step), and one join makes the text.
"""

import re
from collections.abc import Sequence

from shared.sheets.layout import NUMBERS, Column
from shared.sheets.parts import STYLES

# Spaces at the ends are kept for every text: to look for those that have some costs more than to say so.
TEXT = ('<c r="{0}{1}" s="{2}" t="inlineStr"><is><t xml:space="preserve">', "</t></is></c>")
NUMBER = ('<c r="{0}{1}" s="{2}"><v>', "</v></c>")
_NOTHING = b"<v></v>"  # a number that there is none of; no text can say it
# Of what XML cannot say, Excel writes the number: _x0007_; and so it does with what looks like that.
_LOOKS_SO = re.compile(b"_(?=x[0-9A-Fa-f]{4}_)")
_CONTROLS = bytes({*range(32)} - {*b"\t\n\r"})
_UNSAYABLE = re.compile(b"[\x01-\x08\x0b\x0c\x0e-\x1f]|\xef\xbf[\xbe\xbf]")  # the last: U+FFFE, U+FFFF
# What COPY writes with a backslash, as XML has it; a tab by its number, because bare ones part values.
_ESCAPED = re.compile(rb"\\(.)", re.DOTALL)
_MEANT = {
    b"\\": b"\\", b"n": b"\n", b"t": b"&#9;", b"r": b"&#13;",
    b"b": b"_x0008_", b"v": b"_x000B_", b"f": b"_x000C_",
}  # fmt: skip


class Rows:
    """Makes rows of cells for `columns`, the first of them in column A of the sheet."""

    def __init__(self, columns: Sequence[Column]) -> None:
        self._numbers = [_is_number(column) for column in columns]
        # A row is: opening, row number, then of each cell opening, row number, style, value; and an end.
        self._pieces = [b'<row r="', b""]
        end = b'">'
        for at, column in enumerate(columns):
            shape = NUMBER if _is_number(column) else TEXT
            opening, style = shape[0].format(letters(at), "\n", STYLES[column.kind]).split("\n")
            self._pieces += [end + opening.encode(), b"", style.encode(), b""]
            end = shape[1].encode()
        self._pieces.append(end + b"</row>")

    def xml(self, cells: Sequence[bytes], first: int) -> bytes:
        """Rows of the sheet from row `first` on: `cells` (row after row, as `said` has them), the first cell
        of each row left out: the name of its group.
        """
        width, size = len(self._numbers) + 1, len(self._pieces)
        count = len(cells) // width
        places = [b"%d" % number for number in range(first, first + count)]
        made = self._pieces * count
        made[1::size] = places
        empty = False
        for at, numeric in enumerate(self._numbers):
            column = cells[at + 1 :: width]
            made[4 * at + 3 :: size] = places
            made[4 * at + 5 :: size] = column
            empty = empty or (numeric and b"" in column)
        whole = b"".join(made)
        return whole.replace(_NOTHING, b"") if empty else whole


def cells(block: bytes) -> list[bytes]:
    """The values of some rows as COPY wrote them (copied.py), row after row, as they may stand in the XML."""
    text = said(block)[:-1].replace(b"\n", b"\t")
    # Values are parted by tabs alone now; what stands behind a backslash is never a bare tab.
    if b"\\" in text:
        text = _ESCAPED.sub(lambda found: _MEANT[found[1]], text)
    return text.split(b"\t")


def said(text: bytes) -> bytes:
    """`text` (UTF-8) as it may stand in a cell."""
    text = text.replace(b"&", b"&amp;").replace(b"<", b"&lt;").replace(b">", b"&gt;")
    if b"_x" in text:
        text = _LOOKS_SO.sub(b"_x005F_", text)
    if len(text.translate(None, _CONTROLS)) < len(text) or b"\xef\xbf" in text:
        text = _UNSAYABLE.sub(lambda found: b"_x%04X_" % ord(found[0].decode()), text)
    return text.replace(b"\r", b"&#13;")


def letters(at: int) -> str:
    """The name of the column `at`, from 0: A, B, …, Z, AA."""
    name, at = "", at + 1
    while at:
        at, rest = divmod(at - 1, 26)
        name = chr(65 + rest) + name
    return name


def _is_number(column: Column) -> bool:
    return column.kind in NUMBERS or column.kind == "date"
