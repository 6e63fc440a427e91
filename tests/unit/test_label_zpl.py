"""ZPL is unpacked again as the manual says a printer does, and two foreign decoders read what it prints."""

import re

import pytest
from PIL import Image

from services.assets.labels.codes import new_code
from services.assets.labels.layout import Label
from services.assets.labels.symbols import label_url, qr_image
from services.assets.labels.templates import TEMPLATES, Template
from services.assets.labels.zpl import DENSITIES, TooDense, label_picture, label_zpl
from tests.decoders import read_by_opencv, read_by_zxing

HOST = "https://ts.longbien.hanoi.gov.vn"
THERMAL = [template for template in TEMPLATES.values() if template.thermal]
FORMAT = re.compile(
    r"\^XA\n\^PW(?P<width>\d+)\n\^LL(?P<height>\d+)\n"
    r"\^FO0,0\^GFA,(?P<sent>\d+),(?P<total>\d+),(?P<across>\d+),(?P<data>[^^]*)\^FS\n\^XZ\n"
)
LABELS = [
    Label(new_code(), "Máy tính bảng Samsung Galaxy Tab A8", "UBND phường Bồ Đề", "TS00001"),
    Label(new_code(), "Màn hình LED " * 12, "Trường THCS " * 12, ""),
    Label(new_code(), "", "UBND phường Ngọc Lâm", ""),
]


def unpacked(data: str, across: int) -> bytes:
    """The graphic behind ZPL's short form (ZPL II manual, "Alternative Data Compression Scheme")."""
    rows: list[str] = []
    row, count = "", 0
    for char in data:
        if char == ":":
            assert row == "", "a row is repeated as a whole"
            rows.append(rows[-1])
        elif char in ",!":
            rows.append(row.ljust(across * 2, "0" if char == "," else "F"))
            row = ""
        elif "G" <= char <= "Y":
            count += ord(char) - ord("G") + 1
        elif "g" <= char <= "z":
            count += (ord(char) - ord("g") + 1) * 20
        else:
            row += char * (count or 1)
            count = 0
        assert len(row) <= across * 2
        if len(row) == across * 2:
            rows.append(row)
            row = ""
    assert (row, count) == ("", 0)
    return bytes.fromhex("".join(rows))


def printed(zpl: str) -> list[Image.Image]:
    """What a printer prints of each format, black on white."""
    pictures = []
    for said in FORMAT.finditer(zpl):
        width, height, across = (int(said[name]) for name in ("width", "height", "across"))
        graphic = unpacked(said["data"], across)
        assert len(graphic) == int(said["sent"]) == int(said["total"]) == across * height
        light = bytes(255 ^ byte for byte in graphic)
        pictures.append(Image.frombytes("1", (across * 8, height), light).crop((0, 0, width, height)))
    assert FORMAT.sub("", zpl) == ""
    return pictures


@pytest.mark.parametrize("dpi", DENSITIES)
@pytest.mark.parametrize("template", THERMAL, ids=lambda one: one.name)
def test_two_foreign_decoders_read_every_label_that_the_printer_gets(template: Template, dpi: int) -> None:
    many = [Label(new_code(), *(label.name, label.unit, label.tag)) for label in LABELS * 10]
    pictures = printed(b"".join(label_zpl(many, template, public_base_url=HOST, dpi=dpi)).decode("ascii"))
    assert len(pictures) == len(many)
    for label, picture in zip(many, pictures, strict=True):
        assert read_by_zxing(picture) == read_by_opencv(picture) == label_url(HOST, label.code)


@pytest.mark.parametrize("dpi", DENSITIES)
@pytest.mark.parametrize("template", THERMAL, ids=lambda one: one.name)
def test_what_is_sent_is_the_picture_dot_for_dot(template: Template, dpi: int) -> None:
    for label in LABELS:
        url = label_url(HOST, label.code)
        drawn = label_picture(label, template, url=url, dpi=dpi)
        (sent,) = printed(
            b"".join(label_zpl([label], template, public_base_url=HOST, dpi=dpi)).decode("ascii")
        )
        assert sent.tobytes() == drawn.tobytes()
        assert sent.size == (round(template.width / 25.4 * dpi), round(template.height / 25.4 * dpi))


@pytest.mark.parametrize(("dpi", "dots"), [(203, 4), (300, 6)])
@pytest.mark.parametrize("template", THERMAL, ids=lambda one: one.name)
def test_every_module_is_the_same_whole_number_of_dots(template: Template, dpi: int, dots: int) -> None:
    label = LABELS[0]
    url = label_url(HOST, label.code)
    symbol = qr_image(url)
    drawn = label_picture(label, template, url=url, dpi=dpi)
    side = symbol.width * dots
    symbol = symbol.resize((side, side), Image.Resampling.NEAREST)
    places = ((x, y) for x in range(drawn.width - side) for y in range(drawn.height - side + 1))
    assert any(drawn.crop((x, y, x + side, y + side)).tobytes() == symbol.tobytes() for x, y in places)


def test_an_address_too_long_for_two_dots_a_module_is_refused() -> None:
    with pytest.raises(TooDense):
        list(label_zpl(LABELS[:1], THERMAL[0], public_base_url="https://" + "long." * 90 + "vn", dpi=203))
