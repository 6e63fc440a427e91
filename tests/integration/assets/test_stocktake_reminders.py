"""The year-end stocktake is asked for once a unit and year, also after restarts and also late."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime

import pytest

from services.assets.commands.stocktake_clock import remind
from shared.clock import frozen
from shared.db import Database
from tests.integration.assets.counting import Counting

pytestmark = pytest.mark.postgres


def on(register, day: str) -> int:
    """What a worker that has just been started does on that day."""
    database = Database(register.databases.url("assets"), pool_size=1)
    try:
        with frozen(datetime.fromisoformat(f"{day}T02:00:00").replace(tzinfo=UTC)):
            return remind(database)
    finally:
        database.close()


def told(register):
    return register.look(
        "SELECT data->>'unit_id', data->>'year', data->>'assets' FROM outbox"
        " WHERE type = 'assets.stocktake.due.v1' ORDER BY number"
    )


@pytest.fixture
def stocked(register):
    """The ward has two assets, another ward has none."""
    for _ in range(2):
        register.asset(put_to_use_on="2024-03-01")
    return register


def test_it_is_told_once_from_december_on_however_often_the_worker_starts(stocked):
    assert on(stocked, "2026-11-30") == 0
    assert [on(stocked, day) for day in ("2026-12-01", "2026-12-01", "2026-12-31", "2027-01-15")] == [
        1,
        0,
        0,
        0,
    ]
    assert told(stocked) == [(stocked.bo_de["id"], "2026", "2")]
    assert on(stocked, "2027-12-01") == 1


def test_a_machine_that_was_off_in_december_tells_in_january(stocked):
    assert on(stocked, "2027-01-20") == 1
    assert told(stocked) == [(stocked.bo_de["id"], "2026", "2")]
    assert on(stocked, "2027-01-21") == 0


def test_two_workers_at_once_tell_once(stocked):
    with ThreadPoolExecutor(4) as pool:
        counts = list(pool.map(lambda _: on(stocked, "2026-12-02"), range(4)))
    assert sorted(counts) == [0, 0, 0, 1]
    assert len(told(stocked)) == 1


def test_a_unit_whose_year_end_is_planned_is_not_told_nor_one_counted_with_the_unit_above(stocked):
    counting = Counting(stocked)
    body = {"kind": "year_end", "as_of": "2026-12-31", "unit_id": stocked.district["id"]}
    board = [{"name": "Trưởng ban", "role": "chair"}]
    plan = stocked.officer.made("/stocktakes", {"title": "Toàn quận", "board": board, **body})
    assert on(stocked, "2026-12-01") == 0
    cancelled = stocked.officer.send(
        "POST", f"/stocktakes/{plan['id']}/cancellation", 1, json={"reason": "Hoãn"}
    )
    assert cancelled.status_code == 200
    counting.plan(kind="unscheduled", as_of="2026-12-01")
    assert on(stocked, "2026-12-01") == 1


def test_assets_that_came_after_the_year_make_no_unit_owe_it(register):
    register.asset(put_to_use_on="2026-11-01")
    assert on(register, "2026-01-10") == 0
