"""Reading what strangers send, in a process of its own: it gets the bytes and nothing else of ours.

A program for it is a file that imports nothing of the house. In: the bytes. Out: one line of JSON, then
bytes. It sets its own limits of memory and processor time; here the clock on the wall is watched.
"""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

from shared.logs import log

PATIENCE = 45.0  # seconds; the programs themselves give up after 20 of processor time
_log = log(__name__)


class GaveUp(Exception):
    """The process died or took too long over the file."""


def run_apart(program: Path, content: bytes) -> tuple[dict[str, Any], bytes]:
    """What `program` says of `content`: its line of JSON and the bytes after it. Raises GaveUp.

    The child gets no environment (no database address, no keys) and Python's isolated mode.
    """
    try:
        done = subprocess.run(  # noqa: S603 - our own file under our own interpreter
            [sys.executable, "-I", str(program)],
            input=content,
            capture_output=True,
            timeout=PATIENCE,
            env={},
            check=False,
        )
    except subprocess.TimeoutExpired as error:
        raise GaveUp(program.stem) from error
    if done.returncode != 0:
        said = done.stderr[-400:].decode(errors="replace")
        _log.warning("file_broke_reading", program=program.stem, returncode=done.returncode, said=said)
        raise GaveUp(program.stem)
    line, _, rest = done.stdout.partition(b"\n")
    head: dict[str, Any] = json.loads(line)
    return head, rest
