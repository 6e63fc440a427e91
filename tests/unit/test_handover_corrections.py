"""What a correction makes of known custody, against a day-by-day reckoning."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from services.handover.rules import Interval, corrected, says_nothing_new, touched
from shared.ids import uuid7

START, DAYS = date(2026, 1, 1), 24
PEOPLE = [uuid7() for _ in range(3)]


def day(number: int) -> date:
    return START + timedelta(days=number)


def by_days(intervals: list[Interval]) -> list[object]:
    """Who answers on each day; fails where two do."""
    found: list[object] = [None] * DAYS
    for one in intervals:
        for at in range(DAYS):
            if one.since <= day(at) and (one.until is None or day(at) < one.until):
                assert found[at] is None, "two answer on one day"
                found[at] = one.person_id
    return found


@st.composite
def custodies(draw: st.DrawFn) -> list[Interval]:
    """Custody of one asset without overlaps, some of it over on the day it began, the last perhaps open."""
    cuts = sorted(draw(st.lists(st.integers(0, 20), min_size=0, max_size=8)))
    made = []
    for begin, end in zip(cuts[::2], cuts[1::2], strict=False):
        made.append(Interval(uuid7(), draw(st.sampled_from(PEOPLE)), day(begin), day(end)))
    if len(cuts) % 2:
        made.append(Interval(uuid7(), draw(st.sampled_from(PEOPLE)), day(cuts[-1]), None))
    return made


@given(custodies(), st.sampled_from([None, *PEOPLE]), st.integers(0, 20), st.integers(1, 10) | st.none())
def test_after_a_correction_its_days_say_so_and_all_others_as_before(known, holder, begin, length) -> None:
    begin_on, until = day(begin), day(begin + length) if length else None
    held = touched(known, begin_on, until)
    after = [one for one in known if one not in held] + corrected(held, holder, begin_on, until)
    end = begin + length if length else DAYS
    wanted = [holder if begin <= at < end else who for at, who in enumerate(by_days(known))]
    assert by_days(after) == wanted
    open_before = [one.person_id for one in known if one.until is None]
    open_after = [one.person_id for one in after if one.until is None]
    assert open_after == (([holder] if holder else []) if until is None else open_before)
    if says_nothing_new(held, holder, begin_on, until):
        assert by_days(known) == wanted


@given(custodies(), st.integers(0, 20), st.integers(1, 5))
def test_a_correction_that_repeats_the_books_is_known_for_one(known, begin, length) -> None:
    who = by_days(known)[begin : begin + length]
    if len(set(who)) == 1:
        held = touched(known, day(begin), day(begin + length))
        assert says_nothing_new(held, who[0], day(begin), day(begin + length))
