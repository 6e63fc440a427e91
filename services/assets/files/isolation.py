"""Cleaning a sent file in a process of its own (cleaning.py): no file can hurt the one that serves."""

import json
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from shared.errors import FieldError, Invalid
from shared.logs import log

PATIENCE = 45.0  # seconds; the process itself gives up after 20 of processor time

_CLEANING = Path(__file__).parent / "cleaning.py"
_log = log(__name__)


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
    """`content` cleaned in a child process; raises Invalid saying why when it cannot be kept.

    The child gets no environment (no database address, no keys) and Python's isolated mode.
    """
    try:
        done = subprocess.run(  # noqa: S603 - our own file under our own interpreter
            [sys.executable, "-I", str(_CLEANING)],
            input=content,
            capture_output=True,
            timeout=PATIENCE,
            env={},
            check=False,
        )
    except subprocess.TimeoutExpired as error:
        raise _refusal("file-too-heavy") from error
    if done.returncode != 0:
        said = done.stderr[-400:].decode(errors="replace")
        _log.warning("file_broke_cleaning", returncode=done.returncode, said=said)
        raise _refusal("file-too-heavy")
    line, _, rest = done.stdout.partition(b"\n")
    head = json.loads(line)
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
