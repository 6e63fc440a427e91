"""A printed sheet can be scanned: every code is read back from the rendered page, beside real text."""

from collections.abc import Iterator

import pypdfium2
import pytest
from PIL import Image

from services.assets.labels.calibration import calibration_page
from services.assets.labels.codes import new_code, parse, pretty
from services.assets.labels.fitting import ELLIPSIS, fit
from services.assets.labels.layout import Label
from services.assets.labels.sheets import label_sheets
from services.assets.labels.symbols import QUIET_ZONE, label_url, qr_image
from services.assets.labels.templates import TEMPLATES, Template
from tests.decoders import read_by_opencv, read_by_zxing, symbols

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
        yield [read.text for read in symbols(page.render(scale=dpi / 72).to_pil())]


def in_place(pdf: bytes, template: Template, dpi: int) -> Iterator[Image.Image]:
    """What lies in each place for a label, cut out of the rendered pages."""
    dots = dpi / 25.4
    for page in pypdfium2.PdfDocument(pdf):
        picture = page.render(scale=dpi / 72).to_pil().convert("L")
        for index in range(template.per_sheet):
            _, x, y = template.place(index)
            edges = (x, y, x + template.width, y + template.height)
            yield picture.crop(tuple(round(edge * dots) for edge in edges))


@pytest.mark.parametrize("dpi", [150, 203, 300])
@pytest.mark.parametrize("template", TEMPLATES.values(), ids=TEMPLATES)
def test_two_foreign_decoders_read_every_code_in_its_own_place(template: Template, dpi: int) -> None:
    printed = labels(template.per_sheet + 5)
    pdf = label_sheets(printed, template, public_base_url=HOST)
    places = list(in_place(pdf, template, dpi))
    assert len(places) == -(-len(printed) // template.per_sheet) * template.per_sheet
    for label, picture in zip(printed, places, strict=False):
        assert read_by_zxing(picture) == read_by_opencv(picture) == label_url(HOST, label.code)
        assert parse(read_by_zxing(picture)) == label.code
    for empty in places[len(printed) :]:
        assert empty.getextrema() == (255, 255)


@pytest.mark.parametrize("template", ["a4-24", "a4-40", "a4-65"])
def test_every_code_of_a_whole_page_is_read_at_once(template: str) -> None:
    printed = labels(70)
    pdf = label_sheets(printed, TEMPLATES[template], public_base_url=HOST)
    read = [text for page in pages(pdf, 150) for text in page]
    assert sorted(read) == sorted(label_url(HOST, label.code) for label in printed)


def test_a_thermal_label_is_a_page_of_its_own_size() -> None:
    pdf = pypdfium2.PdfDocument(label_sheets(labels(3), TEMPLATES["thermal-40x30"], public_base_url=HOST))
    sizes = {tuple(round(points / 72 * 25.4, 1) for points in page.get_size()) for page in pdf}
    assert (len(pdf), sizes) == (3, {(40.0, 30.0)})


def test_an_offset_moves_every_label_on_every_page() -> None:
    printed = labels(25)
    moved = label_sheets(printed, TEMPLATES["a4-24"], public_base_url=HOST, offset=(2.0, -1.5))
    still = label_sheets(printed, TEMPLATES["a4-24"], public_base_url=HOST)
    dpi = 254  # ten dots a millimetre
    for before, after in zip(pypdfium2.PdfDocument(still), pypdfium2.PdfDocument(moved), strict=True):
        first, second = (
            min(
                (read.position.top_left.y // 200, read.position.top_left.x, read.position.top_left.y)
                for read in symbols(page.render(scale=dpi / 72).to_pil())
            )
            for page in (before, after)
        )
        assert (second[1] - first[1], second[2] - first[2]) == pytest.approx((20, -15), abs=2)


@pytest.mark.parametrize("template", TEMPLATES.values(), ids=TEMPLATES)
def test_the_calibration_page_draws_every_label_where_it_will_be_printed(template: Template) -> None:
    page = pypdfium2.PdfDocument(calibration_page(template, printer="Máy in", offset=(0.0, 0.0)))[0]
    picture = page.render(scale=254 / 72).to_pil().convert("L")
    for index in range(template.per_sheet):
        _, x, y = template.place(index)
        middle = (round((x + template.width / 2) * 10), round((y + template.height / 2) * 10))
        around = picture.crop((middle[0] - 3, middle[1] - 3, middle[0] + 3, middle[1] + 3))
        assert around.getextrema()[0] < 128, f"no crosshair in label {index}"
    text = page.get_textpage().get_text_range()
    assert "+2" in text
    assert ("Máy in: ngang +0.0 mm" in text.replace("\r\n", " ")) != template.thermal


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
        assert x + template.width <= template.paper[0]
        assert y + template.height <= template.paper[1]
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
