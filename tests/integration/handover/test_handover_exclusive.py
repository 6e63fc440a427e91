"""One holder on every path: single, a thousand at once, replayed from offline, merged, sent to repair."""

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from shared.auth import system_actor
from shared.ids import uuid7
from tests.integration.handover.house import House, scribble
from tests.integration.handover.test_handover_cost import statements

REPAIRER = {"name": "Phạm Văn Sửa", "organisation": "Cửa hàng máy tính Hoàng Long"}


def lines(assets: list[Any]) -> list[dict[str, str]]:
    return [{"code": one["code"]} for one in assets]


def repair(house: House, assets: list[Any], **facts: Any) -> dict[str, Any]:
    out = {"kind": "repair_out", "from": {"person_id": house.hoa}, "to": REPAIRER, "due_on": "2999-01-01"}
    return {**out, "lines": lines(assets), **facts}


def test_a_thousand_lines_of_any_kind_cost_as_many_statements_as_two(house: House) -> None:
    mai, assets = house.person("Nguyễn Thị Mai"), house.assets(1002)
    few, many = assets[:2], assets[2:]
    given = {}
    for part in (few, many):
        body = {"kind": "internal_handover", "from": {"person_id": house.hoa}, "to": {"person_id": mai}}
        given[len(part)] = house.sign_both(house.officer.post("/records", {**body, "lines": lines(part)}))
    undone: dict[int, Any] = {}

    def reverse(size: int) -> None:
        first = given[size]
        undone[size] = house.officer.post(
            f"/records/{first['id']}/reversal", {"reason": "Giao nhầm"}, version=first["version"]
        )

    drawn = {size: statements(house, lambda size=size: reverse(size)) for size in (2, 1000)}
    assert drawn[2] == drawn[1000]
    signed = {size: statements(house, lambda size=size: house.sign_both(undone[size])) for size in (2, 1000)}
    assert signed[2] == signed[1000]
    out: dict[int, Any] = {}

    def send(part: list[Any]) -> None:
        out[len(part)] = house.sign_both(house.officer.post("/records", repair(house, part)))

    sent = {len(part): statements(house, lambda part=part: send(part)) for part in (few, many)}
    assert sent[2] == sent[1000]
    assert len(out[1000]["lines"]) == 1000


def test_one_refusal_reports_every_line_and_gathers_the_next_steps(house: House) -> None:
    mai, lan, assets = house.person("Nguyễn Thị Mai"), house.person("Vũ Thị Lan"), house.assets(1000)
    house.sign_both(house.give(assets[:400], mai))
    waiting = house.give(assets[400:700], lan)
    away = house.sign_both(house.officer.post("/records", repair(house, assets[700:900])))
    before = house.rows("SELECT count(*) FROM records")[0][0]
    body = {"kind": "internal_handover", "from": {"person_id": house.hoa}, "to": {"person_id": lan}}
    answer = house.officer.send("POST", "/records", {**body, "lines": lines(assets)})
    assert answer.status_code == 409
    assert [error["pointer"] for error in answer.json["errors"]] == [f"/lines/{n}" for n in range(900)]
    steps = {step["act"]: step for step in answer.json["next_steps"]}
    assert {act: len(step["codes"]) for act, step in steps.items()} == {
        "take_back": 400,
        "open_record": 300,
        "bring_back": 200,
    }
    assert (steps["take_back"]["person_id"], steps["open_record"]["record_id"]) == (str(mai), waiting["id"])
    assert steps["bring_back"]["record_id"] == away["id"]
    assert house.rows("SELECT count(*) FROM records")[0][0] == before


def test_what_was_sent_offline_arrives_twice_and_happens_once(house: House) -> None:
    mai, (tablet,) = house.person("Nguyễn Thị Mai"), house.assets(1)
    body = {"kind": "internal_handover", "from": {"person_id": house.hoa}, "to": {"person_id": mai}}
    body |= {"lines": lines([tablet]), "happened_on": "2026-03-05"}
    key = str(uuid7())
    first, again = (house.officer.send("POST", "/records", body, idempotency_key=key) for _ in range(2))
    assert (first.status_code, again.status_code) == (201, 201)
    assert first.json["id"] == again.json["id"]
    record = first.json
    sign = {"side": "giver", "method": "drawn", "drawing": scribble()}
    path, key = f"/records/{record['id']}/signatures", str(uuid7())
    for _ in range(2):
        answer = house.officer.send("POST", path, sign, version=record["version"], idempotency_key=key)
        assert answer.status_code == 200
    house.officer.post(path, {**sign, "side": "receiver"}, version=answer.json["version"])
    assert house.rows("SELECT count(*) FROM custody WHERE person_id = :mai", mai=mai)[0][0] == 1


def test_a_device_that_was_away_long_does_not_give_what_has_moved_on(house: House) -> None:
    mai, lan, (tablet,) = house.person("Nguyễn Thị Mai"), house.person("Vũ Thị Lan"), house.assets(1)
    house.sign_both(house.give([tablet], mai, happened_on="2026-03-05"))
    house.sign_both(house.take_back([tablet], mai))
    body = {"kind": "internal_handover", "from": {"person_id": house.hoa}, "to": {"person_id": lan}}
    late = {**body, "lines": lines([tablet]), "happened_on": "2026-03-06"}
    answer = house.officer.send("POST", "/records", late)
    assert answer.status_code == 409
    assert "đã đổi người giữ" in answer.json["errors"][0]["detail"]


def test_two_kinds_reach_for_one_tablet_and_one_gets_it(house: House) -> None:
    mai = house.person("Nguyễn Thị Mai")
    given = {"kind": "internal_handover", "from": {"person_id": house.hoa}, "to": {"person_id": mai}}
    for tablet in house.assets(25):
        bodies = (repair(house, [tablet]), {**given, "lines": lines([tablet])})
        callers = [house.caller("officer", unit=house.ward, person=house.hoa) for _ in bodies]
        with ThreadPoolExecutor(2) as pool:
            answers = [
                pool.submit(caller.send, "POST", "/records", body)
                for caller, body in zip(callers, bodies, strict=True)
            ]
        assert sorted(answer.result().status_code for answer in answers) == [201, 409]


def test_two_reversals_of_one_record_at_once_are_one(house: House) -> None:
    mai = house.person("Nguyễn Thị Mai")
    for tablet in house.assets(10):
        first = house.sign_both(house.give([tablet], mai))
        path = f"/records/{first['id']}/reversal"
        callers = [house.caller("officer", unit=house.ward, person=house.hoa) for _ in range(2)]
        with ThreadPoolExecutor(2) as pool:
            answers = [
                pool.submit(caller.send, "POST", path, {"reason": "Giao nhầm"}, version=first["version"])
                for caller in callers
            ]
        assert sorted(answer.result().status_code for answer in answers) == [201, 409]


SECOND_HOLDER = """
    INSERT INTO custody (id, asset_id, person_id, unit_id, since, opened_by, number, opened_at)
    SELECT gen_random_uuid(), asset_id, gen_random_uuid(), unit_id, since, opened_by, number, opened_at
    FROM custody WHERE asset_id = :asset AND until IS NULL
"""
SECOND_REPAIRER = """
    INSERT INTO record_lines
    SELECT r.id, 9, l.asset_id, l.code, l.name, l.serial, l.category, l.cost, l.remaining_value, '', '', '',
        false, true
    FROM record_lines l JOIN records r ON r.id <> l.record_id WHERE l.asset_id = :asset AND l.away LIMIT 1
"""


@pytest.mark.parametrize(
    ("statement", "constraint"),
    [(SECOND_HOLDER, "custody_one"), (SECOND_REPAIRER, "record_lines_one_repairer")],
)
def test_the_database_itself_refuses_a_second_holder_and_a_second_repairer(
    house: House, statement: str, constraint: str
) -> None:
    mai, (tablet,) = house.person("Nguyễn Thị Mai"), house.assets(1)
    house.sign_both(house.give([tablet], mai))
    giver = {"person_id": mai, "as": "holder"}
    house.sign_both(house.officer.post("/records", repair(house, [tablet], **{"from": giver})))
    with (
        pytest.raises(IntegrityError, match=constraint),
        house.database.transaction(system_actor("handover")) as session,
    ):
        session.execute(text(statement), {"asset": tablet["asset_id"]})
