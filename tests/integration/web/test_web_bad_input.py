"""What is wrong is refused in plain words: nothing lost, nothing written, nothing run."""

import re

import pytest

from shared.ids import uuid7
from tests.integration.web.town import Town

pytestmark = pytest.mark.postgres


def test_hostile_text_is_shown_and_never_run(town: Town) -> None:
    visitor, text = town.visitor("officer"), "<script>alert(1)</script>'\"><img src=x onerror=alert(2)>"
    page = visitor.post(
        "/assets/new", {"name": text, "category": "other", "unit_id": town.unit}, follow_redirects=True
    )
    assert "<script>alert(1)" not in page.text
    assert "<img src=x" not in page.text
    assert "&lt;script&gt;" in page.text


def test_frames_are_counted_and_big_ones_refused(town: Town) -> None:
    visitor = town.visitor("head")
    headers = {"X-CSRF-Token": visitor.token(), "X-Frame": "1", "Content-Type": "image/jpeg"}

    def send(content: bytes) -> int:
        path = "/scan/decode"
        return visitor.client.post(
            path, base_url="https://taisan.test", data=content, headers=headers
        ).status_code

    assert send(b"x" * 201 * 1024) == 413
    assert send(b"no picture") == 422
    assert 429 in {send(b"no picture") for _ in range(20)}


@pytest.mark.parametrize(
    "path",
    [
        "/assets?status=xyz",
        "/assets?after=zzz",
        "/records?person=1",
        "/recalls?overdue=maybe",
        "/people?unit=' OR 1=1",
        "/returns/new?recall=../../records",
        "/handovers/new?person=../units&code=%00",
        "/notices?after=%F0%9F%98%80",
        "/t/../../etc/passwd",
        "/login?next=%00",
        "/?lang=xx",
    ],
)
def test_bad_addresses_are_answered_calmly(town: Town, path: str) -> None:
    assert town.visitor("officer").get(path, follow_redirects=True).status_code < 500


@pytest.mark.parametrize(
    ("path", "body"),
    [
        ("/labels", {"start_at": "first", "unit_id": "x", "template": "a4-24"}),
        ("/labels", {"codes": "0" * 5000}),
        ("/handovers/new", {"step": "issue"}),
        ("/handovers/new", {"step": "issue", "code": "AAAA", "person_id": "1", "happened_on": "yesterday"}),
        ("/handovers/new", {"step": "add", "typed": "\ud7ff" * 300}),
        ("/returns/new", {"step": "check", "person_id": "x"}),
        ("/assets/new", {"name": "x" * 5000, "cost": "9" * 40, "made_year": "0"}),
        ("/people/new", {"name": "", "unit_id": "1"}),
        ("/mine/pin", {"pin": "1", "again": "1"}),
        ("/imports/new", {}),
    ],
)
def test_bad_forms_are_refused_in_words(town: Town, path: str, body: dict[str, str]) -> None:
    answer = town.visitor("officer").post(path, body)
    assert answer.status_code in {200, 422}, answer.text[:400]
    if answer.status_code == 422:
        assert 'class="summary"' in answer.text


def test_a_change_over_somebody_elses_change_is_refused_in_plain_words(town: Town) -> None:
    asset, visitor = town.assets[2], town.visitor("officer")
    body = {
        "name": "Máy tính bảng",
        "category": "tablet",
        "unit_id": town.unit,
        "serial": asset["serial"],
        "place": "Phòng 302",
    }
    path = f"/assets/{asset['id']}/edit"
    version = re.search(r'name="version" value="(\d+)"', visitor.get(path).text)
    assert version
    assert visitor.post(path, {**body, "version": version.group(1)}).status_code == 302
    again = visitor.post(path, {**body, "place": "Phòng 303", "version": version.group(1)})
    assert again.status_code == 422
    assert "vừa được người khác sửa" in again.text


def test_a_form_that_is_refused_keeps_what_was_typed(town: Town) -> None:
    body = {"name": "Máy chiếu phòng họp", "category": "other", "unit_id": town.unit, "cost": "ba triệu"}
    answer = town.visitor("officer").post("/assets/new", body)
    assert answer.status_code == 422
    assert "Máy chiếu phòng họp" in answer.text
    assert 'href="#f-cost"' in answer.text


def test_the_same_form_sent_twice_registers_one_asset(town: Town) -> None:
    visitor, key = town.visitor("officer"), str(uuid7())
    body = {"name": "Máy gửi hai lần", "category": "other", "unit_id": town.unit, "key": key}
    places = {visitor.post("/assets/new", body).location for _ in range(2)}
    assert len(places) == 1
