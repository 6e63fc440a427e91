"""Writing the minutes of a large plan, killed half-way: begun again, the end is the one it would have had."""

import multiprocessing
import os
from typing import Any

import pytest

from services.handover.works import WORKS
from shared import failpoints
from shared.db import Database
from shared.ids import uuid7
from shared.tasks import run_waiting
from tests.integration.handover.house import House
from tests.integration.handover.test_plans import Merger

pytestmark = pytest.mark.postgres

ASSETS = int(os.environ.get("PLAN_ASSETS", "10000"))
_PUT_IN = """
    INSERT INTO known_assets (id, unit_id, code, name, category, cost, kind, accumulated_wear, status,
        version)
    SELECT gen_random_uuid(), CAST(:unit AS uuid), :mark || n, 'Máy tính bảng', 'tablet', 8500000 + n, 'tool',
        NULL, 'in_store', 1 FROM generate_series(1, :count) n
"""
_FOLLOW = """
    UPDATE known_assets k SET unit_id = r.to_unit_id, version = k.version + 1 FROM record_lines l
    JOIN records r ON r.id = l.record_id AND r.state = 'completed'
    WHERE l.asset_id = k.id AND r.id = ANY(CAST(:records AS uuid[])) RETURNING 1
"""


def fill(house: House, merger: Merger, assets: int) -> None:
    """As if the register had told of that many assets, four fifths of them in the first ward."""
    for unit, count in zip(merger.old, (assets - assets // 5, assets // 5), strict=True):
        house.rows(f"{_PUT_IN} RETURNING 1", unit=unit, mark=uuid7().hex[-10:] + "-", count=count)


def approved(merger: Merger) -> Any:
    rules = [{"unit_id": unit, "successor_id": new} for unit, new in zip(merger.old, merger.new, strict=True)]
    plan = merger.plan(rules=rules)
    return merger.head.post(f"/plans/{plan['id']}/approval", version=1)


def ask_for_it(merger: Merger, plan: Any) -> str:
    answer = merger.author.send("POST", f"/plans/{plan['id']}/execution", {}, prefer="respond-async")
    assert answer.status_code == 202, answer.json
    return str(answer.json["id"])


def work_until_killed(url: str, records: int) -> None:
    """In a process of its own: do what waits and die, as if by SIGKILL, after so many records."""
    passed, die = [0], failpoints.point

    def count(name: str) -> None:
        passed[0] += name == "plan.between_records"
        if passed[0] >= records:
            failpoints.arm(name)
        die(name)

    from services.handover.commands.plans import executing

    executing.point = count
    run_waiting(Database(url, pool_size=4), WORKS)


def minutes_of(house: House, plan: Any) -> set[frozenset[Any]]:
    """The assets of each record of a plan."""
    rows = house.rows(
        "SELECT array_agg(asset_id) FROM plan_lines WHERE plan_id = :plan GROUP BY record_id", plan=plan["id"]
    )
    return {frozenset(row[0]) for row in rows}


def test_killed_half_way_it_goes_on_and_nothing_is_doubled_or_left_out(house: House) -> None:
    merger = Merger(house)
    fill(house, merger, ASSETS)
    plan = approved(merger)
    task = ask_for_it(merger, plan)
    child = multiprocessing.get_context("spawn").Process(
        target=work_until_killed, args=(house.settings.database_url, 4)
    )
    child.start()
    child.join(120)
    assert child.exitcode == 137
    half = merger.author.get(f"/plans/{plan['id']}/records")["items"]
    assert len(half) == 4
    assert merger.author.get(f"/tasks/{task}")["state"] == "running"
    assert run_waiting(house.database, WORKS) == 1
    ended = merger.author.get(f"/tasks/{task}")
    assert (ended["state"], ended["done"] > 0) == ("done", True)
    records = merger.author.get(f"/plans/{plan['id']}/records")["items"]
    wanted = -(-(ASSETS - ASSETS // 5 + 3) // 1000) + -(-(ASSETS // 5 + 2) // 1000)
    assert len(records) == wanted
    assert [one["id"] for one in half] == sorted(one["id"] for one in records)[:4]
    assert sum(one["count"] for one in records) == ASSETS + 5
    assert len({asset for group in minutes_of(house, plan) for asset in group}) == ASSETS + 5
    numbers = sorted(one["number"] for one in records if one["old_unit_id"] == str(merger.old[0]))
    assert numbers == [f"{number:05d}/BBBG" for number in range(1, len(numbers) + 1)]
    assert minutes_of(house, plan) == _as_if_never_killed(house, plan)
    _signed_and_in_the_register(house, merger, plan, records)


def _as_if_never_killed(house: House, plan: Any) -> set[frozenset[Any]]:
    """The same lines cut at one go."""
    from services.handover.rules import plans as rules

    rows = house.rows(
        "SELECT asset_id, old_unit_id, successor_unit_id AS successor_id, receiver_person_id AS receiver_id"
        " FROM plan_lines WHERE plan_id = :plan",
        plan=plan["id"],
    )
    return {frozenset(batch.asset_ids) for batch in rules.cut(row._mapping for row in rows)}


def _signed_and_in_the_register(house: House, merger: Merger, plan: Any, records: Any) -> None:
    """Both sides sign, each person once with one PIN; the register follows; it nets to zero."""
    signed = 0
    for side, people, homes in (
        ("giver", merger.givers, merger.old),
        ("receiver", merger.takers, merger.new),
    ):
        for person, home in zip(people, homes, strict=True):
            caller = house.caller("officer", unit=home, person=person)
            caller.send("PUT", f"/pins/{person}", {"pin": "246810"})
            done = caller.post(f"/plans/{plan['id']}/signatures", {"side": side, "pin": "246810"})
            assert done["left"] == 0
            signed += done["signed"]
    assert signed == 2 * len(records)
    assert house.rows(
        "SELECT count(*) FROM signatures WHERE record_id = ANY(CAST(:ids AS uuid[]))",
        ids=[one["id"] for one in records],
    ) == [(signed,)]
    behind = merger.author.get(f"/plans/{plan['id']}/reconciliation")
    assert (behind["nets"], behind["breakers_count"]) == (False, ASSETS + 5)
    house.rows(
        _FOLLOW,
        records=[one["id"] for one in records],
    )
    found = merger.author.get(f"/plans/{plan['id']}/reconciliation")
    assert (found["nets"], found["done"], found["breakers"]) == (True, True, [])
    assert found["total"]["opening"] == found["total"]["register"]
    assert found["total"]["out"] == found["total"]["came_in"]
