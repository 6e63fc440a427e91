"""Rendering in a child process, so that no web worker keeps typst's memory.

The child is started when it is first needed, ends after so many documents (typst's cache grows with each) and
after some idle seconds. One document at a time; a document that takes too long ends the child, not the
worker.
"""

import subprocess
import sys
import threading
from pathlib import Path
from typing import Any

import orjson

from services.handover.minutes.child import receive, send
from shared.errors import Unavailable
from shared.logs import log

_log = log(__name__)
_ROOT = Path(__file__).resolve().parent.parent.parent.parent


class Renderer:
    """One child at the most; safe for threads."""

    def __init__(
        self, *, most_documents: int = 20, idle_seconds: float = 15.0, patience: float = 30.0
    ) -> None:
        self._most = most_documents
        self._idle = idle_seconds
        self._patience = patience
        self._lock = threading.Lock()
        self._child: subprocess.Popen[bytes] | None = None
        self._made = 0
        self._sleeper: threading.Timer | None = None

    def pdf(self, sheet: dict[str, Any]) -> bytes:
        """The PDF of `sheet`; raises Unavailable when it cannot be made (in time)."""
        with self._lock:
            self._wake()
            answer = self._ask(orjson.dumps(sheet))
            self._made += 1
            if self._made >= self._most:
                self._end()
            self._sleep_later()
        if answer is None or answer[:1] != b"\x00":
            _log.error("minutes_failed", reason=(answer or b"\x01no answer")[1:].decode(errors="replace"))
            raise Unavailable(
                "minutes-not-made",
                vi="Chưa tạo được bản in biên bản. Biên bản vẫn nguyên trong sổ; hãy thử lại.",
                en="The minutes could not be made. The record is safe; try again.",
            )
        return answer[1:]

    def close(self) -> None:
        """End the child, if there is one."""
        with self._lock:
            self._end()

    @property
    def child_pid(self) -> int | None:
        """The process id of the living child, for those who watch memory."""
        return self._child.pid if self._child is not None and self._child.poll() is None else None

    def _wake(self) -> None:
        if self._sleeper is not None:
            self._sleeper.cancel()
        if self._child is None or self._child.poll() is not None:
            self._child = subprocess.Popen(
                [sys.executable, "-m", "services.handover.minutes.child"],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                cwd=_ROOT,
            )
            self._made = 0

    def _ask(self, sheet: bytes) -> bytes | None:
        """What the child answers; None when it died or was too slow, and then it is gone."""
        child = self._child
        assert child is not None  # noqa: S101 - _wake has just started it
        assert child.stdin is not None  # noqa: S101
        assert child.stdout is not None  # noqa: S101
        guard = threading.Timer(self._patience, child.kill)
        guard.start()
        try:
            send(child.stdin, sheet)
            answer = receive(child.stdout)
        except OSError:
            answer = None
        finally:
            guard.cancel()
        if not answer:
            self._end()
        return answer

    def _sleep_later(self) -> None:
        self._sleeper = threading.Timer(self._idle, self.close)
        self._sleeper.daemon = True
        self._sleeper.start()

    def _end(self) -> None:
        if self._child is not None:
            self._child.kill()
            self._child.wait()
            for pipe in (self._child.stdin, self._child.stdout):
                if pipe is not None:
                    pipe.close()
            self._child = None


RENDERER = Renderer()
