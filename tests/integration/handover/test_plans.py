"""A plan of mass handover, from its opening to its approval: over a succession or by hand."""

from typing import Any
from uuid import UUID

import pytest

from shared.ids import uuid7
from tests.integration.handover.house import Caller, House

pytestmark = pytest.mark.postgres


class Merger:
    """Two old wards with assets and their officers, one new ward that takes over, another that could."""

    def __init__(self, house: House) -> None:
        self.house = house
        self.old = [house.unit(f"Phường cũ {number}", house.district) for number in (1, 2)]
        self.new = [house.unit(f"Phường mới {number}", house.district) for number in (1, 2)]
        self.givers = [
            house.person(f"Người giao {n}", unit=u, duties=["officer"]) for n, u in enumerate(self.old)
        ]
        self.takers = [
            house.person(f"Người nhận {n}", unit=u, duties=["officer"]) for n, u in enumerate(self.new)
        ]
        self.assets = [house.assets(count, unit=unit) for count, unit in zip((3, 2), self.old, strict=True)]
        self.author = house.caller("officer", unit=house.district, person=house.person("Người soạn"))
        self.head = house.caller("head", unit=house.district, person=house.person("Chủ tịch"))

    def body(self, **more: Any) -> dict[str, Any]:
        sides = {"old": (self.old, self.givers), "new": (self.new, self.takers)}
        units = {
            side: [{"unit_id": unit, "person_id": person} for unit, person in zip(*pair, strict=True)]
            for side, pair in sides.items()
        }
        said = {"title": "Sắp xếp phường", "document_number": "1656/NQ-UBTVQH15", "document_on": "2025-06-16"}
        return {**units, **said, "document_signer": "Chủ tịch Quốc hội", "effective_on": "2025-07-01", **more}

    def plan(self, **more: Any) -> Any:
        return self.author.post("/plans", self.body(**more))


@pytest.fixture
def merger(house: House) -> Merger:
    return Merger(house)


def refused(caller: Caller, path: str, body: Any = None, version: int | None = None) -> tuple[int, str]:
    answer = caller.send("POST", path, body or {}, version=version)
    return answer.status_code, answer.json["type"].removeprefix("/problems/")


def test_every_asset_has_one_target_or_is_named_and_the_first_rule_decides(merger: Merger) -> None:
    one, two = merger.new
    special = merger.assets[0][0]
    rules = [
        {"codes": [special["code"]], "successor_id": two},
        {"unit_id": merger.old[0], "successor_id": one},
    ]
    plan = merger.plan(rules=rules)
    seen = merger.author.get(f"/plans/{plan['id']}/preview")
    assert (seen["total"]["count"], seen["decided"], seen["undecided"], seen["ready"]) == (5, 3, 2, False)
    assert seen["total"]["cost"] == 5 * 8_500_000
    pairs = {(pair["old_unit_id"], pair["successor_unit_id"]): pair["count"] for pair in seen["pairs"]}
    assert pairs == {
        (str(merger.old[0]), str(two)): 1,
        (str(merger.old[0]), str(one)): 2,
        (str(merger.old[1]), None): 2,
    }
    assert {line["code"] for line in seen["homeless"]} == {one["code"] for one in merger.assets[1]}
    assert seen["reasons"] == {"no_rule": 2}
    lines = merger.author.get(f"/plans/{plan['id']}/lines?new={two}")["items"]
    assert [(line["code"], line["rule"]) for line in lines] == [(special["code"], 1)]
    first = merger.author.get(f"/plans/{plan['id']}/lines?limit=3")
    rest = merger.author.get(f"/plans/{plan['id']}/lines?limit=3&after={first['next']}")
    codes = [line["code"] for line in (*first["items"], *rest["items"])]
    assert sorted(codes) == sorted(one["code"] for part in merger.assets for one in part)
    assert rest["next"] is None


def test_what_somebody_holds_follows_the_person_and_what_waits_is_held_back(
    merger: Merger, house: House
) -> None:
    (held, waiting, _), _ = merger.assets
    mai = house.person("Nguyễn Thị Mai", unit=merger.old[0])
    giver = house.caller("officer", unit=merger.old[0], person=merger.givers[0])

    def give(asset: dict[str, Any]) -> Any:
        body = {
            "kind": "internal_handover",
            "from": {"person_id": merger.givers[0]},
            "to": {"person_id": mai},
        }
        return giver.post("/records", {**body, "lines": [{"code": asset["code"]}]})

    house.sign_both_as(giver, give(held))
    give(waiting)
    plan = merger.plan(rules=[{}, {"successor_id": merger.new[0]}])
    before = {line["code"]: line for line in merger.author.get(f"/plans/{plan['id']}/lines")["items"]}
    assert before[held["code"]]["successor_unit_id"] == str(merger.new[0])  # she is to be moved yet
    assert before[held["code"]]["keeps_holder"]
    assert (before[waiting["code"]]["why"], before[waiting["code"]]["successor_unit_id"]) == ("waiting", None)
    house.move(mai, merger.new[1])
    after = {line["code"]: line for line in merger.author.get(f"/plans/{plan['id']}/lines")["items"]}
    assert (after[held["code"]]["successor_unit_id"], after[held["code"]]["rule"]) == (str(merger.new[1]), 1)
    house.move(mai, house.other)
    gone = {line["code"]: line for line in merger.author.get(f"/plans/{plan['id']}/lines")["items"]}
    assert gone[held["code"]]["why"] == "holder_elsewhere"


def test_a_plan_over_a_succession_knows_its_units_and_there_is_one_for_each_act(
    merger: Merger, house: House
) -> None:
    act = uuid7()
    for unit in merger.old:
        house.merge(unit, merger.new, act)
    acts = {one["act_id"]: one for one in merger.author.get("/successions")["items"]}
    assert len(acts[str(act)]["old"]) == 2
    body = {"act_id": act, "title": "Theo nghị quyết"}
    plan = merger.author.post("/plans", body)
    assert plan["effective_on"] == "2025-07-01"
    assert {unit["unit_id"] for unit in plan["new"]} == {str(unit) for unit in merger.new}
    assert refused(merger.author, "/plans", body) == (409, "act-has-plan")
    known = {one["act_id"]: one for one in merger.author.get("/successions")["items"]}
    assert known[str(act)]["plan_id"] == plan["id"]
    assert refused(merger.author, "/plans", {**body, "act_id": uuid7()}) == (422, "act-unknown")


def test_the_author_does_not_approve_and_nothing_undecided_is_approved(merger: Merger, house: House) -> None:
    plan = merger.plan()
    approval = f"/plans/{plan['id']}/approval"
    assert refused(merger.head, approval, version=1) == (409, "plan-not-ready")
    changed = merger.author.send(
        "PATCH", f"/plans/{plan['id']}", {"rules": [{"successor_id": merger.new[0]}]}, version=1
    ).json
    both = house.caller("officer", "head", unit=house.district, person=None)
    own = house.caller(
        "head",
        unit=house.district,
        person=UUID(
            str(house.rows("SELECT created_person_id FROM plans WHERE id = :id", id=plan["id"])[0][0])
        ),
    )
    assert refused(own, approval, version=changed["version"]) == (403, "approver-is-author")
    assert refused(merger.author, approval, version=changed["version"]) == (403, "role-not-permitted")
    approved = merger.head.post(approval, version=changed["version"])
    assert approved["state"] == "approved"
    assert refused(both, approval, version=approved["version"]) == (409, "plan-approved")
    entries = house.rows("SELECT act FROM ledger_entries WHERE subject = :id ORDER BY id", id=plan["id"])
    assert [row[0] for row in entries] == ["plan.opened", "plan.approved"]
    (told,) = house.events("handover.plan.approved.v1", plan["id"])
    assert told.data["count"] == 5
    other = merger.plan(rules=[{"successor_id": merger.new[1]}])
    seen = merger.author.get(f"/plans/{other['id']}/preview")
    assert seen["reasons"] == {"other_plan": 5}


def test_who_sees_a_part_of_the_units_reads_that_part_and_decides_nothing(
    merger: Merger, house: House
) -> None:
    plan = merger.plan(rules=[{"successor_id": merger.new[0]}])
    keeper = house.caller("officer", "head", unit=merger.old[0], person=merger.givers[0])
    seen = keeper.get(f"/plans/{plan['id']}")
    assert (seen["whole"], [unit["unit_id"] for unit in seen["old"]]) == (False, [str(merger.old[0])])
    assert keeper.get(f"/plans/{plan['id']}/preview")["total"]["count"] == 3
    assert refused(keeper, f"/plans/{plan['id']}/approval", version=1) == (403, "plan-not-whole")
    stranger = house.caller(
        "officer", "head", unit=house.other, person=house.person("Khác", unit=house.other)
    )
    assert stranger.send("GET", f"/plans/{plan['id']}").status_code == 404
    assert plan["id"] not in {one["id"] for one in stranger.get("/plans")["items"]}
    outside = merger.body(old=[{"unit_id": house.other}])
    assert refused(keeper, "/plans", outside) == (422, "unit-unknown")


def test_a_plan_that_is_given_up_lets_its_assets_go(merger: Merger) -> None:
    plan = merger.plan(rules=[{"successor_id": merger.new[0]}])
    approved = merger.head.post(f"/plans/{plan['id']}/approval", version=1)
    ended = merger.author.post(
        f"/plans/{plan['id']}/cancellation", {"reason": "Nghị quyết đã thay đổi"}, version=approved["version"]
    )
    assert (ended["state"], ended["ended_note"]) == ("cancelled", "Nghị quyết đã thay đổi")
    again = merger.plan(rules=[{"successor_id": merger.new[0]}])
    assert merger.author.get(f"/plans/{again['id']}/preview")["ready"]


def test_before_anything_is_signed_all_of_it_stands_with_the_old_units_and_is_named(merger: Merger) -> None:
    plan = merger.plan(rules=[{"successor_id": merger.new[0]}])
    merger.head.post(f"/plans/{plan['id']}/approval", version=1)
    found = merger.author.get(f"/plans/{plan['id']}/reconciliation")
    assert (found["nets"], found["done"], found["breakers_count"]) == (True, False, 5)
    assert {one["why"] for one in found["breakers"]} == {"no_record"}
    assert found["total"]["opening"] == found["total"]["register"] == found["total"]["closing"]
    assert found["total"]["opening"]["count"] == 5
