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
