"""A whole asset book: titles, headings, groups of rows, totals and signatures told apart, each row read."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from services.assets.imports.cells import CellFault, is_total, money_of, text_of
from services.assets.imports.csv_files import read_csv
from services.assets.imports.headings import Headings, find_headings, suits
from services.assets.imports.mappings import Mapping
from services.assets.imports.rows import Draft, Fault, RowReader
from services.assets.imports.tables import Cell, Row, Table, unreadable
from services.assets.imports.workbooks import is_workbook, read_workbook
from shared.text import fold

_SIGNERS = ("nguoi lap", "nguoi ghi so", "ke toan truong", "thu truong", "phu trach", "thu kho", "ngay ")


@dataclass
class Book:
    """What a file holds. `rows` counts the rows of assets, sound or not; `faults` name what is wrong with
    some; `stated` is the total that the sheet claims, `found` the sum of its sound rows, both VND.
    """

    headings: Headings
    mapping: Mapping
    sheet: str | None
    sheets: tuple[str, ...]
    rows: int = 0
    drafts: list[Draft] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)
    warnings: list[Fault] = field(default_factory=list)
    unsound_units: dict[int, str] = field(default_factory=dict)  # row -> unit named by a faulty row
    stated: int | None = None

    @property
    def found(self) -> int:
        return sum(draft.cost for draft in self.drafts)


def read_book(
    data: bytes,
    mapping: Mapping | None,
    *,
    today: date,
    sheet: str | None = None,
    saved: Sequence[Mapping] = (),
) -> Book:
    """The book in `data`, read by `mapping`, else by the first of `saved` that suits its headings, else by
    guessing. Raises Malformed for what is no table, Invalid for a table that is no asset book.
    """
    if not data.strip(b"\x00 \r\n\t"):
        raise unreadable("Tệp trống.", "The file is empty.")
    table = read_workbook(data, sheet) if is_workbook(data) else read_csv(data)
    used = mapping or next((known for known in saved if suits(table, known)), Mapping())
    book = Book(find_headings(table, used), used, table.sheet, table.sheets)
    read = _read_rows(book, table, RowReader(book.headings, used, today))
    _name_repeated_serials(book, read)
    _part_sound_from_faulty(book, read)
    _add_warnings(book)
    return book


def _read_rows(book: Book, table: Table, reader: RowReader) -> list[Draft]:
    """The rows of assets between titles, group headings, totals and signatures; faults go to `book`."""
    group, read = "", []
    for row in table.rows[book.headings.first :]:
        filled = [text for cell in row.cells if (text := text_or_blank(cell))]
        is_asset = _has(book, row, "unit") or _has(book, row, "serial")
        if not filled or (not is_asset and _is_signature(filled)):
            continue
        if not is_asset and any(is_total(text) for text in filled):
            book.stated = _stated(book, row) or book.stated
        elif not is_asset and _is_group(book, row):
            group = filled[-1]
        elif is_asset or book.stated is None or _has(book, row, "cost"):
            draft, faults = reader.read(row, group)
            read.append(draft)
            book.faults += faults
    return read


def text_or_blank(cell: Cell) -> str:
    """The cell's text; "" for what cannot be read."""
    try:
        return text_of(cell)
    except CellFault:
        return "…"


def _has(book: Book, row: Row, name: str) -> bool:
    return any(text_or_blank(row.cell(column)) for column in book.headings.columns.get(name, ()))


def _stated(book: Book, row: Row) -> int | None:
    """The total that a row of totals states, None when it states none that can be read."""
    column, rule = next(iter(book.headings.columns.get("cost", ())), -1), book.mapping
    try:
        return money_of(row.cell(column), decimal=rule.decimal, rate=rule.rate, rounding=True)
    except CellFault:
        return None


def _is_signature(filled: list[str]) -> bool:
    return fold(filled[0]).startswith(_SIGNERS)


def _is_group(book: Book, row: Row) -> bool:
    """Whether a row only heads a group: one text, perhaps after a numeral in the column of numbers."""
    numbers = book.headings.columns.get("no", ())
    filled = [cell for column, cell in enumerate(row.cells) if column not in numbers and text_or_blank(cell)]
    return len(filled) <= 1


def _name_repeated_serials(book: Book, read: list[Draft]) -> None:
    """The second row with a serial of the same category is faulty, whatever else is wrong with either."""
    first: dict[tuple[str, str], int] = {}
    for draft in read:
        earlier = (
            first.setdefault((draft.category, fold(draft.serial)), draft.row) if draft.serial else draft.row
        )
        if earlier != draft.row:
            vi = f"Số serial {draft.serial} đã có ở dòng {earlier}"
            en = f"Serial {draft.serial} is already in row {earlier}"
            book.faults.append(Fault(draft.row, book.headings.title("serial"), vi, en))


def _part_sound_from_faulty(book: Book, read: list[Draft]) -> None:
    """The drafts of rows without a fault; faults in the order of the sheet."""
    faulty = {fault.row for fault in book.faults}
    book.rows = len(read)
    book.drafts = [draft for draft in read if draft.row not in faulty]
    book.unsound_units = {draft.row: draft.unit for draft in read if draft.row in faulty and draft.unit}
    book.faults.sort(key=lambda fault: fault.row or 0)


def _add_warnings(book: Book) -> None:
    """What a person should know but need not mend."""
    cost, rule = book.headings.title("cost"), book.mapping
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
    tags = Counter(draft.tag for draft in book.drafts if draft.tag)
    for draft in book.drafts:
        if tags[draft.tag] > 1:
            _warn(
                book, book.headings.title("tag"), f"Mã {draft.tag} lặp lại", f"{draft.tag} repeats", draft.row
            )


def _warn(book: Book, column: str | None, vi: str, en: str, row: int | None = None) -> None:
    book.warnings.append(Fault(row, column, vi, en))
