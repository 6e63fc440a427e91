"""The life of a record is its table, and nothing else happens to it."""

from datetime import date

import pytest

from services.handover import lifecycle
from services.handover.rules import check_reversible
from shared.errors import Conflict
from shared.law import provisions, rule

DAY = date(2026, 3, 5)
ACTS = tuple(lifecycle.ACTS)


def test_two_signatures_complete_a_record() -> None:
    state = lifecycle.DRAFT
    for act in ("issue", "sign", "sign"):
        state = lifecycle.step(act, state).after
    assert state == lifecycle.COMPLETED


@pytest.mark.parametrize("state", [lifecycle.REVERSED, lifecycle.REFUSED, lifecycle.CANCELLED])
@pytest.mark.parametrize("act", ACTS)
def test_what_has_ended_never_changes(state: str, act: str) -> None:
    with pytest.raises(Conflict) as refused:
        lifecycle.step(act, state)
    assert lifecycle.STATES[state] in refused.value.vi


def test_nothing_is_cancelled_once_a_side_has_signed() -> None:
    with pytest.raises(Conflict):
        lifecycle.step("cancel", lifecycle.SIGNED)


def test_every_state_is_reached_and_every_act_leads_somewhere() -> None:
    reached = {step.after for step in lifecycle.TABLE} | {lifecycle.DRAFT}
    assert reached == set(lifecycle.STATES)
    assert {step.act for step in lifecycle.TABLE} == set(ACTS)


def test_one_act_in_one_state_leads_to_one_place() -> None:
    rows = [(step.act, step.before) for step in lifecycle.TABLE]
    assert len(rows) == len(set(rows))


def test_what_is_signed_is_taken_back_only_by_a_new_record_and_a_dispute_only_marks_it() -> None:
    for way in (("dispute", "uphold", "reverse"), ("dispute", "dismiss", "reverse")):
        state = lifecycle.COMPLETED
        for act in way:
            state = lifecycle.step(act, state).after
        assert state == lifecycle.REVERSED
    with pytest.raises(Conflict):
        lifecycle.step("reverse", lifecycle.DISPUTED)


@pytest.mark.parametrize("kind", lifecycle.KINDS.values(), ids=lambda kind: kind.code)
def test_every_kind_says_who_stands_there_what_becomes_of_custody_and_its_law_is_in_the_pack(kind) -> None:
    assert kind.sides
    assert all(side in lifecycle.ROLES for way in kind.sides for side in way)
    effects = {lifecycle.effect(*way) for way in kind.sides}
    assert kind.custody == lifecycle.UNDONE or effects == {kind.custody}
    assert set(kind.law) <= set(provisions("rule"))


def test_a_reversal_knows_the_sides_of_every_kind_that_it_takes_back_the_other_way_round() -> None:
    ways = {way[::-1] for kind in lifecycle.KINDS.values() if kind.reversible for way in kind.sides}
    assert ways == set(lifecycle.KINDS["reversal"].sides)


@pytest.mark.parametrize("kind", lifecycle.KINDS.values(), ids=lambda kind: kind.code)
def test_a_kind_that_is_not_reversed_says_why_by_which_law_and_what_to_do_instead(kind) -> None:
    if kind.reversible:
        check_reversible(kind.code, DAY)
        return
    with pytest.raises(Conflict) as refused:
        check_reversible(kind.code, DAY)
    for words, instead in zip((refused.value.vi, refused.value.en), kind.instead, strict=True):
        assert instead
        assert instead in words
        assert all(rule(id_, DAY).citation() in words for id_ in kind.law)


def test_a_refusal_to_reverse_cites_only_the_law_of_its_day() -> None:
    with pytest.raises(Conflict) as refused:
        check_reversible("transfer", date(2020, 3, 5))
    assert "186/2025" not in refused.value.vi
