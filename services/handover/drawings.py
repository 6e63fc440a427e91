"""Signatures drawn on a screen: read, made safe, kept small. Nothing that was sent is kept as it was sent."""

import base64
import binascii
import hashlib
import io

from PIL import Image

from shared.errors import FieldError, Invalid

MOST_BYTES = 300_000  # of the PNG that is sent
MOST_PIXELS = 4_000_000
KEPT = (600, 240)  # the largest size that is kept, in pixels
_LEAST_INK = 40  # pixels; less is a slip of the finger
_PREFIX = "data:image/png;base64,"


def kept(sent: str) -> bytes:
    """The drawing `sent` (base64 PNG, with or without its data: prefix) as a small PNG of our own making.

    Dark strokes on a transparent ground, cropped to the ink. Raises Invalid when it is no PNG, too big or
    empty.
    """
    image = _opened(_decoded(sent))
    ink = _ink(image)
    box = ink.getbbox()
    if box is None or ink.histogram()[255] < _LEAST_INK:
        raise _refused("drawing-empty", "Chữ ký còn trống. Hãy ký lại vào khung.", "The drawing is empty.")
    stroke = ink.crop(box)
    stroke.thumbnail(KEPT)
    drawn = Image.new("LA", stroke.size, (0, 0))
    drawn.putalpha(stroke)
    out = io.BytesIO()
    drawn.save(out, "PNG", optimize=True)
    return out.getvalue()


def hash_of(drawing: bytes | None) -> str | None:
    """SHA-256 of a kept drawing, as the ledger notes it."""
    return hashlib.sha256(drawing).hexdigest() if drawing is not None else None


def _decoded(sent: str) -> bytes:
    text = sent.removeprefix(_PREFIX)
    if len(text) > MOST_BYTES * 4 // 3 + 4:
        raise _refused(
            "drawing-too-big", "Hình chữ ký lớn quá (tối đa 300 KB).", "The drawing is over 300 KB."
        )
    try:
        return base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError) as error:
        raise _unreadable() from error


def _opened(data: bytes) -> Image.Image:
    """Only PNG, and only after its declared size was found sane: a bomb is refused before it is unpacked."""
    try:
        image = Image.open(io.BytesIO(data), formats=("PNG",))
        if image.width * image.height > MOST_PIXELS:
            raise _refused(
                "drawing-too-big", "Hình chữ ký có kích thước lớn quá.", "The drawing has too many pixels."
            )
        return image.convert("RGBA")
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError) as error:
        raise _unreadable() from error


def _ink(image: Image.Image) -> Image.Image:
    """A mask of the strokes: what is dark once laid on white paper."""
    paper = Image.new("RGBA", image.size, "white")
    paper.alpha_composite(image)
    return paper.convert("L").point([255 if grey < 160 else 0 for grey in range(256)])


def _unreadable() -> Invalid:
    return _refused(
        "drawing-unreadable", "Không đọc được hình chữ ký (cần ảnh PNG).", "The drawing is no PNG."
    )


def _refused(slug: str, vi: str, en: str) -> Invalid:
    return Invalid(slug, vi=vi, en=en, errors=[FieldError("/drawing", vi, en)])
