"""A disposal case in a browser without scripts: drawn up, decided by somebody else, refused with reasons."""

import re
from typing import Any

import pytest

from shared.clock import today
from shared.law import provisions
from tests.integration.web.town import Town, Visitor

pytestmark = pytest.mark.postgres


def act(visitor: Visitor, path: str, name: str, **said: Any) -> Any:
    """Send the form `name` of the case's page with the version that the page shows."""
    version = re.search(r'name="version" value="(\d+)"', visitor.get(path).text)
    assert version, visitor.get(path).text
    return visitor.post(f"{path}/acts/{name}", {"version": version.group(1), **said})


def drawn_up(town: Town, visitor: Visitor, asset: dict[str, Any]) -> str:
    said = {"kind": "liquidation", "legal_case": "45.1.b", "unit_id": town.unit, "asset": asset["id"]}
    answer = visitor.post("/disposals/new", said)
    assert answer.status_code == 302, answer.text
    return str(answer.location)


def test_the_form_of_disposal_is_chosen_with_its_law_before_anything_is_written(town: Town) -> None:
    page = town.visitor("officer").get("/disposals/new").text
    assert "Thanh lý tài sản công" in page
    assert "Điều 45 Luật số 15/2017/QH14" in page
    for kind in provisions("disposal"):
        assert town.visitor("officer").get(f"/disposals/new?kind={kind}").status_code == 200, kind
    page = town.visitor("officer").get("/disposals/new?kind=loss").text
    assert "điều chỉnh nguyên giá" in page
    assert 'value="34.5"' not in page


def test_a_case_goes_from_the_assets_page_to_the_decision_of_somebody_else(town: Town) -> None:
    officer, head, asset = town.visitor("officer"), town.visitor("head"), town.assets[2]
    assert f"/disposals/new?asset={asset['id']}" in officer.get(f"/assets/{asset['id']}").text
    case = drawn_up(town, officer, asset)
    refused = act(officer, case, "submit")
    assert refused.status_code == 422
    assert "chưa đạt mức hư hỏng" in refused.text
    sent = act(officer, case, "lines", line=asset["id"], **{f"unrepairable:{asset['id']}": "1"})
    assert sent.status_code == 302
    refused = act(officer, case, "submit")
    assert "Hồ sơ còn thiếu" in refused.text
    assert act(officer, case, "paper", paper="damage", number="3/BB").status_code == 302
    assert act(officer, case, "submit").status_code == 302
    assert "Ghi quyết định xử lý" not in officer.get(case).text
    assert "Hồ sơ chờ" in officer.get(case).text
    refused = act(head, case, "decide", outcome="approved", decision_number="9/QĐ")
    assert refused.status_code == 422
    assert 'value="9/QĐ"' in refused.text
    said = {"decision_on": today().isoformat(), "signer": "Chủ tịch", "responsibility": "Văn phòng"}
    assert act(head, case, "decide", outcome="approved", decision_number="9/QĐ", **said).status_code == 302
    assert "Chờ xử lý theo quyết định" in officer.get(f"/assets/{asset['id']}").text
    assert officer.get(f"{case}/papers/list.pdf").mimetype == "application/pdf"
    town.house.settle()
    assert town.house.dead == []
    assert "đã có quyết định" in officer.get("/notices?all=1").text
    body = {
        "kind": "internal_handover",
        "from": {"person_id": town.people["officer"]["id"]},
        "to": {"person_id": town.people["holder"]["id"]},
        "lines": [{"asset_id": asset["id"]}],
    }
    who = {"role": "officer", "unit": town.unit, "person": town.people["officer"]["id"]}
    given = town.house.ask("POST", "/api/handover/records", json=body, **who)
    assert given.status_code == 409
    assert "chờ xử lý" in given.get_json()["detail"]


def test_the_officer_who_is_no_decider_is_refused_by_the_service_too(town: Town) -> None:
    officer = town.visitor("officer")
    case = drawn_up(town, officer, town.assets[1])
    assert act(officer, case, "cancel", reason="").status_code == 422
    assert act(officer, case, "cancel", reason="Lập nhầm").status_code == 302
    assert "Hồ sơ đã huỷ" in officer.get(case).text
    assert officer.post(f"{case}/acts/nonsense", {}).status_code == 404


def test_an_amount_in_words_is_refused_beside_its_field_and_what_was_typed_is_kept(town: Town) -> None:
    head = town.visitor("head")
    said = {"unit_id": town.unit, "title": "Chủ tịch", "document": "QĐ 5", "role": "head", "cost_to": "nhiều"}
    page = head.post("/disposal-authorities", said)
    assert page.status_code == 422
    assert "Hãy ghi bằng chữ số" in page.text
    assert 'value="nhiều"' in page.text
    assert head.post("/disposal-authorities", {**said, "cost_to": "500.000.000"}).status_code == 302
    assert "500.000.000" in head.get("/disposal-authorities").text
    assert town.visitor("officer").post("/disposal-authorities", said).status_code == 403


def test_cases_are_listed_and_filtered(town: Town) -> None:
    auditor = town.visitor("auditor")
    assert auditor.get("/disposals?show=overdue").status_code == 200
    assert "HSXL" in auditor.get("/disposals?kind=liquidation").text
    assert auditor.get("/disposals/new").status_code == 403
    assert auditor.get("/disposals?after=forged").status_code == 400
