"""Cleaning a sent file in a process of its own (cleaning.py): no file can hurt the one that serves."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from shared.apart import GaveUp, run_apart
from shared.errors import FieldError, Invalid

_CLEANING = Path(__file__).parent / "cleaning.py"


@dataclass(frozen=True)
class Kept:
    """What may be kept of a file."""

    content: bytes
    thumbnail: bytes | None
    media_type: str
    width: int | None
    height: int | None
    pages: int | None


def clean_apart(content: bytes) -> Kept:
    """`content` cleaned in a child process; raises Invalid saying why when it cannot be kept."""
    try:
        head, rest = run_apart(_CLEANING, content)
    except GaveUp as error:
        raise _refusal("file-too-heavy") from error
    if "refused" in head:
        raise _refusal(head["refused"])
    small = head.pop("thumbnail")
    return Kept(rest[small:], rest[:small] or None, **head)


def _refusal(slug: str) -> Invalid:
    return next(refusal for refusal in _refusals() if refusal.slug == slug)


def _refusals() -> Iterator[Invalid]:
    yield _because(
        "file-type-not-taken",
        "Chỉ nhận ảnh JPEG, PNG hoặc tệp PDF. Loại tệp được nhận biết theo nội dung, không theo tên.",
        "Only JPEG, PNG and PDF are taken; what a file is follows from its content, not from its name.",
    )
    yield _because(
        "picture-unreadable", "Ảnh bị hỏng, không đọc được.", "The picture is broken and cannot be read."
    )
    yield _because(
        "picture-too-large",
        "Ảnh lớn hơn 64 triệu điểm ảnh.",
        "The picture has more than 64 million pixels.",
    )
    yield _because(
        "paper-unreadable", "Tệp PDF bị hỏng, không đọc được.", "The PDF is broken and cannot be read."
    )
    yield _because(
        "paper-locked",
        "Tệp PDF có mật khẩu. Hãy bỏ mật khẩu rồi gửi lại.",
        "The PDF is locked by a password. Unlock it and send it again.",
    )
    yield _because("paper-too-long", "Tệp PDF dài hơn 500 trang.", "The PDF has more than 500 pages.")
    yield _because(
        "file-too-heavy",
        "Tệp cần quá nhiều bộ nhớ hoặc thời gian để đọc nên không được nhận.",
        "Reading the file takes too much memory or time, so it is not taken.",
    )


def _because(slug: str, vi: str, en: str) -> Invalid:
    return Invalid(slug, vi=vi, en=en, errors=[FieldError("/file", vi, en)])
