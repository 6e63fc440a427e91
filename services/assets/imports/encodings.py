"""Which encoding a file of text is in: by its mark, else by which reading of it looks most like Vietnamese.

The choice is never silent: it is named in the report, with the other readings that a person may ask for.
"""

import codecs
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from services.assets.imports.legacy import TCVN3, VNI, from_legacy
from services.assets.imports.syllables import likeness
from services.assets.imports.tables import unreadable
from shared.text import nfc

TITLES = {
    "utf-8": "Unicode (UTF-8)",
    "utf-16-le": "Unicode (UTF-16 LE)",
    "utf-16-be": "Unicode (UTF-16 BE)",
    "windows-1258": "Windows-1258",
    "windows-1252": "Windows-1252",
    TCVN3: "TCVN3 (ABC, .VnTime)",
    VNI: "VNI (VNI-Times)",
}
ENCODINGS = tuple(TITLES)
_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_ONE_BYTE = ("windows-1258", TCVN3, VNI, "windows-1252")  # the first wins a tie
_SAMPLE = 256 * 1024
_SURE = 0.7


@dataclass(frozen=True)
class Reading:
    """A text and the encoding it was read in; `sure` is False when no reading looks like Vietnamese."""

    text: str
    encoding: str
    sure: bool = True


def decode(data: bytes, said: str = "") -> Reading:
    """The text in `data`, in the encoding that was `said`, else in the likeliest one. Raises Malformed."""
    marked = next((name for mark, name in _MARKS if data.startswith(mark)), "")
    encoding = said or marked or _without_zeros(data)
    if encoding:
        return Reading(_strictly(data, encoding), encoding)
    try:
        return Reading(nfc(data.decode("utf-8")), "utf-8")
    except UnicodeDecodeError:
        pass
    sample = _sample(data)
    scores = {name: _score(_READERS[name](sample)) for name in _ONE_BYTE}
    best = max(_ONE_BYTE, key=lambda name: scores[name])
    return Reading(_strictly(data, best), best, scores[best] >= _SURE)


def _without_zeros(data: bytes) -> str:
    """UTF-16 without its mark: every second byte of ASCII letters, delimiters and line ends is a zero."""
    if b"\x00" not in data:
        return ""
    even, odd = data[: 2 * _SAMPLE : 2].count(0), data[1 : 2 * _SAMPLE : 2].count(0)
    half = min(len(data), 2 * _SAMPLE) // 2
    if len(data) % 2 or max(even, odd) * 5 < half or min(even, odd) * 20 > half:
        raise _no_text()
    return "utf-16-le" if odd > even else "utf-16-be"


def _strictly(data: bytes, encoding: str) -> str:
    """`data` in `encoding`; raises Malformed when it is not, by a single byte."""
    mark = next((mark for mark, name in _MARKS if data.startswith(mark) and name == encoding), b"")
    try:
        return nfc(_READERS[encoding](data[len(mark) :]))
    except UnicodeDecodeError as error:
        raise unreadable(
            f"Tệp không phải bảng mã {TITLES[encoding]}.", f"The file is not encoded in {encoding}."
        ) from error


def _score(text: str) -> float:
    good, marked = likeness([text])
    return good / marked if marked else 0.0


def _sample(data: bytes) -> bytes:
    """The beginning of a large file, up to the end of a line."""
    return data if len(data) <= _SAMPLE else data[: max(data.rfind(b"\n", 0, _SAMPLE), _SAMPLE // 2)]


def _unicode(data: bytes, encoding: str) -> str:
    return data.decode(encoding)


def _latin(data: bytes) -> str:
    """Every byte a character; the quotes and dashes of Windows where Latin-1 has none."""
    return data.decode("latin-1").translate(_WINDOWS)


def _windows_1258(data: bytes) -> str:
    """Letters with their marks apart, joined; what the table lacks shows as a replacement, not as a guess."""
    return nfc(data.decode("cp1258", errors="replace"))


def _legacy(data: bytes, encoding: str) -> str:
    return from_legacy(_latin(data), encoding) if not data.isascii() else data.decode("ascii")


def _no_text() -> Exception:
    return unreadable(
        "Tệp không phải là CSV hay XLSX. Hãy lưu bảng thành .xlsx hoặc .csv rồi tải lại.",
        "The file is neither CSV nor XLSX. Save the sheet as .xlsx or .csv and upload it again.",
    )


_WINDOWS = {
    number: codecs.decode(bytes([number]), "cp1252")
    for number in range(0x80, 0xA0)
    if number not in {0x81, 0x8D, 0x8F, 0x90, 0x9D}
}
_READERS: dict[str, Callable[[bytes], str]] = {
    "utf-8": partial(_unicode, encoding="utf-8"),
    "utf-16-le": partial(_unicode, encoding="utf-16-le"),
    "utf-16-be": partial(_unicode, encoding="utf-16-be"),
    "windows-1258": _windows_1258,
    "windows-1252": _latin,
    TCVN3: partial(_legacy, encoding=TCVN3),
    VNI: partial(_legacy, encoding=VNI),
}
