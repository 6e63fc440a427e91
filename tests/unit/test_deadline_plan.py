"""Who is told of a deadline on which day, whatever stood still in between."""

from collections import Counter
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.notifications.deadlines.plan import (
    CAUSES,
    OF_CAUSE,
    Policy,
    due_steps,
    first_policies,
    next_day,
    tellings,
)
from services.notifications.deadlines.words import KIND_OF
from services.notifications.wording import wording
from shared.workdays import is_working_day, moved

DUE = date(2026, 3, 20)
RECALL = [policy for policy in first_policies() if policy.cause == "recall"]


def told(
    today: date, done: frozenset[str] = frozenset(), opened: date = date(2026, 3, 5)
) -> dict[str, tuple]:
    due = due_steps(RECALL, opened, DUE, today, done)
    return {one.policy.step: (one.roles, one.missed) for one in tellings(due, DUE, today)}


def test_each_step_is_told_on_its_day():
    assert told(date(2026, 3, 12)) == {}
    assert told(date(2026, 3, 13)) == {"soon": (("leaver",), False)}
    assert told(date(2026, 3, 19), frozenset({"soon"})) == {"tomorrow": (("leaver", "officer"), False)}
    done = frozenset({"soon", "tomorrow"})
    assert told(date(2026, 3, 21), done) == {"overdue": (("leaver", "officer", "head"), False)}


def test_after_a_standstill_everybody_hears_once_the_latest_that_is_for_them_and_it_says_so():
    assert told(date(2026, 4, 20)) == {"still_overdue": (("leaver", "officer", "head", "manager"), True)}
    assert told(date(2026, 3, 20)) == {"tomorrow": (("leaver", "officer"), True)}


def test_what_lay_before_the_opening_was_nobodys_omission():
    assert told(date(2026, 3, 19), opened=date(2026, 3, 18)) == {"tomorrow": (("leaver", "officer"), False)}


def test_the_first_policies_tell_only_who_has_a_part_and_the_law_cannot_be_silenced():
    assert {policy.cause for policy in first_policies()} == set(CAUSES)
    for policy in first_policies():
        assert set(policy.to) <= set(OF_CAUSE[policy.cause]), policy
        assert "in_app" in policy.by
    assert len({policy.name for policy in first_policies()}) == len(first_policies())


@pytest.mark.parametrize("cause", CAUSES)
def test_whoever_a_policy_may_tell_has_words_before_and_after(cause):
    for kind in KIND_OF[cause]:
        for role in OF_CAUSE[cause]:
            assert wording(kind, role).text_en, (kind, role)


_POLICIES = st.lists(
    st.builds(
        Policy,
        cause=st.just("recall"),
        step=st.sampled_from("abcdefgh"),
        offset=st.integers(-20, 20),
        kind=st.sampled_from(("days", "working_days")),
        to=st.lists(st.sampled_from(OF_CAUSE["recall"]), min_size=1, unique=True).map(tuple),
        by=st.just(("in_app",)),
        statutory=st.booleans(),
        on=st.booleans(),
    ),
    unique_by=lambda policy: policy.step,
    max_size=8,
)


@given(_POLICIES, st.integers(0, 30), st.lists(st.integers(1, 40), min_size=1, max_size=8))
def test_however_the_clock_jumps_each_step_is_settled_once_and_nobody_is_told_twice_a_day(
    policies, days_before, jumps
):
    opened, today, done = DUE - timedelta(days=days_before), DUE - timedelta(days=days_before), set()
    heard: Counter[str] = Counter()
    for jump in jumps:
        today += timedelta(days=jump)
        expected = next_day(policies, opened, DUE, done)
        due = due_steps(policies, opened, DUE, today, done)
        assert bool(due) == (expected is not None and expected <= today)
        now = tellings(due, DUE, today)
        roles = [role for one in now for role in one.roles]
        assert len(roles) == len(set(roles))
        assert set(roles) == {role for policy in due for role in policy.to}
        heard.update(policy.step for policy in due)
        done |= {policy.step for policy in due}
    assert set(heard.values()) <= {1}


@given(st.integers(-30, 30))
def test_working_days_are_counted_in_both_directions(offset):
    day = moved(DUE, offset, "working_days")
    low, high = sorted((day, DUE))
    between = [low + timedelta(days=n) for n in range((high - low).days + 1)]
    assert sum(is_working_day(one) for one in between if one != DUE) == abs(offset)
