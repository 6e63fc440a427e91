"""Signed on paper: printed, signed by hand, scanned, sent in at one place; witnesses."""

import io
from typing import Any

import pikepdf
import pypdfium2
import pytest
import qrcode
from PIL import Image, ImageDraw, ImageFilter

from shared.ids import uuid7
from tests.integration.handover.house import Caller, House, scribble


@pytest.fixture
def anh(house: House) -> Any:
    return house.person("Nguyễn Thị Ánh")


def printed(house: House, record: dict[str, Any]) -> bytes:
    return bytes(house.officer.send("GET", f"/records/{record['id']}/minutes.pdf").data)


def photographed(pdf: bytes, *, page: int = 0, turn: float = 3.0) -> bytes:
    """A page as a phone sees it: signed with a pen, turned a little, grey, soft, a JPEG."""
    with pypdfium2.PdfDocument(pdf) as opened:
        sheet = opened[page].render(scale=200 / 72).to_pil().convert("RGB")
    pen = ImageDraw.Draw(sheet)
    pen.line([(300, 1500), (420, 1430), (500, 1560), (640, 1440)], fill=(20, 30, 140), width=6)
    table = Image.new("RGB", (sheet.width + 200, sheet.height + 200), (120, 110, 100))
    table.paste(sheet, (100, 100))
    seen = table.rotate(turn, expand=True, fillcolor=(120, 110, 100)).filter(ImageFilter.GaussianBlur(1))
    seen.point([int(20 + value * 0.85) for value in range(256)] * 3).save(
        out := io.BytesIO(), "JPEG", quality=80
    )
    return out.getvalue()


def sent_in(house: House, content: bytes, name: str = "giay.jpg", by: Caller | None = None) -> Any:
    headers = {"Authorization": f"Bearer {(by or house.officer).token}", "Idempotency-Key": str(uuid7())}
    form = {"file": (io.BytesIO(content), name)}
    return house.app.test_client().post("/api/handover/scans", data=form, headers=headers)


def decided(house: House, scan: dict[str, Any], record: dict[str, Any], **said: Any) -> Any:
    now = house.officer.get(f"/records/{record['id']}")
    body = {"record_id": record["id"], "verdict": "confirmed", **said}
    return house.officer.send("POST", f"/scans/{scan['id']}/decisions", body, version=now["version"])


def test_a_photograph_finds_its_record_and_counts_when_an_officer_has_looked(house: House, anh: Any) -> None:
    record = house.give(house.assets(2), anh)
    pdf = printed(house, record)
    with pypdfium2.PdfDocument(pdf) as opened:
        last = len(opened) - 1
    scan = sent_in(house, photographed(pdf, page=last)).json
    assert [(one["found"], one["record_id"]) for one in scan["pages"]] == [("record", record["id"])]
    assert house.officer.get(f"/records/{record['id']}")["state"] == "issued", "nothing counts before a look"
    assert [one["id"] for one in house.officer.get("/scans?waiting=true")["items"]] == [scan["id"]]
    picture = house.officer.send("GET", f"/scans/{scan['id']}/pages/1")
    assert Image.open(io.BytesIO(picture.data)).format == "JPEG"
    assert "sandbox" in picture.headers["Content-Security-Policy"]

    nothing = decided(house, scan, record)
    assert nothing.json["type"] == "/problems/nothing-seen"
    by_holder = house.holder(anh).send(
        "POST",
        f"/scans/{scan['id']}/decisions",
        {"record_id": record["id"], "verdict": "confirmed"},
        version=1,
    )
    assert by_holder.status_code == 403
    done = decided(
        house,
        scan,
        record,
        sides=["giver", "receiver"],
        witnesses=[{"name": "Phạm Văn Chứng", "post": "Tổ trưởng", "unit_name": "Tổ dân phố 5"}],
    )
    assert done.status_code == 200, done.text
    after = house.officer.get(f"/records/{record['id']}")
    assert after["state"] == "completed"
    assert {(one["side"], one["way"], one["operator_name"]) for one in after["signatures"]} == {
        ("giver", "paper", "Lê Thị Hoa"),
        ("receiver", "paper", "Lê Thị Hoa"),
    }
    assert {one["file"] for one in after["signatures"]} == {scan["sha256"]}
    assert house.officer.get("/scans?waiting=true")["items"] == []
    assert decided(house, scan, record, sides=["giver"]).status_code == 409
    (witness,) = house.officer.get(f"/records/{record['id']}/witnesses")["items"]
    assert (witness["name"], witness["way"]) == ("Phạm Văn Chứng", "paper")
    seen = house.holder(anh).get(f"/records/{record['id']}/scans")["items"]
    assert [one["id"] for one in seen] == [scan["id"]]
    assert house.holder(anh).send("GET", f"/scans/{scan['id']}/pages/1").status_code == 200
    stranger = house.person("Người Khác")
    assert house.holder(stranger).send("GET", f"/scans/{scan['id']}/pages/1").status_code == 404
    text = "".join(
        page.get_textpage().get_text_bounded() for page in pypdfium2.PdfDocument(printed(house, record))
    )
    flat = " ".join(text.split())
    for words in (
        "Đã ký tay trên bản giấy, Lê Thị Hoa xác nhận, lúc",
        "Phạm Văn Chứng",
        "Tổ dân phố 5",
        "Cách ký và điều được chứng minh",
        "cán bộ nêu tên đã xem ảnh",
    ):
        assert words in flat, words
    again = sent_in(house, photographed(printed(house, record))).json
    assert again["pages"][0]["found"] == "copy"


def test_many_records_in_one_upload_and_every_other_symbol_is_named(house: House, anh: Any) -> None:
    first, second, gone = (house.give(house.assets(1), anh) for _ in range(3))
    papers = [printed(house, one) for one in (first, second, gone)]
    house.officer.post(f"/records/{gone['id']}/cancellation", {"reason": "Lập nhầm"}, version=gone["version"])
    other = [
        symbol(f"https://taisan.test/v/{uuid7()}"),
        symbol("HTTPS://TAISAN.TEST/T/0BCG0001"),
        symbol("https://vidu.vn/abc"),
        Image.new("RGB", (800, 1100), "white"),
    ]
    whole = pikepdf.new()
    for paper in papers:
        whole.pages.extend(pikepdf.open(io.BytesIO(paper)).pages)
    for picture in other:
        picture.save(page := io.BytesIO(), "PDF")
        whole.pages.extend(pikepdf.open(io.BytesIO(page.getvalue())).pages)
    whole.save(out := io.BytesIO())
    scan = sent_in(house, out.getvalue(), "ca-xap.pdf").json
    found = [(one["found"], one["record_id"]) for one in scan["pages"]]
    of = [
        (len(pypdfium2.PdfDocument(paper)), one)
        for paper, one in zip(papers, (first, second, gone), strict=True)
    ]
    kinds = ("record", "record", "superseded")
    expected = [(kind, one["id"]) for (pages, one), kind in zip(of, kinds, strict=True) for _ in range(pages)]
    assert found == [*expected, *((kind, None) for kind in ("unknown", "label", "foreign", "no_symbol"))]
    assert decided(house, scan, gone, sides=["giver"]).json["type"] == "/problems/record-cancelled"
    rejected = decided(house, scan, first, verdict="rejected")
    assert rejected.json["type"] == "/problems/reason-missing"
    assert decided(house, scan, first, verdict="rejected", note="Thiếu chữ ký").status_code == 200
    assert house.officer.get(f"/records/{first['id']}")["state"] == "issued"
    assert decided(house, scan, second, sides=["receiver"]).status_code == 200
    assert house.officer.get(f"/records/{second['id']}")["state"] == "signed"
    (entry,) = house.rows("SELECT b.body FROM ledger_entries e JOIN ledger_bodies b ON b.entry_id = e.id"
                          " WHERE e.act = 'record.paper_rejected'")  # fmt: skip
    assert scan["sha256"].encode() in bytes(entry.body)


def symbol(text: str) -> Image.Image:
    """A page that shows a QR symbol."""
    page = Image.new("RGB", (800, 1100), "white")
    page.paste(qrcode.make(text, box_size=8).convert("RGB"), (100, 300))
    return page


def test_what_is_no_paper_or_was_sent_before_is_refused(house: House, anh: Any) -> None:
    assert sent_in(house, b"GIF89a", "x.gif").json["type"] == "/problems/file-type-not-taken"
    photo = photographed(printed(house, house.give(house.assets(1), anh)))
    first = sent_in(house, photo).json
    again = sent_in(house, photo)
    assert (again.json["type"], again.json["scan_id"]) == ("/problems/scan-kept-already", first["id"])
    neighbour = house.caller(
        "officer", unit=house.other, person=house.person("Bà Hàng Xóm", unit=house.other)
    )
    there = sent_in(house, photo, by=neighbour).json
    assert there["pages"][0]["found"] == "unknown", "a record of another unit is not told"
    assert neighbour.send("GET", f"/scans/{first['id']}").status_code == 404


def test_a_scan_without_a_symbol_is_tied_to_its_record_by_hand(house: House, anh: Any) -> None:
    record = house.give(house.assets(1), anh)
    Image.new("RGB", (400, 600), "white").save(out := io.BytesIO(), "PNG")
    scan = sent_in(house, out.getvalue(), "mo.png").json
    assert scan["pages"][0]["found"] == "no_symbol"
    assert decided(house, scan, record, sides=["giver"]).status_code == 200
    (signature,) = house.officer.get(f"/records/{record['id']}")["signatures"]
    assert (signature["side"], signature["method"]) == ("giver", "paper")


def test_a_witness_signs_and_is_no_party(house: House, anh: Any) -> None:
    record = house.give(house.assets(1), anh)
    body = {"method": "drawn", "name": "Phạm Thị Dung", "post": "Kế toán", "drawing": scribble()}
    made = house.officer.post(f"/records/{record['id']}/witnesses", body, version=record["version"])
    assert made["items"][0]["way"] == "drawn_shared"
    party = {**body, "name": "nguyễn thị  ánh"}
    refused = house.officer.send("POST", f"/records/{record['id']}/witnesses", party, version=made["version"])
    assert refused.json["type"] == "/problems/witness-is-a-party"
    dung = house.person("Đỗ Văn Em", post="Bảo vệ")
    house.holder(dung).send("PUT", f"/pins/{dung}", {"pin": "135792"})
    by_pin = {"method": "pin", "person_id": str(dung), "pin": "135792"}
    both = house.officer.post(f"/records/{record['id']}/witnesses", by_pin, version=made["version"])
    assert [(one["name"], one["post"], one["way"]) for one in both["items"]] == [
        ("Phạm Thị Dung", "Kế toán", "drawn_shared"),
        ("Đỗ Văn Em", "Bảo vệ", "pin_shared"),
    ]
    assert house.sign_both(house.officer.get(f"/records/{record['id']}"))["state"] == "completed"


def test_what_is_signed_names_its_template(house: House, anh: Any) -> None:
    record = house.give(house.assets(1), anh)
    assert record["template"] == "minutes@2 TSC-BBGN@2"
    (entry,) = house.rows(
        "SELECT b.body FROM ledger_entries e JOIN ledger_bodies b ON b.entry_id = e.id"
        " WHERE e.act = 'record.issued' AND e.subject = :id",
        id=record["id"],
    )
    assert b'\\"template\\":\\"minutes@2 TSC-BBGN@2\\"' in bytes(entry.body)
