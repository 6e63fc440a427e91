"""The minutes as a reader has them: the form of the day, every word in Vietnamese, tables over pages,
PDF/A-2a tagged.

Golden by text extraction; the renderer is the real one, in its child process.
"""

import hashlib
import io
import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any
from uuid import UUID

import pypdfium2
import pytest
from PIL import Image, ImageChops

from services.handover.lifecycle import KINDS, STATES
from services.handover.minutes.document import TEMPLATE, with_check
from services.handover.minutes.sheet import sheet
from services.handover.minutes.template import VERSION
from shared.errors import Unavailable
from shared.law import Provision, provisions
from shared.typeset import Renderer
from tests.decoders import symbols
from tests.waiting import eventually

GOLDEN = Path(__file__).parents[1] / "data" / "golden"
URL = "https://taisan.longbien.vn/v/019aa8f0-0000-7000-8000-00000000000a"
UNIT = "Ủy ban nhân dân phường Bồ Đề"


@pytest.fixture(scope="module")
def renderer() -> Iterator[Renderer]:
    made = Renderer(idle_seconds=60)
    yield made
    made.close()


def line(number: int, **facts: Any) -> dict[str, Any]:
    return {
        "position": number,
        "asset_id": UUID(int=number),
        "code": f"0BCG{number:04d}",
        "name": "Máy tính bảng Samsung Galaxy Tab S9 FE",
        "serial": f"R9ZW{number:07d}XYZ",
        "category": "tablet",
        "cost": 12_500_000,
        "remaining_value": None,
        "condition": "Tốt",
        "accessories": "",
        "note": "",
        **facts,
    }


def record(on: date = date(2026, 3, 5), **facts: Any) -> dict[str, Any]:
    party = {"person_id": UUID(int=1), "unit_name": UNIT}
    return {
        "number": "00012/BBBG",
        "kind": "internal_handover",
        "year": on.year,
        "state": "completed",
        "happened_on": on,
        "place": "trụ sở UBND phường Bồ Đề",
        "basis": "",
        "giver": {**party, "name": "Lê Thị Hoa", "post": "Công chức Văn phòng", "as": "store"},
        "receiver": {**party, "name": "Nguyễn Thị Ánh", "post": "Chuyên viên", "as": "holder"},
        "signatures": [
            {"side": "giver", "method": "pin", "signed_at": datetime(2026, 3, 5, 2, 15, tzinfo=UTC)},
            {"side": "receiver", "method": "pin", "signed_at": datetime(2026, 3, 5, 17, 5, tzinfo=UTC)},
        ],
        "refusal": None,
        "content_hash": "5f" * 32,
        "rules": ["L15-23@2", "INT-HANDOVER@2"],
        **facts,
    }


def pdf(renderer: Renderer, of: dict[str, Any], lines: list[dict[str, Any]]) -> bytes:
    return renderer.pdf(TEMPLATE, with_check(sheet(of, lines, UNIT, {}), URL))


def pages(document: bytes) -> list[str]:
    """The text of each page, spaces made single."""
    with pypdfium2.PdfDocument(document) as opened:
        return [re.sub(r"\s+", " ", page.get_textpage().get_text_bounded()) for page in opened]


def test_the_form_of_the_day_with_its_columns_and_ours(renderer: Renderer) -> None:
    text = " ".join(
        pages(pdf(renderer, record(), [line(1), line(2, category="software", name="Phần mềm kế toán")]))
    )
    for words in (
        "Mẫu số 02/TSC-BBGN",
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
        "Độc lập - Tự do - Hạnh phúc",
        "BIÊN BẢN BÀN GIAO, TIẾP NHẬN TÀI SẢN CÔNG",
        "Số: 00012/BBBG",
        "Căn cứ Nghị định số 186/2025/NĐ-CP",
        "Hôm nay, ngày 05 tháng 3 năm 2026, tại trụ sở UBND phường Bồ Đề",
        "1. Đại diện bên giao Ông/Bà: Lê Thị Hoa Chức vụ: Công chức Văn phòng",
        "Danh mục tài sản (chi tiết theo từng loại tài sản)",
        "Đơn vị tính",
        "Mã tài sản",
        "Số serial",
        "Tình trạng",
        "Trụ sở làm việc, cơ sở hoạt động sự nghiệp",
        "Tổng cộng",
        "25.000.000 đồng (bằng chữ: Hai mươi lăm triệu đồng)",
        "Đã ký bằng mã PIN lúc 09:15 ngày 05/03/2026",
        "Đã ký bằng mã PIN lúc 00:05 ngày 06/03/2026",
        "ĐẠI DIỆN BÊN NHẬN",
        "ĐẠI DIỆN BÊN GIAO",
        "5f" * 20,
    ):
        assert words in text, words
    assert text.index("Máy móc, thiết bị") < text.index("Galaxy Tab") < text.index("Tài sản khác")
    assert text.index("Tài sản khác") < text.index("Phần mềm kế toán")


def test_before_july_2025_the_old_form_which_was_not_compared(renderer: Renderer) -> None:
    text = " ".join(pages(pdf(renderer, record(date(2025, 6, 20)), [line(1)])))
    assert "Mẫu số 01/TSC-BBGN" in text
    assert "Nghị định số 151/2017/NĐ-CP" in text
    assert "ngày 20 tháng 6 năm 2025" in text
    assert "Mẫu số 01/TSC-BBGN: chưa đối chiếu văn bản gốc" in text
    assert "Đơn vị tính" not in text


def test_three_hundred_lines_go_over_pages_under_a_repeated_head(renderer: Renderer) -> None:
    texts = pages(pdf(renderer, record(), [line(number) for number in range(1, 301)]))
    rows = [text for text in texts if "R9ZW" in text]
    assert len(rows) > 5
    assert all("Số serial" in text for text in rows)
    assert f"Trang {len(texts)} / {len(texts)}" in texts[-1]
    assert texts[1].startswith("2 ")
    whole = " ".join(texts)
    assert all(f"0BCG{number:04d}" in whole for number in range(1, 301))
    assert "300 tài sản" in whole
    assert "Ba tỷ bảy trăm năm mươi triệu đồng" in whole


def test_a_sum_of_remaining_values_is_told_only_when_all_are_known(renderer: Renderer) -> None:
    known = [line(1, remaining_value=1_000_000), line(2, remaining_value=15_000)]
    assert "1.015.000 đồng (bằng chữ: Một triệu không trăm mười lăm nghìn đồng)" in " ".join(
        pages(pdf(renderer, record(), known))
    )
    assert "chưa có số liệu" in " ".join(pages(pdf(renderer, record(), [known[0], line(3)])))


LIVES_NOTE = "Giá trị còn lại tính theo thời gian sử dụng chưa đối chiếu văn bản gốc"


@pytest.mark.parametrize(
    ("lives", "sources"),
    [
        (["LIFE-COMPUTER@1", "LIFE-COMPUTER@2"], "Thông tư số 141/2025/TT-BTC"),
        (["LIFE-UNSTATED@0"], ""),  # of a version that law/ no longer has
    ],
)
def test_what_remains_by_lives_that_nobody_compared_says_so(
    renderer: Renderer, lives: list[str], sources: str
) -> None:
    of = record(rules=["L15-23@2", "INT-HANDOVER@2", *lives])
    text = " ".join(pages(pdf(renderer, of, [line(1, remaining_value=5_400_000)])))
    assert f"{LIVES_NOTE}{' (' if sources else '.'}" in text
    assert sources in text
    assert "Tổng giá trị còn lại: 5.400.000 đồng" in text


def test_what_rests_on_no_life_or_on_compared_ones_has_no_such_note(
    renderer: Renderer, monkeypatch: pytest.MonkeyPatch
) -> None:
    valued = [line(1, remaining_value=5_400_000)]
    assert LIVES_NOTE not in " ".join(pages(pdf(renderer, record(), valued)))
    of = record(rules=["L15-23@2", "INT-HANDOVER@2", "LIFE-COMPUTER@2"])
    monkeypatch.setattr("services.handover.minutes.sheet.provisions", _all_read)
    assert LIVES_NOTE not in " ".join(pages(pdf(renderer, of, valued)))


def _all_read(kind: str) -> dict[str, tuple[Provision, ...]]:
    """The law as it will be when somebody has read every text."""
    return {
        id_: tuple(replace(one, certainty="F1") for one in versions)
        for id_, versions in provisions(kind).items()
    }


def test_it_says_when_it_is_not_worth_the_paper(renderer: Renderer) -> None:
    refused = record(
        state="refused",
        signatures=[],
        refusal={"reason": "Máy nứt màn hình", "at": datetime(2026, 3, 5, 3, tzinfo=UTC), "by": "x"},
    )
    text = " ".join(pages(pdf(renderer, refused, [line(1)])))
    assert "ĐÃ BỊ TỪ CHỐI" in text
    assert "Từ chối ký lúc 10:00 ngày 05/03/2026. Lý do: Máy nứt màn hình" in text
    assert "CHỜ HAI BÊN KÝ" in " ".join(
        pages(pdf(renderer, record(state="issued", signatures=[]), [line(1)]))
    )


def test_it_is_tagged_pdf_a_2a_in_our_own_face_alone(renderer: Renderer) -> None:
    document = pdf(renderer, record(), [line(1)])
    assert b"<pdfaid:part>2</pdfaid:part>" in document
    assert b"<pdfaid:conformance>A</pdfaid:conformance>" in document
    assert b"/StructTreeRoot" in document
    faces = set(re.findall(rb"/BaseFont\s*/[A-Z]{6}\+([A-Za-z-]+)", document))
    assert faces
    assert all(face.startswith(b"Tinos") for face in faces)


def test_the_qr_on_the_page_leads_to_the_check_page(renderer: Renderer) -> None:
    with pypdfium2.PdfDocument(pdf(renderer, record(), [line(1)])) as opened:
        found = [code.text for page in opened for code in symbols(page.render(scale=2).to_pil())]
    assert len(found) >= 2, "on every page a small one too"
    assert set(found) == {URL}


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_every_kind_in_every_state_can_be_printed(kind: str) -> None:
    for state in STATES:
        for role in {role for way in KINDS[kind].sides for role in way}:
            of = record(kind=kind, state=state, decision_number="12/QĐ-UBND", decision_on=date(2026, 3, 1))
            of["receiver"] = {**of["receiver"], "as": role}
            said = sheet(of, [line(1)], UNIT, {})
            own = kind not in {"transfer", "state_recall", "merger_handover"}
            assert said["form"].startswith("Mẫu nội bộ" if own else "Mẫu số 02/TSC-BBGN")
            assert "Căn cứ Quyết định số 12/QĐ-UBND ngày 01/03/2026" in said["bases"]
            assert (said["standing"] == "") == (state == "completed")


def test_witnesses_ways_and_copies_stand_on_the_paper(renderer: Renderer) -> None:
    signed_at = datetime(2026, 3, 5, 2, 15, tzinfo=UTC)
    of = record(template="minutes@2 TSC-BBGN@2")
    of["signatures"] = [
        {"side": "giver", "method": "pin", "way": "pin_own", "signed_at": signed_at},
        {
            "side": "receiver",
            "method": "drawn",
            "way": "drawn_shared",
            "signed_at": signed_at,
            "operator_name": "Lê Thị Hoa",
        },
    ]
    witness = {
        "number": 1,
        "name": "Phạm Văn Chứng",
        "post": "Tổ trưởng",
        "unit_name": "Tổ dân phố 5",
        "method": "paper",
        "way": "paper",
        "operator_name": "Lê Thị Hoa",
        "signed_at": signed_at,
    }
    content = with_check(sheet(of, [line(1)], UNIT, {}, [witness], copies=3), URL)
    text = " ".join(pages(renderer.pdf(TEMPLATE, content)))
    for words in (
        "Đại diện cơ quan chứng kiến Ông/Bà: Phạm Văn Chứng Chức vụ: Tổ trưởng Đơn vị: Tổ dân phố 5",
        "lập thành 03 bản có giá trị như nhau, mỗi bên giữ 01 bản, số còn lại lưu hồ sơ",
        "Ký trực tiếp trên màn hình, trên máy của Lê Thị Hoa, lúc 09:15",
        "Đã ký tay trên bản giấy, Lê Thị Hoa xác nhận, lúc 09:15",
        "Bên nhận (Nguyễn Thị Ánh): chữ ký vẽ, trên máy của người khác. Có người vẽ nét ký",
        "Mẫu in đã ký: minutes@2 TSC-BBGN@2",
    ):
        assert words in text, words


def test_a_draft_bears_no_symbol(renderer: Renderer) -> None:
    draft = record(state="draft", number=None, content_hash=None, signatures=[])
    with pypdfium2.PdfDocument(pdf(renderer, draft, [line(1)])) as opened:
        assert not [one for page in opened for one in symbols(page.render(scale=2).to_pil())]


def test_a_thousand_lines_are_set_in_time(renderer: Renderer) -> None:
    texts = pages(pdf(renderer, record(), [line(number) for number in range(1, 1001)]))
    assert "1000 tài sản" in texts[-2] + texts[-1]
    assert all("Số serial" in text for text in texts if "R9ZW" in text)


def test_the_pages_look_as_they_were_seen(renderer: Renderer) -> None:
    """Seen by a person on 2026-11-25; a picture may differ a little, words that move do not."""
    with pypdfium2.PdfDocument(pdf(renderer, record(), [line(1), line(2), line(3)])) as opened:
        for number, page in enumerate(opened, start=1):
            now = page.render(scale=0.75).to_pil().convert("L")
            golden = GOLDEN / f"minutes-{number}.png"
            then = Image.open(golden).convert("L")
            assert now.size == then.size
            differing = ImageChops.difference(now, then).point([0] * 96 + [255] * 160)
            share = differing.histogram()[255] / (now.width * now.height)
            assert share < 0.002, f"{golden.name}: {share:.4f} of the picture differs"
        assert len(opened) == len(list(GOLDEN.glob("minutes-*.png")))


def test_the_template_has_a_version_that_changes_with_it() -> None:
    """Whoever changes minutes.typ counts its version up and writes the new hash here."""
    known = {2: "a1512fb2039490ee"}
    assert hashlib.sha256(TEMPLATE.read_bytes()).hexdigest()[:16] == known[VERSION]


def test_no_word_is_ever_read_as_markup(renderer: Renderer) -> None:
    nasty = '#panic("x") $1+1$ *đậm* `mã` @ref <nhãn> \\ \u200b [ngoặc] //'
    text = " ".join(pages(pdf(renderer, record(basis=nasty, place=nasty), [line(1, name=nasty, note=nasty)])))
    assert '#panic("x") $1+1$ *đậm* `mã` @ref <nhãn>' in text


def test_the_child_ends_after_its_share_and_is_born_again() -> None:
    renderer = Renderer(most_documents=2, idle_seconds=60)
    of, lines = record(), [line(1)]
    pdf(renderer, of, lines)
    first = renderer.child_pid
    pdf(renderer, of, lines)
    assert renderer.child_pid is None
    pdf(renderer, of, lines)
    assert renderer.child_pid not in {None, first}
    renderer.close()
    assert renderer.child_pid is None


def test_an_idle_child_ends_and_leaves_no_memory_behind() -> None:
    renderer = Renderer(idle_seconds=0.2)
    pdf(renderer, record(), [line(1)])
    eventually(lambda: renderer.child_pid is None)


def test_a_child_that_hangs_or_dies_costs_one_document_and_not_the_next() -> None:
    renderer = Renderer(patience=0.01)
    with pytest.raises(Unavailable):
        pdf(renderer, record(), [line(1)])
    renderer._patience = 30
    assert pdf(renderer, record(), [line(1)]).startswith(b"%PDF")
    renderer.close()


def test_a_drawn_signature_stands_on_the_page(renderer: Renderer) -> None:
    out = io.BytesIO()
    Image.new("LA", (200, 80), (0, 255)).save(out, "PNG")
    of = record()
    of["signatures"][1] |= {"method": "drawn"}
    content = with_check(sheet(of, [line(1)], UNIT, {"receiver": out.getvalue()}), URL)
    document = renderer.pdf(TEMPLATE, content)
    assert "Ký trực tiếp trên màn hình lúc 00:05 ngày 06/03/2026" in " ".join(pages(document))
    assert document.count(b"/Subtype /Image") + document.count(b"/Subtype/Image") >= 2
