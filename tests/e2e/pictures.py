"""Pictures of pages for the documentation, taken when TAISAN_PICTURES names a folder to put them into."""

import os
from io import BytesIO
from pathlib import Path

import pypdfium2
from PIL import Image
from playwright.sync_api import Page

COLOURS = 128  # of the palette: a page of ours needs few, and the files stay small


def take(page: Page, name: str, *, whole: bool = False) -> None:
    """Keep what `page` shows now as `name`.png."""
    if "TAISAN_PICTURES" in os.environ:
        _keep(Image.open(BytesIO(page.screenshot(full_page=whole, animations="disabled"))), name)


def take_paper(paper: Path, name: str) -> None:
    """Keep the first page of a PDF as `name`.png."""
    if "TAISAN_PICTURES" in os.environ:
        with pypdfium2.PdfDocument(paper) as document:
            _keep(document[0].render(scale=1.3).to_pil(), name)


def _keep(picture: Image.Image, name: str) -> None:
    path = Path(os.environ["TAISAN_PICTURES"]) / f"{name}.png"
    picture.convert("RGB").quantize(COLOURS).save(path, optimize=True)
