"""Records of every kind in a browser without scripts: to repair and back, disputes, reversals, next steps."""

import re
from typing import Any

import pytest

from tests.acts import drawing
from tests.integration.web.town import Town, Visitor

pytestmark = pytest.mark.postgres

REPAIR = {"organisation": "Cửa hàng Hoàng Long", "name": "Phạm Văn Sửa", "due_on": "2999-01-01"}


def sign_both(visitor: Visitor, path: str) -> str:
    """Both sides draw on this device; the page that comes then."""
    for side in ("giver", "receiver"):
        version = re.search(r'name="version" value="(\d+)"', visitor.get(f"{path}/sign").text)
        assert version
        said = {"version": version.group(1), "side": side, "drawing": f"data:image/png;base64,{drawing()}"}
        answer = visitor.post(f"{path}/signatures", {**said, "here": "1"})
        assert answer.status_code == 302, answer.text
    return str(answer.location)


def given(town: Town, asset: Any) -> str:
    """A completed record over the asset, from the officer to the holder; its page."""
    people = {
        "from": {"person_id": town.people["officer"]["id"]},
        "to": {"person_id": town.people["holder"]["id"]},
    }
    body = {"kind": "internal_handover", **people, "lines": [{"asset_id": asset["id"]}]}
    who = {"role": "officer", "unit": town.unit, "person": town.people["officer"]["id"]}
    record = town.house.do("POST", "/api/handover/records", json=body, **who)
    path = f"/records/{record['id']}"
    sign_both(town.visitor("officer"), path)
    town.house.settle()
    return path


def through(visitor: Visitor, path: str, **said: Any) -> Any:
    """Fill the form, see all answers, and go on."""
    check = visitor.post(path, said)
    assert check.status_code == 200, check.text
    assert "Kiểm tra trước khi" in check.text
    hidden = dict(re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', check.text))
    return visitor.post(path, {**said, **hidden, "step": "issue"})


def test_a_thing_goes_to_repair_and_comes_back_and_is_not_given_out_meanwhile(town: Town) -> None:
    officer, asset = town.visitor("officer"), town.assets[0]
    assert "Đưa đi sửa chữa" in officer.get("/records/new").text
    wrong = officer.post("/repairs/out", {**REPAIR, "code": asset["code"], "due_on": ""})
    assert wrong.status_code == 422
    assert "Hãy ghi ngày hẹn trả." in wrong.text
    assert 'value="Cửa hàng Hoàng Long"' in wrong.text
    sent = through(officer, "/repairs/out", **REPAIR, code=asset["code"])
    assert sent.status_code == 302, sent.text
    path = str(sent.location).removesuffix("/sign")
    assert sign_both(officer, path).endswith("/done")
    town.house.settle()
    assert "Cửa hàng Hoàng Long" in officer.get("/repairs").text
    give = {"code": asset["code"], "person_id": town.people["holder"]["id"], "step": "issue"}
    refused = officer.post("/handovers/new", give)
    assert refused.status_code == 422
    assert "Nhận về từ nơi sửa chữa" in refused.text
    assert f'href="/repairs/{path.rsplit("/", 1)[-1]}/back"' in refused.text
    back = f"/repairs/{path.rsplit('/', 1)[-1]}/back"
    assert asset["code"] in officer.get(back).text
    returned = through(
        officer, back, name="Phạm Văn Sửa", organisation=REPAIR["organisation"], code=asset["code"]
    )
    assert returned.status_code == 302, returned.text
    sign_both(officer, str(returned.location).removesuffix("/sign"))
    assert "Không có tài sản nào ở nơi sửa chữa" in officer.get("/repairs").text


def test_a_party_disputes_the_head_decides_and_both_sides_undo_it(town: Town) -> None:
    officer, holder, head = (town.visitor(login) for login in ("officer", "holder", "head"))
    path = given(town, town.assets[1])
    assert "Tôi không đồng ý" in holder.get(path).text
    empty = holder.post(f"{path}/dispute", {"reason": ""})
    assert (empty.status_code, "Hãy viết lý do." in empty.text) == (422, True)
    assert through(holder, f"{path}/dispute", reason="Thiếu bộ sạc").status_code == 302
    assert "Thiếu bộ sạc" in officer.get(path).text
    assert officer.get(f"{path}/dispute-decision").status_code == 403
    town.house.settle()
    assert town.house.dead == []
    assert "có ý kiến không đồng ý" in head.get("/notices?all=1").text
    decided = through(head, f"{path}/dispute-decision", outcome="upheld", reason="Ghi thừa bộ sạc")
    assert decided.status_code == 302, decided.text
    assert "Thủ trưởng chấp nhận" in holder.get(path).text
    undone = through(officer, f"{path}/reversal", reason="Theo quyết định của thủ trưởng")
    assert undone.status_code == 302, undone.text
    sign_both(officer, str(undone.location).removesuffix("/sign"))
    page = officer.get(path).text
    assert "Kết quả của biên bản này đã bị hủy." in page
    public = town.visitor().get(f"/v/{path.rsplit('/', 1)[-1]}").text
    assert "Người holder" not in public


def test_a_refusal_offers_to_take_it_back_from_whoever_holds_it(town: Town) -> None:
    officer, asset = town.visitor("officer"), town.assets[2]
    given(town, asset)
    give = {"code": asset["code"], "person_id": town.people["head"]["id"], "step": "issue"}
    refused = officer.post("/handovers/new", give)
    assert refused.status_code == 422
    assert "/returns/new?" in refused.text
