"""A cell is read as the person who filled the sheet meant it, or refused in words."""

from contextlib import suppress
from datetime import date, datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.assets.imports.cells import CellFault, day_of, is_total, money_of, position_of, text_of, year_of

CELLS = st.one_of(st.none(), st.text(), st.integers(), st.floats(), st.booleans(), st.dates(), st.datetimes())


@pytest.mark.parametrize(("cell", "amount"), [
    ("7.220.000", 7_220_000), (7220000.0, 7_220_000), ("7220000.0", 7_220_000), ("7,220,000", 7_220_000),
    ("7 220 000 đồng", 7_220_000), ("7.220.000,00 ₫", 7_220_000), ("7.220", 7_220), ("0", 0), (0.0, 0),
    ("", None), ("-", None), (None, None), ("1.234.567.890 VND", 1_234_567_890), ("3200000", 3_200_000),
    ("7,220,000.00", 7_220_000),
])  # fmt: skip
def test_an_amount_in_vietnamese_figures(cell, amount):
    assert money_of(cell) == amount


@pytest.mark.parametrize("cell", ["ba triệu", "7,22", "2266.13", 2266.13, -3200000.0, "-3.200.000",
                                  float("nan"),
                                  float("inf"), "1e9", "7.22.000", "²", "9" * 40, True])  # fmt: skip
def test_what_is_no_amount_of_dong_is_refused(cell):
    with pytest.raises(CellFault):
        money_of(cell)


def test_foreign_amounts_are_taken_by_the_rule_of_their_mapping():
    assert money_of("2266.13", decimal=".", rounding=True) == 2_266
    assert money_of("2266.50", decimal=".", rounding=True) == 2_267
    assert money_of("2.266", decimal=".", rounding=True, rate=Decimal(25_000)) == 56_650
    assert money_of("7.220", decimal=".", rounding=True) == 7


@pytest.mark.parametrize(("cell", "day"), [
    ("31/12/2016", date(2016, 12, 31)), ("1/2/2016", date(2016, 2, 1)), ("05-06-2017", date(2017, 6, 5)),
    ("05.06.17", date(2017, 6, 5)), ("2017-06-05", date(2017, 6, 5)), (42735.0, date(2016, 12, 31)),
    ("2017-06-05 00:00:00", date(2017, 6, 5)), (datetime(2017, 6, 5, 3), date(2017, 6, 5)), ("", None),
    (date(2017, 6, 5), date(2017, 6, 5)), ("1/1/69", date(2069, 1, 1)), ("1/1/70", date(1970, 1, 1)),
])  # fmt: skip
def test_a_day_in_any_of_the_usual_ways(cell, day):
    assert day_of(cell) == day


def test_month_first_is_read_only_when_the_mapping_says_so():
    assert day_of("1/23/23", order="mdy") == date(2023, 1, 23)
    with pytest.raises(CellFault, match="calendar"):
        day_of("1/23/23")


@pytest.mark.parametrize(
    "cell", ["31/02/2017", "2016", "tháng 3", "1/2/3/4", "32/13/2020", "0/0/0", 7.0, "12345678901"]
)
def test_what_is_no_day_is_refused(cell):
    with pytest.raises(CellFault):
        day_of(cell)


@pytest.mark.parametrize(("cell", "position"), [
    ("21.04; 105.9", (21.04, 105.9)), ("21.060264, 105.881939", (21.060264, 105.881939)), ("", None),
    ("21,04; 105,9", (21.04, 105.9)), ("21.04 105.9", (21.04, 105.9)), ("21.04,105.9", (21.04, 105.9)),
])  # fmt: skip
def test_a_position_is_latitude_then_longitude(cell, position):
    assert position_of(cell) == position


@pytest.mark.parametrize("cell", ["21.04", "105.9; 21.04", "bắc; đông", "1;2;3"])
def test_what_is_no_position_is_refused(cell):
    with pytest.raises(CellFault):
        position_of(cell)


def test_years_are_bounded():
    assert year_of(2016.0, latest=2026) == 2016
    for wrong in ("16", 2027.0, "năm 2016", 1899.0):
        with pytest.raises(CellFault):
            year_of(wrong, latest=2026)


def test_totals_are_told_from_gates():
    assert is_total("TỔNG CỘNG")
    assert is_total("Cộng nhóm I")
    assert not is_total("Cổng từ an ninh")
    assert not is_total("Tổng đài điện thoại")


@given(CELLS)
def test_any_cell_is_read_or_refused_in_words(cell):
    for reader in (text_of, day_of, money_of, position_of, lambda one: year_of(one, latest=2026)):
        with suppress(CellFault):
            reader(cell)
