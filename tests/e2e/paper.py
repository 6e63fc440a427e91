"""Reading what was printed: pages of a PDF as pictures and as text, labels on them by their QR codes."""

from dataclasses import dataclass
from pathlib import Path

import pypdfium2
from PIL import Image

from services.web.decoding import code_in
from tests.decoders import symbols


@dataclass(frozen=True)
class Label:
    """One label found on a sheet: the code it carries, what its QR says, and its picture with some margin."""

    code: str
    text: str
    picture: Image.Image


def labels_on(sheet: Path) -> list[Label]:
    """Every label that can be decoded on the pages of `sheet`, printed at 200 dpi."""
    with pypdfium2.PdfDocument(sheet) as document:
        pages = [page.render(scale=200 / 72).to_pil() for page in document]
    return [label for page in pages for label in _on_page(page)]


def text_of(paper: Path) -> str:
    """All words of a PDF, in order, with single spaces."""
    with pypdfium2.PdfDocument(paper) as document:
        pages = [page.get_textpage().get_text_bounded() for page in document]
    return " ".join(" ".join(pages).split())


def _on_page(page: Image.Image) -> list[Label]:
    found = []
    for barcode in symbols(page):
        at = barcode.position
        left, top = at.top_left.x, at.top_left.y
        side = at.bottom_right.x - left
        picture = page.crop((left - 20, top - 20, left + round(side * 2.2), top + side + 20))
        found.append(Label(code_in(barcode.text) or "", barcode.text, picture))
    return found
