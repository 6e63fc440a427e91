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


def _moved_in_january(register, asset, version):
    with january(2027):
        moved = {"unit_id": register.cu_khoi["id"], "reason": "Điều chuyển"}
        answer = register.officer.patch(f"/assets/{asset['id']}", version, moved)
        assert answer.status_code == 200, answer.json


def _close(above, unit, *years):
    for year in years:
        answer = above.post("/year-closings", {"year": year, "unit_id": unit["id"]})
        assert answer.status_code == 200, answer.json


def _left(register, unit):
    return register.look("SELECT sum(wear)::bigint FROM book_movements WHERE unit_id = %s", unit["id"])[0][0]


def test_a_year_can_be_closed_after_the_receiver_closed_the_next_which_reckoned_it_already(register):
    asset = register.asset(**LAPTOP, put_to_use_on="2023-05-10")
    _moved_in_january(register, asset, 1)
    above = accountant(register, register.district)
    with december(2027):
        _close(above, register.cu_khoi, 2026, 2027)
        _close(above, register.bo_de, 2026)
        seen = above.get(f"/assets/{asset['id']}/wear").json
    assert [(row["year"], row["opening"], row["amount"]) for row in seen["items"]] == [
        (2026, 10_800_000, 1_800_000),
        (2027, 12_600_000, 1_800_000),
    ]
    assert seen["accumulated_wear"] == 14_400_000
    assert _left(register, register.bo_de) == 0
    assert _last_told(register, asset) == 14_400_000


def test_wear_that_comes_late_is_booked_in_the_open_year_and_all_ends_at_zero(register):
    asset = register.asset(**LAPTOP, put_to_use_on="2023-05-10")
    above = accountant(register, register.district)
    with december(2025):
        _close(above, register.bo_de, 2025)
        _close(above, register.cu_khoi, 2025)
    _moved_in_january(register, asset, 1)
    with december(2027):
        _close(above, register.cu_khoi, 2026, 2027)
        _close(above, register.bo_de, 2026)
        seen = above.get(f"/assets/{asset['id']}/wear").json
    # 10,800,000 by 2025; 2027 spread what remained over three years; 2026 came late and lies in 2028
    assert [row["amount"] for row in seen["items"]] == [3_600_000, 1_800_000, 2_400_000]
    late = [row for row in seen["corrections"] if row["wear"] == 1_800_000]
    assert [row["effective_on"] for row in late] == ["2028-01-01"]
    assert (seen["accumulated_wear"], _last_told(register, asset)) == (15_000_000, 15_000_000)
    assert _left(register, register.bo_de) == 0
    for year, amount in ((2028, 1_500_000), (2029, 1_500_000), (2030, 0)):
        with december(year):
            _close(above, register.cu_khoi, year)
            assert above.get(f"/assets/{asset['id']}/wear").json["items"][-1]["amount"] == amount
    assert above.get(f"/assets/{asset['id']}").json["remaining_value"] == 0


def _last_told(register, asset):
    """The accumulated wear that the newest event of the asset says."""
    said = (
        "SELECT data FROM outbox WHERE subject = %s AND type LIKE 'assets.asset.%%' ORDER BY id DESC LIMIT 1"
    )
    return register.look(said, asset["id"])[0][0]["accumulated_wear"]


def test_a_year_before_the_first_that_was_closed_says_where_its_wear_is(register):
    register.asset(**LAPTOP, put_to_use_on="2023-05-10")
    above = accountant(register, register.district)
    with december(2027):
        _close(above, register.bo_de, 2026)
        refused = above.post("/year-closings", {"year": 2025, "unit_id": register.bo_de["id"]})
        assert (refused.status_code, refused.json["type"]) == (409, "/problems/year-before-first")
        assert "số dư mở sổ" in refused.json["detail"]
        assert above.post("/year-closings", {"year": 2025}).status_code == 200, "the others may close it"


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
