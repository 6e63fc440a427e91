"""The wear of one asset, year by year: never negative, ends at exactly zero, sums to the cost."""

from dataclasses import replace

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from services.assets.rules import lives, wear
from services.assets.rules.lives import Decision
from services.assets.rules.wear import Case, Life
from shared.errors import Invalid, RefusedByLaw

OLD, NEW = Life(5, 2000), Life(7, 1429)
LAPTOP = Case(2026, 18_000_000, 10_800_000, 2023, now=NEW, then=OLD, closed_before=True)

costs = st.one_of(st.integers(0, 50), st.integers(10_000_000, 10**9), st.integers(1, 10**15))
some_lives = st.builds(lives._life, st.just(lives.class_of("software", 2026)), st.builds(
    Decision, st.just("life"), st.just("LIFE-SOFTWARE"), st.just(2018), st.just(""), st.integers(1, 80)
))  # fmt: skip


def years_of(case, until, *, lives_by_year=lambda _year: NEW):
    """Close every year from the case's own to `until`, each upon the one before."""
    rows = []
    for year in range(case.year, until + 1):
        now = lives_by_year(year)
        case = replace(case, year=year, now=now, lately=lives_by_year(year - 1) if year > 2026 else None)
        row = wear.wear_of(case)
        rows.append(row)
        case = replace(case, worn=case.worn + row.opening + row.amount, closed_before=True)
    return rows, case.worn


def test_the_laptop_of_the_law_page_wears_1_800_000_a_year_from_2026_to_2029():
    rows, worn = years_of(LAPTOP, 2030)
    assert [row.amount for row in rows] == [1_800_000] * 4 + [0]
    assert [row.formula for row in rows] == ["transition", "spread", "spread", "last_year", "worn_through"]
    assert worn == 18_000_000


def test_a_new_life_that_is_over_takes_all_that_remains_in_2026():
    row = wear.wear_of(replace(LAPTOP, used_since=2019, worn=17_000_000))
    assert (row.amount, row.formula, row.used) == (1_000_000, "transition_all", 7)


def test_an_unchanged_life_goes_on_at_cost_times_rate_and_the_last_year_takes_what_remains():
    projector = Case(2024, 17_777_777, 0, 2024, now=OLD, then=OLD)
    rows, worn = years_of(projector, 2028, lives_by_year=lambda _: OLD)
    assert [row.amount for row in rows] == [3_555_555] * 4 + [3_555_557]
    assert [row.formula for row in rows] == ["yearly"] * 4 + ["last_year"]
    assert worn == 17_777_777


def test_a_rate_of_14_29_percent_leaves_less_for_the_seventh_year():
    rows, worn = years_of(Case(2026, 18_000_000, 0, 2026, now=NEW, then=OLD), 2032)
    assert [row.amount for row in rows] == [2_572_200] * 6 + [2_566_800]
    assert worn == 18_000_000


def test_what_wore_off_before_the_first_close_is_an_opening_by_the_rules_of_those_years():
    first = wear.wear_of(replace(LAPTOP, worn=0, closed_before=False))
    assert (first.opening, first.amount, first.formula) == (10_800_000, 1_800_000, "transition")
    late = wear.wear_of(replace(LAPTOP, year=2028, worn=0, closed_before=False, lately=NEW))
    assert (late.opening, late.amount) == (14_400_000, 1_800_000)
    old = wear.wear_of(replace(LAPTOP, worn=0, closed_before=False, used_since=2015))
    assert (old.opening, old.amount, old.formula) == (18_000_000, 0, "worn_through")


def test_nothing_is_added_before_a_close_when_the_books_say_or_closed_something():
    assert wear.wear_of(replace(LAPTOP, worn=1, closed_before=False)).opening == 0
    assert wear.wear_of(replace(LAPTOP, worn=0)).opening == 0


def test_software_without_a_decision_is_not_computed_and_catches_up_in_2026():
    program = Case(2026, 96_000_000, 0, 2022, now=None)
    assert wear.wear_of(program) == wear.Wear(0, 0, 4, "undecided")
    decided = wear.wear_of(replace(program, now=Life(8, 1250)))
    assert decided == wear.Wear(0, 60_000_000, 4, "catch_up")  # five years of 12,000,000
    late = replace(program, year=2027, now=Life(8, 1250), closed_before=True)
    assert wear.wear_of(late) == wear.Wear(0, 32_000_000, 5, "spread")  # the circular speaks of 2026 only


def test_a_second_hand_asset_has_the_life_that_remains():
    row = wear.wear_of(Case(2026, 12_000_000, 0, 2026, now=NEW, then=OLD, used_before=3))
    assert (row.amount, row.formula) == (3_000_000, "spread")


def test_an_upgrade_is_spread_over_what_remains():
    row = wear.wear_of(Case(2028, 24_000_000, 5_144_400, 2026, now=NEW, then=OLD, closed_before=True))
    assert (row.amount, row.formula) == (3_771_120, "spread")  # (24,000,000 − 5,144,400) ÷ 5


@pytest.mark.parametrize(("changed", "formula"), [
    ({"excused": True}, "no_wear"), ({"used_since": None}, "not_in_use"),
    ({"used_since": 2027}, "not_in_use"), ({"now": None}, "undecided"),
    ({"worn": 18_000_000}, "worn_through"), ({"worn": 18_000_001}, "worn_through"),
])  # fmt: skip
def test_what_takes_no_wear_says_why(changed, formula):
    row = wear.wear_of(replace(LAPTOP, **changed))
    assert (row.opening, row.amount, row.formula) == (0, 0, formula)


@given(
    costs,
    st.integers(2010, 2035),
    st.integers(2018, 2036),
    some_lives,
    some_lives,
    st.integers(0, 9),
    st.data(),
)
def test_every_asset_ends_at_exactly_zero_and_never_below(cost, since, first, old, new, before, data):
    worn = data.draw(st.one_of(st.just(0), st.integers(0, cost)))
    case = Case(first, cost, worn, since, now=None, then=old, used_before=before)
    rows, at_end = years_of(
        case, max(since, first) + 81, lives_by_year=lambda year: new if year >= 2026 else old
    )
    assert all(row.amount >= 0 and row.opening >= 0 for row in rows)
    assert at_end == cost
    assert worn + sum(row.opening + row.amount for row in rows) == cost
    life_over = max(since - before + max(old.years, new.years), since, first)
    assert all(row.amount == 0 for row in rows[life_over - first + 1 :])


@given(costs, st.integers(2018, 2035), some_lives)
def test_without_a_change_the_years_differ_only_in_the_last(cost, since, life):
    rows, _ = years_of(
        Case(since, cost, 0, since, now=life, then=life), since + life.years, lives_by_year=lambda _: life
    )
    amounts = [row.amount for row in rows if row.formula == "yearly"]
    assert len(set(amounts)) <= 2  # the rounded rate may reach the cost a year early
    assert sum(row.amount for row in rows) == cost


@given(costs, st.integers(2012, 2030), st.integers(2019, 2036), some_lives, some_lives, st.integers(0, 5))
def test_a_late_first_close_comes_within_a_dong_a_year_of_closing_every_year(
    cost, since, first, old, new, before
):
    def by_year(year):
        return new if year >= 2026 else old

    assume(since < first)
    every_year = Case(since, cost, 0, since, now=None, then=old, used_before=before)
    _rows, worn = years_of(every_year, first, lives_by_year=by_year)
    lately = by_year(first - 1) if first > 2026 else None
    at_once = wear.wear_of(replace(every_year, year=first, now=by_year(first), lately=lately))
    assert abs(at_once.opening + at_once.amount - worn) <= first - since


def test_the_law_gives_each_category_its_life_by_the_date():
    assert lives.ruled("camera", 2025, ()).life == Life(8, 1250)
    assert lives.ruled("camera", 2026, ()).life == Life(5, 2000)
    assert lives.ruled("tablet", 2010, ()).rule == "LIFE-COMPUTER@1"
    assert lives.ruled("no such category", 2026, ()).wear_class == "LIFE-OTHER"
    assert lives.ruled("software", 2026, ()).life is None


def test_a_decision_gives_software_its_life_from_its_year_on_and_the_nearest_wins():
    near = Decision("life", "LIFE-SOFTWARE", 2026, "QĐ 9", life_years=3)
    far = Decision("life", "LIFE-SOFTWARE", 2024, "QĐ 1", life_years=5)
    assert lives.ruled("software", 2026, [near, far]).life == Life(3, 3333)
    assert lives.ruled("software", 2025, [near, far]).life == Life(5, 2000)
    assert lives.ruled("software", 2023, [near, far]).life is None
    assert lives.ruled("software", 2026, [near, far]).basis == "QĐ 9"


@pytest.mark.parametrize(("shift", "life"), [(20, Life(5, 2400)), (-20, Life(7, 1600)), (5, Life(5, 2100))])
def test_a_shifted_rate_has_the_years_that_it_needs(shift, life):
    decision = Decision("rate_shift", "LIFE-CAMERA", 2026, "QĐ 2", shift_percent=shift)
    assert lives.ruled("camera", 2026, [decision]).life == life
    assert lives.ruled("tablet", 2026, [decision]).life == NEW


@pytest.mark.parametrize("given", [
    ("life", "LIFE-CAMERA", 2026, 4, None), ("rate_shift", "LIFE-CAMERA", 2026, None, 21),
    ("rate_shift", "LIFE-CAMERA", 2025, None, 10), ("rate_shift", "LIFE-SOFTWARE", 2026, None, 10),
])  # fmt: skip
def test_a_decision_that_the_law_gives_nobody_is_refused(given):
    with pytest.raises(RefusedByLaw):
        lives.check_class_decision(*given)


@pytest.mark.parametrize("given", [
    ("life", "LIFE-X", 2026, 4, None), ("life", "LIFE-SOFTWARE", 2026, None, None),
    ("rate_shift", "LIFE-CAMERA", 2026, None, None), ("rate_shift", "LIFE-CAMERA", 2026, None, 0),
])  # fmt: skip
def test_a_decision_that_says_nothing_is_refused(given):
    with pytest.raises(Invalid):
        lives.check_class_decision(*given)


def test_a_sound_decision_passes():
    lives.check_class_decision("life", "LIFE-SOFTWARE", 2024, 5, None)
    lives.check_class_decision("rate_shift", "LIFE-CAMERA", 2026, None, -20)
