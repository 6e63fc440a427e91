"""Signed papers, cleaned and read in processes of their own: what may be kept, and what its pages show."""

from dataclasses import dataclass
from pathlib import Path

from services.handover.signing.symbols import Meaning, meaning_of
from shared.apart import GaveUp, run_apart
from shared.errors import FieldError, Invalid
from shared.files.isolation import Kept, clean_apart

_SCANNING = Path(__file__).parent / "scanning.py"


@dataclass(frozen=True)
class Page:
    """One page: what its symbol means, and a JPEG to look at."""

    meaning: Meaning
    picture: bytes


def read_paper(content: bytes) -> tuple[Kept, list[Page]]:
    """`content` (JPEG, PNG, PDF) as it may be kept, and its pages. Raises Invalid saying why not."""
    kept = clean_apart(content)
    try:
        head, rest = run_apart(_SCANNING, kept.content)
    except GaveUp as error:
        raise _refused(
            "file-too-heavy",
            "Tệp cần quá nhiều bộ nhớ hoặc thời gian để đọc nên không được nhận.",
            "Reading the file takes too much memory or time, so it is not taken.",
        ) from error
    if head.get("refused") == "scan-too-long":
        raise _refused(
            "scan-too-long",
            "Tệp dài hơn 40 trang. Hãy nộp thành nhiều tệp.",
            "The file has more than 40 pages. Send it in parts.",
        )
    if "refused" in head:
        raise _refused("paper-unreadable", "Không đọc được tệp.", "The file cannot be read.")
    pages, at = [], 0
    for told in head["pages"]:
        pages.append(Page(meaning_of(told["symbols"]), rest[at : at + told["size"]]))
        at += told["size"]
    return kept, pages


def _refused(slug: str, vi: str, en: str) -> Invalid:
    return Invalid(slug, vi=vi, en=en, errors=[FieldError("/file", vi, en)])
