"""Cells read column by column: each text that stands in a column is read once, however often it stands there.

Real books repeat what they say (units, names, dates, costs), so this is many times quicker than row by row.
"""

from collections.abc import Callable, Sequence
from typing import Any

from services.assets.imports.cells import CellFault
from services.assets.imports.drafts import Fault
from services.assets.imports.headings import Headings
from services.assets.imports.tables import Cell

Reader = Callable[[Cell], Any]


class Columns:
    """The rows of assets of a sheet, by column: `numbers` as the sheet counts them, `rows` their cells.
    `faults` collects what cannot be read.
    """

    def __init__(self, headings: Headings, numbers: Sequence[int], rows: Sequence[Sequence[Cell]]) -> None:
        self.headings = headings
        self.numbers = numbers
        self.faults: list[Fault] = []
        self._rows = rows
        self._narrowest = min(map(len, rows), default=0)

    def __len__(self) -> int:
        return len(self.numbers)

    def values(self, name: str, reader: Reader, empty: Any) -> list[Any]:
        """The first column of the field `name` through `reader`; `empty` where it has no cell or a fault."""
        places = self.headings.columns.get(name, ())
        return self.read(self.cells(places[0]), reader, empty, name) if places else [empty] * len(self)

    def texts(self, name: str, reader: Reader) -> list[str]:
        """As `values`, for texts: of several columns joined by a space."""
        places = self.headings.columns.get(name, ())
        read = [self.read(self.cells(at), reader, "", name) for at in places]
        if len(read) > 1:
            return [" ".join(filter(None, parts)) for parts in zip(*read, strict=True)]
        return read[0] if read else [""] * len(self)

    def cells(self, at: int) -> list[Cell]:
        """The cells of the column `at` from 0; None beyond the end of a row."""
        if at < self._narrowest:
            return [row[at] for row in self._rows]
        return [row[at] if at < len(row) else None for row in self._rows]

    def read(self, cells: Sequence[Cell], reader: Reader, empty: Any, name: str) -> list[Any]:
        """`cells` through `reader`, faults noted in the column of `name`."""
        keys: Sequence[Any] = cells
        if bool in set(map(type, cells)):  # True is 1 to a dictionary
            keys = [(type(cell), cell) for cell in cells]
        known = dict(zip(keys, cells, strict=True))
        faulty = False
        for key, cell in known.items():
            known[key] = value = _read(cell, reader, empty)
            faulty = faulty or isinstance(value, CellFault)
        values = [known[key] for key in keys]
        if faulty:
            for index, value in enumerate(values):
                if isinstance(value, CellFault):
                    self.fault(index, name, value.vi, value.en)
                    values[index] = empty
        return values

    def fault(self, index: int, name: str, vi: str, en: str) -> None:
        """Note a fault of the row at `index` in the column of `name`."""
        self.faults.append(self.named(index, name, vi, en))

    def named(self, index: int, name: str, vi: str, en: str) -> Fault:
        """What is to be said of the row at `index` about its column of `name`."""
        places = self.headings.columns.get(name)
        return Fault(self.numbers[index], self.headings.title(name), vi, en, places[0] if places else None)


def _read(cell: Cell, reader: Reader, empty: Any) -> Any:
    if cell is None or cell == "":
        return empty
    try:
        return reader(cell)
    except CellFault as fault:
        return fault
