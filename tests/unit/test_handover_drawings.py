"""A drawn signature is kept small and of our own making, or refused with a reason."""

import base64
import io
import struct
import zlib

import pytest
from PIL import Image, ImageDraw

from services.handover import drawings
from shared.errors import Invalid


def png(size: tuple[int, int] = (400, 160), ink: bool = True, mode: str = "RGBA") -> str:
    image = Image.new(mode, size, (0, 0, 0, 0) if mode == "RGBA" else "white")
    if ink:
        ImageDraw.Draw(image).line([(20, 100), (200, 30), (380, 120)], fill="navy", width=5)
    out = io.BytesIO()
    image.save(out, "PNG")
    return base64.b64encode(out.getvalue()).decode()


@pytest.mark.parametrize("mode", ["RGBA", "RGB"])
def test_ink_is_cropped_on_a_transparent_ground(mode: str) -> None:
    kept = Image.open(io.BytesIO(drawings.kept(png(mode=mode))))
    assert kept.mode == "LA"
    assert kept.width < 400
    assert kept.getextrema()[1] == (0, 255)


def test_the_same_drawing_gives_the_same_bytes_whatever_it_carried() -> None:
    plain = png()
    data = base64.b64decode(plain)
    chunk = b"tEXt" + b"Comment\x00<script>"
    text = struct.pack(">I", len(chunk) - 4) + chunk + struct.pack(">I", zlib.crc32(chunk))
    laden = base64.b64encode(data[:33] + text + data[33:]).decode()
    assert drawings.kept(laden) == drawings.kept(plain)
    assert b"script" not in drawings.kept(laden)


@pytest.mark.parametrize(
    ("sent", "slug"),
    [
        ("", "drawing-unreadable"),
        ("not base64!", "drawing-unreadable"),
        (base64.b64encode(b"GIF89a" + b"\x00" * 50).decode(), "drawing-unreadable"),
        (base64.b64encode(base64.b64decode(png())[:60]).decode(), "drawing-unreadable"),
        (png(ink=False), "drawing-empty"),
        ("A" * 600_000, "drawing-too-big"),
    ],
)
def test_what_is_no_signature_is_refused(sent: str, slug: str) -> None:
    with pytest.raises(Invalid, match=slug):
        drawings.kept(sent)


def test_a_bomb_is_refused_before_it_is_unpacked() -> None:
    data = bytearray(base64.b64decode(png()))
    data[16:24] = struct.pack(">II", 3_000, 3_000)
    data[29:33] = struct.pack(">I", zlib.crc32(bytes(data[12:29])))
    with pytest.raises(Invalid, match="drawing-too-big"):
        drawings.kept(base64.b64encode(bytes(data)).decode())
