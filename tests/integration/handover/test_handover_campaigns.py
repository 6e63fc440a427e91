"""Campaigns: the recall from a whole list of people by one decision."""

from typing import Any
from uuid import UUID

from tests.integration.handover.house import House

DECISION = {
    "title": "Thu hồi máy tính bảng của người nghỉ",
    "decision_number": "1234/QĐ-UBND",
    "decision_on": "2026-01-05",
    "signer": "Lê Văn Hải",
    "category": "tablet",
    "deadline": "2999-04-30",
}


def people(house: House, count: int) -> list[UUID]:
    """People with a tablet each."""
    made = []
    for number in range(count):
        person = house.person(f"Nguyễn Văn {'ABCDEFG'[number]}")
        house.sign_both(house.give(house.assets(1), person))
        made.append(person)
    return made


def opened(house: House, persons: list[UUID], number: str, **more: Any) -> dict[str, Any]:
    listed = [{"person_id": one, "reason": "retired", "left_on": "2026-01-04"} for one in persons]
    return dict(
        house.officer.post("/campaigns", {**DECISION, "decision_number": number, "people": listed, **more})
    )


def test_a_list_opens_a_case_each_counts_what_is_done_and_again_adds_only_who_is_missing(
    house: House,
) -> None:
    first, second, third = people(house, 3)
    nobody = house.person("Vũ Thị Không")
    laptop = house.assets(1, category="computer")
    house.sign_both(house.give(laptop, first))
    house.leave(third)  # a case over all that is held is open already
    campaign = opened(house, [first, nobody, third], "1234/QĐ-UBND")
    counts = {"people": 3, "cases": 2, "closed": 0, "overdue": 0, "lines": 2, "done": 0, "lost": 0}
    assert campaign["counts"] == counts
    again = opened(house, [first, nobody, third], "1234/QĐ-UBND")
    assert (again["id"], again["version"]) == (campaign["id"], campaign["version"])
    longer = opened(house, [first, second, nobody, third], "1234/QĐ-UBND")
    assert (longer["id"], longer["counts"]["people"]) == (campaign["id"], 4)
    cases = house.officer.get(f"/recalls?campaign={campaign['id']}")["items"]
    assert {case["basis"] for case in cases if case["reason"] == "retired" and case["category"]} == {
        "Quyết định số 1234/QĐ-UBND ngày 05/01/2026 do Lê Văn Hải ký"
    }
    held = house.rows("SELECT code FROM recall_lines l JOIN recalls r ON r.id = recall_id"
                      " WHERE person_id = :p", p=second)  # fmt: skip
    codes = house.rows("SELECT a.code FROM custody c JOIN known_assets a ON a.id = asset_id"
                       " WHERE person_id = :p", p=second)  # fmt: skip
    assert held == codes
    house.sign_both(house.take_back([{"code": held[0][0]}], second, "internal_recall"))
    shown = house.officer.get(f"/campaigns/{campaign['id']}")
    assert (shown["counts"]["closed"], shown["counts"]["done"], shown["counts"]["lines"]) == (1, 1, 3)
    assert (shown["days"][-1]["done"], shown["units"][0]["done"]) == (1, 1)
    other = {**DECISION, "deadline": "2999-05-30", "people": [{"person_id": first}]}
    answer = house.officer.send("POST", "/campaigns", other)
    assert (answer.status_code, answer.json["type"]) == (409, "/problems/decision-known")


def test_the_overdue_stand_first_and_the_list_is_a_file_without_formulas(house: House) -> None:
    one, two = people(house, 2)
    evil = house.person("=HYPERLINK(1)")
    house.sign_both(house.give(house.assets(1), evil))
    campaign = opened(house, [one, two, evil], "2/QĐ")
    house.rows("UPDATE recalls SET deadline = '2020-01-01' WHERE person_id = :p RETURNING 1", p=two)
    listed = house.officer.get(f"/campaigns/{campaign['id']}/people")["items"]
    assert (listed[0]["person_id"], listed[0]["state"]) == (str(two), "overdue")
    late = house.officer.get(f"/campaigns/{campaign['id']}/people?state=overdue")["items"]
    assert [row["person_id"] for row in late] == [str(two)]
    text = house.officer.send("GET", f"/campaigns/{campaign['id']}/people.csv").data.decode()
    assert text.startswith("\ufeffHọ và tên")
    assert "\n'=HYPERLINK" in text.replace("\r", "")


def test_all_notices_are_issued_once_and_print_as_one_document(house: House) -> None:
    campaign = opened(house, people(house, 3), "3/QĐ")
    assert campaign["notices_missing"] == 3
    path = f"/campaigns/{campaign['id']}/notices"
    done = house.officer.post(path, {}, version=campaign["version"])
    assert done["notices_missing"] == 0
    house.officer.post(path, {}, version=done["version"])
    numbers = house.rows("SELECT number FROM recall_notices ORDER BY number")
    assert [row[0] for row in numbers] == [1, 2, 3]
    answer = house.officer.send("GET", f"{path}.pdf")
    assert (answer.status_code, answer.data[:5]) == (200, b"%PDF-")


def test_another_unit_sees_nothing_of_a_campaign_and_its_own_cases_only(house: House) -> None:
    (one,) = people(house, 1)
    campaign = opened(house, [one], "4/QĐ")
    stranger = house.caller("officer", unit=house.other, person=house.person("Đỗ Nam", unit=house.other))
    assert stranger.send("GET", f"/campaigns/{campaign['id']}").status_code == 404
    unknown = stranger.send("POST", "/campaigns", {**DECISION, "people": [{"person_id": str(one)}]})
    assert (unknown.status_code, unknown.json["errors"][0]["pointer"]) == (422, "/people/0/person_id")
