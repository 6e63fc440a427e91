"""Where the headings of a sheet stand, and which column carries which field."""

import re
from dataclasses import dataclass

from services.assets.imports.cells import text_of
from services.assets.imports.fields import FIELD_TITLES, FIELDS, REQUIRED, field_of
from services.assets.imports.mappings import Mapping
from services.assets.imports.tables import Row, Table
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
        columns = self.columns.get(field, ())
        return self.titles.get(columns[0], FIELD_TITLES[field]) if columns else FIELD_TITLES[field]


def suits(table: Table, mapping: Mapping) -> bool:
    """Whether some row near the top holds at least four fifths of the headings that `mapping` names."""
    wanted = {fold(heading) for headings in mapping.columns.values() for heading in headings}
    found = max(
        (len(wanted & {fold(t) for t in _texts(row)}) for row in table.rows[:_SEARCHED_ROWS]), default=0
    )
    return bool(wanted) and found * 5 >= len(wanted) * 4


def find_headings(table: Table, mapping: Mapping) -> Headings:
    """The headings of `table`; raises Invalid when there are none or a required column is missing."""
    candidates = range(min(len(table.rows), _SEARCHED_ROWS))
    best = max((_headings_at(table, at, mapping) for at in candidates), key=_weight, default=None)
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


def _headings_at(table: Table, index: int, mapping: Mapping) -> Headings:
    """What the columns would carry if the headings stood at `index` (and on the row below it)."""
    top = _texts(table.rows[index])
    below = _texts(table.rows[index + 1]) if index + 1 < len(table.rows) else []
    two_rows = _is_second_row(top, below)
    titles = _joined(top, below) if two_rows else {c: text for c, text in enumerate(top) if text}
    columns = _mapped(titles, mapping)
    first = index + (2 if two_rows else 1)
    if first < len(table.rows) and _is_numbering(_texts(table.rows[first])):
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


def _mapped(titles: dict[int, str], mapping: Mapping) -> dict[str, tuple[int, ...]]:
    """The columns of each field: as the mapping says, the rest guessed when it allows that."""
    by_title = {fold(title): column for column, title in reversed(titles.items())}
    columns: dict[str, tuple[int, ...]] = {}
    for field, headings in mapping.columns.items():
        found = tuple(
            by_title[fold(clean(heading))] for heading in headings if fold(clean(heading)) in by_title
        )
        if found:
            columns[field] = found
    if mapping.guess:
        taken = {column for listed in columns.values() for column in listed}
        for column, title in titles.items():
            guessed = field_of(title)
            if guessed and guessed not in columns and guessed not in mapping.columns and column not in taken:
                columns[guessed] = (column,)
    return {field: columns[field] for field in FIELDS if field in columns}


def _is_numbering(texts: list[str]) -> bool:
    """Whether a row only numbers the columns: (1) (2) (3) or A B 1 2."""
    filled = [fold(text) for text in texts if text]
    return len(filled) >= 4 and all(_NUMBERING.fullmatch(text) for text in filled)
