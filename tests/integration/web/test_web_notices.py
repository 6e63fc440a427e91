"""Notices as those see them who answer for their arrival."""

import json

import pytest

from tests.integration.web.test_web_every_kind import given
from tests.integration.web.town import Town

pytestmark = pytest.mark.postgres


@pytest.fixture(scope="module")
def notice(town: Town):
    """A notice of a recall, and the case that it is about."""
    given(town, town.assets[0])
    house, person = town.house, town.people["holder"]["id"]
    acting = {"role": "officer", "unit": town.unit}
    body = {"person_id": person, "reason": "resigned", "basis": "QĐ 12/QĐ-UBND"}
    case = house.do("POST", "/api/handover/recalls", json=body, **acting)
    house.settle()
    found = house.do("GET", f"/api/notifications/notices?about={case['id']}", **acting)
    return found["items"][0], case["id"]


def test_one_notice_shows_what_happened_to_it(town: Town, notice) -> None:
    told, about = notice
    listing = town.visitor("officer").get("/notices?all=1&state=unread&kind=recall_opened").text
    assert f'/notices/{told["id"]}"' in listing
    assert told["id"] not in town.visitor("officer").get("/notices?all=1&delivery=dead").text
    page = town.visitor("officer").get(f"/notices/{told['id']}").text
    assert page.index("Lập thông báo") < page.index("Trong phần mềm")
    assert "Gửi lại" not in page
    assert f"/notices/proof/{about}.json" in town.visitor("officer").get(f"/recalls/{about}").text


def test_the_proof_of_a_recall_has_every_notice_as_the_service_has_it(town: Town, notice) -> None:
    told, about = notice
    officer = town.visitor("officer")
    answer = officer.get(f"/notices/proof/{about}.json")
    proof = json.loads(answer.text)
    assert proof["about_id"] == about
    assert told["id"] in {one["id"] for one in proof["notices"]}
    for one in proof["notices"]:
        assert [(way["channel"], way["state"]) for way in one["deliveries"]] == [("in_app", "sent")]
    assert officer.get(f"/notices/proof/{told['id']}.json").status_code == 404


def test_the_state_of_the_system_says_how_letters_come_along(town: Town) -> None:
    page = town.visitor("officer").get("/status").text
    assert "Việc gửi thư" in page
    assert 'role="alert"' not in page
