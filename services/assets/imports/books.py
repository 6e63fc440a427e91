"""A whole asset book: titles, headings, groups of rows, totals and signatures told apart, each row read."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from services.assets.imports.categories import SEEDED, Catalogue
from services.assets.imports.cells import CellFault, is_total, money_of, text_of
from services.assets.imports.columns import Columns
from services.assets.imports.csv_files import read_csv
from services.assets.imports.drafts import Draft, Fault
from services.assets.imports.duplicates import name_repeated
from services.assets.imports.encodings import TITLES
from services.assets.imports.fonts import in_unicode
from services.assets.imports.headings import Headings, find_headings, suits
from services.assets.imports.mappings import Mapping
from services.assets.imports.rows import RowReader
from services.assets.imports.tables import Cell, Row, Table, unreadable
from services.assets.imports.workbooks import is_workbook, read_workbook
from shared.text import fold

_SIGNERS = ("nguoi lap", "nguoi ghi so", "ke toan truong", "thu truong", "phu trach", "thu kho", "ngay ")


@dataclass
class Book:
    """What a file holds. `rows` counts the rows of assets, sound or not; `faults` name what is wrong with
    some; `stated` is the total that the sheet claims, `found` the sum of its sound rows, both VND.
    """

    table: Table
    headings: Headings
    mapping: Mapping
    rows: int = 0
    drafts: list[Draft] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)
    warnings: list[Fault] = field(default_factory=list)
    unsound_units: dict[int, str] = field(default_factory=dict)  # row -> unit named by a faulty row
    stated: int | None = None

    @property
    def sheet(self) -> str | None:
        return self.table.sheet

    @property
    def found(self) -> int:
        return sum(draft.cost for draft in self.drafts)


def table_in(data: bytes, *, sheet: str | None = None, encoding: str = "") -> Table:
    """The table in `data`, its text in Unicode whatever it was before; raises Malformed for what is none."""
    if not data.strip(b"\x00 \r\n\t"):
        raise unreadable("Tệp trống.", "The file is empty.")
    if is_workbook(data):
        return in_unicode(read_workbook(data, sheet), encoding)
    table = read_csv(data, encoding)
    return in_unicode(table) if table.encoding.startswith("utf") else table


def read_book(
    data: bytes,
    mapping: Mapping | None,
    *,
    today: date,
    sheet: str | None = None,
    encoding: str = "",
    saved: Sequence[Mapping] = (),
    catalogue: Catalogue = SEEDED,
) -> Book:
    """The book in `data`, read by `mapping`, else by the first of `saved` that suits its headings, else by
    guessing. Raises Malformed for what is no table, Invalid for a table that is no asset book.
    """
    table = table_in(data, sheet=sheet, encoding=encoding)
    return book_in(table, chosen_mapping(table, mapping, saved), today=today, catalogue=catalogue)


def chosen_mapping(table: Table, said: Mapping | None, saved: Sequence[Mapping]) -> Mapping:
    """The mapping that was said, else the first saved one that suits, else one that only guesses."""
    return said or next((known for known in saved if suits(table, known)), Mapping())


def book_in(table: Table, mapping: Mapping, *, today: date, catalogue: Catalogue = SEEDED) -> Book:
    """The book on `table`, read by `mapping`; raises Invalid when its columns do not make an asset book."""
    book = Book(table, find_headings(table, mapping, catalogue), mapping)
    chosen, groups = _rows_of_assets(book)
    rows = [table.cells[index] for index in chosen]
    reader = RowReader(
        Columns(book.headings, [index + 1 for index in chosen], rows), mapping, today, catalogue
    )
    read = reader.read(groups)
    faults, warnings = name_repeated(read, book.headings)
    book.faults = [*reader.faults, *faults]
    _part_sound_from_faulty(book, read)
    _add_warnings(book)
    more = [*reader.warnings, *warnings]
    sound = {draft.row for draft in book.drafts} if more else set()
    book.warnings += [one for one in more if one.row is None or one.row in sound]
    return book


def _rows_of_assets(book: Book) -> tuple[list[int], list[str]]:
    """(the indices of the rows of assets, the group heading each stands under): what lies between titles,
    group headings, totals and signatures. Whatever names a unit or a serial is an asset.
    """
    telling = [at for name in ("unit", "serial") for at in book.headings.columns.get(name, ())]
    chosen, groups, group = [], [], ""
    for index in range(book.headings.first, len(book.table.cells)):
        cells = book.table.cells[index]
        if any(at < len(cells) and _says(cells[at]) for at in telling):
            is_asset = True
        else:
            row = book.table.row(index)
            is_asset = _is_unfinished(book, row)
            group = group if is_asset else _heading_of_group(book, row) or group
        if is_asset:
            chosen.append(index)
            groups.append(group)
    return chosen, groups


def _says(cell: Cell) -> bool:
    """Whether a cell holds anything that can be read."""
    if cell is None or cell == "":
        return False
    return (isinstance(cell, str) and cell[:1].isalnum()) or bool(text_or_blank(cell))


def _is_unfinished(book: Book, row: Row) -> bool:
    """Whether a row without unit and serial still is an asset: no signature, total or heading of a group,
    and before the total or with a cost.
    """
    filled = _filled(row)
    if not filled or _is_signature(filled) or _is_total_row(filled) or _is_group(book, row):
        return False
    return book.stated is None or _has_cost(book, row)


def _heading_of_group(book: Book, row: Row) -> str:
    """The heading that a row gives to those below it, "" when it is none; a total is noted in `book`."""
    filled = _filled(row)
    if not filled or _is_signature(filled):
        return ""
    if _is_total_row(filled):
        book.stated = _stated(book, row) or book.stated
        return ""
    return filled[-1] if _is_group(book, row) else ""


def _filled(row: Row) -> list[str]:
    return [text for cell in row.cells if (text := text_or_blank(cell))]


def text_or_blank(cell: Cell) -> str:
    """The cell's text; "…" for what cannot be read."""
    try:
        return text_of(cell)
    except CellFault:
        return "…"


def _has_cost(book: Book, row: Row) -> bool:
    return any(text_or_blank(row.cell(column)) for column in book.headings.columns.get("cost", ()))


def _stated(book: Book, row: Row) -> int | None:
    """The total that a row of totals states, None when it states none that can be read."""
    column, rule = next(iter(book.headings.columns.get("cost", ())), -1), book.mapping
    try:
        return money_of(row.cell(column), decimal=rule.decimal, rate=rule.rate, rounding=True)
    except CellFault:
        return None


def _is_signature(filled: list[str]) -> bool:
    return fold(filled[0]).startswith(_SIGNERS)


def _is_total_row(filled: list[str]) -> bool:
    return any(is_total(text) for text in filled)


def _is_group(book: Book, row: Row) -> bool:
    """Whether a row only heads a group: one text, perhaps after a numeral in the column of numbers."""
    numbers = book.headings.columns.get("no", ())
    filled = [cell for column, cell in enumerate(row.cells) if column not in numbers and text_or_blank(cell)]
    return len(filled) <= 1


def _part_sound_from_faulty(book: Book, read: list[Draft]) -> None:
    """The drafts of rows without a fault; faults in the order of the sheet."""
    faulty = {fault.row for fault in book.faults}
    book.rows = len(read)
    book.drafts = [draft for draft in read if draft.row not in faulty] if faulty else read
    book.unsound_units = {draft.row: draft.unit for draft in read if draft.row in faulty and draft.unit}
    book.faults.sort(key=lambda fault: fault.row or 0)


def _add_warnings(book: Book) -> None:
    """What a person should know of the whole file but need not mend."""
    cost, rule, table = book.headings.title("cost"), book.mapping, book.table
    if table.legacy or not table.encoding.startswith("utf"):
        said = TITLES[table.encoding]
        _warn(book, None, f"Chữ trong tệp được đọc theo bảng mã {said}", f"Its text was read as {said}")
    if not table.sure:
        vi = "Không chắc bảng mã của tệp: hãy xem kỹ các dòng xem trước, chọn bảng mã khác nếu chữ sai"
        _warn(
            book, None, vi, "The encoding is uncertain: look at the preview and choose another if it is wrong"
        )
    if book.headings.ignored:
        names = ", ".join(book.headings.ignored)
        _warn(book, None, f"Các cột không nhập: {names}", f"Columns not imported: {names}")
    if not {"cost_budget", "cost_other"} & set(book.headings.columns):
        vi = "Tệp không tách nguồn hình thành: toàn bộ nguyên giá ghi vào nguồn ngân sách"
        _warn(book, cost, vi, "The file names no source of funds: all cost is booked to the budget")
    if rule.rounding == "half_up":
        vi = f"Số tiền tính bằng {rule.currency} × {rule.rate}, làm tròn đến đồng"
        _warn(book, cost, vi, f"Amounts in {rule.currency} × {rule.rate}, rounded")
    if book.stated is not None and book.stated != book.found:
        vi = "Tổng cộng ghi trong tệp khác tổng các dòng hợp lệ"
        _warn(book, cost, vi, "The total stated in the file differs from the sum of its sound rows")


def _warn(book: Book, column: str | None, vi: str, en: str) -> None:
    book.warnings.append(Fault(None, column, vi, en))
