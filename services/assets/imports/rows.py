"""One row of an asset book as a typed draft of an asset, or the faults that keep it from being one."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from typing import TypeVar

from services.assets.imports.categories import OTHER, category_of
from services.assets.imports.cells import CellFault, day_of, money_of, position_of, text_of, year_of
from services.assets.imports.headings import Headings
from services.assets.imports.mappings import Mapping
from services.assets.imports.tables import Cell, Row

T = TypeVar("T")


@dataclass(frozen=True)
class Fault:
    """What is wrong with a row: its number, the column as the sheet calls it, and the reason."""

    row: int | None
    column: str | None
    vi: str
    en: str


@dataclass(frozen=True)
class Draft:
    """An asset as the sheet describes it; `unit` is the text of the sheet, costs are whole VND."""

    row: int
    tag: str
    name: str
    category: str
    maker: str
    model: str
    serial: str
    made_in: str
    made_year: int | None
    unit: str
    department: str
    place: str
    latitude: float | None
    longitude: float | None
    cost: int
    cost_budget: int
    cost_other: int
    put_to_use_on: date | None
    origin: str
    book_user: str
    attributes: dict[str, str] = field(default_factory=dict)


class RowReader:
    """Reads rows under given headings. `today` bounds years and dates."""

    def __init__(self, headings: Headings, mapping: Mapping, today: date) -> None:
        self.headings = headings
        self.mapping = mapping
        self.today = today

    def read(self, row: Row, group: str) -> tuple[Draft, list[Fault]]:
        """The draft in `row` (below the group heading `group`), as far as it can be read, and its faults."""
        cells = _Cells(self.headings, row)
        cost, budget, other = self._costs(cells)
        name, unit, said = cells.required("name"), cells.required("unit"), cells.text("category")
        latitude, longitude = self._position(cells)
        category = category_of(said, name, cells.text("model"), group)
        draft = Draft(
            row=row.number,
            tag=cells.text("tag"),
            name=name,
            category=category,
            maker=cells.text("maker"),
            model=cells.text("model"),
            serial=cells.text("serial"),
            made_in=cells.text("made_in"),
            made_year=cells.read("made_year", lambda cell: year_of(cell, latest=self.today.year + 1)),
            unit=unit,
            department=cells.text("department"),
            place=cells.text("place"),
            latitude=latitude,
            longitude=longitude,
            cost=cost,
            cost_budget=budget,
            cost_other=other,
            put_to_use_on=cells.read("put_to_use_on", self._day),
            origin=cells.text("origin"),
            book_user=cells.text("book_user"),
            attributes={"described_as": said} if said and category == OTHER else {},
        )
        return draft, cells.faults

    def _day(self, cell: Cell) -> date | None:
        day = day_of(cell, order=self.mapping.date_order)
        if day and not 1945 <= day.year <= self.today.year + 1:
            raise CellFault(f"Ngày {text_of(cell)} quá xa hiện tại", "The date is too far from today")
        return day

    def _money(self, cell: Cell) -> int | None:
        rule = self.mapping
        return money_of(cell, decimal=rule.decimal, rate=rule.rate, rounding=rule.rounding == "half_up")

    def _costs(self, cells: "_Cells") -> tuple[int, int, int]:
        """(cost, from the budget, from other sources). A sheet that names no source means the budget."""
        before = len(cells.faults)
        total, budget, other = (
            cells.read(name, self._money) for name in ("cost", "cost_budget", "cost_other")
        )
        if len(cells.faults) > before:
            return 0, 0, 0
        if budget is None and other is None:
            if total is None:
                cells.fault("cost", "Thiếu nguyên giá", "The cost is missing")
            return total or 0, total or 0, 0
        if budget is None and total is not None:
            budget = total - (other or 0)
        parts = (budget or 0) + (other or 0)
        if (total is not None and total != parts) or (budget or 0) < 0:
            cells.fault("cost", "Nguyên giá khác tổng các nguồn", "The cost is not the sum of its sources")
        return parts, budget or 0, other or 0

    def _position(self, cells: "_Cells") -> tuple[float | None, float | None]:
        if "latitude" in self.headings.columns and "longitude" in self.headings.columns:
            both = f"{cells.text('latitude')}; {cells.text('longitude')}"
            cell: Cell = None if both == "; " else both
            return cells.take("latitude", cell, position_of) or (None, None)
        return cells.read("position", position_of) or (None, None)


class _Cells:
    """The cells of one row by field, collecting faults instead of stopping at the first."""

    def __init__(self, headings: Headings, row: Row) -> None:
        self.headings = headings
        self.row = row
        self.faults: list[Fault] = []

    def read(self, name: str, reader: Callable[[Cell], T | None]) -> T | None:
        """The cell of `name` through `reader`; None when it is empty, absent or faulty."""
        columns = self.headings.columns.get(name, ())
        return self.take(name, self.row.cell(columns[0]), reader) if columns else None

    def take(self, name: str, cell: Cell, reader: Callable[[Cell], T | None]) -> T | None:
        """`cell` through `reader`; None when it is empty or faulty."""
        try:
            return reader(cell)
        except CellFault as fault:
            self.fault(name, fault.vi, fault.en)
            return None

    def text(self, name: str) -> str:
        """The text of `name`, of several columns joined by a space."""
        parts = [
            self.take(name, self.row.cell(column), text_of) for column in self.headings.columns.get(name, ())
        ]
        return " ".join(part for part in parts if part)

    def required(self, name: str) -> str:
        """The text of `name`; its absence is a fault."""
        text = self.text(name)
        if not text and not any(fault.column == self.headings.title(name) for fault in self.faults):
            title = self.headings.title(name)
            self.fault(name, f"Thiếu {title[0].lower()}{title[1:]}", f"{title} is missing")
        return text

    def fault(self, name: str, vi: str, en: str) -> None:
        self.faults.append(Fault(self.row.number, self.headings.title(name), vi, en))
