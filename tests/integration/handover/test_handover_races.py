"""Races that are looked at more closely than by their outcome: see also test_handover_every_race.py."""

from concurrent.futures import ThreadPoolExecutor
from typing import Any
from uuid import UUID

import pytest

from services.handover.commands import signatures
from shared.auth import Actor
from tests.integration.handover.house import House, scribble


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
