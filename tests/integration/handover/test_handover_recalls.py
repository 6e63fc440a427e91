"""Recall cases: opened by a leaving or by decision, kept whole whatever is told twice, late or in between."""

from datetime import UTC, date, datetime, timedelta
from uuid import UUID

from shared import clock
from shared.ids import uuid7
from shared.workdays import due_after, is_working_day
from tests.integration.handover.house import House


def open_case(house: House, person: object) -> dict:  # type: ignore[type-arg]
    (case,) = house.officer.get(f"/recalls?state=open&person={person}")["items"]
    return dict(case)


def test_leaving_opens_a_case_over_all_that_is_held_with_a_deadline(house: House) -> None:
    mai, assets = house.person("Nguyễn Thị Mai"), house.assets(3)
    house.sign_both(house.give(assets, mai))
    house.leave(mai)
    case = open_case(house, mai)
    assert {line["code"] for line in case["lines"]} == {one["code"] for one in assets}
    assert (case["reason"], case["person"]["name"]) == ("retired", "Nguyễn Thị Mai")
    assert date.fromisoformat(case["deadline"]) == due_after(clock.today(), 10, "working_days")
    assert len(house.events("handover.recall.opened.v1", case["id"])) == 1


def test_a_leaving_told_twice_or_by_two_events_is_one_case(house: House) -> None:
    mai, assets = house.person("Nguyễn Thị Mai"), house.assets(1)
    house.sign_both(house.give(assets, mai))
    told = house.leave(mai)
    house.leave(mai, event_id=told)
    house.leave(mai)
    assert len(house.rows("SELECT 1 FROM recalls WHERE person_id = :mai", mai=mai)) == 1


def test_who_holds_nothing_leaves_without_a_case(house: House) -> None:
    mai = house.person("Nguyễn Thị Mai")
    house.leave(mai)
    assert house.officer.get(f"/recalls?person={mai}")["items"] == []


def test_giving_back_closes_the_lines_and_the_last_one_the_case(house: House) -> None:
    mai, (one, two) = house.person("Nguyễn Thị Mai"), house.assets(2)
    house.sign_both(house.give([one, two], mai))
    house.leave(mai)
    record = house.sign_both(house.take_back([one], mai, "internal_recall"))
    case = open_case(house, mai)
    assert record["recall_id"] == case["id"]
    assert {line["code"]: line["state"] for line in case["lines"]} == {
        one["code"]: "returned",
        two["code"]: "open",
    }
    house.sign_both(house.take_back([two], mai, "internal_return"))
    closed = house.officer.get(f"/recalls/{case['id']}")
    assert (closed["state"], closed["closed_on"]) == ("closed", clock.today().isoformat())
    assert len(house.events("handover.recall.closed.v1", case["id"])) == 1


def test_a_successor_who_takes_over_closes_the_line_too(house: House) -> None:
    mai, lan, assets = house.person("Nguyễn Thị Mai"), house.person("Vũ Thị Lan"), house.assets(1)
    house.sign_both(house.give(assets, mai))
    house.leave(mai)
    body = {"kind": "internal_handover", "from": {"person_id": mai, "as": "holder"}, "to": {"person_id": lan}}
    house.sign_both(house.officer.post("/records", {**body, "lines": [{"code": assets[0]["code"]}]}))
    assert house.officer.get(f"/recalls?person={mai}")["items"][0]["state"] == "closed"
    assert (
        house.officer.get(f"/custody?asset={assets[0]['asset_id']}")["items"][0]["person_name"]
        == "Vũ Thị Lan"
    )


def test_what_was_waiting_when_somebody_left_joins_the_case_once_signed(house: House) -> None:
    mai, (held, waiting) = house.person("Nguyễn Thị Mai"), house.assets(2)
    house.sign_both(house.give([held], mai))
    record = house.give([waiting], mai)
    house.leave(mai)
    assert len(open_case(house, mai)["lines"]) == 1
    house.sign_both(record)
    assert {line["code"] for line in open_case(house, mai)["lines"]} == {held["code"], waiting["code"]}


def test_the_first_thing_a_leaver_comes_to_hold_opens_the_case(house: House) -> None:
    mai, assets = house.person("Nguyễn Thị Mai"), house.assets(1)
    record = house.give(assets, mai)
    house.leave(mai, status="resigned")
    house.sign_both(record)
    assert open_case(house, mai)["reason"] == "resigned"


def test_nothing_new_is_given_to_a_leaver(house: House) -> None:
    mai, assets = house.person("Nguyễn Thị Mai"), house.assets(1)
    house.leave(mai)
    body = {"kind": "internal_handover", "from": {"person_id": house.hoa}, "to": {"person_id": mai}}
    answer = house.officer.send("POST", "/records", {**body, "lines": [{"code": assets[0]["code"]}]})
    assert (answer.status_code, answer.json["errors"][0]["pointer"]) == (422, "/to")


def test_a_case_by_decision_is_opened_once_and_only_over_something(house: House) -> None:
    mai, lan, assets = house.person("Nguyễn Thị Mai"), house.person("Vũ Thị Lan"), house.assets(1)
    house.sign_both(house.give(assets, mai))
    wanted = {
        "person_id": mai,
        "reason": "decision",
        "basis": "Công văn số 5/UBND-VP",
        "deadline": "2999-04-30",
    }
    assert house.officer.post("/recalls", wanted)["deadline"] == "2999-04-30"
    again = house.officer.send("POST", "/recalls", wanted)
    assert (again.status_code, again.json["type"]) == (409, "/problems/recall-already-open")
    nothing = house.officer.send("POST", "/recalls", {**wanted, "person_id": lan})
    assert (nothing.status_code, nothing.json["type"]) == (409, "/problems/nothing-held")
    past = house.officer.send("POST", "/recalls", {**wanted, "person_id": lan, "deadline": "2020-01-01"})
    assert (past.status_code, past.json["errors"][0]["pointer"]) == (422, "/deadline")


def test_the_clock_tells_of_due_and_overdue_exactly_once_each(house: House) -> None:
    mai, assets = house.person("Nguyễn Thị Mai"), house.assets(1)
    house.sign_both(house.give(assets, mai))
    house.leave(mai)
    case = open_case(house, mai)
    deadline = date.fromisoformat(case["deadline"])

    def told_on(day: date) -> list[int]:
        with clock.frozen(datetime(day.year, day.month, day.day, 2, tzinfo=UTC)):
            house.ring()
            house.ring()
        return [len(house.events(f"handover.recall.{verb}.v1", case["id"])) for verb in ("due", "overdue")]

    before = next(day for n in range(1, 15) if is_working_day(day := deadline - timedelta(days=n)))
    assert told_on(before - timedelta(days=1)) == [0, 0]
    assert told_on(before) == [1, 0]
    assert told_on(deadline) == [1, 0]
    assert told_on(deadline + timedelta(days=1)) == [1, 1]
    assert told_on(deadline + timedelta(days=40)) == [1, 1]
    with clock.frozen(datetime(2999, 1, 1, tzinfo=UTC)):
        assert [one["id"] for one in house.officer.get(f"/recalls?overdue=true&person={mai}")["items"]] == [
            case["id"]
        ]


def test_a_leaving_is_kept_until_the_register_answers(house: House) -> None:
    mai, assets = house.person("Nguyễn Thị Mai"), house.assets(1)
    house.sign_both(house.give(assets, mai))
    house.register.away = True
    waited = []

    def wait(seconds: float) -> None:
        waited.append(seconds)
        house.register.away = len(waited) < 3

    house.leave(mai, wait=wait)
    assert len(waited) == 3
    assert len(open_case(house, mai)["lines"]) == 1


def test_events_that_come_in_the_wrong_order_end_in_the_right_state(house: House) -> None:
    stranger = house.person("Trần Văn Ba", told=False)
    house.leave(stranger)
    assert house.rows("SELECT status FROM known_people WHERE id = :id", id=stranger) == [("retired",)]
    asset = house.assets(1)[0]
    for version, name in ((3, "Mới"), (2, "Cũ")):
        house.tell("assets.asset.changed.v1", UUID(asset["asset_id"]), version, {**asset, "name": name})
    known = house.rows("SELECT name, version FROM known_assets WHERE code = :code", code=asset["code"])
    assert known == [("Mới", 3)]
    late, early = uuid7(), uuid7()
    for unit_id, parent in ((late, early), (early, house.district)):
        data = {"unit_id": unit_id, "code": str(unit_id), "name": "Tổ", "kind": "office", "parent_id": parent}
        data |= {"valid_from": "2000-01-01", "valid_to": None}
        house.tell("assets.unit.registered.v1", unit_id, 1, data)
    above = house.rows("SELECT ancestor_id FROM unit_scope WHERE descendant_id = :late", late=late)
    assert {row[0] for row in above} == {late, early, house.district}


def test_a_batch_of_new_assets_is_known_at_once_and_never_overwrites_what_is_newer(house: House) -> None:
    changed = {**house.assets(1)[0], "name": "Mới"}
    house.tell("assets.asset.changed.v1", UUID(changed["asset_id"]), 2, changed)
    fresh = [
        {**changed, "asset_id": str(uuid7()), "code": code, "name": "Máy chủ", "accumulated_wear": 7}
        for code in ("XVXVXVXV", "XVXVXVXT")
    ]
    batch = {"batch_id": uuid7(), "import_id": uuid7(), "unit_id": house.ward}
    batch |= {"assets": [{**changed, "name": "Cũ"}, *fresh]}
    for _ in range(2):  # told twice under two ids, as after a restore of the broker
        house.tell("assets.batch.registered.v1", batch["batch_id"], 1, batch)
    codes = [one["code"] for one in (changed, *fresh)]
    known = house.rows(
        "SELECT name, version, accumulated_wear FROM known_assets WHERE code = ANY(:codes)"
        " ORDER BY code = :first DESC",
        codes=codes, first=changed["code"],
    )  # fmt: skip
    assert known == [("Mới", 2, None), ("Máy chủ", 1, 7), ("Máy chủ", 1, 7)]
    mai = house.person("Nguyễn Thị Mai")
    assert house.give(fresh, mai)["state"] == "issued"


def test_an_older_word_about_a_person_never_overwrites_a_newer_one(house: House) -> None:
    mai = house.person("Nguyễn Thị Mai")
    known = house.register.people[str(mai)]
    data = {name: known[name] for name in ("code", "unit_id", "status", "duties", "left_on")} | {
        "person_id": mai
    }
    house.register.people[str(mai)] = {**known, "name": "Nguyễn Thị Mai Hương", "version": 3}
    house.tell("assets.person.changed.v1", mai, 3, data)
    house.register.people[str(mai)] = {**known, "name": "Cũ", "version": 2}
    house.tell("assets.person.changed.v1", mai, 2, data)
    assert house.rows("SELECT name, version FROM known_people WHERE id = :id", id=mai) == [
        ("Nguyễn Thị Mai Hương", 3)
    ]


def test_custody_follows_an_asset_that_moves_to_another_unit(house: House) -> None:
    mai, (tablet,) = house.person("Nguyễn Thị Mai"), house.assets(1)
    house.sign_both(house.give([tablet], mai))
    house.tell(
        "assets.asset.changed.v1", UUID(tablet["asset_id"]), 2, {**tablet, "unit_id": str(house.other)}
    )
    keeper = house.caller("officer", unit=house.other, person=house.person("Đỗ Văn Nam", unit=house.other))
    assert [one["code"] for one in keeper.get(f"/custody?unit={house.other}")["items"]] == [tablet["code"]]
