"""The rows of an asset book as typed drafts of assets, with the faults that keep some from being one."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from services.assets.imports.amounts import Amounts, WearFault, amounts_of
from services.assets.imports.attributes import attribute_of
from services.assets.imports.categories import OTHER, Catalogue
from services.assets.imports.cells import CellFault, day_of, money_of, position_of, text_of, year_of
from services.assets.imports.columns import Columns
from services.assets.imports.drafts import Draft, Fault
from services.assets.imports.fields import ATTRIBUTE
from services.assets.imports.mappings import Mapping
from services.assets.imports.required import missing_attributes
from services.assets.imports.tables import Cell

_TEXTS = (
    "tag", "maker", "model", "serial", "made_in", "department", "place", "origin", "book_user",
    "document_number",
)  # fmt: skip
_MONEY = ("cost", "cost_budget", "cost_other", "wear", "remaining")
_NOTHING = Amounts(0, 0, 0, 0)


class RowReader:
    """Reads the rows of assets of a sheet. `today` bounds years and dates. After `read`, `faults` and
    `warnings` say what is wrong, and what a person should know but need not mend.
    """

    def __init__(self, columns: Columns, mapping: Mapping, today: date, catalogue: Catalogue) -> None:
        self.columns = columns
        self.mapping = mapping
        self.today = today
        self.catalogue = catalogue
        self.warnings: list[Fault] = []

    @property
    def faults(self) -> list[Fault]:
        return self.columns.faults

    def read(self, groups: Sequence[str]) -> list[Draft]:
        """A draft of every row (each below its heading in `groups`), as far as it can be read."""
        columns = self.columns
        named = {name: columns.texts(name, text_of) for name in _TEXTS}
        name, unit = self._required("name"), self._required("unit")
        said = columns.texts("category", text_of)
        category = self._categories(said, name, named["model"], groups)
        amounts = self._amounts()
        places = self._places()
        described = self._attributes(said, category)
        return [
            Draft(
                number, tag, name_, category_, maker, model, serial, made_in, year, unit_, department, place,
                where[0], where[1], amount.cost, amount.budget, amount.other, amount.wear, used_on, origin,
                user, document, document_on, attributes,
            )
            for (
                number, tag, name_, category_, maker, model, serial, made_in, year, unit_, department, place,
                where, amount, used_on, origin, user, document, document_on, attributes,
            ) in zip(
                columns.numbers, named["tag"], name, category, named["maker"], named["model"],
                named["serial"], named["made_in"],
                columns.values("made_year", lambda cell: year_of(cell, latest=self.today.year + 1), None),
                unit, named["department"], named["place"], places, amounts,
                columns.values("put_to_use_on", self._day, None), named["origin"], named["book_user"],
                named["document_number"], columns.values("document_on", self._day, None), described,
                strict=True,
            )
        ]  # fmt: skip

    def _required(self, name: str) -> list[str]:
        """The texts of `name`; where there is none, and none that cannot be read, that is a fault."""
        texts = self.columns.texts(name, text_of)
        if all(texts):
            return texts
        title = self.columns.headings.title(name)
        named = {fault.row for fault in self.faults if fault.column == title}
        for index, text in enumerate(texts):
            if not text and self.columns.numbers[index] not in named:
                vi = f"Thiếu {title[0].lower()}{title[1:]}"
                self.columns.fault(index, name, vi, f"{title} is missing")
        return texts

    def _day(self, cell: Cell) -> date | None:
        day = day_of(cell, order=self.mapping.date_order)
        if day and not 1945 <= day.year <= self.today.year + 1:
            raise CellFault(f"Ngày {text_of(cell)} quá xa hiện tại", "The date is too far from today")
        return day

    def _amount(self, cell: Cell) -> int | None:
        rule = self.mapping
        return money_of(cell, decimal=rule.decimal, rate=rule.rate, rounding=rule.rounding == "half_up")

    def _amounts(self) -> list[Amounts]:
        """The amounts of each row, which must agree with one another."""
        before = len(self.faults)
        said = list(zip(*(self.columns.values(name, self._amount, None) for name in _MONEY), strict=True))
        unread = {fault.row for fault in self.faults[before:]}
        known: dict[tuple[int | None, ...], Amounts | CellFault] = {}
        found = []
        for index, one in enumerate(said):
            amounts = known.get(one)
            if amounts is None:
                amounts = known[one] = amounts_of(*one)
            if isinstance(amounts, CellFault):
                if self.columns.numbers[index] not in unread:
                    about = self._about(one) if isinstance(amounts, WearFault) else "cost"
                    self.columns.fault(index, about, amounts.vi, amounts.en)
                amounts = _NOTHING
            found.append(amounts)
        return found

    @staticmethod
    def _about(said: Sequence[int | None]) -> str:
        """Which of the columns of wear was said."""
        return "wear" if said[3] is not None else "remaining"

    def _categories(self, *said: Sequence[str]) -> list[str]:
        known: dict[tuple[str, ...], str] = {}
        found = []
        for one in zip(*said, strict=True):
            category = known.get(one)
            if category is None:
                category = known[one] = self.catalogue.category(*one)
            found.append(category)
        return found

    def _attributes(self, said: list[str], category: list[str]) -> list[dict[str, Any]]:
        """The attributes of each row: those in columns of their own, and how the book called what we have no
        category for.
        """
        found: list[dict[str, Any]] = [
            {"described_as": text} if text and code == OTHER else {}
            for text, code in zip(said, category, strict=True)
        ]
        for name, places in self.columns.headings.columns.items():
            if name.startswith(ATTRIBUTE):
                for index, cell in enumerate(self.columns.cells(places[0])):
                    if cell is not None and cell != "":
                        self._attribute(found[index], index, name, category[index], cell)
        self.warnings += missing_attributes(self.columns, self.catalogue, category, found)
        return found

    def _attribute(self, found: dict[str, Any], index: int, field: str, category: str, cell: Cell) -> None:
        name = field.removeprefix(ATTRIBUTE)
        specified = self.catalogue.attributes.get(category, {}).get(name)
        if specified is None:
            title = self.catalogue.names.get(category, category)
            vi = f"Loại “{title}” không có thuộc tính này nên ô không được nhập"
            en = f"{category} has no such attribute; the cell is left out"
            self.warnings.append(self.columns.named(index, field, vi, en))
            return
        try:
            value = attribute_of(specified, cell)
        except CellFault as fault:
            self.columns.fault(index, field, fault.vi, fault.en)
            return
        if value is not None:
            found[name] = value

    def _places(self) -> list[tuple[float | None, float | None]]:
        """(latitude, longitude) of each row, from one column or two."""
        columns, nowhere = self.columns, (None, None)
        by_field = columns.headings.columns
        if not {"latitude", "longitude"} <= by_field.keys():
            return [where or nowhere for where in columns.values("position", position_of, None)]
        pairs = zip(*(columns.cells(by_field[name][0]) for name in ("latitude", "longitude")), strict=True)
        joined: list[Cell] = [
            "; ".join(map(_plain, pair)) if any(map(_plain, pair)) else None for pair in pairs
        ]
        return [where or nowhere for where in columns.read(joined, position_of, None, "latitude")]


def _plain(cell: Cell) -> str:
    try:
        return text_of(cell)
    except CellFault:
        return "?"
