"""What was signed is never edited: it is disputed, decided on, taken back by a record that points to it."""

from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import text

from shared.auth import system_actor
from tests.integration.handover.house import House


def reversal(house: House, record: Any, reason: str = "Giao nhầm máy") -> Any:
    path = f"/records/{record['id']}/reversal"
    return house.officer.send("POST", path, {"reason": reason}, version=record["version"])


def held_by(house: House, asset: Any) -> str | None:
    held = house.officer.get(f"/custody?asset={asset['asset_id']}")["items"]
    return held[0]["person_id"] if held else None


def test_both_sides_sign_the_reversal_and_custody_is_what_it_was(house: House) -> None:
    mai, lan, (tablet,) = house.person("Nguyễn Thị Mai"), house.person("Vũ Thị Lan"), house.assets(1)
    house.sign_both(house.give([tablet], mai))
    body = {"kind": "internal_handover", "from": {"person_id": mai, "as": "holder"}, "to": {"person_id": lan}}
    line = {"lines": [{"code": tablet["code"]}]}
    wrong = house.sign_both(house.officer.post("/records", {**body, **line}))
    assert held_by(house, tablet) == str(lan)
    back = reversal(house, wrong).json
    assert (back["kind"], back["reverses"], back["reason"]) == ("reversal", wrong["id"], "Giao nhầm máy")
    assert (back["giver"]["person_id"], back["receiver"]["person_id"]) == (str(lan), str(mai))
    assert wrong["number"] in back["basis"]
    house.sign_both(back)
    assert held_by(house, tablet) == str(mai)
    first = house.officer.get(f"/records/{wrong['id']}")
    assert (first["state"], first["reversed_by"]) == ("reversed", back["id"])
    assert {name: first[name] for name in ("content_hash", "lines", "signatures", "basis")} == {
        name: wrong[name] for name in ("content_hash", "lines", "signatures", "basis")
    }
    assert len(house.events("handover.record.reversed.v1", wrong["id"])) == 1
    acts = [
        row.act
        for row in house.rows(
            "SELECT act FROM ledger_entries WHERE subject = :id ORDER BY recorded_at, id",
            id=UUID(wrong["id"]),
        )
    ]
    assert acts == ["record.issued", "record.signed", "record.completed", "record.reversed"]
    assert reversal(house, first).json["type"] == "/problems/record-reversed"


def test_a_record_that_another_depends_on_is_not_reversed_and_says_which(house: House) -> None:
    mai, assets = house.person("Nguyễn Thị Mai"), house.assets(2)
    given = house.sign_both(house.give(assets, mai))
    returned = house.sign_both(house.take_back(assets[:1], mai))
    answer = reversal(house, given)
    assert (answer.status_code, answer.json["type"]) == (409, "/problems/record-depended-on")
    assert [error["pointer"] for error in answer.json["errors"]] == ["/lines/0"]
    assert returned["number"] in answer.json["errors"][0]["detail"]
    assert answer.json["next_steps"][0]["record_id"] == returned["id"]
    house.sign_both(reversal(house, returned).json)  # the later one first, then the earlier one
    assert held_by(house, assets[0]) == str(mai)
    house.sign_both(reversal(house, given).json)
    assert [held_by(house, asset) for asset in assets] == [None, None]


def test_a_return_taken_back_opens_the_recall_of_a_leaver_again(house: House) -> None:
    mai, (tablet,) = house.person("Nguyễn Thị Mai"), house.assets(1)
    house.sign_both(house.give([tablet], mai))
    house.leave(mai)
    returned = house.sign_both(house.take_back([tablet], mai, "internal_recall"))
    house.sign_both(reversal(house, returned).json)
    assert held_by(house, tablet) == str(mai)
    (newest, *_) = sorted(
        house.officer.get(f"/recalls?person={mai}")["items"], key=lambda one: one["id"], reverse=True
    )
    assert [line["state"] for line in newest["lines"]] == ["open"]


def test_a_reversal_that_waits_binds_its_assets_and_there_is_only_one(house: House) -> None:
    mai, assets = house.person("Nguyễn Thị Mai"), house.assets(1)
    given = house.sign_both(house.give(assets, mai))
    first = reversal(house, given)
    assert first.status_code == 201
    second = reversal(house, given)
    assert second.status_code == 409
    assert second.json["next_steps"][0]["act"] == "open_record"
    house.officer.post(f"/records/{first.json['id']}/cancellation", {"reason": "Nhầm"}, version=1)
    assert reversal(house, given).status_code == 201


def test_going_to_repair_is_taken_back_like_giving(house: House) -> None:
    (tablet,) = house.assets(1)
    to = {"name": "Phạm Văn Sửa", "organisation": "Cửa hàng Hoàng Long"}
    body = {"kind": "repair_out", "from": {"person_id": house.hoa}, "to": to, "due_on": "2999-01-01"}
    out = house.sign_both(house.officer.post("/records", {**body, "lines": [{"code": tablet["code"]}]}))
    house.sign_both(reversal(house, out).json)
    assert house.officer.get(f"/repairs?asset={tablet['asset_id']}")["items"] == []


def test_a_party_disputes_in_time_the_head_decides_and_nobody_in_the_own_cause(house: House) -> None:
    mai, nam = house.person("Nguyễn Thị Mai"), house.person("Đỗ Văn Nam", duties=["head"])
    assets = house.assets(1)
    head = house.caller("head", unit=house.ward, person=nam)
    record = house.sign_both(house.give(assets, mai))
    path, why = f"/records/{record['id']}", {"reason": "Máy thiếu bộ sạc"}
    stranger = house.caller("officer", unit=house.ward, person=uuid4())
    assert stranger.send("POST", f"{path}/dispute", why, version=record["version"]).status_code == 403
    told = house.holder(mai).post(f"{path}/dispute", why, version=record["version"])
    assert told["state"] == "disputed"
    assert len(house.events("handover.record.disputed.v1", record["id"])) == 1
    assert reversal(house, told).json["type"] == "/problems/record-disputed"
    decision = {"outcome": "upheld", "reason": "Biên bản ghi thừa bộ sạc"}
    as_party = house.caller("head", unit=house.ward, person=house.hoa)
    answer = as_party.send("POST", f"{path}/dispute-decision", decision, version=told["version"])
    assert answer.json["type"] == "/problems/decides-own-cause"
    upheld = head.post(f"{path}/dispute-decision", decision, version=told["version"])
    assert upheld["state"] == "upheld"
    (kept,) = house.officer.get(f"{path}/disputes")["items"]
    assert (kept["reason"], kept["outcome"], kept["raised_by_name"]) == (
        "Máy thiếu bộ sạc",
        "upheld",
        "Nguyễn Thị Mai",
    )
    assert kept["rule"] == "INT-DISPUTE@1"
    house.sign_both(reversal(house, upheld).json)
    assert held_by(house, assets[0]) is None


def test_a_dispute_that_is_dismissed_leaves_the_record_standing_and_too_late_is_too_late(
    house: House,
) -> None:
    mai, head = house.person("Nguyễn Thị Mai"), house.caller("head", unit=house.ward, person=uuid4())
    record = house.sign_both(house.give(house.assets(1), mai))
    path, why = f"/records/{record['id']}", {"reason": "Không nhớ đã ký"}
    told = house.holder(mai).post(f"{path}/dispute", why, version=record["version"])
    decision = {"outcome": "dismissed", "reason": "Có chữ ký và ảnh"}
    stands = head.post(f"{path}/dispute-decision", decision, version=told["version"])
    assert stands["state"] == "completed"
    with house.database.transaction(system_actor("handover")) as session:
        earlier = "UPDATE records SET completed_at = completed_at - interval '40 days' WHERE id = :id"
        session.execute(text(earlier), {"id": record["id"]})
    late = house.holder(mai).send("POST", f"{path}/dispute", why, version=stands["version"])
    assert (late.status_code, late.json["type"]) == (409, "/problems/dispute-too-late")
