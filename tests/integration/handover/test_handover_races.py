"""Two officers, one tablet; two lists in opposite order; one PIN, many tries: never two holders."""

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from typing import Any
from uuid import UUID

import pytest

from services.handover.commands import signatures
from shared.auth import Actor
from tests.integration.handover.house import House, scribble

RACES = 200


def body(house: House, receiver: Any, codes: list[str]) -> dict[str, Any]:
    lines = [{"code": code} for code in codes]
    return {
        "kind": "internal_handover",
        "from": {"person_id": house.hoa},
        "to": {"person_id": receiver},
        "lines": lines,
    }


def at_once(*calls: Any) -> list[Any]:
    with ThreadPoolExecutor(len(calls)) as pool:
        return [future.result() for future in [pool.submit(call) for call in calls]]


@pytest.mark.slow
def test_two_officers_reach_for_one_tablet_two_hundred_times(house: House) -> None:
    mai, lan = house.person("Nguyễn Thị Mai"), house.person("Vũ Thị Lan")
    outcomes: Counter[tuple[int, ...]] = Counter()
    for tablet in house.assets(RACES):
        callers = [house.caller("officer", unit=house.ward, person=house.hoa) for _ in range(2)]
        answers = at_once(
            *(
                lambda c=caller, p=person, k=tablet["code"]: c.send("POST", "/records", body(house, p, [k]))
                for caller, person in zip(callers, (mai, lan), strict=True)
            )
        )
        outcomes[tuple(sorted(answer.status_code for answer in answers))] += 1
    assert outcomes == {(201, 409): RACES}
    assert (
        house.rows("SELECT asset_id FROM record_lines WHERE waiting GROUP BY asset_id HAVING count(*) > 1")
        == []
    )


def test_two_mass_handovers_in_opposite_order_end_one_way_or_the_other(house: House) -> None:
    mai, lan = house.person("Nguyễn Thị Mai"), house.person("Vũ Thị Lan")
    for _ in range(5):
        codes = [one["code"] for one in house.assets(60)]
        callers = [house.caller("officer", unit=house.ward, person=house.hoa) for _ in range(2)]
        answers = at_once(
            lambda c=callers[0], k=codes: c.send("POST", "/records", body(house, mai, k)),
            lambda c=callers[1], k=codes: c.send("POST", "/records", body(house, lan, k[::-1])),
        )
        assert sorted(answer.status_code for answer in answers) == [201, 409]
        refused = next(answer for answer in answers if answer.status_code == 409)
        assert len(refused.json["errors"]) == 60


def test_both_sides_sign_at_the_same_moment(house: House) -> None:
    mai = house.person("Nguyễn Thị Mai")
    for _ in range(10):
        record = house.give(house.assets(1), mai)
        path = f"/records/{record['id']}/signatures"
        calls = [
            lambda c=caller, s=side, path=path: c.send(
                "POST", path, {"side": s, "method": "drawn", "drawing": scribble()}, version=1
            )
            for caller, side in ((house.officer, "giver"), (house.holder(mai), "receiver"))
        ]
        assert sorted(answer.status_code for answer in at_once(*calls)) == [200, 412]
        now = house.officer.get(f"/records/{record['id']}")
        assert (now["state"], len(now["signatures"])) == ("signed", 1)


def test_many_wrong_tries_at_once_are_counted_one_by_one(house: House) -> None:
    mai = house.person("Nguyễn Thị Mai")
    house.holder(mai).send("PUT", f"/pins/{mai}", {"pin": "204816"})
    records = [house.give([asset], mai) for asset in house.assets(8)]
    sign = {"side": "receiver", "method": "pin", "pin": "999111"}
    calls = [
        lambda r=record: house.officer.send("POST", f"/records/{r['id']}/signatures", sign, version=1)
        for record in records
    ]
    kinds = Counter(answer.json["type"] for answer in at_once(*calls))
    assert kinds == {"/problems/pin-wrong": 5, "/problems/pin-locked": 3}


def test_a_person_leaves_while_the_last_signature_is_given(house: House) -> None:
    for _ in range(15):
        mai, assets = house.person("Nguyễn Thị Mai"), house.assets(1)
        record = house.give(assets, mai)
        sign = {"side": "giver", "method": "drawn", "drawing": scribble()}
        record = house.officer.post(f"/records/{record['id']}/signatures", sign, version=1)
        last = {**sign, "side": "receiver"}
        caller = house.holder(mai)
        answer, _ = at_once(
            lambda c=caller, r=record, b=last: c.send(
                "POST", f"/records/{r['id']}/signatures", b, version=r["version"]
            ),
            lambda m=mai: house.leave(m),
        )
        assert answer.status_code == 200
        case = house.officer.get(f"/recalls?person={mai}")["items"]
        assert [line["code"] for one in case for line in one["lines"]] == [assets[0]["code"]]


def test_a_leaving_waits_for_a_completion_that_is_under_way(house: House) -> None:
    mai, assets = house.person("Nguyễn Thị Mai"), house.assets(1)
    record = house.give(assets, mai)
    sign = {"side": "giver", "method": "drawn", "drawing": scribble()}
    record = house.officer.post(f"/records/{record['id']}/signatures", sign, version=1)
    actor = Actor("user:mai", frozenset({"holder"}), house.ward, mai)
    with ThreadPoolExecutor(1) as pool:
        with house.database.transaction(actor) as session:
            signatures.sign_record(
                session, actor, UUID(record["id"]), record["version"], {**sign, "side": "receiver"}
            )
            leaving = pool.submit(house.leave, mai)
            with pytest.raises(TimeoutError):
                leaving.result(timeout=0.5)
        leaving.result(timeout=10)
    (case,) = house.officer.get(f"/recalls?person={mai}")["items"]
    assert [line["code"] for line in case["lines"]] == [assets[0]["code"]]


def test_a_record_over_an_asset_that_was_withdrawn_meanwhile_is_not_completed(house: House) -> None:
    mai = house.person("Nguyễn Thị Mai")
    tablet, other = house.assets(2)
    record = house.give([tablet, other], mai)
    gone = {name: tablet[name] for name in tablet} | {"status": "withdrawn"}
    house.tell("assets.asset.changed.v1", UUID(tablet["asset_id"]), 2, gone)
    body = {"side": "giver", "method": "drawn", "drawing": scribble()}
    signed = house.officer.post(f"/records/{record['id']}/signatures", body, version=record["version"])
    path = f"/records/{record['id']}/signatures"
    answer = house.officer.send("POST", path, body | {"side": "receiver"}, version=signed["version"])
    assert (answer.status_code, answer.json["type"]) == (409, "/problems/asset-withdrawn")
    now = house.officer.get(f"/records/{record['id']}")
    assert (now["state"], len(now["signatures"])) == ("signed", 1)
    assert house.rows("SELECT 1 FROM custody WHERE person_id = :mai", mai=mai) == []
    fresh = {"kind": "internal_handover", "from": {"person_id": house.hoa}, "to": {"person_id": mai}}
    answer = house.officer.send("POST", "/records", {**fresh, "lines": [{"code": tablet["code"]}]})
    assert answer.status_code == 409
