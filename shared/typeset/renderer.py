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

from shared.errors import Unavailable
from shared.logs import log
from shared.typeset.child import ROOT, receive, send

_log = log(__name__)


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

    def pdf(self, template: Path, data: dict[str, Any], *, made_at: int | None = None) -> bytes:
        """The PDF of `data` by `template`, a .typ file below the checkout; raises Unavailable when it cannot
        be made (in time). With `made_at`, the POSIX time that the file names as its own, the same data make
        the same bytes.
        """
        place = f"{made_at if made_at is not None else ''} {template.relative_to(ROOT)}"
        request = b"%s\n%s" % (place.encode(), orjson.dumps(data))
        with self._lock:
            self._wake()
            answer = self._ask(request)
            self._made += 1
            if self._made >= self._most:
                self._end()
            self._sleep_later()
        if answer is None or answer[:1] != b"\x00":
            _log.error("paper_failed", template=template.name, reason=_said(answer))
            raise Unavailable(
                "paper-not-made",
                vi="Chưa tạo được bản in. Dữ liệu vẫn nguyên trong sổ; hãy thử lại.",
                en="The paper could not be made. What it says is safe; try again.",
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
                [sys.executable, "-m", "shared.typeset.child"],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                cwd=ROOT,
            )
            self._made = 0

    def _ask(self, request: bytes) -> bytes | None:
        """What the child answers; None when it died or was too slow, and then it is gone."""
        child = self._child
        assert child is not None  # noqa: S101 - _wake has just started it
        assert child.stdin is not None  # noqa: S101
        assert child.stdout is not None  # noqa: S101
        guard = threading.Timer(self._patience, child.kill)
        guard.start()
        try:
            send(child.stdin, request)
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


def _said(answer: bytes | None) -> str:
    return (answer or b"\x01no answer")[1:].decode(errors="replace")


RENDERER = Renderer()
