"""Workbooks and CSV as others read them: equal values, and no formula whatever a cell says."""

import csv
import io
import re
import zipfile
from datetime import date

import psycopg
import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from openpyxl import load_workbook
from python_calamine import CalamineWorkbook

from shared.sheets import copied, delimited, xlsx
from shared.sheets.counted import Tally
from shared.sheets.layout import Column, Sheet

COLUMNS = (
    Column("no", "STT", mark="A", kind="count", width=5),
    Column("name", "Tên", mark="B", width=30),
    Column("cost", "Nguyên giá", "Ghi tăng", "1", "money", sums=True, width=15),
    Column("day", "Ngày", "Ghi tăng", "2", "date"),
    Column("rate", "Tỷ lệ", "Ghi giảm", "3", "rate"),
)
SHEET = Sheet(
    name="SO-TAI-SAN",
    title="SỔ TÀI SẢN <A & B>",
    columns=COLUMNS,
    made_on=date(2026, 1, 2),
    left=("UBND TP", "Đơn vị: =CMD()"),
    right=("Mẫu số S24-H",),
    subtitles=("Từ ngày … đến ngày …",),
    signatures=("Người lập", "Thủ trưởng"),
    place="Ngày …",
    notes=("Chưa đối chiếu văn bản gốc.",),
)
# OWASP's corpus of CSV injection and the like, and what XML or a workbook could stumble over.
NASTY = (
    "=1+1", "+1+1", "-1+1",
    "@SUM(1)", "\t=1", "\r=1", "\n=1", "=cmd|' /C calc'!A0", '=HYPERLINK("x","y")',
    "＝1+1",
    "＋1", "－1", "＠A", "'=1", "''", '"quoted"', "a,b", "a\tb", "a\nb", "a\r\nb", "<b>&amp;</b>", "]]>",
    "_x000D_", "_x0041_", "%s %d {0}", "#REF!", "<v></v>", " đầu và cuối ", "ế" * 300, "\\N", "\\", "\\t",
)  # fmt: skip
TEXTS = st.text(st.characters(exclude_categories=("Cs",), exclude_characters="\x00"), max_size=30)


def line(*cells: str) -> bytes:
    """A row as COPY writes it."""
    escapes = str.maketrans(
        {sign: f"\\{name}" for sign, name in zip("\\\b\f\n\r\t\v", "\\bfnrtv", strict=True)}
    )
    return ("\t".join(cell.translate(escapes) for cell in cells) + "\n").encode()


def made(*rows: bytes, sheet: Sheet = SHEET) -> tuple[bytes, Tally]:
    tally = Tally(sheet.columns, 1)
    return b"".join(xlsx.workbook(sheet, iter(rows), tally)), tally


def read(content: bytes) -> list[list[object]]:
    return [list(row) for row in load_workbook(io.BytesIO(content)).active.iter_rows(values_only=True)]


def test_the_form_reads_from_top_to_bottom() -> None:
    content, tally = made(
        line("Máy tính", "1", "A", "15490000", "45356", "14.29"), line("", "2", "B", "", "", "")
    )
    rows = read(content)
    assert rows[0] == ["UBND TP", None, "Mẫu số S24-H", None, None]
    assert rows[1][0] == "Đơn vị: =CMD()"
    assert rows[2][0] == "SỔ TÀI SẢN <A & B>"
    assert rows[4] == ["STT", "Tên", "Ghi tăng", None, "Ghi giảm"]
    assert rows[5] == [None, None, "Nguyên giá", "Ngày", "Tỷ lệ"]
    assert rows[6] == ["A", "B", "1", "2", "3"]
    assert rows[SHEET.first_row - 1][1] == "Máy tính"
    assert rows[SHEET.first_row][:3] == [1, "A", 15_490_000]
    assert rows[SHEET.first_row][3].date() == date(2024, 3, 5)
    assert rows[SHEET.first_row][4] == 14.29
    assert rows[SHEET.first_row + 2][:4] == [2, "B", None, None]
    assert rows[SHEET.first_row + 3][:3] == [None, "Tổng cộng", 15_490_000]
    assert rows[SHEET.first_row + 4][1] == "Chưa đối chiếu văn bản gốc."
    assert (tally.rows, tally.totals) == (2, {"cost": 15_490_000})


def test_a_group_is_named_once_in_a_row_of_its_own_wherever_it_begins() -> None:
    groups = ["Xe & <máy>", "Xe & <máy>", "B\\", "Xe & <máy>"]
    given = [line(group, str(at), "A", str(at), "", "") for at, group in enumerate(groups, start=1)]
    for rows in (given, [b"".join(given)]):
        content, tally = made(*rows)
        shown = read(content)[SHEET.first_row - 1 :]
        assert [row[1] for row in shown[:7]] == ["Xe & <máy>", "A", "A", "B\\", "A", "Xe & <máy>", "A"]
        assert [row[2] for row in shown[:7]] == [None, 1, 2, None, 3, None, 4]
        assert tally.totals == {"cost": 10}


def test_blocks_of_any_size_make_the_same_sheet(monkeypatch: pytest.MonkeyPatch) -> None:
    given = [line("G" * (at // 7 % 2), str(at), NASTY[at % len(NASTY)], "1", "", "2") for at in range(99)]
    whole = made(*given)[0]
    for size in (1, 7, 50):
        monkeypatch.setattr(copied.blocks, "__defaults__", (size,))
        assert made(*given)[0] == whole


def test_what_xml_cannot_say_is_written_as_excel_does() -> None:
    content, _ = made(line("", "1", "a\x01\b\x1f\ufffe\uffff_x0041_\x7f\x85", "1", "2", "3"))
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        sheet = archive.read("xl/worksheets/sheet1.xml").decode()
    assert ">a_x0001__x0008__x001F__xFFFE__xFFFF__x005F_x0041_\x7f\x85<" in sheet


def test_it_is_set_up_for_printing() -> None:
    sheet = load_workbook(io.BytesIO(made()[0])).active
    assert sheet.freeze_panes == f"A{SHEET.first_row}"
    assert sheet.print_title_rows == f"${SHEET.first_row - 3}:${SHEET.first_row - 1}"
    assert (sheet.page_setup.orientation, sheet.page_setup.fitToHeight) == ("landscape", 0)
    assert sheet.column_dimensions["B"].width == 30
    merged = {str(area) for area in sheet.merged_cells.ranges}
    assert {"A3:E3", "A5:A6", "B5:B6", "C5:D5"} <= merged
    head = sheet.cell(5, 1)
    assert head.font.b
    assert head.border.top.style == "thin"


def test_other_readers_see_the_same() -> None:
    content, _ = made(*(line("", str(number), text, "1", "45356", "2") for number, text in enumerate(NASTY)))
    ours = [text.replace("\r\n", "\n").replace("\r", "\n") for text in NASTY]
    there = (
        CalamineWorkbook.from_filelike(io.BytesIO(content))
        .get_sheet_by_index(0)
        .to_python(skip_empty_area=False)
    )
    first = SHEET.first_row - 1
    for rows in (read(content), there):
        seen = [str(row[1]) for row in rows[first : first + len(NASTY)]]
        assert [
            text.replace("\r\n", "\n").replace("\r", "\n").replace("_x005F_", "_") for text in seen
        ] == ours


def test_the_same_rows_give_the_same_bytes() -> None:
    content = made(line("", "1", "A", "1", "2", "3"))[0]
    assert content == made(line("", "1", "A", "1", "2", "3"))[0]
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        assert {entry.date_time for entry in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}


@example("".join(NASTY))
@given(TEXTS)
def test_no_text_becomes_a_formula_in_a_workbook(text: str) -> None:
    content, _ = made(line(text, "1", text, "1", "2", "3"))
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        sheet = archive.read("xl/worksheets/sheet1.xml").decode()
    assert "<f>" not in sheet
    assert "<f " not in sheet
    assert set(re.findall(r'<c r="[A-Z]+[0-9]+"[^>]* t="([^"]+)"', sheet)) == {"inlineStr"}
    assert len(sheet.split('t="inlineStr"')) > 10


@pytest.mark.parametrize("text", NASTY)
def test_the_text_behind_copy_is_what_it_was(text: str) -> None:
    assert copied.cells(line("", text)) == [b"", text.encode()]


def test_a_hundred_thousand_rows_need_no_memory() -> None:
    import tracemalloc

    row = line("", "1", "Máy tính", "15490000", "45356", "14.29")
    tally = Tally(COLUMNS, 1)
    tracemalloc.start()
    size = sum(len(chunk) for chunk in xlsx.workbook(SHEET, (row for _ in range(100_000)), tally))
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert size > 500_000
    assert tally.rows == 100_000
    assert peak < 5_000_000, peak


@pytest.fixture(scope="module")
def connection(templates: str):
    with psycopg.connect(templates, autocommit=True) as connection:
        yield connection


def written(connection: psycopg.Connection, texts: list[str], *, bom: bool = False) -> tuple[str, Tally]:
    """A CSV of texts, as PostgreSQL makes it, with -7 beside each."""
    columns = (Column("text", "Chữ"), Column("cost", "Số tiền", kind="money", sums=True))
    source = "unnest(%(texts)s::text[]) WITH ORDINALITY AS given (said, place) ORDER BY place"
    query = f"COPY (SELECT {delimited.harmless('said')}, -7 FROM {source}) TO STDOUT (FORMAT csv)"
    tally = Tally(columns)
    with connection.cursor().copy(query, {"texts": texts}) as copy:
        rows = (bytes(row) for row in copy)
        made = b"".join(delimited.table(delimited.headings(columns), rows, tally, bom=bom))
    return made.decode(), tally


@pytest.mark.postgres
@given(texts=st.lists(TEXTS, max_size=8))
@example(texts=list(NASTY))
def test_no_text_of_a_csv_is_a_formula_and_every_text_comes_back(connection, texts: list[str]) -> None:
    content, tally = written(connection, texts)
    rows = list(csv.reader(io.StringIO(content, newline="")))[1:]
    assert not [cell for cell, _ in rows if cell[:1] in set("=+-@\t\r\n＝＋－＠")]
    assert [delimited.plain(cell) for cell, _ in rows] == texts
    assert (tally.rows, tally.totals["cost"]) == (len(texts), -7 * len(texts))


@pytest.mark.parametrize("figure", [b"1.5", b"a", b"1e3", b"9" * 30, b"null"])
def test_what_is_no_whole_number_is_never_added_up(figure: bytes) -> None:
    with pytest.raises((ValueError, TypeError)):
        Tally((Column("cost", "A", sums=True),)).add([b"1", figure])


@pytest.mark.parametrize("said", ["", '""', '"1,2"', '"a""b,3\n4,"', '"\n"'])
def test_sums_of_a_csv_are_those_of_the_figures_beside_any_text(said: str) -> None:
    columns = (
        Column("before", "A", kind="money", sums=True),
        Column("text", "B"),
        Column("after", "C", sums=True),
    )
    tally = Tally(columns)
    list(delimited.table(["A", "B", "C"], [f"5,{said},-7\n,{said},\n".encode()], tally))
    assert (tally.rows, tally.totals) == (2, {"before": 5, "after": -7})


@pytest.mark.postgres
def test_the_mark_for_excel_comes_first_and_headings_are_quoted(connection) -> None:
    content, _ = written(connection, ["a"], bom=True)
    assert content == '\ufeff"Chữ","Số tiền"\na,-7\n'
