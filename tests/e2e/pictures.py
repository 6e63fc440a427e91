"""Pictures of pages for the documentation, taken when TAISAN_PICTURES names a folder to put them into."""

import os
from io import BytesIO
from pathlib import Path

from PIL import Image
from playwright.sync_api import Page

COLOURS = 128  # of the palette: a page of ours needs few, and the files stay small


def take(page: Page, name: str, *, whole: bool = False) -> None:
    """Keep what `page` shows now as `name`.png."""
    folder = os.environ.get("TAISAN_PICTURES")
    if not folder:
        return
    shot = Image.open(BytesIO(page.screenshot(full_page=whole, animations="disabled"))).convert("RGB")
    shot.quantize(COLOURS).save(Path(folder) / f"{name}.png", optimize=True)
