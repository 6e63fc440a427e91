"""Rows as PostgreSQL's COPY writes them in its text format with NULL '' (see "Text Format" in its manual)."""

import re
from collections.abc import Iterable, Iterator
from itertools import islice

BLOCK = 500  # rows that are handled at a time
_ESCAPED = re.compile(r"\\(.)", re.DOTALL)
_MEANT = {"b": "\b", "f": "\f", "n": "\n", "r": "\r", "t": "\t", "v": "\v"}


def blocks(rows: Iterable[bytes], size: int = BLOCK) -> Iterator[str]:
    """The rows `size` at a time as one text, each row ended by a line feed."""
    remaining = iter(rows)
    while block := b"".join(islice(remaining, size)):
        yield block.decode()


def cells(line: str) -> list[str]:
    """The values of one row, as they are; what is NULL is empty."""
    found = line.split("\t")
    return [unescaped(cell) if "\\" in cell else cell for cell in found] if "\\" in line else found


def lines(block: str) -> list[str]:
    """The rows of a block."""
    return block[:-1].split("\n") if block else []


def unescaped(cell: str) -> str:
    """What a value says behind COPY's backslashes."""
    return _ESCAPED.sub(lambda found: _MEANT.get(found[1], found[1]), cell)
