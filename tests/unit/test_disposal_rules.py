"""Disposals, pure: the table of the life, legal cases by date, times over Tết, who decides."""

from datetime import date, timedelta
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.assets.disposals import lifecycle
from services.assets.rules import disposals as rules
from services.assets.rules.authorities import Authority, by_law, check_row, chosen, one_for_all
from services.assets.rules.books import DECREASES
from shared.errors import Conflict, Invalid, NotPermitted, RefusedByLaw
from shared.ids import uuid7
from shared.law import NotInForce, provisions
from shared.workdays import add_months, due_after, is_working_day

ON = date(2026, 3, 5)
TOP, BELOW = UUID(int=1), UUID(int=2)


def test_every_state_is_reached_and_every_ended_one_leads_nowhere_but_to_its_money():
    reached = {step.after for step in lifecycle.TABLE} | {lifecycle.DRAFT}
    assert reached == set(lifecycle.STATES)
    onward = {step.before for step in lifecycle.TABLE if step.act != "settle"}
    assert onward.isdisjoint(lifecycle.ENDED)


def test_only_a_decider_decides_and_nobody_decides_twice():
    for act in ("approve", "reject", "return"):
        (step,) = [one for one in lifecycle.TABLE if one.act == act]
        assert (step.before, step.who) == (lifecycle.SUBMITTED, lifecycle.DECIDER)


def test_an_act_that_the_table_has_not_is_refused_with_the_state():
    with pytest.raises(Conflict) as caught:
        lifecycle.step("book", "decided", "sale")
    assert caught.value.facts["state"] == "decided"
    assert lifecycle.step("book", "decided", "loss").after == "booked"


def test_every_form_names_rules_deadlines_and_causes_that_exist():
    for versions in provisions("disposal").values():
        for law in versions:
            assert law.details["cause"] in DECREASES
            for rule_id in law.details["rules"]:
                assert rule_id in provisions("rule")
            for step in ("found", "decision", "execution", "books"):
                id_ = law.details.get(f"{step}_deadline")
                assert not id_ or id_ in provisions("deadline"), id_
            for case in law.details["cases"]:
                for one in rules.papers_of(law, case):
                    assert one["rule"] in provisions("rule")
                    assert one["certainty"] in {"F1", "F2", "inf", "M"}


def test_the_law_is_chosen_by_the_day_and_says_so_where_it_has_nothing():
    assert rules.law_of("sale", date(2025, 7, 1)).version == 1
    with pytest.raises(NotInForce):
        rules.law_of("sale", date(2025, 6, 30))


def test_a_case_that_leads_elsewhere_is_refused_and_an_unknown_one_is_no_case():
    with pytest.raises(RefusedByLaw):
        rules.legal_case(rules.law_of("loss", ON), "34.5", ON)
    with pytest.raises(Invalid):
        rules.legal_case(rules.law_of("sale", ON), "45.1.a", ON)


def test_working_days_pass_over_tet_and_holidays_of_the_state():
    assert not is_working_day(date(2026, 2, 17))
    assert due_after(date(2026, 2, 13), 5, "working_days") == date(2026, 2, 27)
    assert due_after(date(2026, 4, 24), 5, "working_days") == date(2026, 5, 6)
    assert is_working_day(date(2026, 2, 17), {date(2026, 2, 17): True})


def test_calendar_days_and_months_do_not():
    assert due_after(date(2026, 2, 10), 20, "days") == date(2026, 3, 2)
    assert due_after(date(2026, 8, 31), 6, "months") == date(2027, 2, 28)
    assert add_months(date(2027, 2, 28), 6) == date(2027, 8, 28)
    with pytest.raises(ValueError, match="moons"):
        due_after(ON, 1, "moons")


@given(st.dates(date(2025, 1, 1), date(2028, 12, 31)), st.integers(1, 30))
def test_a_time_in_working_days_ends_on_one_and_has_that_many(start: date, limit: int):
    end = due_after(start, limit, "working_days")
    days = [start + timedelta(days=n + 1) for n in range((end - start).days)]
    assert is_working_day(end)
    assert sum(is_working_day(day) for day in days) == limit


def test_a_violation_is_decided_fifteen_days_after_it_was_verified():
    law = rules.law_of("state_recall", ON)
    asked, given_back = (rules.legal_case(law, code, ON) for code in ("41.1.c", "41.1.g"))
    due = [rules.due(law, case, "decision", ON) for case in (asked, given_back)]
    assert [(one.rule, (one.due_on - ON).days) for one in due if one] == [("T-04@1", 15), ("T-01@1", 20)]


COSTS = st.integers(0, 6)
ROWS = st.builds(
    lambda unit, kind, asset_kind, low, width, start, length: Authority(
        uuid7(),
        unit,
        kind,
        asset_kind,
        low,
        None if width is None else low + width,
        "x",
        "head",
        None,
        "QĐ",
        ON + timedelta(days=start),
        None if length is None else ON + timedelta(days=start + length),
    ),
    st.sampled_from([TOP, BELOW]),
    st.sampled_from([None, "sale"]),
    st.sampled_from([None, "tool"]),
    COSTS,
    st.none() | st.integers(1, 4),
    st.integers(-3, 3),
    st.none() | st.integers(0, 4),
)


@given(st.lists(ROWS, max_size=12), COSTS, st.integers(-4, 8))
def test_of_rows_that_were_let_in_exactly_one_decides_or_the_law_does(
    rows: list[Authority], cost: int, day: int
):
    kept: list[Authority] = []
    for row in rows:
        try:
            check_row(row, kept)
        except Conflict:
            continue
        kept.append(row)
    on, distance = ON + timedelta(days=day), {BELOW: 0, TOP: 1}
    asked: dict[str, Any] = {"kind": "sale", "asset_kind": "tool", "cost": cost, "on": on}
    found = chosen(kept, distance, **asked)
    fitting = [row for row in kept if row.fits("sale", "tool", cost, on)]
    if found is None:
        assert fitting == []
        return

    def rank(row: Authority) -> tuple[Any, ...]:
        return (row.unit_id != BELOW, row.kind is None, row.asset_kind is None)

    assert [row for row in fitting if rank(row) <= rank(found)] == [found]


def test_without_a_row_tools_are_the_agencys_own_matter_and_fixed_assets_are_not():
    law = rules.law_of("liquidation", ON)
    assert by_law(law, "tool", ON).title == "Thủ trưởng cơ quan, đơn vị có tài sản"
    assert by_law(law, "fixed_asset", ON).title == "Cấp có thẩm quyền theo phân cấp"
    recall = rules.law_of("state_recall", ON)
    assert by_law(recall, "tool", ON).title.startswith("Bộ trưởng")
    lines = [{"asset_kind": kind, "cost": 1, "code": kind} for kind in ("tool", "fixed_asset")]
    with pytest.raises(Invalid) as caught:
        one_for_all([], {BELOW: 0}, law, lines, ON)
    assert caught.value.errors[0].pointer == "/lines/1"


def test_repair_is_measured_by_the_price_of_a_new_one_where_the_cost_is_unknown():
    line = {"cost": 0, "new_price": 10_000_000, "repair_estimate": 3_000_001, "unrepairable": False}
    assert rules.is_damaged(line, on=ON)
    assert not rules.is_damaged({**line, "repair_estimate": 3_000_000}, on=ON)
    assert not rules.is_damaged({**line, "new_price": None}, on=ON)


def test_two_people_are_two_accounts_and_two_persons():
    from services.assets.rules.authorities import check_two_people

    me = uuid7()
    case = {"drafted_by": "a", "submitted_by": "b", "drafted_person_id": me, "submitted_person_id": None}
    for subject, person in (("a", None), ("b", None), ("c", me)):
        with pytest.raises(NotPermitted):
            check_two_people(case, subject, person)
    check_two_people(case, "c", uuid7())
    check_two_people(case, "c", None)
