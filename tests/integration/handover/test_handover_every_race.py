"""Two acts at the same moment, 200 times each: one of the right outcomes every time, never a 500, never two
holders. A checker apart from the services looks at custody afterwards. `RACES=20` runs fewer.
"""

import os
from collections import Counter
from collections.abc import Callable, Generator, Iterator
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any
from uuid import UUID

import pytest

from shared.ids import uuid7
from tests.checker import Checker
from tests.integration.handover.house import Caller, House, scribble

pytestmark = [pytest.mark.postgres, pytest.mark.slow, pytest.mark.timeout(900)]

RACES = int(os.environ.get("RACES", "200"))
DRAWN = scribble()
Json = dict[str, Any]
Call = Callable[[], Any]
Scenario = Generator[tuple[Call, ...], list[Any], None]


class Cast:
    """Who takes part in all races of a scenario; what is raced for is new each time."""

    def __init__(self, house: House) -> None:
        self.house = house
        house.officer = house.caller("officer", unit=house.ward, person=house.hoa)  # tokens do not last
        self.mai, self.lan = house.person("Nguyễn Thị Mai"), house.person("Vũ Thị Lan")
        self.heads = [
            house.caller("head", unit=house.ward, person=house.person(name, duties=["head"]))
            for name in ("Đỗ Văn Bình", "Ngô Thị Hạnh")
        ]
        self.officers = [house.caller("officer", unit=house.ward, person=house.hoa) for _ in range(2)]

    def given(self, tablet: Json, to: UUID) -> Json:
        """A record that hands the tablet out, issued."""
        return dict(self.house.give([tablet], to))

    def held(self, tablet: Json, by: UUID) -> Json:
        """The tablet is with somebody: the completed record."""
        return dict(self.house.sign_both(self.given(tablet, by)))

    def half(self, record: Json) -> Json:
        """The giver has signed."""
        return dict(self.sign(self.house.officer, record, "giver")().json)

    @staticmethod
    def sign(caller: Caller, record: Json, side: str) -> Call:
        body = {"side": side, "method": "drawn", "drawing": DRAWN}
        return lambda: caller.send("POST", f"{path(record)}/signatures", body, version=record["version"])

    @staticmethod
    def say(caller: Caller, record: Json, what: str) -> Call:
        body = {"reason": "Máy không bật được"}
        return lambda: caller.send("POST", f"{path(record)}/{what}", body, version=record["version"])

    def give(self, number: int, tablets: list[Json], to: UUID, **headers: str) -> Call:
        return lambda: self.officers[number].send(
            "POST", "/records", self.wanted(tablets, ("store", self.house.hoa), to), **headers
        )

    @staticmethod
    def wanted(tablets: list[Json], giver: tuple[str, UUID], to: UUID) -> Json:
        return {
            "kind": "internal_handover",
            "from": {"person_id": str(giver[1]), "as": giver[0]},
            "to": {"person_id": str(to), "as": "holder"},
            "lines": [{"code": one["code"]} for one in tablets],
        }

    def state(self, record: Json) -> str:
        return str(self.house.officer.get(path(record))["state"])

    def holders(self, tablet: Json) -> list[str]:
        items = self.house.officer.get(f"/custody?asset={tablet['asset_id']}")["items"]
        return [one["person_id"] for one in items]

    def proposal(self, tablet: Json, holder: UUID | None) -> Json:
        said = {"lines": [{"code": tablet["code"]}], "holder_person_id": holder and str(holder)}
        said |= {"from_on": "2026-01-05", "reason": "Ghi nhầm người", "document": "BB 07"}
        return dict(self.house.officer.post("/custody-corrections", said))

    @staticmethod
    def approve(head: Caller, correction: Json) -> Call:
        where = f"/custody-corrections/{correction['id']}/approval"
        return lambda: head.send("POST", where, {}, version=correction["version"])


def path(record: Json) -> str:
    return f"/records/{record['id']}"


def codes(answers: list[Any]) -> list[int]:
    return sorted(answer.status_code for answer in answers)


def two_officers_give_one_tablet(cast: Cast, tablet: Json) -> Scenario:
    answers = yield cast.give(0, [tablet], cast.mai), cast.give(1, [tablet], cast.lan)
    assert codes(answers) == [201, 409]


def two_lists_in_opposite_order(cast: Cast, tablet: Json) -> Scenario:
    (other,) = cast.house.assets(1)
    lists = [tablet, other], [other, tablet]
    answers = yield tuple(cast.give(n, one, cast.mai) for n, one in enumerate(lists))
    assert codes(answers) == [201, 409]


def both_sides_sign(cast: Cast, tablet: Json) -> Scenario:
    record = cast.given(tablet, cast.mai)
    sign = (cast.sign(cast.officers[0], record, "giver"), cast.sign(cast.officers[1], record, "receiver"))
    answers = yield sign
    assert codes(answers) == [200, 412]
    assert cast.state(record) == "signed"


def one_side_signs_twice(cast: Cast, tablet: Json) -> Scenario:
    record = cast.half(cast.given(tablet, cast.mai))
    answers = yield tuple(cast.sign(one, record, "receiver") for one in cast.officers)
    assert codes(answers)[0] == 200
    assert codes(answers)[1] in {409, 412}
    assert cast.holders(tablet) == [str(cast.mai)]


def the_last_signature_and_a_refusal(cast: Cast, tablet: Json) -> Scenario:
    record = cast.half(cast.given(tablet, cast.mai))
    answers = yield (
        cast.sign(cast.officers[0], record, "receiver"),
        cast.say(cast.officers[1], record, "refusal"),
    )
    assert codes(answers)[0] == 200
    assert codes(answers)[1] in {409, 412}
    signed = answers[0].status_code == 200
    assert cast.state(record) == ("completed" if signed else "refused")
    assert cast.holders(tablet) == ([str(cast.mai)] if signed else [])


def a_cancellation_and_a_signature(cast: Cast, tablet: Json) -> Scenario:
    record = cast.given(tablet, cast.mai)
    answers = yield (
        cast.say(cast.officers[0], record, "cancellation"),
        cast.sign(cast.officers[1], record, "giver"),
    )
    assert codes(answers)[0] == 200
    assert codes(answers)[1] in {409, 412}
    assert cast.state(record) == ("cancelled" if answers[0].status_code == 200 else "signed")


def the_last_signature_and_a_leaving(cast: Cast, tablet: Json) -> Scenario:
    house, leaver = cast.house, cast.house.person("Phạm Văn Nghỉ")
    record = cast.half(cast.given(tablet, leaver))
    answers = yield cast.sign(cast.officers[0], record, "receiver"), lambda: house.leave(leaver)
    assert answers[0].status_code == 200
    (case,) = house.officer.get(f"/recalls?person={leaver}")["items"]
    assert [line["code"] for line in case["lines"]] == [tablet["code"]]


def giving_to_somebody_who_leaves(cast: Cast, tablet: Json) -> Scenario:
    house, leaver = cast.house, cast.house.person("Phạm Văn Nghỉ")
    answers = yield cast.give(0, [tablet], leaver), lambda: house.leave(leaver)
    assert answers[0].status_code in {201, 422}
    if answers[0].status_code == 201:
        house.sign_both(answers[0].json)
        (case,) = house.officer.get(f"/recalls?person={leaver}")["items"]
        assert (case["state"], case["lines"][0]["code"]) == ("open", tablet["code"])


def a_recall_and_the_return(cast: Cast, tablet: Json) -> Scenario:
    house, holder = cast.house, cast.house.person("Phạm Văn Giữ")
    cast.held(tablet, holder)
    back = cast.half(house.take_back([tablet], holder))
    body = {"person_id": str(holder), "reason": "decision", "basis": "QĐ 14/QĐ-UBND"}
    answers = yield (
        cast.sign(cast.officers[0], back, "receiver"),
        lambda: cast.officers[1].send("POST", "/recalls", body),
    )
    assert answers[0].status_code == 200
    assert answers[1].status_code in {201, 409}
    cases = house.officer.get(f"/recalls?person={holder}")["items"]
    assert [case["state"] for case in cases] == (["closed"] if answers[1].status_code == 201 else [])


def a_reversal_and_a_passing_on(cast: Cast, tablet: Json) -> Scenario:
    first = cast.held(tablet, cast.mai)
    on = cast.wanted([tablet], ("holder", cast.mai), cast.lan)
    answers = yield (
        cast.say(cast.officers[0], first, "reversal"),
        lambda: cast.officers[1].send("POST", "/records", on),
    )
    assert codes(answers) == [201, 409]


def a_correction_and_a_giving(cast: Cast, tablet: Json) -> Scenario:
    wrong = cast.proposal(tablet, cast.lan)
    answers = yield cast.approve(cast.heads[0], wrong), cast.give(0, [tablet], cast.mai)
    assert [answer.status_code for answer in answers] in ([200, 409], [409, 201])
    assert cast.holders(tablet) == ([str(cast.lan)] if answers[0].status_code == 200 else [])


def two_heads_approve_two_corrections(cast: Cast, tablet: Json) -> Scenario:
    wrong = [cast.proposal(tablet, one) for one in (cast.mai, cast.lan)]
    answers = yield tuple(cast.approve(head, one) for head, one in zip(cast.heads, wrong, strict=True))
    assert codes(answers) == [200, 200]
    last = max(answers, key=lambda answer: answer.json["number"]).json
    assert cast.holders(tablet) == [last["holder"]["person_id"]]


def two_heads_approve_one_correction(cast: Cast, tablet: Json) -> Scenario:
    wrong = cast.proposal(tablet, cast.mai)
    answers = yield tuple(cast.approve(head, wrong) for head in cast.heads)
    assert codes(answers) == [200, 409]
    assert cast.holders(tablet) == [str(cast.mai)]


def a_merger_and_a_giving(cast: Cast, tablet: Json) -> Scenario:
    house = cast.house
    successor, act = uuid7(), uuid7()
    data = {"unit_id": house.ward, "code": "DV2", "name": "Phường Bồ Đề", "kind": "ward"}
    data |= {"parent_id": house.district, "valid_from": "2000-01-01", "valid_to": "2026-07-01", "act_id": act}
    data |= {"happened_on": "2026-07-01", "successors": [{"unit_id": str(successor), "share": None}]}
    number = int(uuid7().int >> 80)
    answers = yield (
        cast.give(0, [tablet], cast.mai),
        lambda: house.tell("assets.unit.merged.v1", house.ward, number, data),
    )
    assert answers[0].status_code == 201
    cast.sign(house.officer, cast.half(answers[0].json), "receiver")()
    assert cast.holders(tablet) == [str(cast.mai)]


def one_request_sent_twice(cast: Cast, tablet: Json) -> Scenario:
    key = str(uuid7())
    answers = yield tuple(cast.give(0, [tablet], cast.mai, idempotency_key=key) for _ in range(2))
    assert codes(answers) == [201, 201]
    assert answers[0].data == answers[1].data


def a_wrong_pin_many_times(cast: Cast, tablet: Json) -> Scenario:
    house, signer = cast.house, cast.house.person("Phạm Văn Ký")
    house.holder(signer).send("PUT", f"/pins/{signer}", {"pin": "204816"})
    record = cast.given(tablet, signer)
    wrong = {"side": "receiver", "method": "pin", "pin": "999111"}
    answers = yield (
        *(
            lambda: house.officer.send("POST", f"{path(record)}/signatures", wrong, version=1)
            for _ in range(TRIES)
        ),
    )
    kinds = Counter(answer.json["type"] for answer in answers)
    assert kinds == {"/problems/pin-wrong": 5, "/problems/pin-locked": TRIES - 5}


TRIES = 8
SCENARIOS: dict[Callable[[Cast, Json], Scenario], int] = {
    two_officers_give_one_tablet: 1,
    two_lists_in_opposite_order: 1,
    both_sides_sign: 1,
    one_side_signs_twice: 1,
    the_last_signature_and_a_refusal: 1,
    a_cancellation_and_a_signature: 1,
    the_last_signature_and_a_leaving: 1,
    giving_to_somebody_who_leaves: 1,
    a_recall_and_the_return: 1,
    a_reversal_and_a_passing_on: 1,
    a_correction_and_a_giving: 1,
    two_heads_approve_two_corrections: 1,
    two_heads_approve_one_correction: 1,
    one_request_sent_twice: 1,
    a_wrong_pin_many_times: TRIES,  # so many tries in one race
    a_merger_and_a_giving: 1,  # the last: the ward has ended then
}


@pytest.fixture(scope="module")
def pool() -> Iterator[ThreadPoolExecutor]:
    with ThreadPoolExecutor(TRIES) as made:
        yield made


@pytest.mark.parametrize(("scenario", "tries"), SCENARIOS.items(), ids=[one.__name__ for one in SCENARIOS])
def test_every_race_ends_in_one_of_the_right_ways(
    house: House, pool: ThreadPoolExecutor, scenario: Callable[[Cast, Json], Scenario], tries: int
) -> None:
    cast = Cast(house)
    tablets = house.assets(max(RACES // tries, 1))
    for tablet in tablets:
        race = scenario(cast, tablet)
        answers = at_once(pool, next(race))
        faults = [answer.text for answer in answers if getattr(answer, "status_code", 0) >= 500]
        assert faults == []
        with pytest.raises(StopIteration):
            race.send(answers)
    checker = Checker(house.admin_url, house.admin_url)
    try:
        checker.now([UUID(one["asset_id"]) for one in tablets], [house.ward])
    finally:
        checker.close()


def at_once(pool: ThreadPoolExecutor, calls: tuple[Call, ...]) -> list[Any]:
    """The answers to calls that begin at the same moment."""
    start = Barrier(len(calls))

    def begin(call: Call) -> Any:
        start.wait()
        return call()

    return [future.result() for future in [pool.submit(begin, call) for call in calls]]
