"""Custody put right, dated back: by two people, beside what was known, never instead of it."""

from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import quote

import psycopg
import pytest

from shared.clock import frozen
from shared.ids import uuid7
from tests.integration.handover.house import Caller, House

MARCH = datetime(2026, 3, 2, 3, tzinfo=UTC)


def at(day: int) -> Any:
    """The clock stands on that day of March (0 is the second)."""
    return frozen(MARCH + timedelta(days=day))


def head_of(house: House) -> Caller:
    return house.caller("head", unit=house.ward, person=house.person("Đỗ Văn Bình", duties=["head"]))


def proposal(asset: Any, holder: Any, **said: Any) -> dict[str, Any]:
    body = {"lines": [{"code": asset["code"]}], "holder_person_id": holder and str(holder)}
    return {**body, "reason": "Ghi nhầm người nhận", "document": "BB 07/BB-UBND", **said}


def held(house: House, asset: Any, as_of: str, known: int | None = None) -> list[str]:
    question = f"/custody?asset={asset['asset_id']}&as_of={as_of}"
    if known is not None:
        question += f"&known_at={quote((MARCH + timedelta(days=known, hours=5)).isoformat())}"
    return [item["person_name"] for item in house.officer.get(question)["items"]]


def test_a_correction_dated_back_stands_beside_what_was_known(house: House) -> None:
    (tablet,), head = house.assets(1), head_of(house)
    mai, lan = house.person("Nguyễn Thị Mai"), house.person("Trần Thị Lan")
    with at(0):
        house.sign_both(house.give([tablet], mai))
    with at(10):
        said = proposal(tablet, lan, from_on="2026-03-05", until_on="2026-03-09")
        made = house.officer.post("/custody-corrections", said)
        assert held(house, tablet, "2026-03-06") == ["Nguyễn Thị Mai"], "a proposal changes nothing"
    with at(12):
        done = head.post(f"/custody-corrections/{made['id']}/approval", {"remark": "Đã xem"}, version=1)
    assert (done["state"], done["number"]) == ("approved", "00001/ĐC")
    for day, who in (("03", "Mai"), ("05", "Lan"), ("08", "Lan"), ("09", "Mai"), ("14", "Mai")):
        assert held(house, tablet, f"2026-03-{day}")[0].endswith(who), day
    # as the books had it before the approval, nothing has changed
    for day in ("03", "05", "08", "11"):
        assert held(house, tablet, f"2026-03-{day}", known=11) == ["Nguyễn Thị Mai"]
    now = house.officer.get(f"/custody?asset={tablet['asset_id']}")["items"]
    assert [one["person_name"] for one in now] == ["Nguyễn Thị Mai"]
    history = head.get(f"/custody-history?asset={tablet['asset_id']}")["items"]
    assert [(one["until"], one["known_to"] is None) for one in history] == [
        (None, False),
        ("2026-03-05", True),
        ("2026-03-09", True),
        (None, True),
    ]
    (event,) = house.events("handover.correction.approved.v1", made["id"])
    assert event.data["holders"] == []
    acts = house.rows("SELECT act FROM ledger_entries WHERE subject = :id ORDER BY id", id=made["id"])
    assert [one.act for one in acts] == ["correction.proposed", "correction.approved"]
    # and the asset can be handed on from who holds it now
    with at(20):
        house.sign_both(house.take_back([tablet], mai))
    assert held(house, tablet, "2026-03-23") == []


def test_who_proposed_does_not_approve_and_what_is_decided_stays_decided(house: House) -> None:
    (tablet,), mai = house.assets(1), house.person("Nguyễn Thị Mai")
    boss = house.person("Ngô Thị Hạnh", duties=["head"])
    both = house.caller("head", "officer", unit=house.ward, person=boss)
    made = both.post("/custody-corrections", proposal(tablet, mai, from_on="2026-01-05"))
    path = f"/custody-corrections/{made['id']}/approval"
    answer = both.send("POST", path, {}, version=1)
    assert (answer.status_code, answer.json["type"]) == (403, "/problems/own-correction")
    assert house.officer.send("POST", path, {}, version=1).status_code == 403
    head = head_of(house)
    assert head.send("POST", path, {}).status_code == 428
    assert head.send("POST", path, {}, version=2).status_code == 412
    stranger = house.caller("head", unit=house.other, person=uuid7())
    assert stranger.send("POST", path, {}, version=1).status_code == 404
    head.post(path.replace("approval", "rejection"), {"reason": "Không có biên bản"}, version=1)
    again = head.send("POST", path, {}, version=2)
    assert (again.status_code, again.json["type"]) == (409, "/problems/correction-rejected")
    assert house.officer.get(f"/custody?asset={tablet['asset_id']}")["items"] == []


def test_the_present_holder_can_be_put_right_and_recall_cases_follow(house: House) -> None:
    (tablet,), head = house.assets(1), head_of(house)
    mai, lan = house.person("Nguyễn Thị Mai"), house.person("Trần Thị Lan")
    house.sign_both(house.give([tablet], mai, happened_on="2026-02-02"))
    house.leave(mai)
    house.leave(lan)
    assert [one["state"] for one in house.officer.get(f"/recalls?person={mai}")["items"]] == ["open"]
    made = house.officer.post("/custody-corrections", proposal(tablet, lan, from_on="2026-02-02"))
    head.post(f"/custody-corrections/{made['id']}/approval", {}, version=1)
    assert [one["state"] for one in house.officer.get(f"/recalls?person={mai}")["items"]] == ["closed"]
    (case,) = house.officer.get(f"/recalls?person={lan}")["items"]
    assert (case["state"], case["lines"][0]["code"]) == ("open", tablet["code"])
    (event,) = house.events("handover.correction.approved.v1", made["id"])
    assert [one["person_id"] for one in event.data["holders"]] == [str(lan)]
    nobody = house.officer.post("/custody-corrections", proposal(tablet, None, from_on="2026-02-03"))
    head.post(f"/custody-corrections/{nobody['id']}/approval", {}, version=1)
    assert house.officer.get(f"/custody?asset={tablet['asset_id']}")["items"] == []
    assert held(house, tablet, "2026-02-02") == ["Trần Thị Lan"]
    house.give([tablet], house.person("Vũ Thị Hoa"))


def test_what_cannot_be_put_right_is_told_line_by_line(house: House) -> None:
    (free, waiting), mai = house.assets(2), house.person("Nguyễn Thị Mai")
    house.give([waiting], mai)
    said = proposal(free, None, from_on="2026-01-05")
    said["lines"].append({"code": waiting["code"]})
    answer = house.officer.send("POST", "/custody-corrections", said)
    assert (answer.status_code, answer.json["type"]) == (409, "/problems/nothing-to-correct")
    assert [one["pointer"] for one in answer.json["errors"]] == ["/lines/0", "/lines/1"]
    ahead = proposal(free, mai, from_on="2999-01-05", until_on="2999-01-01")
    answer = house.officer.send("POST", "/custody-corrections", ahead)
    assert [one["pointer"] for one in answer.json["errors"]] == ["/from_on", "/until_on", "/until_on"]


def test_the_database_alone_refuses_two_holders_on_one_day(house: House) -> None:
    (tablet,), mai = house.assets(1), house.person("Nguyễn Thị Mai")
    house.sign_both(house.give([tablet], mai, happened_on="2026-03-02"))
    copy = (
        "INSERT INTO custody (id, asset_id, person_id, unit_id, since, until, opened_by, number, opened_at)"
        " SELECT gen_random_uuid(), asset_id, person_id, unit_id, '2026-01-05', '2026-03-03', opened_by,"
        " number, opened_at FROM custody WHERE asset_id = %s"
    )
    with (
        psycopg.connect(house.admin_url) as admin,
        pytest.raises(psycopg.errors.ExclusionViolation, match="custody_one_at_a_time"),
    ):
        admin.execute(copy, [tablet["asset_id"]])
