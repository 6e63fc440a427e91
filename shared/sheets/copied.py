"""Rows as PostgreSQL's COPY writes them in its text format with NULL '' (see "Text Format" in its manual)."""

import re
from collections.abc import Iterable, Iterator
from itertools import islice

BLOCK = 500  # rows that are handled at a time
_ESCAPED = re.compile(rb"\\(.)", re.DOTALL)
_MEANT = {b"b": b"\b", b"f": b"\f", b"n": b"\n", b"r": b"\r", b"t": b"\t", b"v": b"\v"}


def blocks(rows: Iterable[bytes], size: int = BLOCK) -> Iterator[bytes]:
    """The rows `size` at a time as one text, each row with its end."""
    remaining = iter(rows)
    while block := b"".join(islice(remaining, size)):
        yield block


def cells(block: bytes) -> list[bytes]:
    """The values of some rows, row after row, as they are; what is NULL is empty."""
    found = block[:-1].replace(b"\n", b"\t").split(b"\t")
    return [unescaped(cell) if b"\\" in cell else cell for cell in found] if b"\\" in block else found


def unescaped(cell: bytes) -> bytes:
    """What a value says behind COPY's backslashes."""
    return _ESCAPED.sub(lambda found: _MEANT.get(found[1], found[1]), cell)
