"""The life of a record is its table, and nothing else happens to it."""

import pytest

from services.handover import lifecycle
from shared.errors import Conflict

ACTS = ("issue", "sign", "refuse", "cancel")


def test_two_signatures_complete_a_record() -> None:
    state = lifecycle.DRAFT
    for act in ("issue", "sign", "sign"):
        state = lifecycle.step(act, state).after
    assert state == lifecycle.COMPLETED


@pytest.mark.parametrize("state", [lifecycle.COMPLETED, lifecycle.REFUSED, lifecycle.CANCELLED])
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
