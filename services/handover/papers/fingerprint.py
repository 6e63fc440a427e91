"""What a PDF shows, page by page, as hashes. Run by path (apart.py) for a stranger's file, imported for ours.

A page is its size, its drawing instructions and all that they use (fonts, pictures, colours), followed to the
end; not where it stands in the file, nor how the file packs it. So a copy that another program saved anew
has the same pages, and a changed letter, number or picture has not. What is stuck on top (annotations; the
picture of a signature) is counted apart.

It imports nothing of the house. Out: one line of JSON {pages: [hex], stuck: [number a page]} or {refused}.
"""

import hashlib
import json
import resource
import sys
from collections.abc import Iterator
from io import BytesIO
from typing import Any

import pikepdf

MOST_MEMORY = 700_000_000  # bytes of address space
MOST_SECONDS = 10  # of processor time
MOST_PAGES = 400
MOST_UNPACKED = 100_000_000  # bytes of unpacked content

# Where a thing stands, not what it shows.
_PLACE = {"/Parent", "/P", "/StructParent", "/StructParents", "/Tabs", "/Annots", "/Metadata", "/PieceInfo"}
_PACKING = {"/Length", "/Filter", "/DecodeParms", "/DL"}
_INHERITED = ("/Resources", "/MediaBox", "/CropBox", "/Rotate")


class Refused(Exception):
    """The file cannot be read; the message is the slug of the reason."""


def pages_of(content: bytes) -> dict[str, list[Any]]:
    """{pages: SHA-256 of each page in hex, stuck: how many annotations lie on it}. Raises Refused."""
    if not content.startswith(b"%PDF-"):
        raise Refused("paper-not-pdf")
    try:
        with pikepdf.open(BytesIO(content), suppress_warnings=True) as paper:
            if not 0 < len(paper.pages) <= MOST_PAGES:
                raise Refused("paper-too-long" if len(paper.pages) else "paper-unreadable")
            walk = _Walk()
            return {
                "pages": [walk.page(page.obj).hex() for page in paper.pages],
                "stuck": [len(page.obj.get("/Annots", [])) for page in paper.pages],
            }
    except pikepdf.PasswordError as error:
        raise Refused("paper-locked") from error
    except (pikepdf.PdfError, ValueError, TypeError, RuntimeError, RecursionError, AttributeError) as error:
        raise Refused("paper-unreadable") from error


class _Walk:
    """Hashes things of one file; each shared thing (a font) once."""

    def __init__(self) -> None:
        self._known: dict[tuple[int, int], bytes] = {}
        self._unpacked = 0

    def page(self, page: Any) -> bytes:
        """The hash of what a page shows."""
        contents = page.get("/Contents", [])
        streams = [contents] if isinstance(contents, pikepdf.Stream) else list(contents)
        drawn = b"\n".join(self._bytes(stream) for stream in streams)
        parts = [hashlib.sha256(drawn).digest()]
        for name in _INHERITED:
            found = _inherited(page, name)
            parts.append(self.thing(found) if found is not None else b"-")
        return hashlib.sha256(b"".join(parts)).digest()

    def thing(self, thing: Any) -> bytes:
        """The hash of any object, whatever its number in the file."""
        place = getattr(thing, "objgen", (0, 0))
        if place == (0, 0):
            return self._hashed(thing)
        if place not in self._known:
            self._known[place] = b"a circle"
            self._known[place] = self._hashed(thing)
        return self._known[place]

    def _hashed(self, thing: Any) -> bytes:
        return hashlib.sha256(b"\x1f".join(self._parts(thing))).digest()

    def _parts(self, thing: Any) -> Iterator[bytes]:
        if isinstance(thing, pikepdf.Stream):
            yield b"stream"
            yield hashlib.sha256(self._bytes(thing)).digest()
            yield from self._entries(thing, _PLACE | _PACKING)
        elif isinstance(thing, pikepdf.Dictionary):
            yield b"map"
            yield from self._entries(thing, _PLACE)
        elif isinstance(thing, pikepdf.Array):
            yield b"list"
            yield from (self.thing(one) for one in thing)
        elif isinstance(thing, pikepdf.String):
            yield b"text" + bytes(thing)
        else:
            yield f"{'name' if isinstance(thing, pikepdf.Name) else 'value'} {_plain(thing)}".encode()

    def _entries(self, thing: Any, left_out: set[str]) -> Iterator[bytes]:
        for name in sorted(set(thing.keys()) - left_out):
            yield name.encode()
            yield self.thing(thing[name])

    def _bytes(self, stream: Any) -> bytes:
        try:
            content: bytes = stream.read_bytes()
        except pikepdf.PdfError:  # a picture's own packing: JPEG, JBIG2
            content = stream.read_raw_bytes()
        self._unpacked += len(content)
        if self._unpacked > MOST_UNPACKED:
            raise Refused("paper-too-heavy")
        return content


def _inherited(page: Any, name: str) -> Any:
    for _level in range(20):
        if name in page:
            return page[name]
        page = page.get("/Parent")
        if page is None:
            return None
    return None


def _plain(value: Any) -> str:
    """A number without the zeros that another program may add or leave out."""
    text = str(value)
    return (
        text.rstrip("0").rstrip(".") if "." in text and text.lstrip("-").replace(".", "").isdigit() else text
    )


def main() -> None:
    """Read the file on the input under the limits of this process."""
    resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (MOST_SECONDS, MOST_SECONDS))
    try:
        told: dict[str, Any] = pages_of(sys.stdin.buffer.read())
    except Refused as refused:
        told = {"refused": str(refused)}
    except MemoryError:
        told = {"refused": "paper-too-heavy"}
    sys.stdout.write(json.dumps(told))


if __name__ == "__main__":
    main()
