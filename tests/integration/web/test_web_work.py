"""The work itself, in a browser without any script."""

import re
from typing import Any

import pytest

from shared.errors import Unavailable
from shared.ids import uuid7
from tests.integration.web.town import PIN, Town, Visitor

pytestmark = pytest.mark.postgres


def test_a_stranger_who_scans_a_label_learns_whose_it_is_and_nothing_more(town: Town) -> None:
    asset = town.assets[0]
    text = town.visitor().get(f"/T/{asset['code']}").text
    assert "UBND phường Thử" in text
    assert "Nhặt được?" in text
    assert asset["serial"] not in text
    assert town.visitor("officer").get(f"/t/{asset['code'].lower()}").location == f"/assets/{asset['id']}"


def test_a_service_that_is_down_leaves_the_rest_of_the_page(
    town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    def away(*_: Any, **__: Any) -> None:
        raise Unavailable("peer-unavailable", vi="", en="")

    visitor = town.visitor("officer")
    with monkeypatch.context() as patched:
        patched.setattr(town.web.extensions["taisan.web"].peers.notifications, "send", away)
        page = visitor.get("/")
    assert page.status_code == 200
    assert "Chưa tải được: Thông báo" in page.text


def test_two_tablets_are_given_and_signed_without_any_script(town: Town) -> None:
    visitor = town.visitor("officer")
    codes = [asset["code"] for asset in town.assets[:2]]
    page = visitor.post("/handovers/new", {"step": "add", "typed": codes[0].lower()})
    page = visitor.post("/handovers/new", {"step": "add", "typed": codes[1], "code": codes[0]})
    assert re.findall(r'name="code" value="(\w+)"', page.text) == codes[::-1]
    found = visitor.post("/handovers/new", {"step": "find", "q": "nguoi holder", "code": codes})
    assert "Người holder" in found.text
    draft = {"code": codes, "person_id": town.people["holder"]["id"], "happened_on": "", "place": "Phòng họp"}
    check = visitor.post("/handovers/new", {**draft, "step": "check"})
    assert "2 tài sản" in check.text
    issued = visitor.post("/handovers/new", {**draft, "step": "issue"})
    assert issued.location.endswith("/sign")
    record = issued.location.removesuffix("/sign")
    for side in ("giver", "receiver"):
        version = re.search(r'name="version" value="(\d+)"', visitor.get(f"{record}/sign").text)
        assert version
        sent = {"side": side, "pin": PIN, "version": version.group(1), "here": "1"}
        signed = visitor.post(f"{record}/signatures", sent)
    assert signed.location == f"{record}/done"
    assert visitor.get(f"{record}/minutes.pdf").mimetype == "application/pdf"
    _a_stranger_may_check_the_paper(town, record.rsplit("/", 1)[1], visitor.get(record).text)
    town.house.settle()
    assert "Tôi đang giữ</h2>" not in town.visitor("holder").get("/mine").text
    assert codes[0][:4] in town.visitor("holder").get("/mine").text


def _a_stranger_may_check_the_paper(town: Town, record_id: str, inside: str) -> None:
    paper = town.visitor().get(f"/v/{record_id}")
    assert paper.status_code == 200
    assert "Có trong sổ, đang có giá trị" in paper.text
    assert "Người holder" in inside
    assert "Người " not in paper.text
    assert "Không có giấy tờ này" in town.visitor().get(f"/v/{uuid7()}").text


def test_what_is_held_is_blocked_with_its_holder_and_the_next_step(town: Town) -> None:
    code = town.assets[0]["code"]
    answer = town.visitor("officer").post(
        "/scan/codes", {"text": f"HTTPS://TAISAN.TEST/T/{code}", "purpose": "give"}
    )
    assert answer.json is not None
    assert answer.json["state"] == "blocked"
    assert "Người holder" in answer.json["message"]
    assert answer.json["link"]["href"] == f"/returns/new?code={code}"


def test_the_whole_page_is_english_when_english_is_chosen(town: Town) -> None:
    text = town.visitor("officer").get("/?lang=en").text
    assert '<html lang="en">' in text
    assert "Hand over" in text
    assert "Bàn giao" not in text


def test_a_static_file_may_be_kept_for_ever_because_its_address_changes_with_it(town: Town) -> None:
    found = re.search(r'href="(/static/taisan\.css\?v=\w+)"', town.visitor().get("/login").text)
    assert found
    with town.visitor().get(found.group(1)) as dated, town.visitor().get("/static/taisan.css") as plain:
        assert "immutable" in dated.headers["Cache-Control"]
        assert plain.headers["Cache-Control"] == "no-cache"


def _issued(town: Town, officer: Visitor) -> str:
    """The path of a record over the third tablet, issued to the holder."""
    draft = {"code": town.assets[2]["code"], "person_id": town.people["holder"]["id"]}
    issued = officer.post("/handovers/new", {"step": "issue", **draft})
    return str(issued.location).removesuffix("/sign")


def test_the_receiver_refuses_with_a_reason_and_the_record_says_so(town: Town) -> None:
    officer, holder = town.visitor("officer"), town.visitor("holder")
    issued = officer.post(
        "/handovers/new",
        {"step": "issue", "code": town.assets[2]["code"], "person_id": town.people["holder"]["id"]},
    )
    record = issued.location.removesuffix("/sign")
    version = re.search(r'name="version" value="(\d+)"', holder.get(record).text)
    assert version
    silent = holder.post(f"{record}/refusal", {"reason": " ", "version": version.group(1)})
    assert silent.status_code == 422
    assert "Hãy viết lý do." in silent.text
    assert (
        holder.post(f"{record}/refusal", {"reason": "Thiếu bộ sạc", "version": version.group(1)}).status_code
        == 302
    )
    page = officer.get(record).text
    assert "Bị từ chối" in page
    assert "Thiếu bộ sạc" in page
    assert "chưa đối chiếu văn bản gốc" in page


def test_a_wrong_pin_is_said_where_it_was_typed(town: Town) -> None:
    officer = town.visitor("officer")
    issued = officer.post(
        "/handovers/new",
        {"step": "issue", "code": town.assets[2]["code"], "person_id": town.people["holder"]["id"]},
    )
    record = issued.location.removesuffix("/sign")
    answer = officer.post(
        f"{record}/signatures", {"side": "receiver", "pin": "864209", "version": "1", "here": "1"}
    )
    assert answer.status_code == 422
    assert "PIN" in answer.text.split('class="summary"')[1][:600]
    cancelled = officer.post(f"{record}/cancellation", {"reason": "Lập nhầm người nhận", "version": "1"})
    assert cancelled.status_code == 302
    assert "Đã huỷ" in officer.get(record).text
