"""Amounts and dates read as a clerk writes them."""

from datetime import date

import pytest

from shared.vietnamese import long_date, short_date, vnd, vnd_in_words

WORDS = {
    0: "Không",
    1: "Một",
    4: "Bốn",
    5: "Năm",
    9: "Chín",
    10: "Mười",
    11: "Mười một",
    14: "Mười bốn",
    15: "Mười lăm",
    19: "Mười chín",
    20: "Hai mươi",
    21: "Hai mươi mốt",
    24: "Hai mươi tư",
    25: "Hai mươi lăm",
    30: "Ba mươi",
    41: "Bốn mươi mốt",
    44: "Bốn mươi tư",
    55: "Năm mươi lăm",
    91: "Chín mươi mốt",
    99: "Chín mươi chín",
    100: "Một trăm",
    101: "Một trăm linh một",
    104: "Một trăm linh bốn",
    105: "Một trăm linh năm",
    110: "Một trăm mười",
    111: "Một trăm mười một",
    115: "Một trăm mười lăm",
    121: "Một trăm hai mươi mốt",
    205: "Hai trăm linh năm",
    550: "Năm trăm năm mươi",
    999: "Chín trăm chín mươi chín",
    1_000: "Một nghìn",
    1_001: "Một nghìn không trăm linh một",
    1_005: "Một nghìn không trăm linh năm",
    1_010: "Một nghìn không trăm mười",
    1_015: "Một nghìn không trăm mười lăm",
    1_021: "Một nghìn không trăm hai mươi mốt",
    1_100: "Một nghìn một trăm",
    1_234: "Một nghìn hai trăm ba mươi tư",
    2_005: "Hai nghìn không trăm linh năm",
    10_000: "Mười nghìn",
    10_500: "Mười nghìn năm trăm",
    15_015: "Mười lăm nghìn không trăm mười lăm",
    21_000: "Hai mươi mốt nghìn",
    100_000: "Một trăm nghìn",
    105_005: "Một trăm linh năm nghìn không trăm linh năm",
    500_000: "Năm trăm nghìn",
    1_000_000: "Một triệu",
    1_000_001: "Một triệu không trăm linh một",
    1_005_000: "Một triệu không trăm linh năm nghìn",
    1_234_567: "Một triệu hai trăm ba mươi tư nghìn năm trăm sáu mươi bảy",
    7_220_000: "Bảy triệu hai trăm hai mươi nghìn",
    10_000_000: "Mười triệu",
    15_490_000: "Mười lăm triệu bốn trăm chín mươi nghìn",
    95_000_000: "Chín mươi lăm triệu",
    101_010_101: "Một trăm linh một triệu không trăm mười nghìn một trăm linh một",
    1_000_000_000: "Một tỷ",
    1_000_000_001: "Một tỷ không trăm linh một",
    2_005_000_000: "Hai tỷ không trăm linh năm triệu",
    7_665_470_000: "Bảy tỷ sáu trăm sáu mươi lăm triệu bốn trăm bảy mươi nghìn",
    21_000_000_000: "Hai mươi mốt tỷ",
    1_000_000_000_000: "Một nghìn tỷ",
    1_005_000_000_015: "Một nghìn không trăm linh năm tỷ không trăm mười lăm",
    1_000_000_000_000_000_000: "Một tỷ tỷ",
    -3_200_000: "Âm ba triệu hai trăm nghìn",
}


@pytest.mark.parametrize(("amount", "said"), WORDS.items(), ids=map(str, WORDS))
def test_an_amount_in_words(amount: int, said: str) -> None:
    assert vnd_in_words(amount) == f"{said} đồng"


def test_the_table_of_words_has_at_least_sixty_rows() -> None:
    assert len(WORDS) >= 60


@pytest.mark.parametrize(("amount", "written"), [
    (0, "0"), (999, "999"), (1_000, "1.000"), (1_234_567, "1.234.567"), (-3_200_000, "-3.200.000"),
])  # fmt: skip
def test_an_amount_in_figures_has_dots_between_thousands(amount: int, written: str) -> None:
    assert vnd(amount) == written


@pytest.mark.parametrize(("day", "short", "long"), [
    (date(2026, 3, 5), "05/03/2026", "ngày 05 tháng 3 năm 2026"),
    (date(2026, 1, 31), "31/01/2026", "ngày 31 tháng 01 năm 2026"),
    (date(2025, 2, 9), "09/02/2025", "ngày 09 tháng 02 năm 2025"),
    (date(2018, 4, 13), "13/04/2018", "ngày 13 tháng 4 năm 2018"),
    (date(2018, 12, 10), "10/12/2018", "ngày 10 tháng 12 năm 2018"),
])  # fmt: skip
def test_a_date_in_figures_and_in_full(day: date, short: str, long: str) -> None:
    assert short_date(day) == short
    assert long_date(day) == long
