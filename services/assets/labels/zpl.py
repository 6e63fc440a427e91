"""Labels in ZPL II, for thermal printers that speak it.

A label goes over as one graphic (^GFA), its symbol our own modules at a whole number of dots each, its text
drawn in our faces: what is printed is what the tests read back. The printer's own ^BQ would choose mask and
version by its firmware, and its own fonts have no Vietnamese.
"""

from collections.abc import Iterable, Iterator
from functools import lru_cache
from itertools import groupby
from math import ceil

from PIL import Image, ImageDraw

from services.assets.labels.faces import measure_in_pdf, picture_face
from services.assets.labels.layout import MM, Label, Layout, lay_out
from services.assets.labels.sheets import Offset, printable_label
from services.assets.labels.symbols import label_url, qr_image, symbol_side
from services.assets.labels.templates import Template

DENSITIES = (203, 300)  # dots an inch
_FEWEST_DOTS = 2  # a module; fewer is beyond what a warm print head draws sharply
# Repeat counts: G to Y are 1 to 19, g to z are 20, 40 … 400.
_ONES = {count: chr(ord("G") + count - 1) for count in range(1, 20)}
_TWENTIES = {count * 20: chr(ord("g") + count - 1) for count in range(1, 21)}


class TooDense(ValueError):
    """The address is so long that a module would have fewer than two dots."""


def label_zpl(
    labels: Iterable[Label],
    template: Template,
    *,
    public_base_url: str,
    dpi: int,
    offset: Offset = (0.0, 0.0),
) -> Iterator[bytes]:
    """The ZPL of each of `labels`, made when it is taken: one format a label. Raises TooDense."""
    for label in labels:
        url = label_url(public_base_url, label.code)
        yield _format(label_picture(label, template, url=url, dpi=dpi, offset=offset)).encode("ascii")


def label_picture(
    label: Label, template: Template, *, url: str, dpi: int, offset: Offset = (0.0, 0.0)
) -> Image.Image:
    """A label as a 1-bit picture at `dpi` dots an inch, black on white. Raises TooDense."""
    scale = dpi / 72
    layout = lay_out(template, printable_label(label), measure_in_pdf)
    size = (round(template.width * MM * scale), round(template.height * MM * scale))
    picture = Image.new("1", size, 1)
    _paste_symbol(picture, layout, url, scale)
    for line in layout.lines:
        written = _written(line.text, line.bold, line.size * scale, line.width * scale)
        picture.paste(0, (round(line.x * scale), round(line.y * scale) - written.height // 2), written)
    if offset == (0.0, 0.0):
        return picture
    moved = Image.new("1", size, 1)
    moved.paste(picture, (round(offset[0] * MM * scale), round(offset[1] * MM * scale)))
    return moved


def _paste_symbol(picture: Image.Image, layout: Layout, url: str, scale: float) -> None:
    """Set the symbol at a whole number of dots a module, in the middle of its square."""
    dots = int(layout.side * scale / symbol_side(url) + 0.01)
    if dots < _FEWEST_DOTS:
        raise TooDense(url)
    symbol = qr_image(url)
    drawn = symbol.resize((symbol.width * dots, symbol.height * dots), Image.Resampling.NEAREST)
    spare = (layout.side * scale - drawn.width) / 2
    at = (round(layout.symbol_x * scale + spare), round(layout.symbol_y * scale + spare))
    picture.paste(drawn, at)


@lru_cache(maxsize=4096)  # a face that hints its letters is slow, and the labels of a unit repeat themselves
def _written(text: str, bold: bool, pixels: float, room: float) -> Image.Image:
    """A line of text as a mask whose middle row is the baseline. On few dots a letter is a whole number of
    them wide: a line that grew wider than `room` by that is set smaller.
    """
    while (length := (face := picture_face(bold, pixels)).getlength(text)) > room:
        pixels *= min(room / length, 0.97)
    half = ceil(pixels * 1.5)
    mask = Image.new("1", (ceil(length) + 1, half * 2), 0)
    pen = ImageDraw.Draw(mask)
    pen.fontmode = "1"
    pen.text((0, half), text, font=face, fill=1, anchor="ls")
    return mask


def _format(picture: Image.Image) -> str:
    """One label: its size in dots and its graphic."""
    width, height = picture.size
    across = -(-width // 8)
    graphic = "".join(_packed(_rows(picture)))
    total = across * height
    return f"^XA\n^PW{width}\n^LL{height}\n^FO0,0^GFA,{total},{total},{across},{graphic}^FS\n^XZ\n"


def _rows(picture: Image.Image) -> Iterable[str]:
    """The rows in hexadecimal, dark dots 1; what lies beyond the width is white."""
    width, height = picture.size
    across = -(-width // 8)
    beyond = (1 << across * 8 - width) - 1
    content, whole = picture.tobytes(), (1 << across * 8) - 1
    for row in range(height):
        light = int.from_bytes(content[row * across : (row + 1) * across]) | beyond
        yield f"{whole ^ light:0{across * 2}X}"


def _packed(rows: Iterable[str]) -> Iterable[str]:
    """The rows as ZPL shortens them: `:` the row above again, `,` zeros to the end, counts before runs."""
    above = ""
    for row in rows:
        short = row.rstrip("0")
        runs = "".join(_run(char, len(list(run))) for char, run in groupby(short))
        yield ":" if row == above else runs + ("," if len(row) > len(short) else "")
        above = row


def _run(char: str, length: int) -> str:
    if length < 3:
        return char * length
    counts = ""
    while length >= 20:
        step = min(length // 20 * 20, 400)
        counts, length = counts + _TWENTIES[step], length - step
    return counts + (_ONES[length] if length else "") + char
