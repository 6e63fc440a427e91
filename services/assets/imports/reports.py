"""The report of a book, as JSON: what it holds, what is wrong with it, how its columns were taken."""

from collections.abc import Sequence
from typing import Any

from services.assets.imports.books import Book, text_or_blank
from services.assets.imports.drafts import Fault
from services.assets.imports.headings import Headings, likeliest_headings, untitled
from services.assets.imports.mappings import Mapping
from services.assets.imports.register import Findings
from services.assets.imports.tables import Table, column_letter
from shared.errors import DomainError

Report = dict[str, Any]

MOST_NAMED = 1000  # faults in a report; all of them are read page by page
_SHOWN = 10
_SAMPLES = 3
_SAMPLED_ROWS = 300
_PREVIEW = (
    "row", "tag", "name", "category", "model", "serial", "unit", "department", "put_to_use_on", "cost",
    "book_user",
)  # fmt: skip

BLANK: Report = {
    "sheet": None, "sheets": [], "encoding": "", "rows": 0, "valid": 0, "imported": 0, "already": 0,
    "errors": [], "errors_total": 0, "faulty_rows": 0, "warnings": [], "warnings_total": 0,
    "unknown_units": [], "created_units": [], "preview": [], "columns": [], "total_stated": None,
    "total_found": 0, "problem": None,
}  # fmt: skip


def report_of(book: Book, found: Findings) -> Report:
    """The report of a book that was read."""
    if found.already:
        vi = f"{found.already} dòng đã được nhập từ chính tệp này, sẽ không nhập lại"
        en = f"{found.already} rows were imported from this file before"
        found.warnings.append(Fault(None, None, vi, en))
    return {
        **BLANK,
        **_described(book.table, book.headings),
        "rows": book.rows,
        "valid": len(found.sound) + found.already,
        "already": found.already,
        **named(found.faults, [*book.warnings, *found.warnings]),
        "unknown_units": [{"name": name, "rows": rows} for name, rows in found.unknown.items()],
        "preview": [{name: getattr(draft, name) for name in _PREVIEW} for draft in book.drafts[:_SHOWN]],
        "total_stated": book.stated,
        "total_found": book.found,
    }


def named(faults: Sequence[Fault], warnings: Sequence[Fault]) -> Report:
    """The members of a report that name faults and warnings: the first, and how many there are."""
    return {
        "errors": [fault_shape(fault) for fault in faults[:MOST_NAMED]],
        "errors_total": len(faults),
        "faulty_rows": len({fault.row for fault in faults}),
        "warnings": [fault_shape(fault) for fault in warnings[:MOST_NAMED]],
        "warnings_total": len(warnings),
    }


def refused_report(table: Table | None, mapping: Mapping, refused: DomainError) -> Report:
    """The report of a file that cannot be read as it is, with its columns for a person to name."""
    found = likeliest_headings(table, mapping) if table else None
    described = _described(table, found) if table else {}
    problem = {"slug": refused.slug, "vi": refused.vi, "en": refused.en}
    return {**BLANK, **described, "problem": problem}


def fault_shape(fault: Fault) -> Report:
    """A fault as the API answers it."""
    return {"row": fault.row, "column": fault.column, "reason": fault.vi, "reason_en": fault.en}


def _described(table: Table, headings: Headings | None) -> Report:
    """Where the table stands, how its text was read, and its columns."""
    return {
        "sheet": table.sheet,
        "sheets": list(table.sheets),
        "encoding": table.encoding,
        "columns": _columns(table, headings) if headings else [],
    }


def _columns(table: Table, headings: Headings) -> list[Report]:
    """Each column: its letter, its title as a mapping names it, the field it carries, three of its texts."""
    by_column = {at: field for field, listed in headings.columns.items() for at in listed}
    sampled = table.cells[headings.first : headings.first + _SAMPLED_ROWS]
    width = max(map(len, sampled), default=0)
    titles = list(headings.titles.values())
    found = []
    for at in range(max(width, max(headings.titles, default=-1) + 1)):
        texts = [text_or_blank(row[at]) for row in sampled if at < len(row)]
        samples = list(dict.fromkeys(text for text in texts if text))[:_SAMPLES]
        title = headings.titles.get(at, "")
        if title or samples:
            plain = bool(title) and titles.count(title) == 1
            found.append(
                {
                    "letter": column_letter(at),
                    "title": title,
                    "name": title if plain else untitled(at),
                    "field": by_column.get(at),
                    "samples": samples,
                }
            )
    return found
