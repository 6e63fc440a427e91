"""Which files may be kept. Pure."""

from shared.errors import Conflict, FieldError, Invalid

LARGEST = 10 * 1024 * 1024  # bytes as sent
MOST_OF_ONE = 200  # files of one thing
KINDS = (
    "photo",
    "purchase_contract",
    "invoice",
    "minutes",
    "decision",
    "valuation",
    "warranty",
    "maintenance",
    "evidence",
    "other",
)


def check_size(size: int) -> None:
    """Raise Invalid for an empty file or one of more than LARGEST bytes."""
    if size == 0:
        raise _wrong("file-empty", "Tệp không có nội dung.", "The file is empty.")
    if size > LARGEST:
        raise _wrong("file-too-large", "Tệp lớn hơn 10 MB.", "The file is larger than 10 MB.")


def check_room(kept: int) -> None:
    """Raise Conflict when a thing has as many files as one may have."""
    if kept >= MOST_OF_ONE:
        raise Conflict(
            "files-full",
            vi=f"Đã có {kept} tệp; một đối tượng không giữ được nhiều hơn.",
            en=f"There are {kept} files already, as many as one thing may have.",
        )


def _wrong(slug: str, vi: str, en: str) -> Invalid:
    return Invalid(slug, vi=vi, en=en, errors=[FieldError("/file", vi, en)])
