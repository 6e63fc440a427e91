"""The print of a paper: enough to know its bytes again and to say where another differs, and no more."""

import hashlib
from dataclasses import dataclass

BLOCK = 1024  # bytes; a change is found to this
_SHORT = 8  # bytes kept of each block's hash: to find a place, not to prove anything


@dataclass(frozen=True)
class Print:
    """What is kept of one copy that was given out; `version` is the paper's when it was made."""

    version: int
    size: int
    sha256: bytes
    blocks: bytes
    pages: tuple[bytes, ...]


def blocks_of(content: bytes) -> bytes:
    """The first bytes of the SHA-256 of each block of `content`, one after the other."""
    starts = range(0, len(content), BLOCK)
    return b"".join(hashlib.sha256(content[at : at + BLOCK]).digest()[:_SHORT] for at in starts)


def first_difference(kept: Print, content: bytes) -> tuple[int, int] | None:
    """The bytes (from, to; counted from 1) of the first block in which `content` is not what was kept; None
    when it is the same to its end.
    """
    theirs = blocks_of(content)
    for at in range(0, max(len(kept.blocks), len(theirs)), _SHORT):
        if kept.blocks[at : at + _SHORT] != theirs[at : at + _SHORT]:
            start = at // _SHORT * BLOCK
            return start + 1, max(start + 1, min(start + BLOCK, max(kept.size, len(content))))
    return None
