"""A campaign of recall in the sample: the tablets of 22 people who leave, by one decision of the district.

Some have given them back, two have passed them on, one tablet is lost, one was paid for, one leaver died and
the family is asked, two have more time, two are late.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from itertools import islice
from typing import Any

from shared.clock import today
from taisan.demo.names import names
from taisan.demo.places import SEED, WARDS, Place
from taisan.demo.scribble import signature_of
from taisan.demo.stage import Json, Stage, somebody

LEAVERS = 22
_POSTS = ("Công chức tư pháp - hộ tịch", "Trưởng ban Công tác Mặt trận")
_TABLET = {
    "name": "Máy tính bảng",
    "category": "tablet",
    "maker": "Samsung",
    "model": "Galaxy Tab A7 Lite (SM-T225)",
    "cost": 4_990_000,
    "cost_budget": 4_990_000,
    "made_year": 2024,
    "put_to_use_on": "2024-06-15",
}
_DECISION = {
    "title": "Thu hồi máy tính bảng của 22 người nghỉ khi sắp xếp bộ máy",
    "decision_number": "1186/QĐ-UBND",
    "signer": "Phó Chủ tịch UBND quận",
    "category": "tablet",
}
# days ago on which the leavers, by their place in the list, gave their tablets back
_BACK = {0: 21, 1: 20, 2: 18, 3: 18, 4: 17, 5: 14, 6: 13, 7: 12, 8: 11, 9: 10, 10: 12, 11: 10, 12: 11}
_BROKEN, _PASSED_ON, _LOST, _PAID, _DEAD, _MORE_TIME = 12, (13, 14), 15, 16, 17, (18, 19)
_OPENED, _DEADLINE = 24, 3  # days ago


@dataclass
class Leaver:
    """Somebody of the list with the tablet they were given."""

    person: Json
    ward: str
    tablet: str
    case: str = ""


def recall_tablets(stage: Stage, place: Place) -> None:
    """Play it all, the oldest first."""
    leavers = list(_with_tablets(stage, place))
    with stage.on(_OPENED):
        _decide(stage, place, leavers)
    with stage.on(_OPENED - 1):
        for number, one in enumerate(leavers):
            _leaves(stage, place, one, number)
            _act(stage, place, one, "deliveries", _delivery("delivered", one, number))
    for number, one in enumerate(leavers):
        with stage.on(_OPENED - 2, number):
            if number % 3:
                _act(stage, place, one, "deliveries", _delivery("acknowledged", one, number))
    for number, days_ago in _BACK.items():
        with stage.on(days_ago, 30):
            _given_back(stage, place, leavers[number])
    _other_ends(stage, place, leavers)


def _other_ends(stage: Stage, place: Place, leavers: list[Leaver]) -> None:
    for number in _PASSED_ON:
        with stage.on(15, number):
            one = leavers[number]
            said = {"outcome": "passed_on", "reason": "Người kế nhiệm tiếp tục dùng", "condition": "Tốt"}
            _settle(stage, place, one, successor_id=place.people[f"{one.ward} 3"]["id"], **said)
            case = stage.see("handover", f"/recalls/{one.case}")
            _signed(stage, place, stage.see("handover", f"/records/{case['waiting'][0]['record_id']}"))
    with stage.on(9):
        said = {
            "outcome": "broken",
            "reason": "Vỡ màn hình, không lên nguồn",
            "document": "Biên bản kiểm tra",
        }
        _settle(stage, place, leavers[_BROKEN], **said)
    for number in (_LOST, _PAID):
        with stage.on(9, number):
            lost = {"outcome": "lost", "reason": "Bị mất cắp tại nơi ở, đã báo công an phường"}
            _settle(stage, place, leavers[number], document="Đơn trình báo", **lost)
    with stage.on(4):
        paid = {"outcome": "compensated", "reason": "Đã nộp đủ tiền bồi thường", "amount": 3_100_000}
        _settle(stage, place, leavers[_PAID], document="Quyết định số 1251/QĐ-UBND", **paid)
    with stage.on(6):
        heir = {"name": "Nguyễn Hoàng Nam", "relation": "con trai", "contact": "qua UBND phường nơi cư trú"}
        _act(
            stage, place, leavers[_DEAD], "representative", {**heir, "document": "Giấy ủy quyền của gia đình"}
        )
    for number in (_DEAD, *_MORE_TIME):
        with stage.on(4, number):
            more = {"deadline": _day(-9), "approver": "Phó Chủ tịch UBND quận"}
            reason = "Gia đình đang lo hậu sự" if number == _DEAD else "Đang điều trị nội trú"
            _act(stage, place, leavers[number], "extension", {**more, "reason": reason, "document": ""})


def _with_tablets(stage: Stage, place: Place) -> Iterator[Leaver]:
    """The people and their tablets, given out by records that both have signed."""
    officer, admin, made = place.officer(), somebody("admin", place.root), []
    name = islice(names(SEED + 1), 400, None)
    with stage.on(345):
        for number in range(LEAVERS):
            ward = WARDS[number % len(WARDS)]
            unit_id = place.wards[ward]
            body: Json = {"code": f"CB{number + 201}", "name": next(name), "post": _POSTS[number % 2]}
            body |= {"unit_id": unit_id, "email": f"cb{number + 201}@longbien.example", "duties": []}
            person = stage.do("assets", "POST", "/people", body, actor=admin)
            tablet = {**_TABLET, "serial": f"DEMO-R{number:04d}", "unit_id": unit_id}
            made.append((person, ward, stage.do("assets", "POST", "/assets", tablet, actor=officer)["id"]))
    for person, ward, tablet_id in made:
        with stage.on(338):
            body = _record("internal_handover", place.people["officer"], person, tablet_id)
            _signed(stage, place, stage.do("handover", "POST", "/records", body, actor=officer))
        yield Leaver(person, ward, tablet_id)


def _decide(stage: Stage, place: Place, leavers: list[Leaver]) -> None:
    """Open the campaign, and issue a notice to each."""
    reasons = [_reason(number) for number in range(LEAVERS)]
    people = [
        {"person_id": one.person["id"], "reason": reason, "left_on": today().isoformat()}
        for one, reason in zip(leavers, reasons, strict=True)
    ]
    body = {**_DECISION, "decision_on": _day(1), "deadline": _day(_OPENED - _DEADLINE, ahead=True)}
    head = somebody("head", place.root, place.people["head"]["id"])
    made = stage.do("handover", "POST", "/campaigns", {**body, "people": people}, actor=head)
    path = f"/campaigns/{made['id']}/notices"
    stage.do("handover", "POST", path, {}, actor=place.officer(), version=made["version"])
    listed = stage.see("handover", f"/campaigns/{made['id']}/people")["items"]
    cases = {row["person_id"]: row["recall_id"] for row in listed}
    for one in leavers:
        one.case = cases[one.person["id"]]


def _leaves(stage: Stage, place: Place, one: Leaver, number: int) -> None:
    body = {"status": _reason(number), "left_on": today().isoformat(), "basis": "Quyết định số 1170/QĐ-UBND"}
    path = f"/people/{one.person['id']}/departure"
    stage.do("assets", "POST", path, body, actor=place.officer(), version=one.person["version"])


def _reason(number: int) -> str:
    return "dead" if number == _DEAD else ("retired", "retired", "resigned")[number % 3]


def _delivery(kind: str, one: Leaver, number: int) -> Json:
    way = "mail" if number % 5 == 0 else "in_person"
    to_whom = f"Gia đình {one.person['name']}" if number == _DEAD else one.person["name"]
    return {"kind": kind, "way": way, "happened_on": today().isoformat(), "to_whom": to_whom, "note": ""}


def _given_back(stage: Stage, place: Place, one: Leaver) -> None:
    body = _record("internal_recall", one.person, place.people["officer"], one.tablet)
    _signed(stage, place, stage.do("handover", "POST", "/records", body, actor=place.officer()))


def _record(kind: str, giver: Json, receiver: Json, asset_id: str) -> Json:
    line = {"asset_id": asset_id, "condition": "Hoạt động bình thường", "accessories": "Bộ sạc, bao da"}
    parties = {"from": {"person_id": giver["id"]}, "to": {"person_id": receiver["id"]}}
    return {"kind": kind, **parties, "lines": [line], "place": "Trụ sở UBND quận Long Biên"}


def _signed(stage: Stage, place: Place, record: Json) -> None:
    for side in ("giver", "receiver"):
        body = {"side": side, "method": "drawn", "drawing": signature_of(record[side]["name"])}
        path = f"/records/{record['id']}/signatures"
        record = stage.do("handover", "POST", path, body, actor=place.officer(), version=record["version"])


def _settle(stage: Stage, place: Place, one: Leaver, **said: Any) -> None:
    _act(stage, place, one, "outcomes", {"asset_ids": [one.tablet], **said})


def _act(stage: Stage, place: Place, one: Leaver, what: str, body: Json) -> None:
    """One act on a leaver's case, as it stands then."""
    version = stage.see("handover", f"/recalls/{one.case}")["version"]
    path = f"/recalls/{one.case}/{what}"
    stage.do("handover", "POST", path, body, actor=place.officer(), version=version)


def _day(days_ago: int, *, ahead: bool = False) -> str:
    """The day so many days before (or, `ahead`, after) the moment of the story."""
    return (today() + timedelta(days=days_ago if ahead else -days_ago)).isoformat()
