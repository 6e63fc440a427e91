"""End what a test run left running, and fail if there was any: `python scripts/leftovers.py RUN`."""

import os
import signal
import sys
import time
from pathlib import Path


def main(run: str) -> int:
    """0 when nothing carries the mark of the run `run` any more; else 1, and it is ended."""
    deadline = time.monotonic() + 5.0  # what is on its way out may take a moment
    while (left := _marked(run)) and time.monotonic() < deadline:
        time.sleep(0.2)
    for pid, command in left.items():
        print(f"left running: {pid} {command}")
        os.kill(pid, signal.SIGKILL)
    return 1 if left else 0


def _marked(run: str) -> dict[int, str]:
    mark = f"TAISAN_TEST_RUN={run}".encode()
    found: dict[int, str] = {}
    for entry in Path("/proc").glob("[0-9]*"):
        try:
            if mark in (entry / "environ").read_bytes().split(b"\0") and int(entry.name) != os.getpid():
                found[int(entry.name)] = (
                    (entry / "cmdline").read_bytes().replace(b"\0", b" ").decode(errors="replace")
                )
        except (OSError, ValueError):
            continue
    found.pop(os.getppid(), None)  # the script that asked
    return found


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
