"""Custody put right and reported on the pages: proposed, approved, drawn, downloaded; without any script."""

import hashlib
import re

import pytest

from tests.acts import drawing
from tests.integration.web.town import Town

pytestmark = pytest.mark.postgres


def handed_over(town: Town) -> str:
    """The first tablet goes to the holder; its id."""
    house, officer = town.house, town.people["officer"]["id"]
    acting = {"role": "officer", "unit": town.unit, "person": officer}
    body = {"kind": "internal_handover", "from": {"person_id": officer}, "happened_on": "2026-03-02"}
    body |= {"to": {"person_id": town.people["holder"]["id"]}, "lines": [{"code": town.assets[0]["code"]}]}
    record = house.do("POST", "/api/handover/records", json=body, **acting)
    for side in ("giver", "receiver"):
        signature = {"side": side, "method": "drawn", "drawing": drawing()}
        path = f"/api/handover/records/{record['id']}/signatures"
        record = house.do("POST", path, json=signature, version=record["version"], **acting)
    house.settle()
    return str(town.assets[0]["id"])


def test_a_correction_goes_from_the_officer_to_the_head_and_into_the_picture(town: Town) -> None:
    asset = handed_over(town)
    officer, head = town.visitor("officer"), town.visitor("head")
    page = officer.get(f"/assets/{asset}").text
    assert f"/custody/assets/{asset}" in page
    typed = {"codes": town.assets[0]["code"], "from_on": "2026-03-05", "until_on": "2026-03-09"}
    refused = officer.post("/custody/corrections/new", {**typed, "reason": "Ghi nhầm"})
    assert refused.status_code == 422
    assert 'value="2026-03-05"' in refused.text, "nothing typed is lost"
    sent = officer.post("/custody/corrections/new", {**typed, "reason": "Ghi nhầm", "document": "BB 07"})
    where = sent.headers["Location"]
    assert "Duyệt</button>" not in officer.get(where).text, "the officer is not offered it"
    shown = head.get(where).text
    assert "Không ai giữ, ở kho" in shown
    said = {"step": "reject", "remark": "", "version": "1"}
    assert head.post(where, said).status_code == 422
    done = head.post(where, {"step": "approve", "remark": "", "version": "1"})
    assert done.status_code == 302
    assert "00001/ĐC" in head.get(where).text
    drawn = officer.get(f"/custody/assets/{asset}").text
    assert drawn.count("<rect") >= 4
    assert drawn.count('<tr class="gone">') == 1
    assert 'style="' not in drawn
    assert where.rsplit("/", 1)[1] in officer.get("/custody/corrections?state=approved").text


def test_a_report_is_made_and_its_files_are_those_of_the_manifest(town: Town) -> None:
    officer = town.visitor("officer")
    asked = {"about": "person", "person": town.people["holder"]["id"], "as_of": "2026-03-03"}
    assert officer.post("/custody/reports", asked).status_code == 302
    listed = officer.get("/custody/reports").text
    (report,) = set(re.findall(r"/custody/reports/([0-9a-f-]{36})/", listed))
    manifest = officer.get(f"/custody/reports/{report}/manifest").json
    assert manifest["rows"] == 1
    for kind, one in manifest["files"].items():
        content = officer.get(f"/custody/reports/{report}/file?format={kind}").data
        assert hashlib.sha256(content).hexdigest() == one["sha256"], kind
    wrong = officer.post("/custody/reports", {"about": "asset", "asset": "khong-co"})
    assert wrong.status_code == 422
    assert town.visitor("holder").get("/custody/reports").status_code == 403
