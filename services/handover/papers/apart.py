"""Reading a stranger's file in a process of its own: no file can hurt the one that serves."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from shared.apart import GaveUp, run_apart
from shared.errors import FieldError, Invalid

_READING = Path(__file__).with_name("fingerprint.py")


def pages_apart(content: bytes) -> dict[str, list[Any]]:
    """What `fingerprint.pages_of` says of `content`, found in a child without environment, keys or address;
    raises Invalid saying why when it cannot be read.
    """
    try:
        told, _ = run_apart(_READING, content)
    except GaveUp as error:
        raise _refusal("paper-too-heavy") from error
    if "refused" in told:
        raise _refusal(told["refused"])
    return told


def _refusal(slug: str) -> Invalid:
    return next(refusal for refusal in _refusals() if refusal.slug == slug)


def _refusals() -> Iterator[Invalid]:
    yield _because("paper-not-pdf", "Đây không phải tệp PDF.", "This is not a PDF.")
    yield _because(
        "paper-unreadable", "Tệp PDF bị hỏng, không đọc được.", "The PDF is broken and cannot be read."
    )
    yield _because("paper-locked", "Tệp PDF có mật khẩu, không đọc được.", "The PDF is locked by a password.")
    yield _because("paper-too-long", "Tệp PDF dài hơn 400 trang.", "The PDF has more than 400 pages.")
    yield _because(
        "paper-too-heavy",
        "Tệp cần quá nhiều bộ nhớ hoặc thời gian để đọc.",
        "Reading the file takes too much memory or time.",
    )


def _because(slug: str, vi: str, en: str) -> Invalid:
    return Invalid(slug, vi=vi, en=en, errors=[FieldError("/file", vi, en)])
