"""Units merge, and all their assets go over: plan, minutes, signatures, register, books and balance."""

from datetime import date
from typing import Any
from uuid import UUID

import psycopg
import pytest

from services.assets.commands.booking import open_books
from shared.auth import system_actor
from shared.errors import Conflict
from tests.acts import drawing
from tests.house import House
from tests.integration.test_authorisation_matrix import asset, person, unit

pytestmark = pytest.mark.postgres

PIN = "246810"
DAY = "2026-07-01"
MOVED = "SELECT unit_id::text, cause, quantity, cost FROM book_entries WHERE asset_id = %s ORDER BY number"


class Merger:
    """Three old wards with assets (some in hands), two new ones, told by one act of succession."""

    def __init__(self, house: House, mark: str) -> None:
        self.house, self.mark = house, mark
        self.root = unit(house, f"{mark}-R", None)
        self.old = [unit(house, f"{mark}-O{n}", self.root) for n in range(3)]
        self.givers = [person(house, f"{mark}-G{n}", one, "officer") for n, one in enumerate(self.old)]
        self.assets = [
            [asset(house, f"{mark}-{n}-{k}", one) for k in range(4)] for n, one in enumerate(self.old)
        ]
        self.holder = person(house, f"{mark}-H", self.old[0])
        self.author = {"role": "officer", "unit": self.root, "person": person(house, f"{mark}-A", self.root)}
        self.head = {"role": "head", "unit": self.root, "person": person(house, f"{mark}-C", self.root)}
        house.settle()
        self.held = self.assets[0][0]
        self._give(self.held["code"])
        self.new = self._merge()
        self.takers = [person(house, f"{mark}-T{n}", one, "officer") for n, one in enumerate(self.new)]
        house.settle()
        for signer, home in zip((*self.givers, *self.takers), (*self.old, *self.new), strict=True):
            who = {"role": "officer", "unit": home, "person": signer}
            house.do("PUT", f"/api/handover/pins/{signer}", json={"pin": PIN}, **who)

    def _give(self, code: str) -> None:
        who: dict[str, Any] = {"role": "officer", "unit": self.old[0], "person": self.givers[0]}
        body = {
            "kind": "internal_handover",
            "from": {"person_id": self.givers[0]},
            "to": {"person_id": self.holder},
        }
        record = self.house.do(
            "POST", "/api/handover/records", json={**body, "lines": [{"code": code}]}, **who
        )
        for side in ("giver", "receiver"):
            signature = {"side": side, "method": "drawn", "drawing": drawing()}
            path = f"/api/handover/records/{record['id']}/signatures"
            record = self.house.do("POST", path, json=signature, version=record["version"], **who)
        self.house.settle()

    def _merge(self) -> list[str]:
        act = {
            "happened_on": DAY,
            "predecessors": [{"id": one, "version": 1} for one in self.old],
            "successors": [
                {"code": f"{self.mark}-N{n}", "name": f"Phường mới {n}", "parent_id": self.root}
                for n in (0, 1)
            ],
            "document_number": "1656/NQ-UBTVQH15",
            "document_on": "2026-06-16",
            "document_authority": "UBTVQH",
        }
        done = self.house.do("POST", "/api/assets/units/successions", role="service", json=act)
        self.act = done["id"]
        self.house.settle()
        return [one["id"] for one in done["successors"]]

    def plan(self) -> dict[str, Any]:
        """Approved: what the first two wards had goes to the first new ward, the third's to the second."""
        body = {"act_id": self.act, "title": "Bàn giao khi sắp xếp", "document_number": "1656/NQ-UBTVQH15"}
        body |= {"document_on": "2026-06-16", "document_signer": "Chủ tịch"}
        targets = [self.new[0], self.new[0], self.new[1]]
        body["rules"] = [
            {"unit_id": one, "successor_id": new} for one, new in zip(self.old, targets, strict=True)
        ]
        made = self.house.do("POST", "/api/handover/plans", json=body, **self.author)
        people = zip((*self.old, *self.new), (*self.givers, *self.takers), strict=True)
        signers = {"signers": [{"unit_id": one, "person_id": person_id} for one, person_id in people]}
        path = f"/api/handover/plans/{made['id']}"
        made = self.house.do("PATCH", path, json=signers, version=1, **self.author)
        return self.house.do("POST", f"{path}/approval", json={}, version=made["version"], **self.head)

    def execute(self, plan: dict[str, Any]) -> dict[str, Any]:
        """As a task, as the page asks for it."""
        path = f"/api/handover/plans/{plan['id']}/execution"
        task = self.house.do("POST", path, json={}, headers={"Prefer": "respond-async"}, **self.author)
        self.house.settle()
        ended = self.house.do("GET", f"/api/handover/tasks/{task['id']}", **self.author)
        assert ended["state"] == "done", ended
        return ended["answer"]

    def sign(self, plan: dict[str, Any], people: list[str], homes: list[str], side: str) -> int:
        signed = 0
        for signer, home in zip(people, homes, strict=True):
            who = {"role": "officer", "unit": home, "person": signer}
            body = {"side": side, "pin": PIN}
            done = self.house.do("POST", f"/api/handover/plans/{plan['id']}/signatures", json=body, **who)
            assert done["left"] == 0
            signed += done["signed"]
        return signed

    def balance(self, plan: dict[str, Any]) -> dict[str, Any]:
        found: dict[str, Any] = self.house.do(
            "GET", f"/api/handover/plans/{plan['id']}/reconciliation", **self.author
        )
        return found

    def books(self, query: str, *values: Any) -> list[Any]:
        with psycopg.connect(self.house.databases.admin_url("assets")) as admin:
            return admin.execute(query, values).fetchall()


def test_all_that_three_wards_had_goes_to_two_and_nothing_is_lost_on_the_way(house: House) -> None:
    merger = Merger(house, "MH")
    plan = merger.plan()
    assert merger.execute(plan) == {"plan_id": plan["id"], "records": 3, "assets": 12, "held_back": 0}
    half = merger.balance(plan)
    assert (half["nets"], half["done"], {one["why"] for one in half["breakers"]}) == (
        True,
        False,
        {"unsigned"},
    )
    early = house.ask(
        "POST",
        f"/api/handover/plans/{plan['id']}/completion",
        json={},
        version=plan["version"] + 1,
        **merger.head,
    )
    assert (early.status_code, early.get_json()["type"]) == (409, "/problems/plan-does-not-net")
    assert merger.sign(plan, merger.givers, merger.old, "giver") == 3
    assert merger.sign(plan, merger.takers, merger.new, "receiver") == 3
    behind = merger.balance(plan)
    assert {one["why"] for one in behind["breakers"]} == {"register_behind"}
    assert not behind["nets"]
    house.settle()
    assert house.dead == []
    found = merger.balance(plan)
    assert (found["nets"], found["done"], found["breakers"]) == (True, True, [])
    sums = {
        one["unit_id"]: (one["opening"]["count"], one["came_in"]["count"], one["register"]["count"])
        for one in found["units"]
    }
    assert [sums[one] for one in merger.old] == [(4, 0, 0)] * 3
    assert [sums[one] for one in merger.new] == [(0, 8, 8), (0, 4, 4)]
    done = house.do(
        "POST",
        f"/api/handover/plans/{plan['id']}/completion",
        json={},
        version=plan["version"] + 1,
        **merger.head,
    )
    assert done["state"] == "completed"
    _the_books_of_both_agree(merger)
    _the_holder_holds_it_still(merger)
    _the_minutes_cite_the_document(merger, plan)


def _the_books_of_both_agree(merger: Merger) -> None:
    for place, wanted in ((0, merger.new[0]), (2, merger.new[1])):
        for one in merger.assets[place]:
            assert merger.books(MOVED, one["id"])[1:] == [
                (merger.old[place], "transfer_out", -1, -7_220_000),
                (wanted, "transfer_in", 1, 7_220_000),
            ]
    left = merger.books(
        "SELECT unit_id::text, sum(quantity), sum(cost) FROM book_entries WHERE unit_id = ANY(%s::uuid[])"
        " GROUP BY 1 HAVING sum(quantity) <> 0 OR sum(cost) <> 0",
        merger.old,
    )
    assert left == []
    refused = merger.house.ask(
        "POST",
        "/api/assets/assets",
        role="service",
        headers={"Idempotency-Key": merger.mark},
        json={
            "name": "Máy mới",
            "category": "tablet",
            "unit_id": merger.old[0],
            "cost": 1_000,
            "cost_budget": 1_000,
            "cost_other": 0,
            "put_to_use_on": "2026-08-01",
        },
    )
    assert (refused.status_code, refused.get_json()["type"]) == (409, "/problems/unit-not-there")


def _the_holder_holds_it_still(merger: Merger) -> None:
    path = f"/api/handover/custody?asset={merger.held['id']}"
    who = {"role": "officer", "unit": merger.new[0], "person": merger.takers[0]}
    (row,) = merger.house.do("GET", path, **who)["items"]
    assert (row["person_id"], row["until"]) == (merger.holder, None)
    known = merger.house.do("GET", f"/api/assets/assets/{merger.held['id']}", **who)
    assert (known["unit_id"], known["status"]) == (merger.new[0], "in_use")
    stranger = {"role": "officer", "unit": merger.new[1], "person": merger.takers[1]}
    assert merger.house.ask("GET", f"/api/assets/assets/{merger.held['id']}", **stranger).status_code == 404


def _the_minutes_cite_the_document(merger: Merger, plan: dict[str, Any]) -> None:
    records = merger.house.do("GET", f"/api/handover/plans/{plan['id']}/records", **merger.author)["items"]
    assert [one["signed"] for one in records] == [["giver", "receiver"]] * 3
    record = merger.house.do("GET", f"/api/handover/records/{records[0]['id']}", **merger.author)
    assert "1656/NQ-UBTVQH15" in record["basis"]
    assert record["decision_number"] == "1656/NQ-UBTVQH15"
    assert {one["method"] for one in record["signatures"]} == {"pin"}
    for ending in ("pdf", "csv"):
        path = f"/api/handover/plans/{plan['id']}/reconciliation.{ending}"
        assert merger.house.ask("GET", path, **merger.author).status_code == 200


def test_what_was_refused_or_held_back_is_taken_up_again(house: House) -> None:
    merger = Merger(house, "MA")
    plan = merger.plan()
    merger.execute(plan)
    path = f"/api/handover/plans/{plan['id']}"
    first, *_ = house.do("GET", f"{path}/records", **merger.author)["items"]
    giver = next(one for one in zip(merger.old, merger.givers, strict=True) if one[0] == first["old_unit_id"])
    who: dict[str, Any] = {"role": "officer", "unit": giver[0], "person": giver[1]}
    house.do(
        "POST", f"/api/handover/records/{first['id']}/refusal", json={"reason": "Thiếu sạc"}, version=1, **who
    )
    assert {one["why"] for one in merger.balance(plan)["breakers"]} == {"unsigned", "no_record"}
    assert merger.execute(plan) == {"plan_id": plan["id"], "records": 1, "assets": 4, "held_back": 0}
    assert merger.execute(plan)["records"] == 0
    merger.sign(plan, merger.givers, merger.old, "giver")
    merger.sign(plan, merger.takers, merger.new, "receiver")
    house.settle()
    assert merger.balance(plan)["done"]


def test_the_books_of_a_unit_that_ended_take_nothing_in_any_more_on_any_way(house: House) -> None:
    merger = Merger(house, "MB")
    body = {
        "put_to_use_on": None,
        "unit_id": UUID(merger.old[0]),
        "cost": 1_000,
        "cost_budget": 1_000,
        "cost_other": 0,
        "category": "tablet",
        "kind": "tool",
        "kind_rule": "FIXED-ASSET@2",
        "department": "",
        "id": UUID(merger.assets[0][1]["id"]),
    }
    with house.workers["assets"].database.transaction(system_actor("assets")) as session:
        for day in ("2026-06-30", "2026-07-01"):
            asked = [{**body, "put_to_use_on": date.fromisoformat(day)}]
            if day < DAY:
                open_books(session, system_actor("assets"), asked)  # the past may still be learned
                continue
            with pytest.raises(Conflict) as refused:
                open_books(session, system_actor("assets"), asked)
            assert refused.value.slug == "unit-ended"
        session.rollback()
