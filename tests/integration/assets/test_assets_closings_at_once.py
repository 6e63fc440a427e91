"""Closes that meet: two accountants at once, books closed elsewhere in another order, a long look."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from threading import Barrier

import pytest
from sqlalchemy import event

from shared.clock import frozen
from tests.integration.assets.conftest import Caller

pytestmark = pytest.mark.postgres

LAPTOP = {"name": "Máy tính xách tay", "category": "computer", "cost": 18_000_000}
ROUNDS = 20


def december(year, day=20):
    return frozen(datetime(year, 12, day, 2, tzinfo=UTC))


def january(year, day=10):
    return frozen(datetime(year, 1, day, 2, tzinfo=UTC))


def accountant(register, unit):
    """A caller with a client of its own, so that two may speak at once."""
    return Caller(register.app.test_client(), {"accountant"}, unit["id"])


def closed_by_both(year, bodies, callers):
    """What each caller is answered who asks for the close at the same moment."""
    start = Barrier(len(callers))

    def ask(caller, body):
        with december(year):  # the frozen clock is each thread's own
            start.wait(10)
            return caller.post("/year-closings", {"year": year, **body})

    with ThreadPoolExecutor(len(callers)) as pool:
        return [
            one.result() for one in [pool.submit(ask, *pair) for pair in zip(callers, bodies, strict=True)]
        ]


def test_two_accountants_close_one_year_at_once_and_it_is_closed_once(register):
    ward = register.bo_de
    callers = [accountant(register, register.district), accountant(register, ward)]
    for year in range(2026, 2026 + ROUNDS):
        with december(year, 1):
            for cost in (18_000_000, 25_000_001):
                register.asset(**{**LAPTOP, "cost": cost, "put_to_use_on": f"{year}-02-01"})
        whole = {} if year % 2 else {"unit_id": ward["id"]}
        answers = closed_by_both(year, [whole, {"unit_id": ward["id"]}], callers)
        assert [answer.status_code for answer in answers] == [200, 200], [one.json for one in answers]
        first, second = (
            next(one for one in answer.json["items"] if one["unit_id"] == ward["id"]) for answer in answers
        )
        assert first == second
        ((count, amounts, openings),) = register.look(
            "SELECT count(*), sum(amount)::bigint, sum(opening)::bigint FROM wear_rows"
            " WHERE unit_id = %s AND year = %s",
            ward["id"],
            year,
        )
        assert (first["assets"], first["wear_total"], first["opening_total"]) == (count, amounts, openings)
        assert count == 2 * (year - 2025)
        assert amounts > 0
    told = "SELECT count(*), count(DISTINCT subject) FROM outbox WHERE type = 'assets.year.closed.v1'"
    made = register.look("SELECT count(*), count(DISTINCT (unit_id, year)) FROM year_closings")
    assert register.look(told) == made
    assert made[0][0] == made[0][1] >= ROUNDS


def test_a_year_waits_for_nobody_who_has_closed_the_next_and_says_why(register):
    """The asset's wear would have to follow it into books that are closed already: nothing is written."""
    asset = register.asset(**LAPTOP, put_to_use_on="2023-05-10")
    with january(2027):
        moved = {"unit_id": register.cu_khoi["id"], "reason": "Điều chuyển"}
        assert register.officer.patch(f"/assets/{asset['id']}", 1, moved).status_code == 200
    above = accountant(register, register.district)
    with december(2027):
        for year in (2026, 2027):
            body = {"year": year, "unit_id": register.cu_khoi["id"]}
            assert above.post("/year-closings", body).status_code == 200
        refused = above.post("/year-closings", {"year": 2026, "unit_id": register.bo_de["id"]})
    assert (refused.status_code, refused.json["type"]) == (409, "/problems/later-year-closed")
    assert register.bo_de["name"] in refused.json["detail"]
    left = "SELECT count(*) FROM {} WHERE unit_id = %s"
    assert [register.look(left.format(t), register.bo_de["id"]) for t in ("wear_rows", "year_closings")] == [
        [(0,)],
        [(0,)],
    ]


def test_the_look_before_a_close_may_take_as_long_as_the_close(register):
    """The limits of the statement itself, as the server has them while it runs."""
    register.asset(**LAPTOP, put_to_use_on="2023-05-10")
    above = accountant(register, register.district)
    engine = register.app.extensions["taisan.database"].engine
    limits = {"reckoned": set(), "year_closings": set()}

    def ask_limit(connection, _cursor, statement, *_):
        for word, seen in limits.items():
            if word in statement:
                with connection.connection.cursor() as asking:
                    seen.add(asking.execute("SHOW statement_timeout").fetchone()[0])

    event.listen(engine, "before_cursor_execute", ask_limit)
    try:
        assert above.get("/year-closings/preview", year=2026).status_code == 200
        assert above.get("/year-closings").status_code == 200
    finally:
        event.remove(engine, "before_cursor_execute", ask_limit)
    assert limits["reckoned"] == {"20min"}
    assert limits["year_closings"]
    assert "20min" not in limits["year_closings"]
