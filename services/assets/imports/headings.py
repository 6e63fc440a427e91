"""Where the headings of a sheet stand, and which column carries which field."""

import re
from dataclasses import dataclass

from services.assets.imports.categories import SEEDED, Catalogue
from services.assets.imports.cells import text_of
from services.assets.imports.fields import (
    ATTRIBUTE,
    FIELD_TITLES,
    FIELDS,
    REQUIRED,
    field_of,
    only_imei,
)
from services.assets.imports.mappings import Mapping
from services.assets.imports.tables import Row, Table, column_letter
from shared.errors import FieldError, Invalid
from shared.text import clean, fold

_SEARCHED_ROWS = 40
_NUMBERING = re.compile(r"\(?[0-9a-z]{1,2}\)?( ?=.*)?")


@dataclass(frozen=True)
class Headings:
    """`columns` gives the columns (from 0) of each field; `titles` what the sheet calls each column;
    `ignored` the titles that no field takes; `first` the index in the table of the first row of data.
    """

    columns: dict[str, tuple[int, ...]]
    titles: dict[int, str]
    ignored: tuple[str, ...]
    first: int

    def title(self, field: str) -> str:
        """What the sheet calls the column of `field`; our own word when it has none."""
        ours = FIELD_TITLES.get(field, field.removeprefix(ATTRIBUTE))
        columns = self.columns.get(field, ())
        return self.titles.get(columns[0], ours) if columns else ours


def suits(table: Table, mapping: Mapping) -> bool:
    """Whether some row near the top holds at least four fifths of the headings that `mapping` names."""
    wanted = {fold(heading) for headings in mapping.columns.values() for heading in headings}
    found = max(
        (len(wanted & {fold(t) for t in _texts(row)}) for row in table.top(_SEARCHED_ROWS)), default=0
    )
    return bool(wanted) and found * 5 >= len(wanted) * 4


def likeliest_headings(table: Table, mapping: Mapping, catalogue: Catalogue = SEEDED) -> Headings | None:
    """The headings of `table` as far as they can be told: where most columns carry a field, else the widest
    row of words; None for a table without words.
    """
    candidates = range(min(len(table.cells), _SEARCHED_ROWS))
    found = [_headings_at(table, at, mapping, catalogue) for at in candidates]
    return max(found, key=lambda one: (_weight(one), len(one.titles)), default=None)


def find_headings(table: Table, mapping: Mapping, catalogue: Catalogue = SEEDED) -> Headings:
    """The headings of `table`; raises Invalid when there are none or a required column is missing."""
    best = likeliest_headings(table, mapping, catalogue)
    if best is None or _weight(best) < 2:
        raise Invalid(
            "no-headings",
            vi="Không tìm thấy dòng tiêu đề cột (Tên tài sản, Nguyên giá, Đơn vị…) trong 40 dòng đầu.",
            en="No row of column headings was found in the first 40 rows of the file.",
        )
    missing = [name for name in REQUIRED if name not in best.columns and not _cost_by_source(name, best)]
    if missing:
        names = ", ".join(FIELD_TITLES[field] for field in missing)
        raise Invalid(
            "missing-columns",
            vi=f"Tệp thiếu cột: {names}. Hãy đổi tên cột hoặc chọn cấu hình cột.",
            en=f"The file lacks the columns: {', '.join(missing)}.",
            errors=[
                FieldError(
                    f"/mapping/columns/{field}",
                    f"Thiếu cột {FIELD_TITLES[field]}.",
                    f"No column for {field}.",
                )
                for field in missing
            ],
        )
    return best


def _cost_by_source(field: str, found: Headings) -> bool:
    return field == "cost" and "cost_budget" in found.columns


def _weight(headings: Headings) -> int:
    return len(headings.columns)


def _headings_at(table: Table, index: int, mapping: Mapping, catalogue: Catalogue) -> Headings:
    """What the columns would carry if the headings stood at `index` (and on the row below it)."""
    top = _texts(table.row(index))
    below = _texts(table.row(index + 1)) if index + 1 < len(table.cells) else []
    two_rows = _is_second_row(top, below)
    titles = _joined(top, below) if two_rows else {c: text for c, text in enumerate(top) if text}
    columns = _mapped(titles, mapping, catalogue)
    first = index + (2 if two_rows else 1)
    if first < len(table.cells) and _is_numbering(_texts(table.row(first))):
        first += 1
    taken = {column for listed in columns.values() for column in listed}
    ignored = tuple(title for column, title in titles.items() if column not in taken)
    return Headings(columns, titles, ignored, first)


def _texts(row: Row) -> list[str]:
    """The row's texts, "" for anything that cannot be a heading."""
    return [clean(cell)[:200] if isinstance(cell, str) else text_of(cell) for cell in row.cells]


def _is_second_row(top: list[str], below: list[str]) -> bool:
    """Whether `below` holds the second half of merged headings: words only, under or beside a heading that
    spans several columns (empty cells to its right), and nothing under the others.
    """
    filled = [column for column, text in enumerate(below) if text]
    under_gap = [column for column in filled if column < len(top) and column > 0 and not top[column]]
    if not under_gap or any(re.search(r"\d{2}", below[column]) for column in filled):
        return False
    spanning = {column for column in range(len(top) - 1) if top[column] and not top[column + 1]}
    return all(column in under_gap or column in spanning for column in filled)


def _joined(top: list[str], below: list[str]) -> dict[int, str]:
    """Titles of two heading rows: "Nguyên giá (đồng) / Nguồn NS"."""
    titles, carried = {}, ""
    for column in range(max(len(top), len(below))):
        upper = top[column] if column < len(top) else ""
        lower = below[column] if column < len(below) else ""
        carried = upper or carried
        title = f"{carried} / {lower}" if lower and carried else (lower or upper)
        if title:
            titles[column] = title
    return titles


def _mapped(titles: dict[int, str], mapping: Mapping, catalogue: Catalogue) -> dict[str, tuple[int, ...]]:
    """The columns of each field: as the mapping says, the rest guessed when it allows that."""
    lettered = {fold(untitled(column)): column for column in range(max(titles, default=-1) + 30)}
    by_title = lettered | {fold(title): column for column, title in reversed(titles.items())}
    columns: dict[str, tuple[int, ...]] = {}
    for field, headings in mapping.columns.items():
        found = tuple(
            by_title[fold(clean(heading))] for heading in headings if fold(clean(heading)) in by_title
        )
        if found:
            columns[field] = found
    if mapping.guess:
        taken = {column for listed in columns.values() for column in listed}
        for column in sorted(titles, key=lambda column: (only_imei(titles[column]), column)):
            guessed = _guess(titles[column], {*columns, *mapping.columns}, catalogue)
            if guessed and column not in taken:
                columns[guessed] = (column,)
    order = {field: place for place, field in enumerate(FIELDS)}
    return dict(sorted(columns.items(), key=lambda one: order.get(one[0], len(order))))


def _guess(title: str, taken: set[str], catalogue: Catalogue) -> str | None:
    """The field or attribute that a heading names and that no other column has."""
    attribute = catalogue.attribute_called(title)
    if attribute is None and only_imei(title):
        attribute = "imei"
    named = (field_of(title), f"{ATTRIBUTE}{attribute}" if attribute else None)
    return next((name for name in named if name and name not in taken), None)


def untitled(column: int) -> str:
    """What a column without a title, or with another's, is called in a mapping: "Cột C"."""
    return f"Cột {column_letter(column)}"


def _is_numbering(texts: list[str]) -> bool:
    """Whether a row only numbers the columns: (1) (2) (3) or A B 1 2."""
    filled = [fold(text) for text in texts if text]
    return len(filled) >= 4 and all(_NUMBERING.fullmatch(text) for text in filled)
