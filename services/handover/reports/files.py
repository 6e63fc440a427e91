"""A custody report as a file: CSV, XLSX or PDF of the same rows. Pure but for the renderer.

Nothing in the bytes tells when or by whom they were made: day and hour are those that the question is about.
"""

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from shared.clock import HANOI
from shared.sheets import xlsx
from shared.sheets.counted import Tally
from shared.sheets.layout import Column, Sheet
from shared.typeset import RENDERER
from shared.vietnamese import short_date, vnd

FORM = "CUSTODY@1"  # another layout is another version: what was made by this one stays reproducible
FORMATS = ("csv", "xlsx", "pdf")
MEDIA = {"csv": "text/csv; charset=utf-8", "xlsx": xlsx.MEDIA_TYPE, "pdf": "application/pdf"}
MOST_ON_PAPER = 5_000

_COLUMNS = (
    Column("unit_code", "Mã đơn vị", width=10),
    Column("unit_name", "Đơn vị", width=22),
    Column("person_code", "Mã người giữ", width=10),
    Column("person_name", "Người giữ", width=20),
    Column("code", "Mã tài sản", width=11),
    Column("name", "Tên tài sản", width=28),
    Column("serial", "Số sê-ri", width=15),
    Column("cost", "Nguyên giá (đồng)", kind="money", sums=True, width=15),
    Column("since", "Giữ từ ngày", kind="date", width=11),
    Column("until", "Đến ngày", kind="date", width=11),
    Column("number", "Theo", width=13),
)
_TEMPLATE = Path(__file__).resolve().with_name("report.typ")
_DANGEROUS = "=+-@\t\r\n＝＋－＠'"
_EPOCH = 693_594  # the ordinal of 1899-12-30, day 0 of Excel

Row = Mapping[str, Any]


def file_of(report: Row, rows: Sequence[Row], file_format: str) -> bytes | None:
    """The bytes of the report; None where it is too long for paper."""
    if file_format == "csv":
        return _csv(rows)
    if file_format == "xlsx":
        lines = (_copied(_cells(row, excel=True)) for row in rows)
        return b"".join(xlsx.workbook(_sheet(report), lines, Tally(_COLUMNS, 1)))
    return _pdf(report, rows) if len(rows) <= MOST_ON_PAPER else None


def _csv(rows: Iterable[Row]) -> bytes:
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow([column.title for column in _COLUMNS])
    for row in rows:
        kinds = (column.kind for column in _COLUMNS)
        writer.writerow(
            [
                f"'{cell}" if kind == "text" and cell and cell[0] in _DANGEROUS else cell
                for kind, cell in zip(kinds, _cells(row), strict=True)
            ]
        )
    return b"\xef\xbb\xbf" + out.getvalue().encode()


def _pdf(report: Row, rows: Sequence[Row]) -> bytes:
    sheet = _sheet(report)
    day = sheet.made_on
    lines = [_cells(row) for row in rows]
    for line, row in zip(lines, rows, strict=True):
        line[7] = vnd(row["cost"]) if row["cost"] is not None else ""
        line[8], line[9] = (short_date(row[name]) if row[name] else "" for name in ("since", "until"))
    return RENDERER.pdf(
        _TEMPLATE,
        {
            "day": [day.year, day.month, day.day],
            "title": sheet.title,
            "left": list(sheet.left),
            "subtitles": list(sheet.subtitles),
            "heads": [column.title for column in _COLUMNS],
            "widths": [column.width for column in _COLUMNS],
            "rows": lines,
            "count": len(lines),
            "total": vnd(sum(row["cost"] or 0 for row in rows)),
            "signatures": list(sheet.signatures),
        },
    )


def _sheet(report: Row) -> Sheet:
    """The report without rows."""
    known = report["known_at"].astimezone(HANOI)
    about = {"unit": "Đơn vị", "person": "Người giữ", "asset": "Tài sản"}[report["about"]]
    return Sheet(
        name="Nguoi giu tai san",
        title="BÁO CÁO NGƯỜI GIỮ TÀI SẢN",
        columns=_COLUMNS,
        made_on=known.date(),
        left=(f"{about}: {report['about_name']}",),
        subtitles=(
            f"Ai giữ tài sản vào ngày {short_date(report['as_of'])}",
            f"Theo sổ như đã ghi đến {known:%H:%M:%S} ngày {short_date(known.date())}",
        ),
        signatures=("NGƯỜI LẬP", "THỦ TRƯỞNG ĐƠN VỊ"),
        place="Ngày …… tháng …… năm ………",
    )


def _cells(row: Row, *, excel: bool = False) -> list[str]:
    """The cells as text; days in ISO, for Excel as its numbers."""
    cells = []
    for column in _COLUMNS:
        value = row[column.key]
        if value is not None and column.kind == "date":
            value = value.toordinal() - _EPOCH if excel else value.isoformat()
        cells.append("" if value is None else str(value))
    return cells


def _copied(cells: Iterable[str]) -> bytes:
    """A row as COPY writes it, without a group."""
    escaped = (
        cell.replace("\\", "\\\\").replace("\t", "\\t").replace("\n", "\\n").replace("\r", "\\r")
        for cell in cells
    )
    return ("\t" + "\t".join(escaped) + "\n").encode()
