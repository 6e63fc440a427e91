"""What was written into a file: how many rows, and the sums of its columns."""

from collections.abc import Sequence

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
        ValueError for no number.
        """
        self.rows += len(cells) // self._width
        for at, key in self._summed:
            self.totals[key] += sum(map(int, filter(None, cells[at :: self._width])))
