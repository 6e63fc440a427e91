"""Waiting for what must come true, instead of sleeping for what might."""

import time
from collections.abc import Callable


def eventually(truth: Callable[[], object], within: float = 10.0) -> None:
    """Look until `truth()` is true; fail with its last value after `within` seconds."""
    deadline = time.monotonic() + within
    while not (seen := truth()):
        assert time.monotonic() < deadline, f"it did not come true within {within} s (last seen: {seen!r})"
        time.sleep(0.03)
