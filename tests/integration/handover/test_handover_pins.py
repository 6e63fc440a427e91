"""Signing by PIN: five tries that no rollback gives back, then a quarter of an hour of rest."""

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

from shared import clock
from tests.integration.handover.house import House


def signer(house: House, pin: str = "204816") -> UUID:
    mai = house.person("Nguyễn Thị Mai")
    answer = house.holder(mai).send("PUT", f"/pins/{mai}", {"pin": pin})
    assert answer.status_code == 200, answer.json
    return mai


def sign(house: House, record: Any, pin: str) -> Any:
    body = {"side": "receiver", "method": "pin", "pin": pin}
    return house.officer.send("POST", f"/records/{record['id']}/signatures", body, version=record["version"])


def test_the_right_pin_signs_on_the_officers_device(house: House) -> None:
    mai = signer(house)
    answer = sign(house, house.give(house.assets(1), mai), "204816")
    assert answer.status_code == 200
    (signature,) = answer.json["signatures"]
    assert (signature["method"], signature["name"]) == ("pin", "Nguyễn Thị Mai")
    assert str(house.hoa) in signature["operated_by"]


def test_five_wrong_tries_lock_the_pin_and_time_unlocks_it(house: House) -> None:
    mai = signer(house)
    record = house.give(house.assets(1), mai)
    start = datetime(2030, 1, 2, tzinfo=UTC)
    with clock.frozen(start):
        left = [sign(house, record, "999111").json["tries_left"] for _ in range(5)]
        assert left == [4, 3, 2, 1, 0]
        locked = sign(house, record, "204816")
        assert (locked.status_code, locked.json["type"]) == (403, "/problems/pin-locked")
    with clock.frozen(start + timedelta(minutes=16)):
        assert sign(house, record, "999111").json["tries_left"] == 4
        assert sign(house, record, "204816").status_code == 200


def test_a_right_pin_gives_the_tries_back(house: House) -> None:
    mai = signer(house)
    first, second = house.give(house.assets(1), mai), house.give(house.assets(1), mai)
    assert sign(house, first, "999111").json["tries_left"] == 4
    assert sign(house, first, "204816").status_code == 200
    assert sign(house, second, "999111").json["tries_left"] == 4


def test_nobody_sets_the_pin_of_another_but_the_administrator(house: House) -> None:
    mai = signer(house)
    taken = house.officer.send("PUT", f"/pins/{mai}", {"pin": "775533"})
    assert (taken.status_code, taken.json["type"]) == (403, "/problems/pin-of-another")
    admin = house.caller("admin", unit=house.district)
    assert admin.send("PUT", f"/pins/{mai}", {"pin": "775533"}).status_code == 200


def test_a_pin_is_changed_only_by_who_knows_it_and_never_to_an_easy_one(house: House) -> None:
    mai = signer(house)
    own = house.holder(mai)
    assert own.send("PUT", f"/pins/{mai}", {"pin": "775533"}).status_code == 403
    assert own.send("PUT", f"/pins/{mai}", {"pin": "775533", "current_pin": "204816"}).status_code == 200
    for easy in ("000000", "123456", "987654"):
        answer = own.send("PUT", f"/pins/{mai}", {"pin": easy, "current_pin": "775533"})
        assert (answer.status_code, answer.json["type"]) == (422, "/problems/pin-weak")
    assert own.send("PUT", f"/pins/{mai}", {"pin": "12ab56"}).status_code == 422


def test_without_a_pin_the_signer_is_told_so(house: House) -> None:
    mai = house.person("Nguyễn Thị Mai")
    answer = sign(house, house.give(house.assets(1), mai), "204816")
    assert (answer.status_code, answer.json["type"]) == (409, "/problems/pin-not-set")


def test_a_signature_without_what_its_method_needs_is_refused(house: House) -> None:
    mai = house.person("Nguyễn Thị Mai")
    record = house.give(house.assets(1), mai)
    path = f"/records/{record['id']}/signatures"
    for body, pointer in (
        ({"method": "pin"}, "/pin"),
        ({"method": "drawn"}, "/drawing"),
        ({"method": "drawn", "drawing": "data:image/png;base64,AAAA"}, "/drawing"),
        ({"method": "drawn", "drawing": "%%%"}, "/drawing"),
        ({"method": "drawn", "drawing": "A" * 500_000}, "/drawing"),
        ({"method": "sealed"}, "/method"),
    ):
        answer = house.officer.send("POST", path, {"side": "receiver", **body}, version=1)
        assert answer.status_code == 422
        assert answer.json["errors"][0]["pointer"] == pointer
