"""What a QR symbol on a page means. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import urlsplit
from uuid import UUID

RECORD, LABEL, FOREIGN, NONE = "record", "label", "foreign", "no_symbol"


@dataclass(frozen=True)
class Meaning:
    """`kind`: record (then with its id), label (of an asset), foreign, no_symbol; `text` as it was read."""

    kind: str
    text: str = ""
    record_id: UUID | None = None


def meaning_of(symbols: Sequence[str]) -> Meaning:
    """The meaning of all symbols of one page: that of a record wins, then a label, then anything.

    The host is not asked for: an agency may move to another address, and an id that is not in the books is
    found out there.
    """
    meanings = [_one(text) for text in symbols]
    order = (RECORD, LABEL, FOREIGN)
    return min(meanings, key=lambda one: order.index(one.kind), default=Meaning(NONE))


def _one(text: str) -> Meaning:
    parts = urlsplit(text) if text.lower().startswith(("http://", "https://")) else None
    steps = [step for step in parts.path.split("/") if step] if parts else []
    if len(steps) == 2 and steps[0].lower() == "v" and (found := _uuid(steps[1])):
        return Meaning(RECORD, text, found)
    if len(steps) == 2 and steps[0].upper() == "T":
        return Meaning(LABEL, text)
    return Meaning(FOREIGN, text)


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None
