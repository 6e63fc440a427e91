"""Anyone may check a paper, and scan a label, without login, cookie or script; and learns nothing else."""

import io
import re
from typing import Any

import pikepdf
import pytest

from services.web.pace import Allowance
from services.web.routes import landing
from shared.ids import uuid7
from tests.integration.web.town import PIN, Town

pytestmark = pytest.mark.postgres


def test_an_address_gets_so_many_looks_at_once_and_then_some_a_minute() -> None:
    allowance = Allowance(at_once=3, a_minute=6)
    assert [allowance.allows("a", at=100.0) for _ in range(4)] == [True, True, True, False]
    assert allowance.allows("b", at=100.0)
    assert [allowance.allows("a", at=110.0) for _ in range(2)] == [True, False]


@pytest.fixture(autouse=True)
def patient(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(landing, "looks", Allowance(1000, 1000))
    monkeypatch.setattr(landing, "copies", Allowance(1000, 1000))


@pytest.fixture(scope="module")
def paper(town: Town) -> dict[str, Any]:
    """A record of many lines in its three lives: {id, drafts: [PDF when issued], final: PDF}."""
    house, people = town.house, town.people
    assets = [asset["id"] for asset in town.assets]
    officer = {"role": "officer", "unit": town.unit, "person": people["officer"]["id"]}
    body = {
        "kind": "internal_handover",
        "from": {"person_id": people["officer"]["id"], "as": "store"},
        "to": {"person_id": people["holder"]["id"]},
        "lines": [{"asset_id": one, "accessories": f"Sạc, bao da\n{'rất dài ' * 60}"} for one in assets],
        "place": "Phòng bí mật",
    }
    record = house.do("POST", "/api/handover/records", json=body, **officer)
    path = f"/api/handover/records/{record['id']}"
    issued = house.ask("GET", f"{path}/minutes.pdf", **officer).data
    for side in ("giver", "receiver"):
        who = officer if side == "giver" else {**officer, "role": "holder", "person": people["holder"]["id"]}
        record = house.do(
            "POST",
            f"{path}/signatures",
            json={"side": side, "method": "pin", "pin": PIN},
            version=record["version"],
            **who,
        )
    final = house.ask("GET", f"{path}/minutes.pdf", **officer).data
    return {"id": record["id"], "record": record, "issued": issued, "final": final}


def drop(town: Town, paper_id: str, content: bytes) -> Any:
    """What a stranger sees after dropping a file on the page."""
    client = town.web.test_client()
    sent = {"file": (io.BytesIO(content), "ban.pdf")}
    return client.post(f"/v/{paper_id}", base_url="https://taisan.test", data=sent)


def saved(content: bytes, change: Any = None) -> bytes:
    """The PDF as another program saves it, after `change`."""
    with pikepdf.open(io.BytesIO(content)) as pdf:
        if change:
            change(pdf)
        out = io.BytesIO()
        pdf.save(
            out, linearize=True, recompress_flate=True, object_stream_mode=pikepdf.ObjectStreamMode.disable
        )
    return out.getvalue()


def test_a_stranger_learns_what_the_paper_must_say_and_nobodys_name(town: Town, paper: Any) -> None:
    answer = town.web.test_client().get(f"/v/{paper['id']}", base_url="https://taisan.test")
    record, text = paper["record"], answer.text
    assert answer.status_code == 200
    for told in ("Có trong sổ, đang có giá trị", record["number"], "UBND phường Thử", record["content_hash"]):
        assert told in text
    assert re.search(rf"<dd class=\"number\">{len(record['lines'])}</dd>", text)
    hidden = ["Người ", "Phòng bí mật", "Sạc", "Chuyên viên"]
    hidden += [record[side][what] for side in ("giver", "receiver") for what in ("name", "person_id")]
    hidden += [line[what] for line in record["lines"] for what in ("serial", "code", "name", "asset_id")]
    assert [one for one in hidden if one and one in text] == []
    assert "Set-Cookie" not in answer.headers
    english = town.web.test_client().get(f"/v/{paper['id']}?lang=en", base_url="https://taisan.test").text
    assert "In the books and valid" in english


def test_the_very_file_and_a_copy_saved_by_another_program_are_known(town: Town, paper: Any) -> None:
    same = drop(town, paper["id"], paper["final"])
    assert (same.status_code, "Đúng từng byte" in same.text) == (200, True)
    assert "Nay đã có bản mới hơn" not in same.text
    older = drop(town, paper["id"], paper["issued"])
    assert "Đúng từng byte" in older.text
    assert "Nay đã có bản mới hơn" in older.text
    again = drop(town, paper["id"], saved(paper["final"]))
    assert "Nội dung các trang giống" in again.text
    assert "Set-Cookie" not in again.headers


def test_the_page_that_was_changed_is_named(town: Town, paper: Any) -> None:
    with pikepdf.open(io.BytesIO(paper["final"])) as pdf:
        last = len(pdf.pages)
    assert last > 1

    def scribble(pdf: pikepdf.Pdf) -> None:
        pdf.pages[last - 1].contents_add(b"0 0 m 9 9 l S")

    def font(pdf: pikepdf.Pdf) -> None:  # the same instructions on every page, drawn with other letters
        descendant = pdf.pages[0].obj.Resources.Font["/f0"].DescendantFonts[0]
        descendant.FontDescriptor.FontFile2 = pdf.make_stream(b"another font")

    def shorten(pdf: pikepdf.Pdf) -> None:
        del pdf.pages[last - 1]

    def lengthen(pdf: pikepdf.Pdf) -> None:
        pdf.add_blank_page()

    def turn(pdf: pikepdf.Pdf) -> None:
        pdf.pages[last - 1].rotate(180, relative=False)

    for change, told in (
        (scribble, f"Trang khác nội dung: {last}."),
        (turn, f"Trang khác nội dung: {last}."),
        (shorten, f"Trang bị thiếu: {last}."),
        (lengthen, f"Trang thêm vào: {last + 1}."),
    ):
        assert told in drop(town, paper["id"], saved(paper["final"], change)).text, change.__name__
    assert "Không trang nào" in drop(town, paper["id"], saved(paper["final"], font)).text


def test_a_signature_after_the_end_is_no_change_and_what_lies_on_a_page_is_told(
    town: Town, paper: Any
) -> None:
    signed = paper["final"] + b"\n% a signature of whoever\n"
    assert "có thêm chữ ký số" in drop(town, paper["id"], signed).text

    def stamp(pdf: pikepdf.Pdf) -> None:
        note = pikepdf.Dictionary(Type=pikepdf.Name.Annot, Subtype=pikepdf.Name.Stamp, Rect=[0, 0, 99, 99])
        pdf.pages[0].obj.Annots = pdf.make_indirect([note])

    assert "đặt lên trang: 1." in drop(town, paper["id"], saved(paper["final"], stamp)).text


def test_one_changed_byte_anywhere_is_never_called_the_same(town: Town, paper: Any) -> None:
    content = paper["final"]
    for place in range(200, len(content), len(content) // 12):
        changed = content[:place] + bytes([content[place] ^ 1]) + content[place + 1 :]
        answer = drop(town, paper["id"], changed)
        assert "Đúng từng byte" not in answer.text, place
        assert "Không trang nào" not in answer.text, place
        if "Byte đầu tiên khác" in answer.text:
            first, last = re.findall(r"khoảng ([\d.]+) đến ([\d.]+) của", answer.text)[0]
            assert int(first.replace(".", "")) <= place + 1 <= int(last.replace(".", "")), place


@pytest.mark.parametrize("content", [b"", b"not a paper", b"%PDF-1.7 broken", b"%PDF-1.7\n" + b"\x00" * 9999])
def test_what_is_no_readable_paper_is_refused_in_words(town: Town, paper: Any, content: bytes) -> None:
    answer = drop(town, paper["id"], content)
    assert answer.status_code == 422
    assert "Chưa so được tệp" in answer.text or "không đọc được" in answer.text or "không phải" in answer.text


def test_another_paper_is_not_taken_for_this_one(town: Town, paper: Any) -> None:
    other = pikepdf.new()
    other.add_blank_page()
    assert "Không trang nào" in drop(town, paper["id"], saved(_bytes(other))).text
    unknown = drop(town, str(uuid7()), paper["final"])
    assert "Không có giấy tờ này" in unknown.text


def _bytes(pdf: pikepdf.Pdf) -> bytes:
    out = io.BytesIO()
    pdf.save(out)
    return out.getvalue()


def test_who_asks_too_often_waits(town: Town, paper: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(landing, "looks", Allowance(2, 1))
    monkeypatch.setattr(landing, "copies", Allowance(0, 1))
    client = town.web.test_client()
    paths = (f"/v/{paper['id']}", f"/T/{town.assets[0]['code']}", "/T/00000000")
    assert [client.get(path, base_url="https://taisan.test").status_code for path in paths] == [200, 200, 429]
    assert drop(town, paper["id"], paper["final"]).status_code == 429


def test_a_label_tells_a_stranger_the_unit_and_the_way_back_and_nothing_else(town: Town, paper: Any) -> None:
    asset = town.assets[0]
    answer = town.web.test_client().get(f"/T/{asset['code']}", base_url="https://taisan.test")
    assert "Đây là tài sản của UBND phường Thử" in answer.text
    assert "Nhặt được?" in answer.text
    assert "Set-Cookie" not in answer.headers
    told = town.house.do("GET", f"/api/assets/assets/{asset['id']}", role="officer", unit=town.unit)
    kept = [told[name] for name in ("id", "serial", "maker", "model", "department", "place", "unit_id")]
    hidden = [*(str(one) for one in kept if one), "Người ", "15.490.000", "Phòng"]
    assert [one for one in hidden if one in answer.text] == []


def test_what_the_public_sees_comes_through_two_doors_only(town: Town) -> None:
    public = {rule.rule for rule in town.web.url_map.iter_rules() if _is_open(rule.endpoint)}
    assert public == {
        "/static/<path:filename>", "/login", "/login/demo", "/language", "/livez",
        "/T/<code>", "/t/<code>", "/v/<uuid:record_id>",
    }  # fmt: skip
    for path in ("papers/x", "records", "ledger", "codes/00000000"):
        for service in ("handover", "assets"):
            answer = town.house.apps[service].test_client().get(f"/api/{service}/{path}")
            assert answer.status_code in {401, 404}, path


def _is_open(endpoint: str) -> bool:
    from services.web import access

    return access.PAGES[endpoint] == access.PUBLIC
