"""Who answered for an asset on a day, as known on a day: the past does not change when more is learned."""

from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import quote
from uuid import UUID

from hypothesis import given, settings
from hypothesis import strategies as st

from shared.clock import frozen
from tests.integration.handover.house import House

MARCH = datetime(2026, 3, 2, 3, tzinfo=UTC)  # ten in the morning in Hà Nội


def held(house: House, question: str) -> list[tuple[str, str, str | None]]:
    items = house.officer.get(f"/custody?{question}")["items"]
    return [(item["person_name"], item["since"], item["until"]) for item in items]


def known(at: datetime) -> str:
    return f"known_at={quote(at.isoformat())}"


def given_on(house: House, day: int, asset: Any, to: Any, *, dated: str = "") -> Any:
    """A handover recorded on a day of March, dated that day or earlier."""
    with frozen(MARCH + timedelta(days=day)):
        return house.sign_both(house.give([asset], to, **({"happened_on": dated} if dated else {})))


def taken_on(house: House, day: int, asset: Any, giver: Any) -> Any:
    with frozen(MARCH + timedelta(days=day)):
        return house.sign_both(house.take_back([asset], giver))


def test_who_answered_on_a_day_and_what_was_known_of_it_then(house: House) -> None:
    (tablet,) = house.assets(1)
    mai, lan = house.person("Nguyễn Thị Mai"), house.person("Trần Thị Lan")
    given_on(house, 0, tablet, mai)
    taken_on(house, 10, tablet, mai)
    given_on(house, 20, tablet, lan, dated="2026-03-15")  # recorded on the 22nd, as of the 15th
    of = f"asset={tablet['asset_id']}"
    assert held(house, f"{of}&as_of=2026-03-01") == []
    assert held(house, f"{of}&as_of=2026-03-05") == [("Nguyễn Thị Mai", "2026-03-02", "2026-03-12")]
    assert held(house, f"{of}&as_of=2026-03-12") == []
    assert held(house, f"{of}&as_of=2026-03-16") == [("Trần Thị Lan", "2026-03-15", None)]
    # on the 16th itself nobody knew yet what was recorded on the 22nd
    assert held(house, f"{of}&as_of=2026-03-16&{known(MARCH + timedelta(days=15))}") == []
    # before the taking back was recorded, its end was not known
    early = known(MARCH + timedelta(days=5))
    assert held(house, f"{of}&as_of=2026-03-05&{early}") == [("Nguyễn Thị Mai", "2026-03-02", None)]
    assert held(house, f"{of}&{early}") == [("Nguyễn Thị Mai", "2026-03-02", None)]
    assert held(house, of) == [("Trần Thị Lan", "2026-03-15", None)]


def test_by_person_and_by_unit_the_past_is_the_same(house: House) -> None:
    (one, two), mai = house.assets(2), house.person("Phạm Thị Mai")
    given_on(house, 0, one, mai)
    given_on(house, 1, two, mai)
    taken_on(house, 3, one, mai)
    for question in (f"person={mai}", f"unit={house.ward}"):
        there = house.officer.get(f"/custody?{question}&as_of=2026-03-04&limit=200")["items"]
        assert {str(one["asset_id"]), str(two["asset_id"])} <= {item["asset_id"] for item in there}
        later = house.officer.get(f"/custody?{question}&as_of=2026-03-06&limit=200")["items"]
        assert str(one["asset_id"]) not in {item["asset_id"] for item in later}


def test_people_and_assets_are_called_as_they_were_known_then(house: House) -> None:
    (tablet,), mai = house.assets(1), house.person("Nguyễn Thị Mai")
    given_on(house, 0, tablet, mai)
    with frozen(MARCH + timedelta(days=10)):
        person = house.register.people[str(mai)]
        person |= {"name": "Nguyễn Thị Mai Hương", "version": 2}
        facts = {name: person[name] for name in ("code", "unit_id", "status", "duties", "left_on")}
        house.tell("assets.person.changed.v1", mai, 2, {"person_id": mai, **facts})
        renamed = {**tablet, "name": "Máy tính bảng (đã đổi tên)", "serial": "SN-MOI"}
        house.tell("assets.asset.changed.v1", UUID(tablet["asset_id"]), 2, renamed)
    of = f"/custody?asset={tablet['asset_id']}"

    def called(question: str, who: Any = house.officer) -> list[tuple[str, str, str | None]]:
        found = who.get(f"{of}{question}")["items"]
        return [(item["person_name"], item["name"], item["serial"]) for item in found]

    then = [("Nguyễn Thị Mai", tablet["name"], tablet["serial"])]
    since = [("Nguyễn Thị Mai Hương", "Máy tính bảng (đã đổi tên)", "SN-MOI")]
    before, after = (known(MARCH + timedelta(days=day)) for day in (9, 11))
    assert called(f"&{before}") == then
    assert called(f"&{before}", house.holder(mai)) == then
    assert called(f"&{after}") == called("") == since


@settings(max_examples=6)
@given(st.lists(st.tuples(st.integers(1, 3), st.booleans()), min_size=1, max_size=5))
def test_an_answer_about_the_past_is_the_same_bytes_for_ever(shared_house: House, steps: Any) -> None:
    house = shared_house
    (asset,), people = house.assets(1), [house.person(f"Lê Văn {letter}") for letter in "ABC"]
    day, holder, answers = 0, None, {}
    for number, back in steps:
        day += number
        if holder is not None:
            taken_on(house, day, asset, holder)
            holder = None
        if not back:
            holder = people[number - 1]
            given_on(house, day, asset, holder)
        at = MARCH + timedelta(days=day, hours=1)
        for ago in range(day + 1):
            on = (MARCH + timedelta(days=ago)).date()
            question = f"/custody?asset={asset['asset_id']}&as_of={on}&{known(at)}"
            answers[question] = house.officer.send("GET", question).data
    for question, then in answers.items():
        assert house.officer.send("GET", question).data == then
