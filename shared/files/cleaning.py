"""The process that a sent file is cleaned in: alone, with little memory and time, without secrets.

It reads a file from its input and writes what may be kept to its output. What is inside a file is decided by
its first bytes, never by its name. It is run by path (see isolation.py) and imports nothing of the house, so
that a file that breaks Pillow or qpdf breaks this process only.

Out: one line of JSON {media_type, width, height, pages, thumbnail} or {refused}, then the content of
`thumbnail` bytes, then the content.
"""

import json
import resource
import sys
from dataclasses import dataclass
from io import BytesIO
from typing import Any

import pikepdf
from PIL import Image, ImageOps

MOST_MEMORY = 1_000_000_000  # bytes of address space
MOST_SECONDS = 20  # of processor time
MOST_PIXELS = 64_000_000
MOST_PAGES = 500
LONGEST_SIDE, THUMBNAIL = 2560, 320

_CATALOG = {"/Type", "/Pages", "/OCProperties"}
_PAGE = {
    "/Type",
    "/Parent",
    "/Resources",
    "/MediaBox",
    "/CropBox",
    "/Rotate",
    "/Contents",
    "/UserUnit",
    "/Group",
}
# Of streams: content in another file, a page of another file, a maker's private data.
_REACHING_OUT = {"/F", "/FFilter", "/FDecodeParms", "/Ref", "/OPI", "/PieceInfo", "/Metadata", "/AF"}


class Refused(Exception):
    """The file cannot be kept; the message is the slug of the reason."""


@dataclass(frozen=True)
class Cleaned:
    """What may be kept of a file."""

    content: bytes
    media_type: str
    width: int | None = None
    height: int | None = None
    pages: int | None = None
    thumbnail: bytes = b""


def cleaned(content: bytes) -> Cleaned:
    """The picture or paper in `content`, written anew. Raises Refused."""
    if content.startswith(b"\xff\xd8\xff"):
        return _picture(content, "JPEG")
    if content.startswith(b"\x89PNG\r\n\x1a\n"):
        return _picture(content, "PNG")
    if content.startswith(b"%PDF-"):
        return _paper(content)
    raise Refused("file-type-not-taken")


def _picture(content: bytes, kind: str) -> Cleaned:
    """Only the pixels, turned upright, at most LONGEST_SIDE wide and high: no place, no maker, no comment."""
    try:
        sent = Image.open(BytesIO(content), formats=[kind])
        if sent.width * sent.height > MOST_PIXELS:
            raise Refused("picture-too-large")
        sent.draft("RGB", (LONGEST_SIDE, LONGEST_SIDE))  # a large JPEG is read at a fraction of its size
        clear = kind == "PNG" and sent.has_transparency_data
        small = sent.convert("RGBA" if clear else "RGB")
        small.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
        upright = ImageOps.exif_transpose(small)
    except Image.DecompressionBombError as error:
        raise Refused("picture-too-large") from error
    except (OSError, ValueError, SyntaxError) as error:
        raise Refused("picture-unreadable") from error
    bare = Image.frombytes(upright.mode, upright.size, upright.tobytes())  # the pixels and nothing beside
    small = bare.convert("RGB")
    small.thumbnail((THUMBNAIL, THUMBNAIL))
    return Cleaned(
        _written(bare, kind),
        f"image/{kind.lower()}",
        width=bare.width,
        height=bare.height,
        thumbnail=_written(small, "JPEG"),
    )


def _written(picture: Image.Image, kind: str) -> bytes:
    out = BytesIO()
    picture.save(out, kind, **({"quality": 88} if kind == "JPEG" else {}))
    return out.getvalue()


def _paper(content: bytes) -> Cleaned:
    """Pages and what they show: forms and stamps join the page; all that acts or is attached goes."""
    try:
        with pikepdf.open(BytesIO(content), suppress_warnings=True) as paper:
            pages = len(paper.pages)
            if not 0 < pages <= MOST_PAGES:
                raise Refused("paper-too-long" if pages else "paper-unreadable")
            paper.flatten_annotations()
            for page in paper.pages:
                _keep_only(page.obj, _PAGE)
            _keep_only(paper.Root, _CATALOG)
            _keep_only(paper.trailer, {"/Root", "/Size", "/ID"})
            for thing in paper.objects:
                if isinstance(thing, pikepdf.Stream):
                    _drop(thing, _REACHING_OUT)
            out = BytesIO()
            paper.save(out, encryption=False, fix_metadata_version=False)
    except pikepdf.PasswordError as error:
        raise Refused("paper-locked") from error
    except (pikepdf.PdfError, ValueError, TypeError, RuntimeError) as error:
        raise Refused("paper-unreadable") from error
    return Cleaned(out.getvalue(), "application/pdf", pages=pages)


def _keep_only(thing: Any, names: set[str]) -> None:
    _drop(thing, set(thing.keys()) - names)


def _drop(thing: Any, names: set[str]) -> None:
    for name in names & set(thing.keys()):
        del thing[name]


def main() -> None:
    """Clean the file on the input under the limits of this process."""
    resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (MOST_SECONDS, MOST_SECONDS))
    Image.MAX_IMAGE_PIXELS = MOST_PIXELS
    head: dict[str, Any] = {}
    content = b""
    try:
        kept = cleaned(sys.stdin.buffer.read())
    except Refused as refused:
        head["refused"] = str(refused)
    except MemoryError:
        head["refused"] = "file-too-heavy"
    else:
        head |= {name: getattr(kept, name) for name in ("media_type", "width", "height", "pages")}
        head["thumbnail"] = len(kept.thumbnail)
        content = kept.thumbnail + kept.content
    sys.stdout.buffer.write(json.dumps(head).encode() + b"\n" + content)


if __name__ == "__main__":
    main()
