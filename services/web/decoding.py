"""Reading label codes from a photo or a camera frame, and from whatever a keyboard gun types.

The picture is decoded and forgotten. Half scale goes first: it is quicker and smooths the noise of a dark
room; the full scale follows only when the half shows nothing (each finds labels that the other misses).
"""

import re
import threading
import time
import warnings
from io import BytesIO

import zxingcpp
from PIL import Image, ImageOps, UnidentifiedImageError

LARGEST_FRAME = 200 * 1024  # bytes of a live frame
LARGEST_PHOTO = 12 * 1024 * 1024  # bytes of a photo from the phone's own camera
FRAMES_A_SECOND = 6
ALPHABET = (
    "0123456789BCGHKLMNPQTVX"  # of label codes: no vowel, so no Vietnamese keyboard can turn it into a letter
)

_MOST_PIXELS = 24_000_000
_FORMATS = ("JPEG", "PNG")
_LAST_EIGHT = re.compile(rf"(?:[{ALPHABET}]-?){{7}}[{ALPHABET}](?=[^0-9A-Z]*$)")


class NotAPicture(ValueError):
    """What was sent is no JPEG or PNG, or too many pixels."""


def texts_in(content: bytes) -> list[str]:
    """The texts of the QR codes in a JPEG or PNG, nearest to the middle first. Raises NotAPicture."""
    picture = _opened(content)
    half = picture.reduce(2) if min(picture.size) >= 400 else picture
    found = _read(half) or (_read(picture) if half is not picture else [])
    return list(dict.fromkeys(found))


def code_in(text: str) -> str | None:
    """The label code in what was scanned or typed: the last 8 safe characters, with a right check character.

    A gun behind a Vietnamese keyboard may mangle the address before the code, never the code itself.
    """
    match = _LAST_EIGHT.search(text.strip().upper()[-200:])  # longer than any label says
    code = match.group().replace("-", "") if match else ""
    return code if code and check_character(code[:7]) == code[7] else None


def check_character(seven: str) -> str:
    """The check character of 7 code characters: weights 1 to 7, modulo 23."""
    return ALPHABET[
        sum(weight * ALPHABET.index(char) for weight, char in enumerate(seven, 1)) % len(ALPHABET)
    ]


class Pace:
    """At most `rate` frames a second for each session, kept in this process."""

    def __init__(self, rate: int) -> None:
        self.rate = rate
        self._spent: dict[str, tuple[float, float]] = {}
        self._lock = threading.Lock()

    def allows(self, session: str) -> bool:
        """Whether the session may send another frame now."""
        at = time.monotonic()
        with self._lock:
            if len(self._spent) > 10_000:
                self._spent.clear()
            then, left = self._spent.get(session, (at, float(self.rate)))
            left = min(float(self.rate), left + (at - then) * self.rate)
            self._spent[session] = (at, left - 1 if left >= 1 else left)
            return left >= 1


def _opened(content: bytes) -> Image.Image:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            picture = Image.open(BytesIO(content), formats=_FORMATS)
            if picture.width * picture.height > _MOST_PIXELS:
                raise NotAPicture("too many pixels")
            picture.draft("L", (1600, 1600))  # a JPEG from a good camera is read at a fraction of its size
            return ImageOps.exif_transpose(picture).convert("L")
    except (
        UnidentifiedImageError,
        OSError,
        ValueError,
        SyntaxError,
        Image.DecompressionBombError,
        Image.DecompressionBombWarning,
    ) as error:
        raise NotAPicture(str(error)) from error


def _read(picture: Image.Image) -> list[str]:
    middle_x, middle_y = picture.width / 2, picture.height / 2

    def distance(found: zxingcpp.Barcode) -> float:
        corner, opposite = found.position.top_left, found.position.bottom_right
        return abs((corner.x + opposite.x) / 2 - middle_x) + abs((corner.y + opposite.y) / 2 - middle_y)

    codes = zxingcpp.read_barcodes(picture, formats=zxingcpp.BarcodeFormats(zxingcpp.BarcodeFormat.QRCode))
    return [code.text for code in sorted(codes, key=distance)]
