"""A printed sheet can be scanned: every code is read back from the rendered page, beside real text."""

from collections.abc import Iterator

import pypdfium2
import pytest
import zxingcpp

from services.assets.labels.codes import new_code, parse, pretty
from services.assets.labels.fitting import ELLIPSIS, fit
from services.assets.labels.sheets import Label, label_sheets, label_url
from services.assets.labels.symbols import QUIET_ZONE, qr_image
from services.assets.labels.templates import A4_HEIGHT, A4_WIDTH, TEMPLATES

HOST = "https://ts.longbien.hanoi.gov.vn"
LONG = (
    "Màn hình LED trong nhà P3 cỡ lớn đặt tại hội trường khu liên cơ quan, loại dùng cho hội nghị trực tuyến"
)


def labels(count: int) -> list[Label]:
    texts = [
        ("Máy tính bảng", "UBND phường Bồ Đề", "TS00001"),
        (LONG, LONG, ""),
        ("Tổng đài", "Quận uỷ", "TS00002"),
    ]
    return [Label(new_code(), *texts[index % len(texts)]) for index in range(count)]


def pages(pdf: bytes, dpi: int) -> Iterator[list[str]]:
    for page in pypdfium2.PdfDocument(pdf):
        yield [read.text for read in zxingcpp.read_barcodes(page.render(scale=dpi / 72).to_pil())]


@pytest.mark.parametrize(
    ("template", "dpi"), [("a4-24", 150), ("a4-24", 300), ("a4-40", 150), ("a4-65", 150)]
)
def test_every_code_is_read_from_the_rendered_page(template: str, dpi: int) -> None:
    printed = labels(70)
    pdf = label_sheets(printed, TEMPLATES[template], public_base_url=HOST)
    read = [text for page in pages(pdf, dpi) for text in page]
    assert sorted(read) == sorted(label_url(HOST, label.code) for label in printed)
    assert {parse(text) for text in read} == {label.code for label in printed}


def test_the_first_sheet_begins_at_the_label_asked_for() -> None:
    pdf = label_sheets(labels(24), TEMPLATES["a4-24"], public_base_url=HOST, start_at=24)
    assert [len(page) for page in pages(pdf, 150)] == [1, 23]


def test_the_text_beside_the_symbol_is_vietnamese_text() -> None:
    label = Label(new_code(), "Máy tính bảng", "UBND phường Bồ Đề", "TS00001")
    pdf = label_sheets([label], TEMPLATES["a4-24"], public_base_url=HOST)
    text = pypdfium2.PdfDocument(pdf)[0].get_textpage().get_text_range()
    for part in (pretty(label.code), "Máy tính bảng", "UBND phường Bồ Đề", "TS00001"):
        assert part in text


def test_no_label_reaches_over_the_paper_or_its_neighbour() -> None:
    for template in TEMPLATES.values():
        _, x, y = template.place(template.per_sheet - 1)
        assert x + template.width <= A4_WIDTH
        assert y + template.height <= A4_HEIGHT
        assert template.symbol <= template.height
        assert template.step_x >= template.width
        assert template.step_y >= template.height


def test_an_upper_case_url_needs_fewer_modules_than_a_lower_case_one() -> None:
    upper, lower = qr_image(label_url(HOST, "7K3M9PQ4")), qr_image(f"{HOST}/t/7k3m9pq4")
    assert upper.size[0] < lower.size[0]
    assert all(upper.getpixel((x, y)) for x in range(upper.size[0]) for y in range(QUIET_ZONE))


def measure(text: str, size: float) -> float:
    return len(text) * size


def test_text_that_fits_is_left_alone() -> None:
    assert fit("Máy tính", width=100, lines=1, size=10, measure=measure) == fit(
        "  Máy   tính ", width=100, lines=1, size=10, measure=measure
    )


def test_longer_text_is_shrunk_before_it_is_cut() -> None:
    shrunk = fit("mười một ch", width=100, lines=1, size=10, measure=measure)
    assert shrunk.lines == ("mười một ch",)
    assert shrunk.size < 10
    cut = fit("x" * 50, width=100, lines=2, size=10, measure=measure)
    assert cut.lines[0].endswith(ELLIPSIS)
    assert all(measure(line, cut.size) <= 100 for line in cut.lines)


def test_no_text_takes_no_line() -> None:
    assert fit("", width=10, lines=2, size=10, measure=measure).lines == ()
