"""What was written into a file: how many rows, and the sums of its columns."""

from collections.abc import Sequence

import orjson

from shared.sheets.layout import Column


class Tally:
    """Counts rows and adds up the columns that the form adds up; `offset` is where the first of them stands
    in a row.
    """

    def __init__(self, columns: Sequence[Column], offset: int = 0) -> None:
        self.rows = 0
        self._width = offset + len(columns)
        self._summed = [(at + offset, column.key) for at, column in enumerate(columns) if column.sums]
        self.totals: dict[str, int] = {key: 0 for _, key in self._summed}

    def add(self, cells: Sequence[bytes]) -> None:
        """Take the cells of some rows, row after row, into account; an empty cell adds nothing. Raises
        ValueError or TypeError for what is no whole number.
        """
        self.rows += len(cells) // self._width
        for at, key in self._summed:
            self.totals[key] += _sum(cells[at :: self._width])


def _sum(figures: Sequence[bytes]) -> int:
    """Read as one list of JSON: half the time of `int` for each."""
    total = sum(orjson.loads(b"[%b]" % b",".join(filter(None, figures))))
    if not isinstance(total, int):
        raise TypeError("a sum of what are not whole numbers of 64 bits")
    return total
