"""Old Vietnamese encodings: read right by the look of the words, and named in the report."""

import csv
import io
import unicodedata
from contextlib import suppress
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.assets.imports.books import read_book
from services.assets.imports.encodings import ENCODINGS, decode
from services.assets.imports.fonts import in_unicode
from services.assets.imports.legacy import from_legacy
from services.assets.imports.syllables import is_syllable, likeness
from services.assets.imports.tables import Table
from shared.errors import DomainError, Malformed

LETTERS = "aàảãáạăằẳẵắặâầẩẫấậeèẻẽéẹêềểễếệiìỉĩíịoòỏõóọôồổỗốộơờởỡớợuùủũúụưừửữứựyỳỷỹýỵđ"
BOOK = (
    "Tên tài sản;Số serial;Đơn vị sử dụng;Nguyên giá;Người sử dụng\r\n"
    "Máy tính bảng;GA1;UBND phường Bồ Đề;7.220.000;Đặng Thị Hương Ly\r\n"
    "Màn hình hiển thị;GA2;Trường THCS Ngọc Thụy;15.490.000;Nguyễn Hữu Nghĩa\r\n"
)
# Written down from TCVN 5712:1993 (VN3) row by row, apart from the table of the product: code -> letter.
TCVN3 = {
    0xB5: "à", 0xB6: "ả", 0xB7: "ã", 0xB8: "á", 0xB9: "ạ", 0xA8: "ă", 0xBB: "ằ", 0xBC: "ẳ", 0xBD: "ẵ",
    0xBE: "ắ", 0xC6: "ặ", 0xA9: "â", 0xC7: "ầ", 0xC8: "ẩ", 0xC9: "ẫ", 0xCA: "ấ", 0xCB: "ậ", 0xCC: "è",
    0xCE: "ẻ", 0xCF: "ẽ", 0xD0: "é", 0xD1: "ẹ", 0xAA: "ê", 0xD2: "ề", 0xD3: "ể", 0xD4: "ễ", 0xD5: "ế",
    0xD6: "ệ", 0xD7: "ì", 0xD8: "ỉ", 0xDC: "ĩ", 0xDD: "í", 0xDE: "ị", 0xDF: "ò", 0xE1: "ỏ", 0xE2: "õ",
    0xE3: "ó", 0xE4: "ọ", 0xAB: "ô", 0xE5: "ồ", 0xE6: "ổ", 0xE7: "ỗ", 0xE8: "ố", 0xE9: "ộ", 0xAC: "ơ",
    0xEA: "ờ", 0xEB: "ở", 0xEC: "ỡ", 0xED: "ớ", 0xEE: "ợ", 0xEF: "ù", 0xF1: "ủ", 0xF2: "ũ", 0xF3: "ú",
    0xF4: "ụ", 0xAD: "ư", 0xF5: "ừ", 0xF6: "ử", 0xF7: "ữ", 0xF8: "ứ", 0xF9: "ự", 0xFA: "ỳ", 0xFB: "ỷ",
    0xFC: "ỹ", 0xFD: "ý", 0xFE: "ỵ", 0xAE: "đ", 0xA1: "Ă", 0xA2: "Â", 0xA3: "Ê", 0xA4: "Ô", 0xA5: "Ơ",
    0xA6: "Ư", 0xA7: "Đ",
}  # fmt: skip
# VNI as its keyboard manual spells it: what each letter is made of.
_SPELLED = (
    "à=aø á=aù ả=aû ã=aõ ạ=aï ă=aê ằ=aè ắ=aé ẳ=aú ẵ=aü ặ=aë â=aâ ầ=aà ấ=aá ẩ=aå ẫ=aã ậ=aä"
    " è=eø é=eù ẻ=eû ẽ=eõ ẹ=eï ê=eâ ề=eà ế=eá ể=eå ễ=eã ệ=eä ì=ì í=í ỉ=æ ĩ=ó ị=ò"
    " ò=oø ó=où ỏ=oû õ=oõ ọ=oï ô=oâ ồ=oà ố=oá ổ=oå ỗ=oã ộ=oä ơ=ô ờ=ôø ớ=ôù ở=ôû ỡ=ôõ ợ=ôï"
    " ù=uø ú=uù ủ=uû ũ=uõ ụ=uï ư=ö ừ=öø ứ=öù ử=öû ữ=öõ ự=öï ỳ=yø ý=yù ỷ=yû ỹ=yõ ỵ=î đ=ñ"
)
VNI = dict(pair.split("=") for pair in _SPELLED.split())
VNI |= {letter.upper(): made.upper() for letter, made in VNI.items()}


def in_tcvn3(text):
    codes = {letter: chr(code) for code, letter in TCVN3.items()}
    return "".join(codes.get(char) or codes.get(char.lower(), char) for char in text)


def in_vni(text):
    return "".join(VNI.get(char, char) for char in text)


def in_windows_1258(text):
    """Letters with their tone apart, as Windows writes them."""
    made = b""
    for char in text:
        try:
            made += char.encode("cp1258")
        except UnicodeEncodeError:
            apart = unicodedata.normalize("NFD", char)
            tones = "".join(mark for mark in apart if mark in "\u0300\u0309\u0303\u0301\u0323")
            base = unicodedata.normalize("NFC", "".join(mark for mark in apart if mark not in tones))
            made += (base + tones).encode("cp1258")
    return made


DRESSED = {
    "utf-8": BOOK.encode(),
    "utf-8-nfd": unicodedata.normalize("NFD", BOOK).encode(),
    "utf-8-bom": BOOK.encode("utf-8-sig"),
    "utf-16-le": BOOK.encode("utf-16-le"),
    "utf-16-be": BOOK.encode("utf-16-be"),
    "utf-16-le-bom": b"\xff\xfe" + BOOK.encode("utf-16-le"),
    "utf-16-be-bom": b"\xfe\xff" + BOOK.encode("utf-16-be"),
    "windows-1258": in_windows_1258(BOOK),
    "tcvn3": in_tcvn3(BOOK).encode("latin-1"),
    "vni": in_vni(BOOK).encode("latin-1"),
}


@pytest.mark.parametrize("dress", DRESSED)
def test_the_same_book_is_read_from_every_encoding_and_the_encoding_is_named(dress):
    book = read_book(DRESSED[dress], None, today=date(2026, 11, 24))
    assert [(d.name, d.unit, d.book_user, d.cost) for d in book.drafts] == [
        ("Máy tính bảng", "UBND phường Bồ Đề", "Đặng Thị Hương Ly", 7_220_000),
        ("Màn hình hiển thị", "Trường THCS Ngọc Thụy", "Nguyễn Hữu Nghĩa", 15_490_000),
    ]
    encoding = next(name for name in sorted(ENCODINGS, key=len, reverse=True) if dress.startswith(name))
    assert (book.table.encoding, book.table.sure) == (encoding, True)
    told = [warning.vi for warning in book.warnings if "bảng mã" in warning.vi]
    assert bool(told) == (not dress.startswith("utf"))


def test_every_letter_of_tcvn3_and_vni_is_read():
    small = LETTERS
    assert from_legacy(in_tcvn3(small), "tcvn3") == small
    for letter in small + small.upper():
        assert from_legacy(in_vni(letter), "vni") == letter


def test_capitals_of_the_font_vntimeh_become_capitals():
    assert from_legacy(in_tcvn3("UBND PHƯỜNG NGỌC THỤY"), "tcvn3") == "UBND PHƯỜNG NGỌC THỤY"
    assert from_legacy(in_tcvn3("Bồ Đề"), "tcvn3") == "Bồ Đề"


def test_a_person_may_say_the_encoding_and_a_wrong_one_is_refused_or_shown():
    assert decode(DRESSED["tcvn3"], "tcvn3").text == BOOK
    assert decode(DRESSED["tcvn3"], "windows-1258").text != BOOK
    with pytest.raises(Malformed):
        decode(DRESSED["tcvn3"], "utf-8")


def test_text_that_is_vietnamese_in_no_reading_is_marked_uncertain():
    reading = decode("Straße;Größe;Köln;Fußgänger;Überschuß;Äpfel;Öl".encode("latin-1"))
    assert not reading.sure


@pytest.mark.parametrize(("font", "write"), [("tcvn3", in_tcvn3), ("vni", in_vni)])
def test_a_workbook_in_an_old_font_is_read_column_by_column(font, write):
    rows = list(csv.reader(io.StringIO(BOOK), delimiter=";"))
    mixed = [[write(cell) if column in {0, 4} else cell for column, cell in enumerate(row)] for row in rows]
    read = in_unicode(Table(mixed))
    assert [list(row) for row in read.cells] == rows
    assert read.legacy == {0: font, 4: font}


def test_a_workbook_in_unicode_is_left_alone():
    rows = [*csv.reader(io.StringIO(BOOK), delimiter=";"), ["Café Ñandú", "µ²", "Ærø", "½", "São Paulo"]]
    table = Table(rows)
    assert in_unicode(table) is table


@pytest.mark.parametrize("word", ["nguyễn", "Đặng", "NGHĨA", "khuỷu", "quốc", "giường", "yến", "ủy", "thuý"])
def test_vietnamese_syllables_are_known(word):
    assert is_syllable(word)


@pytest.mark.parametrize("word", ["Mỏy", "tớnh", "Straße", "façade", "bảnng", "ơái", "µ", "nguyêễn"])
def test_what_is_no_syllable_is_none(word):
    assert not is_syllable(word)


def test_the_share_of_syllables_is_counted_over_words_with_marks_only():
    assert likeness(["may tinh", "Máy tính; tớnh"]) == (2, 3)


@given(st.binary(max_size=300), st.sampled_from(("", *ENCODINGS)))
def test_any_bytes_in_any_encoding_are_text_or_refused(data, said):
    with suppress(DomainError):
        assert unicodedata.is_normalized("NFC", decode(data, said).text)
