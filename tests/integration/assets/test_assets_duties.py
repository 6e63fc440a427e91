"""What falls due is computed from the register: what was done is no longer due."""

from datetime import UTC, datetime

import pytest

from shared.clock import frozen
from tests.integration.assets.disposing import Office

pytestmark = pytest.mark.postgres
BOUGHT = {"put_to_use_on": "2026-11-10", "increase_cause": "purchase"}
LAPTOP = {"category": "computer", "cost": 18_000_000, **BOUGHT}


def on(year, month, day):
    return frozen(datetime(year, month, day, 2, tzinfo=UTC))


@pytest.fixture
def accountant(register):
    return register.caller({"accountant"}, register.district["id"])


def due(caller):
    """{deadline: (day, state, count)} of what falls due."""
    answer = caller.get("/duties")
    assert answer.status_code == 200, answer.json
    return {
        one["deadline"].partition("@")[0]: (one["due_on"], one["state"], one["count"])
        for one in answer.json["items"]
    }


def test_wear_and_stocktake_of_the_year_are_due_until_they_are_done(register, accountant):
    with on(2026, 11, 10):
        register.asset(**LAPTOP)
    with on(2026, 12, 20):
        found = due(accountant)
        assert found["T-26"] == found["T-27"] == ("2026-12-31", "near", 1)
        assert "T-29" not in found, "forty days later nobody knows whether it was declared"
        assert accountant.post("/year-closings", {"year": 2026}).status_code == 200
        assert "T-26" not in due(accountant)
    with on(2027, 2, 1):
        assert due(accountant)["T-27"] == ("2026-12-31", "overdue", 1)


def test_a_change_is_to_be_declared_in_thirty_days_and_says_how_sure_that_is(register, accountant):
    with on(2026, 11, 10):
        register.asset(**LAPTOP)
        register.asset(cost=7_000_000, **BOUGHT)  # a tool is not
        register.asset(**{**LAPTOP, "increase_cause": "opening"})  # nor is what old books brought
    with on(2026, 11, 20):
        (one,) = [one for one in accountant.get("/duties").json["items"] if one["subject"] == "asset"]
        report = [one for one in accountant.get("/duties").json["items"] if one["subject"] == "report"]
    assert (one["due_on"], one["count"], one["certainty"], one["named"]) == (
        "2026-12-10",
        1,
        "M",
        "2026-11-10",
    )
    assert "151/2017" in one["basis"]
    assert [(row["due_on"], row["named"]) for row in report] == [("2027-01-31", "2026")]


def test_another_wards_duties_are_not_told(register):
    with on(2026, 11, 10):
        register.asset(**LAPTOP)
    with on(2026, 12, 20):
        sibling = register.caller({"accountant"}, register.cu_khoi["id"])
        assert set(due(sibling)) == {"T-30"}


def test_what_cannot_be_counted_says_why(register, accountant):
    told = {
        one["deadline"].partition("@")[0]: one["why"] for one in accountant.get("/duties").json["uncounted"]
    }
    assert {"T-03", "T-06", "T-07", "T-14a", "T-15", "T-23a"} <= set(told)
    assert all(told.values())


def test_a_case_of_disposal_is_due_by_its_own_clock(register):
    office = Office(register)
    case = office.submitted("liquidation", [office.asset(cost=18_000_000, category="computer")])
    items = register.officer.get("/duties").json["items"]
    found = [one for one in items if one["subject_id"] == case["id"]]
    assert [one["deadline"].partition("@")[0] for one in found] == ["T-16"]
    assert "186/2025" in found[0]["basis"]
