"""Who sees a record: its unit and what is above it, and its own two people; nobody else, on any path."""

from tests.integration.handover.house import House


def test_a_record_is_seen_by_its_unit_the_unit_above_and_its_two_people(house: House) -> None:
    mai, lan = house.person("Nguyễn Thị Mai"), house.person("Vũ Thị Lan")
    record = house.sign_both(house.give(house.assets(1), mai))
    path = f"/records/{record['id']}"
    sees = {
        "own head": house.caller("head", unit=house.ward),
        "district auditor": house.caller("auditor", unit=house.district),
        "receiver": house.holder(mai),
    }
    blind = {
        "other ward": house.caller("officer", unit=house.other),
        "colleague": house.holder(lan),
        "nobody's unit": house.caller("officer"),
    }
    assert {who: one.send("GET", path).status_code for who, one in sees.items()} == dict.fromkeys(sees, 200)
    assert {who: one.send("GET", path).status_code for who, one in blind.items()} == dict.fromkeys(blind, 404)
    for who, one in blind.items():
        assert one.send("GET", f"{path}/minutes.pdf").status_code == 404, who
        assert record["id"] not in {item["id"] for item in one.get("/records")["items"]}, who
        assert one.get(f"/custody?person={mai}")["items"] == [], who
        assert one.send("POST", f"{path}/refusal", {"reason": "không"}, version=3).status_code == 404, who


def test_a_holder_sees_the_own_things_and_no_others(house: House) -> None:
    mai, lan = house.person("Nguyễn Thị Mai"), house.person("Vũ Thị Lan")
    (mine,), (hers,) = house.assets(1), house.assets(1)
    house.sign_both(house.give([mine], mai))
    house.sign_both(house.give([hers], lan))
    house.leave(mai)
    seen = house.holder(mai).get("/custody")["items"]
    assert [(one["code"], one["person_name"]) for one in seen] == [(mine["code"], "Nguyễn Thị Mai")]
    assert len(house.holder(mai).get("/recalls")["items"]) == 1
    assert house.holder(lan).get("/recalls")["items"] == []


def test_what_waits_for_a_signature_is_listed_until_it_is_given(house: House) -> None:
    mai = house.person("Nguyễn Thị Mai")
    record = house.give(house.assets(1), mai)
    path = f"/records?waiting_for={mai}"
    assert [one["id"] for one in house.holder(mai).get(path)["items"]] == [record["id"]]
    house.sign_both(record)
    assert house.holder(mai).get(path)["items"] == []


def test_pages_follow_one_another_without_gap(house: House) -> None:
    mai = house.person("Nguyễn Thị Mai")
    made = [house.give([asset], mai)["id"] for asset in house.assets(5)]
    found, after = [], ""
    while True:
        page = house.officer.get(f"/records?person={mai}&limit=2{after}")
        found += [one["id"] for one in page["items"]]
        if page["next"] is None:
            break
        after = f"&after={page['next']}"
    assert found == made[::-1]
    assert house.officer.send("GET", "/records?after=nonsense").status_code == 400
    assert house.officer.send("GET", "/records?state=lost").status_code == 422


def test_an_asset_of_another_unit_cannot_be_given_away(house: House) -> None:
    mai, (theirs,) = house.person("Nguyễn Thị Mai"), house.assets(1, unit=house.other)
    body = {"kind": "internal_handover", "from": {"person_id": house.hoa}, "to": {"person_id": mai}}
    answer = house.officer.send("POST", "/records", {**body, "lines": [{"code": theirs["code"]}]})
    assert (answer.status_code, answer.json["errors"][0]["pointer"]) == (422, "/lines/0")


def test_a_leaver_who_moved_away_can_still_be_taken_back_from(house: House) -> None:
    mai, assets = house.person("Nguyễn Thị Mai"), house.assets(1)
    house.sign_both(house.give(assets, mai))
    house.register.people[str(mai)] |= {"unit_id": house.other}
    house.leave(mai, status="transferred")
    assert house.sign_both(house.take_back(assets, mai))["state"] == "completed"
