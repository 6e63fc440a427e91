"""The process that turns a signed paper into pictures and reads its symbols: alone, without secrets.

It is run by path (shared/apart.py) on a file that was cleaned before (shared/files), and imports nothing of
the house. Out: a line of JSON {pages: [{symbols: [text], size}]} or {refused}, then the JPEGs of the pages.
"""

import json
import resource
import sys
from collections.abc import Iterator
from io import BytesIO

import pypdfium2
import zxingcpp
from PIL import Image

MOST_MEMORY = 1_500_000_000  # bytes of address space
MOST_SECONDS = 40  # of processor time
MOST_PAGES = 40
MOST_SIDE = 3400  # pixels of a page as it is read
SHOWN_SIDE = 1800  # pixels of a page as it is kept to look at
_RESOLUTION = 250 / 72


def pages_of(content: bytes) -> list[tuple[list[str], bytes]]:
    """Of each page the texts of its QR symbols and a JPEG."""
    return [(_symbols(picture), _shown(picture)) for picture in _pictures(content)]


def _pictures(content: bytes) -> Iterator[Image.Image]:
    if not content.startswith(b"%PDF-"):
        yield Image.open(BytesIO(content)).convert("RGB")
        return
    with pypdfium2.PdfDocument(content) as paper:
        if len(paper) > MOST_PAGES:
            raise ValueError("scan-too-long")
        for page in paper:
            scale = min(_RESOLUTION, MOST_SIDE / max(page.get_size()))
            yield page.render(scale=scale).to_pil().convert("RGB")


def _symbols(picture: Image.Image) -> list[str]:
    """What the symbols say; a page that shows none is looked at again, larger."""
    grey = picture.convert("L")
    found = _read(grey)
    if not found and max(grey.size) * 2 <= 2 * MOST_SIDE:
        found = _read(grey.resize((grey.width * 2, grey.height * 2)))
    return sorted(found)


def _read(grey: Image.Image) -> set[str]:
    codes = zxingcpp.read_barcodes(grey, formats=zxingcpp.BarcodeFormats(zxingcpp.BarcodeFormat.QRCode))
    return {code.text[:500] for code in codes if code.text}


def _shown(picture: Image.Image) -> bytes:
    small = picture.copy()
    small.thumbnail((SHOWN_SIDE, SHOWN_SIDE))
    out = BytesIO()
    small.save(out, "JPEG", quality=78)
    return out.getvalue()


def main() -> None:
    """Read the file on the input under the limits of this process."""
    resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (MOST_SECONDS, MOST_SECONDS))
    try:
        pages = pages_of(sys.stdin.buffer.read())
    except ValueError as error:
        reason = "scan-too-long" if str(error) == "scan-too-long" else "paper-unreadable"
        sys.stdout.buffer.write(json.dumps({"refused": reason}).encode() + b"\n")
        return
    except (OSError, pypdfium2.PdfiumError):
        sys.stdout.buffer.write(json.dumps({"refused": "paper-unreadable"}).encode() + b"\n")
        return
    head = {"pages": [{"symbols": symbols, "size": len(shown)} for symbols, shown in pages]}
    sys.stdout.buffer.write(json.dumps(head).encode() + b"\n" + b"".join(shown for _, shown in pages))


if __name__ == "__main__":
    main()
