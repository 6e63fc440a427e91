"""Other ways to sign, in a browser without scripts: paper sent in and looked at, digital files, the seal,
witnesses; what each proves stands on the page.
"""

import io
import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import pypdfium2
import pytest

from services.handover.signing.office import office_of
from shared.settings import Sealing
from tests.acts import drawing
from tests.authority import PASSWORD, Authority, signed_outside
from tests.integration.web.town import Town, Visitor

pytestmark = pytest.mark.postgres


def issued(town: Town, asset: dict[str, Any]) -> str:
    """The path of a record that waits for both sides."""
    sent = {"step": "issue", "kind": "give", "code": asset["code"], "person": town.people["holder"]["id"]}
    acting = {"role": "officer", "unit": town.unit, "person": town.people["officer"]["id"]}
    made = town.house.do(
        "POST",
        "/api/handover/records",
        json={
            "kind": "internal_handover",
            "from": {"person_id": town.people["officer"]["id"]},
            "to": {"person_id": town.people["holder"]["id"]},
            "lines": [{"code": sent["code"], "condition": "Tốt"}],
            "place": "Phòng 302",
        },
        **acting,
    )
    return f"/records/{made['id']}"


def version(page: str) -> str:
    found = re.search(r'name="version" value="(\d+)"', page)
    assert found, page
    return found.group(1)


def photograph(visitor: Visitor, record: str) -> bytes:
    """The last page of the printed minutes, as a JPEG."""
    with pypdfium2.PdfDocument(visitor.get(f"{record}/minutes.pdf").data) as opened:
        opened[len(opened) - 1].render(scale=2.5).to_pil().convert("RGB").save(out := io.BytesIO(), "JPEG")
    return out.getvalue()


def test_a_photographed_paper_is_sent_in_looked_at_and_counts(town: Town) -> None:
    officer, record = town.visitor("officer"), issued(town, town.assets[0])
    ways = officer.get(f"{record}/sign").text
    assert "Bản giấy đã ký được quét và lưu nguyên" in ways
    assert "/signed-papers" in ways
    nothing = officer.post("/signed-papers", {})
    assert (nothing.status_code, "Chưa chọn tệp" in nothing.text) == (422, True)
    photo = photograph(officer, record)
    sent = officer.post("/signed-papers", {"file": [(io.BytesIO(photo), "giay.jpg")]})
    assert sent.status_code == 302, sent.text
    page = officer.get(sent.location)
    assert "Biên bản đang chờ ký" in page.text
    assert officer.get(f"{sent.location}/pages/1").data.startswith(b"\xff\xd8\xff")
    said = {"record_id": record.rpartition("/")[2], "version": version(page.text), "step": "confirm"}
    unmarked = officer.post(f"{sent.location}/decisions", {**said, "note": "Đã xem kỹ"})
    assert (unmarked.status_code, "Đã xem kỹ" in unmarked.text) == (422, True)
    said |= {"side": ["giver", "receiver"], "witness": "Phạm Văn Chứng", "witness_post": "Tổ trưởng"}
    assert officer.post(f"{sent.location}/decisions", said).status_code == 302
    shown = officer.get(record).text
    for words in ("Đã hoàn thành", "ký tay trên bản giấy", "Người chứng kiến: Phạm Văn Chứng", "Đã xác nhận"):
        assert words in shown, words
    again = officer.post("/signed-papers", {"file": [(io.BytesIO(photo), "giay.jpg")]})
    assert (again.status_code, "đã được nộp rồi" in again.text) == (422, True)
    english = officer.get(record, headers={"Accept-Language": "en"})
    assert english.status_code == 200


def test_both_sign_digitally_and_the_agency_seals(town: Town, tmp_path: Path) -> None:
    authority = Authority()
    path = tmp_path / "seal.p12"
    path.write_bytes(authority.holder("UBND phường").pkcs12)
    app = town.house.apps["handover"]
    sealing = Sealing(pkcs12=str(path), password=PASSWORD, trust_roots=authority.pem)
    app.config["OFFICE"] = office_of(replace(town.house.settings["handover"], sealing=sealing))
    officer, record = town.visitor("officer"), issued(town, town.assets[1])
    witness = {"name": "Đỗ Văn Em", "post": "Bảo vệ", "drawing": f"data:image/png;base64,{drawing()}"}
    form = officer.get(f"{record}/witness").text
    assert officer.post(f"{record}/witness", {**witness, "version": version(form)}).status_code == 302
    for side in ("officer", "holder"):
        prepared = officer.post(f"{record}/file-to-sign", {})
        pdf = officer.get(prepared.location).data
        holder = authority.holder(town.people[side]["name"])
        signed = signed_outside(pdf, holder, field=f"Ky{side}")
        page = officer.get(f"{record}/digital").text
        fields = {"version": version(page), "file": (io.BytesIO(b"%PDF-1.7"), "la.pdf")}
        refused = officer.post(f"{record}/signed-files", fields)
        assert (refused.status_code, "khác bản lưu" in refused.text or "dừng ở byte" in refused.text) == (
            422,
            True,
        )
        fields["file"] = (io.BytesIO(signed), "da-ky.pdf")
        assert officer.post(f"{record}/signed-files", fields).status_code == 302
    assert "Đóng dấu số của cơ quan" in officer.get(record).text
    assert "Đóng dấu số của cơ quan" not in town.visitor("holder").get(record).text
    assert officer.post(f"{record}/seal", {}).status_code == 302
    page = officer.get(record).text
    for words in ("Tải biên bản có dấu số", "khớp nội dung", "chứng thư tin cậy", "Đỗ Văn Em", "UBND phường"):
        assert words in page, words
    sealed = re.search(rf'href="({record}/files/\d+)"[^>]*>[^<]*<svg', page)
    assert sealed
    assert officer.get(sealed.group(1)).data.startswith(b"%PDF-")
