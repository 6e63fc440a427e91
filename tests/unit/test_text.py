"""Vietnamese text is folded for search and sorted as a dictionary and a list of names sort it."""

import random
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.text import clean, fold, name_sort_key, nfc, sort_key, words

# In the order of the Vietnamese alphabet and of its tones.
DICTIONARY = [
    "a",
    "à",
    "ả",
    "ã",
    "á",
    "ạ",
    "an",
    "ăn",
    "ân",
    "ba",
    "bà",
    "da",
    "đa",
    "đá",
    "em",
    "êm",
    "g",
    "hoa",
    "hòa",
    "i",
    "l",
    "o",
    "ô",
    "ơ",
    "ở",
    "q",
    "u",
    "ư",
    "v",
    "x",
    "y",
    "ý",
]
# By given name; the same given name by the whole name.
PEOPLE = [
    "Lê Thị An",
    "Trần Văn An",
    "Đặng Minh Ánh",
    "Nguyễn Hữu Ân",
    "Phạm Thu Ân",
    "Lê Thu Dũng",
    "Vũ Văn Đạt",
    "Bùi Quang Hoa",
    "Hoàng Thị Hòa",
    "Hoàng Quang Mai",
    "Ngô Văn Sơn",
    "Vũ Hữu Tuấn",
    "Bùi Thanh Yến",
]


@pytest.mark.parametrize(("text", "folded"), [
    ("Màn hình LED", "man hinh led"),
    ("Điện thoại để bàn", "dien thoai de ban"),
    ("ĐẶNG   Minh\tÁnh ", "dang minh anh"),
    ("hoà", "hoa"),
    ("hòa", "hoa"),
    ("Ðà Nẵng", "da nang"),  # the Icelandic Ð that old keyboards write for Đ
    ("STRASSE ß", "strasse ss"),
    ("", ""),
])  # fmt: skip
def test_folding_takes_case_marks_and_the_bar_of_d_away(text: str, folded: str) -> None:
    assert fold(text) == folded
    assert fold(unicodedata.normalize("NFD", text)) == folded


def test_words_are_letters_and_digits_only() -> None:
    assert words("Số serial / IMEI (nếu có): 35-20") == ["so", "serial", "imei", "neu", "co", "35", "20"]


def test_clean_text_is_one_line_without_invisible_characters() -> None:
    assert clean(" Bo\u0302\u0300 \u200bĐề\x00\r\n\u00a0phường ") == "Bồ Đề phường"


def test_the_dictionary_order_is_letters_then_tones() -> None:
    shuffled = random.Random(5).sample(DICTIONARY, len(DICTIONARY))
    assert sorted(shuffled, key=sort_key) == DICTIONARY


def test_letters_of_the_whole_word_come_before_tones() -> None:
    assert sorted(["má", "ma", "mai", "mã"], key=sort_key) == ["ma", "mã", "má", "mai"]


def test_people_sort_by_given_name_then_by_whole_name() -> None:
    shuffled = random.Random(9).sample(PEOPLE, len(PEOPLE))
    assert sorted(shuffled, key=name_sort_key) == PEOPLE


@given(st.text())
def test_any_text_can_be_folded_cleaned_and_sorted(text: str) -> None:
    assert fold(fold(text)) == fold(text)
    assert clean(clean(text)) == clean(text)
    assert isinstance(name_sort_key(text), str)
    assert sort_key(nfc(text)) == sort_key(text)
