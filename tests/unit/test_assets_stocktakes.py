"""The outcome of a stocktake: by table, and for whatever anybody scans."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.assets.rules import stocktakes as rules
from services.assets.rules.stocktakes import Expected, Sighting, result_of
from shared.errors import Conflict, NotPermitted
from shared.ids import uuid7

MAI, DUC, WARD, OTHER = (uuid7() for _ in range(4))
IN_302 = Expected("P.302", MAI)


@pytest.mark.parametrize(
    ("first", "second", "outcome", "differs"),
    [
        (None, None, "missing", False),
        (Sighting(), None, "found", False),
        (Sighting("p. 302"), None, "found", False),
        (Sighting("Kho"), None, "wrong_place", False),
        (Sighting("P.302", DUC), None, "wrong_holder", False),
        (Sighting("Kho", DUC), None, "wrong_place", False),
        (Sighting("Kho", DUC, "broken"), None, "broken", False),
        (Sighting("P.302", MAI, "good"), None, "found", False),
    ],
)
def test_one_count_gives_one_outcome(first, second, outcome, differs):
    result = result_of(IN_302, first, second, recounted=False)
    assert (result.outcome, result.differs) == (outcome, differs)


@pytest.mark.parametrize(
    ("first", "second", "outcome", "differs"),
    [
        (None, None, "missing", True),
        (Sighting("P.302"), None, "found", True),
        (None, Sighting("P.302"), "found", True),
        (Sighting("P.302"), Sighting("P.302"), "found", False),
        (Sighting("Kho"), Sighting("P.302"), "found", True),
        (Sighting("P.302"), Sighting("Kho"), "wrong_place", True),
        (Sighting(), Sighting("P.302"), "found", False),
        (Sighting("P.302"), Sighting("P.302", None, "broken"), "broken", True),
        (Sighting("P.302", DUC), Sighting("P.302", MAI), "found", True),
    ],
)
def test_the_second_count_is_believed_and_what_differs_is_listed(first, second, outcome, differs):
    result = result_of(IN_302, first, second, recounted=True)
    expected_difference = differs and (first, second) != (None, None)
    assert (result.outcome, result.differs) == (outcome, expected_difference)


places = st.sampled_from(["", "P.302", "p 302", "Kho", "Hội trường"])
people = st.sampled_from([None, MAI, DUC])
sightings = st.none() | st.builds(Sighting, places, people, st.sampled_from(["", *rules.CONDITIONS]))
expected_assets = st.builds(Expected, places, people)


@given(st.lists(st.tuples(expected_assets, sightings, sightings)), st.booleans())
def test_every_expected_asset_has_one_outcome_and_the_counts_add_up(rows, recounted):
    results = [result_of(*row, recounted=recounted) for row in rows]
    counts = {outcome: sum(r.outcome == outcome for r in results) for outcome in rules.OUTCOMES}
    assert sum(counts.values()) == len(rows)
    assert counts["missing"] == sum(first is second is None for _expected, first, second in rows)


@given(expected_assets, sightings, sightings)
def test_what_is_as_the_books_say_proposes_nothing_and_all_else_something(expected, first, second):
    result = result_of(expected, first, second, recounted=True)
    proposed = rules.proposals_for(expected, result)
    assert len(proposed) == len(set(proposed))
    if result.outcome != "found":
        assert proposed
    elif expected.place or not (result.seen and result.seen.place):
        assert proposed == []
    else:  # found in a room that the books do not know: the room is written back
        assert proposed == ["set_place"]
    assert ("loss" in proposed) == (result.outcome == "missing")


@given(st.sampled_from(rules.STATES), st.sampled_from(["open", "recount", "close", "cancel"]))
def test_what_has_ended_takes_no_step_and_nothing_is_planned_again(state, step):
    try:
        after = rules.state_after(state, step)
    except Conflict:
        return
    assert state not in {"closed", "cancelled"}
    assert after not in {state, "planned"}


@pytest.mark.parametrize(
    ("asset", "expected", "seen", "again", "places", "outcome"),
    [
        ({}, IN_302, Sighting("P.302"), False, [], "found"),
        ({}, IN_302, Sighting("P.302"), True, [], "already"),
        ({}, IN_302, Sighting("Kho"), False, [], "wrong_place"),
        ({}, IN_302, Sighting("", DUC), False, [], "wrong_holder"),
        (None, None, Sighting(), False, [], "wrong_unit"),
        ({"status": "in_use", "unit_id": OTHER, "place": ""}, None, Sighting(), False, [], "wrong_unit"),
        ({"status": "in_use", "unit_id": WARD, "place": ""}, None, Sighting(), False, [], "surplus"),
        ({"status": "lost", "unit_id": WARD, "place": "Kho"}, None, Sighting(), False, ["P"], "wrong_place"),
        ({"status": "disposed", "unit_id": WARD, "place": ""}, None, Sighting(), False, [], "withdrawn"),
        ({"status": "withdrawn", "unit_id": WARD, "place": ""}, None, Sighting(), False, [], "withdrawn"),
    ],
)  # fmt: skip
def test_a_scan_is_judged(asset, expected, seen, again, places, outcome):
    assert rules.judged(asset, expected, seen, again=again, units={WARD}, places=places) == outcome


def test_each_counts_in_the_own_count_only():
    rules.may_scan("counting", "first", MAI, None)
    rules.may_scan("recounting", "second", DUC, DUC)
    rules.may_scan("recounting", "first", MAI, DUC)
    rules.may_scan("closed", "first", MAI, DUC)  # kept as late
    for state, count, person, second in (
        ("recounting", "first", DUC, DUC),
        ("recounting", "second", MAI, DUC),
        ("counting", "second", MAI, None),
    ):
        with pytest.raises(NotPermitted):
            rules.may_scan(state, count, person, second)
    with pytest.raises(Conflict):
        rules.may_scan("planned", "first", MAI, None)


def test_a_blind_counter_is_blind_while_it_goes_on_and_no_longer():
    assert rules.is_blind("recounting", DUC, DUC)
    assert not rules.is_blind("recounting", MAI, DUC)
    assert not rules.is_blind("closed", DUC, DUC)
    assert not rules.is_blind("counting", None, None)


@pytest.mark.parametrize(
    ("day", "year"),
    [
        (date(2026, 11, 30), None),
        (date(2026, 12, 1), 2026),
        (date(2026, 12, 31), 2026),
        (date(2027, 1, 1), 2026),
        (date(2027, 3, 31), 2026),
        (date(2027, 4, 1), None),
    ],
)
def test_the_year_end_is_reminded_of_from_december_to_the_end_of_march(day, year):
    assert rules.reminder_year(day) == year


def test_the_moment_of_a_scan_is_put_right_by_the_skew_and_never_in_the_future():
    now = datetime(2026, 12, 31, 9, 0, tzinfo=UTC)
    hour = timedelta(hours=1)
    assert rules.moment_of(now - hour, None, now) == (None, now - hour)
    assert rules.moment_of(now + hour, now + 2 * hour, now) == (7200, now - hour)
    assert rules.moment_of(now - 2 * hour, now - hour, now) == (-3600, now - hour)
    assert rules.moment_of(now + hour, None, now) == (None, now)
