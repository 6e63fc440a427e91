"""Whatever a name says, nothing on a label reaches over its edge, and the code is always whole."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image, ImageOps

from services.assets.labels.codes import pretty
from services.assets.labels.faces import measure_in_pdf, printable, register_faces
from services.assets.labels.layout import MM, Label, lay_out
from services.assets.labels.sheets import printable_label
from services.assets.labels.templates import TEMPLATES, Template
from services.assets.labels.zpl import DENSITIES, label_picture
from tests.decoders import read_by_opencv, read_by_zxing

VIETNAMESE = "Máy tính bảng ƯỠNG ĐẶNG ộ ệ ữ ẫ mmmm WWWW iiii …"
RIGHT_TO_LEFT = "\u202eשלום عربى\u200f"
TEXTS = st.one_of(
    st.text(max_size=300),
    st.text(st.sampled_from(VIETNAMESE + RIGHT_TO_LEFT + "😀🇻🇳"), max_size=200),
    st.text("W", max_size=300),
)
LABELS = st.builds(Label, st.just("7K3M9PQ3"), TEXTS, TEXTS, st.text(max_size=60))
THERMAL = [template for template in TEMPLATES.values() if template.thermal]
register_faces()


def ink(picture: Image.Image) -> tuple[int, int, int, int]:
    """The smallest box around all that is dark."""
    box = ImageOps.invert(picture.convert("L")).getbbox()
    assert box
    return box


@pytest.mark.parametrize("template", TEMPLATES.values(), ids=TEMPLATES)
@given(label=LABELS)
def test_no_text_overflows_its_label(template: Template, label: Label) -> None:
    layout = lay_out(template, printable_label(label), measure_in_pdf)
    assert layout.symbol_x + layout.side <= template.width * MM
    assert 0 <= layout.symbol_y <= template.height * MM - layout.side
    for line in layout.lines:
        assert line.x >= layout.symbol_x + layout.side
        assert line.x + measure_in_pdf(line.bold)(line.text, line.size) <= template.width * MM
        assert line.y - line.size >= 0
        assert line.y + line.size * 0.3 <= template.height * MM
    assert layout.lines[0].text == pretty(label.code)


@pytest.mark.parametrize("dpi", DENSITIES)
@pytest.mark.parametrize("template", THERMAL, ids=lambda one: one.name)
@given(label=LABELS)
def test_no_ink_of_a_thermal_label_reaches_its_edge(template: Template, label: Label, dpi: int) -> None:
    picture = label_picture(label, template, url="HTTPS://TS.VN/T/7K3M9PQ3", dpi=dpi)
    width, height = picture.size
    inked = ink(picture)
    assert inked[0] > 0
    assert inked[1] > 0
    assert inked[2] <= width - 2
    assert inked[3] <= height - 2


@pytest.mark.parametrize("template", TEMPLATES.values(), ids=TEMPLATES)
def test_lines_do_not_lie_over_one_another(template: Template) -> None:
    layout = lay_out(template, Label("7K3M9PQ3", "Ựg " * 60, "Ễp " * 60, "TS 1"), measure_in_pdf)
    assert len(layout.lines) >= 4
    for upper, lower in zip(layout.lines, layout.lines[1:], strict=False):
        assert lower.y - upper.y >= lower.size * 0.99


def test_what_the_faces_cannot_show_is_left_out_and_the_rest_kept() -> None:
    assert printable("Máy 😀 tính\tbảng\u202e\u200b số 1\x00") == "Máy tính bảng số 1"
    assert printable("Đặng Nguyễn Ưỡng ỷ ẵ ₫ 15″") == "Đặng Nguyễn Ưỡng ỷ ẵ ₫ 15″"
    assert printable("e\u0302\u0323") == "ệ"


@pytest.mark.parametrize("dpi", DENSITIES)
def test_an_offset_moves_a_thermal_label_by_whole_dots(dpi: int) -> None:
    url = "HTTPS://TS.LONGBIEN.HANOI.GOV.VN/T/7K3M9PQ3"
    label, template = Label("7K3M9PQ3", "Máy", "Phường"), TEMPLATES["thermal-50x25"]
    offsets = ((0.0, 0.0), (1.0, -0.5))
    still, moved = (label_picture(label, template, url=url, dpi=dpi, offset=offset) for offset in offsets)
    before, after = ink(still), ink(moved)
    assert (after[0] - before[0], after[1] - before[1]) == (round(dpi / 25.4), round(-dpi / 50.8))
    assert read_by_zxing(moved) == read_by_opencv(moved) == url
