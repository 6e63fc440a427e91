"""What a paper is worth today, and how far a copy is the paper that we gave out. Pure."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from services.handover.papers.prints import BLOCK, Print, first_difference

# What the public is told of a record, by its state; a state that is not named here is told as it is.
STANDING = {"issued": "waiting", "signed": "waiting", "completed": "genuine", "upheld": "disputed"}
STANDINGS = (
    "genuine",  # both sides have signed
    "waiting",  # issued, not signed by both: worth nothing yet
    "refused",
    "cancelled",
    "disputed",
    "reversed",  # a later record undoes it
    "superseded",  # a later paper stands in its place
)
VERDICTS = (
    "same",  # byte for byte a copy that was given out
    "signed_copy",  # such a copy with signatures or notes added after its end
    "same_pages",  # saved anew by another program; every page shows the same
    "pages_differ",
    "not_ours",  # no page is one of ours: a scan, a photograph, another document
)


def standing_of(state: str) -> str:
    """The standing of a record in `state`."""
    return STANDING.get(state, state)


@dataclass(frozen=True)
class Verdict:
    """How a copy compares with the print that it is nearest to; pages are counted from 1."""

    verdict: str
    nearest: Print | None = None
    pages: int = 0
    different: tuple[int, ...] = ()
    missing: tuple[int, ...] = ()
    added: tuple[int, ...] = ()
    stuck: tuple[int, ...] = ()  # pages with something laid over them that the print has not
    bytes_differ: tuple[int, int] | None = field(default=None)


def byte_for_byte(content: bytes, prints: Sequence[Print]) -> Verdict | None:
    """The verdict on a copy that is one of `prints` to the last byte; None when it is not."""
    digest = hashlib.sha256(content).digest()
    found = next((one for one in prints if one.sha256 == digest), None)
    return Verdict("same", found, len(found.pages)) if found else None


def compared(content: bytes, told: Mapping[str, Sequence[object]], prints: Sequence[Print]) -> Verdict:
    """The verdict on a copy that is none of `prints` (at least one) to the last byte; `told` as
    fingerprint.pages_of has it.
    """
    pages = [bytes.fromhex(str(one)) for one in told["pages"]]
    nearest = max(prints, key=lambda one: (_alike(one, pages), _begins(one, content), one.version))
    if not _alike(nearest, pages) and not _begins(nearest, content):
        return Verdict("not_ours", None, len(pages))
    ours, theirs = len(nearest.pages), len(pages)
    both = min(ours, theirs)
    found = Verdict(
        "pages_differ",
        nearest,
        theirs,
        different=tuple(at + 1 for at in range(both) if nearest.pages[at] != pages[at]),
        missing=tuple(range(theirs + 1, ours + 1)),
        added=tuple(range(ours + 1, theirs + 1)),
        stuck=tuple(at for at, number in enumerate(told["stuck"], start=1) if number),
        bytes_differ=first_difference(nearest, content),
    )
    if found.different or found.missing or found.added:
        return found
    begins = hashlib.sha256(content[: nearest.size]).digest() == nearest.sha256
    return Verdict(
        "signed_copy" if begins else "same_pages",
        nearest,
        theirs,
        stuck=found.stuck,
        bytes_differ=found.bytes_differ,
    )


def _begins(one: Print, content: bytes) -> bool:
    """Whether `content` is the same file for a while: then somebody changed it, it is no other document."""
    differs = first_difference(one, content)
    return differs is None or differs[0] > BLOCK


def _alike(one: Print, pages: Sequence[bytes]) -> int:
    return sum(ours == theirs for ours, theirs in zip(one.pages, pages, strict=False))
