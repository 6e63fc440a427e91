"""UUIDv7 (RFC 9562 §5.7): sortable by creation time, so primary keys stay local in the index."""

import os
import threading
import time
from uuid import UUID

_lock = threading.Lock()
_last = 0


def uuid7() -> UUID:
    """A new UUIDv7, strictly increasing within this process (RFC 9562 §6.2, method 3).

    The 12 bits after the millisecond carry its fraction; the clock stepping back never lets an id step back.
    """
    global _last  # noqa: PLW0603 - the one counter of this process, behind its lock
    with _lock:
        ticks = time.time_ns() * 4096 // 1_000_000
        _last = ticks = max(ticks, _last + 1)
    milliseconds, fraction = divmod(ticks, 4096)
    random_tail = int.from_bytes(os.urandom(8), "big") >> 2
    return UUID(int=milliseconds << 80 | 0x7 << 76 | fraction << 64 | 0b10 << 62 | random_tail)


def uuid7s(count: int) -> list[str]:
    """`count` new UUIDv7 in one go, as text, in order; each later than any that this process made before."""
    global _last  # noqa: PLW0603 - as above
    with _lock:
        first = max(time.time_ns() * 4096 // 1_000_000, _last + 1)
        _last = first + count - 1
    tails = os.urandom(8 * count)
    return [
        _written(first + at, int.from_bytes(tails[8 * at : 8 * at + 8], "big") >> 2) for at in range(count)
    ]


def _written(ticks: int, tail: int) -> str:
    digits = f"{(ticks >> 12) << 80 | 0x7 << 76 | (ticks & 0xFFF) << 64 | 0b10 << 62 | tail:032x}"
    return f"{digits[:8]}-{digits[8:12]}-{digits[12:16]}-{digits[16:20]}-{digits[20:]}"
