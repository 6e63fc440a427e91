"""The typefaces of labels, for PDF and for pictures, and what of a text they can show."""

import unicodedata
from functools import lru_cache

from PIL import ImageFont
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont, TTFontFile

from services.assets.labels.fitting import Measure
from shared.fonts import SANS, SANS_BOLD

FACES = {False: "Arimo", True: "Arimo-Bold"}
_FILES = {False: SANS, True: SANS_BOLD}


@lru_cache(maxsize=1)
def register_faces() -> None:
    """Make the faces known to reportlab, once a process."""
    for bold, name in FACES.items():
        pdfmetrics.registerFont(TTFont(name, str(_FILES[bold])))


def printable(text: str) -> str:
    """`text` without what the faces cannot show: emoji, controls, marks of direction; blanks made single."""
    kept = "".join(char if char in _glyphs() else " " for char in unicodedata.normalize("NFC", text))
    return " ".join(kept.split())


def measure_in_pdf(bold: bool) -> Measure:
    """How wide a text is in a PDF, in points."""
    register_faces()
    face = FACES[bold]
    return lambda text, size: float(pdfmetrics.stringWidth(text, face, size))


@lru_cache(maxsize=64)
def picture_face(bold: bool, pixels: float) -> ImageFont.FreeTypeFont:
    """The face for drawing pictures, `pixels` high."""
    return ImageFont.truetype(str(_FILES[bold]), pixels, layout_engine=ImageFont.Layout.BASIC)


@lru_cache(maxsize=1)
def _glyphs() -> frozenset[str]:
    """The characters that both faces have, without controls."""
    held = [set(TTFontFile(str(file)).charToGlyph) for file in _FILES.values()]
    return frozenset(
        char for point in set.intersection(*held) if unicodedata.category(char := chr(point))[0] not in "CM"
    )
