"""Real asset books are read whole: every sound row typed, every faulty one named, nothing guessed."""

import io
import random
import zipfile
from contextlib import suppress
from datetime import date
from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from services.assets.imports.books import read_book
from services.assets.imports.categories import category_of
from services.assets.imports.mappings import SNIPE_IT, Mapping, mapping_from_json
from shared.errors import DomainError, Invalid, Malformed

DATA = Path(__file__).parent.parent / "data"
XLSX = (DATA / "so-tai-san-2018.xlsx").read_bytes()
CSV = (DATA / "so-tai-san-2018.csv").read_bytes()
SNIPE = (DATA / "snipe-it-assets-sample.csv").read_bytes()
TODAY = date(2018, 12, 31)
HEAD = "Mã;Tên tài sản;Serial;Đơn vị;Ngày sử dụng;Nguyên giá\r\n"


def read(data, mapping=None, **more):
    return read_book(data, mapping, today=more.pop("today", TODAY), **more)


def faults_of(book):
    return {(fault.row, fault.column): fault.vi for fault in book.faults}


def test_the_book_of_2018_has_436_sound_rows_and_4_faulty_ones_named():
    book = read(XLSX)
    assert (book.rows, len(book.drafts)) == (440, 436)
    assert faults_of(book) == {
        (446, "Số serial / IMEI"): "Số serial GA5413892847 đã có ở dòng 9",
        (446, "Ngày đưa vào sử dụng"): "Ngày 31/02/2017 không có trong lịch",
        (447, "Nguyên giá (đồng) / Tổng cộng"): "Số tiền “ba triệu” không phải là số",
        (448, "Tên tài sản"): "Thiếu tên tài sản",
        (448, "Nguyên giá (đồng) / Tổng cộng"): "Số tiền âm (-3200000)",
        (448, "Nguyên giá (đồng) / Nguồn NS"): "Số tiền âm (-3200000)",
        (449, "Tên tài sản"): "Thiếu tên tài sản",
    }
    assert book.unsound_units[448] == "UBND phường Không Có"


def test_the_total_that_the_book_states_is_compared_with_what_is_found():
    book = read(XLSX)
    assert book.stated == book.found == 7_665_470_000
    assert all(draft.cost == draft.cost_budget + draft.cost_other for draft in book.drafts)
    assert sum(draft.cost_other > 0 for draft in book.drafts) > 0


def test_each_row_is_typed():
    first, *_, last = read(XLSX).drafts
    assert (first.row, first.name, first.category, first.serial) == (
        9,
        "Máy tính bảng",
        "tablet",
        "GA5413892847",
    )
    assert (first.made_year, first.put_to_use_on, first.cost) == (2015, date(2016, 12, 31), 7_220_000)
    assert (first.unit, first.department, first.book_user) == (
        "UBND phường Bồ Đề",
        "Văn phòng",
        "Đặng Minh Ánh",
    )
    assert (last.row, last.category, last.unit) == (445, "software", "Trường THCS Ngọc Thụy")
    cameras = [draft for draft in read(XLSX).drafts if draft.category == "camera"]
    assert all(20 < (camera.latitude or 0) < 22 and 105 < (camera.longitude or 0) < 107 for camera in cameras)


def test_the_same_book_as_csv_gives_the_same_assets():
    book, from_csv = read(XLSX), read(CSV)
    assert [(d.name, d.serial, d.unit, d.cost, d.put_to_use_on) for d in from_csv.drafts] == [
        (d.name, d.serial, d.unit, d.cost, d.put_to_use_on) for d in book.drafts
    ]
    assert from_csv.drafts[0].tag == "TS00001"
    assert from_csv.drafts[0].row == 2


def test_the_sample_of_snipe_it_is_read_by_its_saved_mapping():
    book = read(SNIPE, saved=[SNIPE_IT], today=date(2026, 11, 22))
    assert book.mapping is SNIPE_IT
    assert (book.rows, len(book.drafts), book.faults) == (22, 22, [])
    first = book.drafts[1]
    assert (first.tag, first.unit, first.book_user) == (
        "WBH-2841795",
        "Quitzon, Oberbrunner and Dibbert",
        "Gage McCrackem",
    )
    assert (first.put_to_use_on, first.cost) == (date(2022, 11, 14), 1_293)
    assert first.attributes == {"described_as": "Structural and Misc Steel (Fabrication)"}
    assert any("làm tròn" in warning.vi for warning in book.warnings)


def test_without_that_mapping_its_cents_and_dates_are_refused_not_guessed():
    assert read(SNIPE, Mapping(), today=date(2026, 11, 22)).drafts == []


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
@pytest.mark.parametrize("delimiter", [";", ",", "\t"])
@pytest.mark.parametrize("ending", ["\r\n", "\n", "\r"])
def test_csv_in_any_dress_is_the_same_book(encoding, delimiter, ending):
    lines = [HEAD.strip(), "", 'TS1;"Máy; tính, bảng";GA1;UBND phường Bồ Đề;31/12/2016;7.220.000']
    if delimiter != ";":
        lines = [line.replace("; t", "\0").replace(";", delimiter).replace("\0", "; t") for line in lines]
    book = read(ending.join(lines).encode(encoding))
    assert [(draft.row, draft.name, draft.cost) for draft in book.drafts] == [
        (3, "Máy; tính, bảng", 7_220_000)
    ]


def test_csv_of_old_vietnamese_windows_is_read():
    text = (
        "Ma;Ten tai san;Serial;Don vi;Ngay su dung;Nguyen gia\r\n1;Máy tính bang;G1;Bô Đê;31/12/2016;7220000"
    )
    assert read(text.encode("cp1258")).drafts[0].name == "Máy tính bang"


def test_the_hint_of_excel_for_the_delimiter_keeps_its_row_number():
    book = read(f"sep=;\r\n{HEAD}1;Máy;S;Bồ Đề;31/12/2016;abc".encode())
    assert {fault.row for fault in book.faults} == {3}


def test_group_rows_subtotals_and_signatures_are_no_assets():
    text = HEAD + (
        ";I. MÁY MÓC;;;;\r\n1;Máy chiếu;A1;Bồ Đề;31/12/2016;5.000.000\r\n;Cộng nhóm I;;;;5.000.000\r\n"
        ";II. PHẦN MỀM;;;;\r\n2;Hệ một cửa;A2;Bồ Đề;31/12/2016;6.000.000\r\n;TỔNG CỘNG;;;;12.000.000\r\n"
        ";;;;Ngày 05 tháng 4 năm 2018;\r\n;Người lập biểu;;;Thủ trưởng đơn vị;\r\n;Nguyễn Văn A;;;;\r\n"
    )
    book = read(text.encode())
    assert [(draft.row, draft.category) for draft in book.drafts] == [(3, "projector"), (6, "software")]
    assert (book.stated, book.found, book.faults) == (12_000_000, 11_000_000, [])
    assert any("Tổng cộng" in warning.vi for warning in book.warnings)


def test_formulas_in_csv_stay_text():
    book = read(f"{HEAD}1;\"=cmd|' /C calc'!A0\";S;Bồ Đề;31/12/2016;=1+1".encode())
    assert "không phải là số" in next(iter(faults_of(book).values()))


@pytest.mark.parametrize(("data", "slug"), [
    (b"", "unreadable-file"), (b"\x00\x00", "unreadable-file"), (b"PK\x03\x04 broken", "unreadable-file"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 broken", "unreadable-file"),
    (b"\x89PNG\r\n\x1a\n\x00\x00\xff\xfe", "unreadable-file"),
    (b"hello", "no-headings"), ("Tên tài sản;Serial\r\nMáy;1".encode(), "missing-columns"),
])  # fmt: skip
def test_what_is_no_asset_book_is_refused_with_one_clear_word(data, slug):
    with pytest.raises(DomainError) as refusal:
        read(data)
    assert refusal.value.slug == slug
    assert refusal.value.vi


def test_a_zip_that_unpacks_to_gigabytes_is_refused_before_it_is_read():
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", b"\x00" * (210 * 1024 * 1024))
    with pytest.raises(Malformed, match="too large"):
        read(packed.getvalue())


def test_a_sheet_that_is_not_there_is_named_with_those_that_are():
    with pytest.raises(Malformed) as refusal:
        read(XLSX, sheet="Trang 9")
    assert "04c" in refusal.value.vi


def test_a_mapping_overrides_the_headings():
    mapping = mapping_from_json({"columns": {"name": "Model", "tag": ["Mã"]}})
    assert read(CSV, mapping).drafts[0].name == "Galaxy Tab A 10.1 (SM-T585)"
    assert mapping_from_json(SNIPE_IT.as_json()) == SNIPE_IT


@pytest.mark.parametrize("said", [
    [], {"x": 1}, {"columns": []}, {"columns": {"nope": "A"}}, {"columns": {"name": 3}},
    {"date_order": "ymd"},
    {"decimal": ";"}, {"rate": "NaN"}, {"rate": "-1"}, {"rate": [1]}, {"rounding": "up"}, None,
])  # fmt: skip
def test_a_mapping_that_makes_no_sense_is_refused(said):
    with pytest.raises(Invalid):
        mapping_from_json(said)


@pytest.mark.parametrize(("name", "category"), [
    ("Máy tính bảng", "tablet"), ("MÁY TÍNH XÁCH TAY", "computer"),
    ("Đầu ghi hình camera", "camera_recorder"),
    ("Màn hình LED trong nhà P3", "led_screen"), ("Tổng đài điện thoại", "telephone_exchange"),
    ("Bàn ghế", "other"),
    ("Thiết bị họp trực tuyến", "meeting_equipment"), ("Phần mềm thu học phí", "software"),
    ("Kneeled", "other"),
])  # fmt: skip
def test_a_category_is_told_by_whole_words(name, category):
    assert category_of(name) == category


@given(st.binary(max_size=400))
@example(b"PK\x05\x06" + bytes(18))
def test_any_bytes_are_read_or_refused_in_words(data):
    _read_or_refuse(data)


@given(st.integers(0, 2**32), st.integers(1, 40))
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_a_damaged_workbook_is_read_or_refused_in_words(seed, hits):
    chance, data = random.Random(seed), bytearray(XLSX)
    for _ in range(hits):
        data[chance.randrange(len(data))] = chance.randrange(256)
    _read_or_refuse(bytes(data))


@given(st.lists(st.lists(st.text(max_size=12), max_size=7), max_size=8), st.sampled_from(";,\t"))
def test_any_rows_under_headings_are_read_or_faulted(rows, delimiter):
    body = "\r\n".join(delimiter.join(cell for cell in row) for row in rows)
    _read_or_refuse((HEAD.replace(";", delimiter) + body).encode("utf-8", "surrogatepass"))


def _read_or_refuse(data):
    with suppress(DomainError):
        book = read(data)
        assert book.rows >= len(book.drafts)
