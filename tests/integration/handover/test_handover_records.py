"""Records from drawing up to completion, and every way they can be refused."""

from uuid import uuid4

import pytest

from tests.integration.handover.house import House, scribble


def test_a_record_is_issued_at_once_with_its_number_and_frozen_lines(house: House) -> None:
    mai, (tablet,) = house.person("Nguyễn Thị Mai"), house.assets(1)
    record = house.give([tablet], mai)
    assert record["state"] == "issued"
    assert record["number"].endswith("/BBBG")
    assert record["form"] == "02/TSC-BBGN"
    assert (record["giver"]["as"], record["receiver"]["as"]) == ("store", "holder")
    assert record["lines"][0]["serial"] == tablet["serial"]
    assert record["lines"][0]["cost"] == 8_500_000
    assert len(house.events("handover.record.issued.v1", record["id"])) == 1


def test_numbers_follow_one_another_within_a_unit_and_year(house: House) -> None:
    mai, assets = house.person("Nguyễn Thị Mai"), house.assets(3)
    numbers = [int(house.give([asset], mai)["number"].split("/")[0]) for asset in assets]
    assert numbers == list(range(numbers[0], numbers[0] + 3))


def test_both_sides_sign_and_custody_passes(house: House) -> None:
    mai, assets = house.person("Nguyễn Thị Mai"), house.assets(3)
    record = house.sign_both(house.give(assets, mai))
    assert record["state"] == "completed"
    assert {one["method"] for one in record["signatures"]} == {"drawn"}
    held = house.officer.get(f"/custody?person={mai}")["items"]
    assert {one["code"] for one in held} == {one["code"] for one in assets}
    assert held[0]["number"] == record["number"]
    assert [
        len(house.events(f"handover.record.{verb}.v1", record["id"])) for verb in ("signed", "completed")
    ] == [1, 1]


def test_a_return_ends_custody(house: House) -> None:
    mai, (tablet,) = house.person("Nguyễn Thị Mai"), house.assets(1)
    house.sign_both(house.give([tablet], mai))
    house.sign_both(house.take_back([tablet], mai))
    assert house.officer.get(f"/custody?asset={tablet['asset_id']}")["items"] == []


def test_who_holds_it_since_when_is_told_line_by_line_and_nothing_is_written(house: House) -> None:
    mai, lan, (held, free) = house.person("Nguyễn Thị Mai"), house.person("Vũ Thị Lan"), house.assets(2)
    house.sign_both(house.give([held], mai))
    before = house.rows("SELECT count(*) FROM records")[0][0]
    body = {"kind": "internal_handover", "from": {"person_id": house.hoa}, "to": {"person_id": lan}}
    answer = house.officer.send(
        "POST", "/records", {**body, "lines": [{"code": free["code"]}, {"code": held["code"]}]}
    )
    assert answer.status_code == 409
    assert [error["pointer"] for error in answer.json["errors"]] == ["/lines/1"]
    assert "Nguyễn Thị Mai giữ từ" in answer.json["errors"][0]["detail"]
    assert answer.json["holder"] == "Nguyễn Thị Mai"
    assert house.rows("SELECT count(*) FROM records")[0][0] == before


def test_an_asset_in_a_waiting_record_is_not_given_again(house: House) -> None:
    mai, (tablet,) = house.person("Nguyễn Thị Mai"), house.assets(1)
    first = house.give([tablet], mai)
    body = {"kind": "internal_handover", "from": {"person_id": house.hoa}, "to": {"person_id": mai}}
    answer = house.officer.send("POST", "/records", {**body, "lines": [{"asset_id": tablet["asset_id"]}]})
    assert answer.status_code == 409
    assert first["number"] in answer.json["errors"][0]["detail"]


def test_a_refused_record_frees_its_assets_and_tells_why(house: House) -> None:
    mai, (tablet,) = house.person("Nguyễn Thị Mai"), house.assets(1)
    record = house.give([tablet], mai)
    told = house.holder(mai).post(
        f"/records/{record['id']}/refusal", {"reason": "Máy nứt màn hình"}, version=record["version"]
    )
    assert (told["state"], told["refusal"]["reason"]) == ("refused", "Máy nứt màn hình")
    assert house.give([tablet], mai)["state"] == "issued"
    assert len(house.events("handover.record.refused.v1", record["id"])) == 1


def test_a_record_is_cancelled_only_before_any_signature(house: House) -> None:
    mai, (one, two) = house.person("Nguyễn Thị Mai"), house.assets(2)
    first, second = house.give([one], mai), house.give([two], mai)
    body = {"reason": "Ghi nhầm người nhận"}
    assert house.officer.post(f"/records/{first['id']}/cancellation", body, version=1)["state"] == "cancelled"
    sign = {"side": "receiver", "method": "drawn", "drawing": scribble()}
    signed = house.officer.post(f"/records/{second['id']}/signatures", sign, version=1)
    late = house.officer.send(
        "POST", f"/records/{second['id']}/cancellation", body, version=signed["version"]
    )
    assert (late.status_code, late.json["type"]) == (409, "/problems/record-signed")
    assert "đã có một bên ký" in late.json["detail"]


def test_a_draft_binds_nothing_until_it_is_issued(house: House) -> None:
    mai, (tablet,) = house.person("Nguyễn Thị Mai"), house.assets(1)
    draft = house.give([tablet], mai, draft=True)
    assert (draft["state"], draft["number"]) == ("draft", None)
    house.sign_both(house.give([tablet], mai))
    late = house.officer.send("POST", f"/records/{draft['id']}/issue", {}, version=1)
    assert late.status_code == 409
    house.sign_both(house.take_back([tablet], mai))
    issued = house.officer.post(f"/records/{draft['id']}/issue", {}, version=1)
    assert (issued["state"], issued["version"], issued["lines"][0]["condition"]) == ("issued", 2, "Tốt")
    assert house.sign_both(issued)["state"] == "completed"


def test_a_side_signs_once_and_only_for_itself(house: House) -> None:
    mai, lan, (tablet,) = house.person("Nguyễn Thị Mai"), house.person("Vũ Thị Lan"), house.assets(1)
    record = house.give([tablet], mai)
    path, sign = (
        f"/records/{record['id']}/signatures",
        {"side": "receiver", "method": "drawn", "drawing": scribble()},
    )
    assert house.holder(lan).send("POST", path, sign, version=1).status_code == 404
    assert house.officer.send("POST", path, {**sign, "person_id": str(lan)}, version=1).status_code == 403
    giver = house.holder(mai).send("POST", path, {**sign, "side": "giver"}, version=1)
    assert (giver.status_code, giver.json["type"]) == (403, "/problems/signing-not-permitted")
    signed = house.holder(mai).post(path, sign, version=1)
    again = house.holder(mai).send("POST", path, sign, version=signed["version"])
    assert (again.status_code, again.json["type"]) == (409, "/problems/already-signed")


def test_a_change_needs_the_version_that_was_read(house: House) -> None:
    mai, (tablet,) = house.person("Nguyễn Thị Mai"), house.assets(1)
    record = house.give([tablet], mai)
    path = f"/records/{record['id']}/refusal"
    assert house.officer.send("POST", path, {"reason": "không có"}).status_code == 428
    assert house.officer.send("POST", path, {"reason": "không có"}, version=9).status_code == 412


def test_the_same_request_twice_makes_one_record(house: House) -> None:
    mai, (tablet,) = house.person("Nguyễn Thị Mai"), house.assets(1)
    body = {"kind": "internal_handover", "from": {"person_id": house.hoa}, "to": {"person_id": mai}}
    body |= {"lines": [{"code": tablet["code"]}]}
    first, second = (
        house.officer.send("POST", "/records", body, idempotency_key="zwei Mal") for _ in range(2)
    )
    assert (first.status_code, second.status_code) == (201, 201)
    assert first.json == second.json


def test_an_earlier_day_prints_the_form_of_that_day_and_no_day_lies_ahead(house: House) -> None:
    mai, (one, two) = house.person("Nguyễn Thị Mai"), house.assets(2)
    assert house.give([one], mai, happened_on="2025-06-30")["form"] == "01/TSC-BBGN"
    body = {"kind": "internal_handover", "from": {"person_id": house.hoa}, "to": {"person_id": mai}}
    body |= {"lines": [{"code": two["code"]}]}
    for day, slug in (("2999-01-01", "date-ahead"), ("1999-01-01", "law-not-in-force")):
        answer = house.officer.send("POST", "/records", {**body, "happened_on": day})
        assert (answer.status_code, answer.json["type"]) == (422, f"/problems/{slug}")


def test_a_return_cannot_be_dated_before_the_handover(house: House) -> None:
    mai, (tablet,) = house.person("Nguyễn Thị Mai"), house.assets(1)
    house.sign_both(house.give([tablet], mai, happened_on="2026-03-05"))
    body = {"kind": "internal_return", "from": {"person_id": mai}, "to": {"person_id": house.hoa}}
    body |= {"lines": [{"code": tablet["code"]}], "happened_on": "2026-03-04"}
    answer = house.officer.send("POST", "/records", body)
    assert answer.status_code == 409
    assert "05/03/2026" in answer.json["errors"][0]["detail"]


@pytest.mark.parametrize(
    ("change", "status", "pointer"),
    [
        ({"lines": []}, 422, "/lines"),
        ({"lines": [{}]}, 422, "/lines/0/code"),
        ({"lines": [{"code": "KHONGCO1"}]}, 422, "/lines/0"),
        ({"lines": [{"asset_id": str(uuid4())}]}, 422, "/lines/0"),
        ({"lines": [{"code": "A" * 21}]}, 422, "/lines/0/code"),
        ({"lines": [{"code": "x", "nope": 1}]}, 422, "/lines/0/nope"),
        ({"lines": "x"}, 422, "/lines"),
        ({"to": {"person_id": str(uuid4())}}, 422, "/to/person_id"),
        ({"to": None}, 422, "/to"),
        ({"kind": "theft"}, 422, "/kind"),
        ({"from": {"person_id": "x"}}, 422, "/from/person_id"),
        ({"happened_on": "31/12/2026"}, 422, "/happened_on"),
        ({"happened_on": "0001-01-01"}, 422, None),
        ({"recall_id": str(uuid4())}, 422, "/recall_id"),
        ({"place": "x" * 501}, 422, "/place"),
        ({"number": "00001/BBBG"}, 422, "/number"),
        ({"place": "a\u0000b"}, 400, None),
    ],
)
def test_bad_input_is_named_and_nothing_is_written(
    house: House, change: dict, status: int, pointer: str
) -> None:  # type: ignore[type-arg]
    mai = house.person("Nguyễn Thị Mai")
    body = {"kind": "internal_handover", "from": {"person_id": house.hoa}, "to": {"person_id": mai}}
    body |= {"lines": [{"code": "KHONGCO1"}]}
    before = house.rows("SELECT count(*) FROM records")[0][0]
    answer = house.officer.send("POST", "/records", {**body, **change})
    assert answer.status_code == status, answer.json
    assert answer.content_type == "application/problem+json"
    if pointer:
        assert pointer in {error["pointer"] for error in answer.json["errors"]}
    assert house.rows("SELECT count(*) FROM records")[0][0] == before


def test_parties_must_be_two_people_who_may_stand_there(house: House) -> None:
    mai, lan, (tablet,) = house.person("Nguyễn Thị Mai"), house.person("Vũ Thị Lan"), house.assets(1)
    lines = [{"code": tablet["code"]}]
    for giver, receiver, pointer in ((house.hoa, house.hoa, "/to"), (lan, mai, "/from")):
        body = {"kind": "internal_handover", "from": {"person_id": giver}, "to": {"person_id": receiver}}
        answer = house.officer.send("POST", "/records", {**body, "lines": lines})
        assert answer.status_code == 422
        assert answer.json["errors"][0]["pointer"] == pointer


def test_the_same_asset_twice_and_assets_of_two_units_are_refused(house: House) -> None:
    mai, (mine,), (theirs,) = (
        house.person("Nguyễn Thị Mai"),
        house.assets(1),
        house.assets(1, unit=house.other),
    )
    above = house.caller("officer", unit=house.district, person=house.hoa)
    body = {"kind": "internal_handover", "from": {"person_id": house.hoa}, "to": {"person_id": mai}}
    twice = above.send(
        "POST", "/records", {**body, "lines": [{"code": mine["code"]}, {"code": mine["code"]}]}
    )
    assert (twice.status_code, twice.json["errors"][0]["pointer"]) == (422, "/lines/1")
    mixed = above.send(
        "POST", "/records", {**body, "lines": [{"code": mine["code"]}, {"code": theirs["code"]}]}
    )
    assert (mixed.status_code, mixed.json["errors"][0]["pointer"]) == (409, "/lines/1")


def test_a_broken_asset_comes_back_but_does_not_go_out(house: House) -> None:
    mai, (tablet,) = house.person("Nguyễn Thị Mai"), house.assets(1)
    house.sign_both(house.give([tablet], mai))
    from uuid import UUID

    broken = {**tablet, "status": "broken"}
    house.tell("assets.asset.changed.v1", UUID(tablet["asset_id"]), 2, broken)
    house.sign_both(house.take_back([tablet], mai))
    body = {"kind": "internal_handover", "from": {"person_id": house.hoa}, "to": {"person_id": mai}}
    answer = house.officer.send("POST", "/records", {**body, "lines": [{"code": tablet["code"]}]})
    assert answer.status_code == 409


def test_a_thousand_lines_are_one_record(house: House) -> None:
    mai, assets = house.person("Nguyễn Thị Mai"), house.assets(1000)
    record = house.sign_both(house.give(assets, mai))
    assert (record["state"], len(record["lines"])) == ("completed", 1000)
    held = house.rows("SELECT count(*) FROM custody WHERE person_id = :mai AND until IS NULL", mai=mai)
    assert held[0][0] == 1000


def test_what_the_officer_holds_himself_does_not_go_out_of_the_store(house: House) -> None:
    mai, nam = house.person("Nguyễn Thị Mai"), house.person("Đỗ Văn Nam", duties=["officer"])
    (tablet,) = house.assets(1)
    house.sign_both(house.give([tablet], nam))
    body = {"kind": "internal_handover", "from": {"person_id": nam}, "to": {"person_id": mai}}
    answer = house.officer.send("POST", "/records", {**body, "lines": [{"code": tablet["code"]}]})
    assert answer.status_code == 409
    assert "đang do Đỗ Văn Nam giữ từ" in answer.json["errors"][0]["detail"]
