"""A program kept running: it dies with us, is started again when it ends, and is ended with all it began."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from pathlib import Path

from taisan.embedded import launch
from taisan.words import complain

PATIENCE = (0.5, 1.0, 2.0, 5.0, 10.0)  # seconds before a program that keeps ending is started again
SETTLED = 30.0  # seconds of running after which earlier failures are forgotten


def wrapped(command: Sequence[str], at_death: signal.Signals = signal.SIGTERM) -> list[str]:
    """`command`, wrapped so that it gets the signal `at_death` when this process dies."""
    launcher = [sys.executable, "-I", "-S", str(launch.__file__), "--parent", str(os.getpid())]
    return [*launcher, at_death.name, *command]


class Child:
    """One program, in a session of its own: a Ctrl-C of the terminal reaches us, and we decide the order."""

    def __init__(self, name: str, command: Sequence[str], log: Path, environment: Mapping[str, str]) -> None:
        self.name = name
        self.log = log
        self.failures = 0
        self._command = command
        self._environment = dict(environment)
        self._process: subprocess.Popen[bytes] | None = None
        self._began = 0.0
        self._again_at = 0.0

    def start(self) -> None:
        """Start the program; what it says goes to the log."""
        with self.log.open("ab") as log:
            self._process = subprocess.Popen(
                wrapped(self._command), env=self._environment, start_new_session=True,
                stdin=subprocess.DEVNULL, stdout=log, stderr=log,
            )  # fmt: skip
        self._began = time.monotonic()

    def look_after(self) -> None:
        """Start the program again if it has ended and its pause is over."""
        now = time.monotonic()
        if self._process is not None:
            if self._process.poll() is None:
                self.failures = 0 if now - self._began > SETTLED else self.failures
                return
            code, pause = self._process.returncode, PATIENCE[min(self.failures, len(PATIENCE) - 1)]
            self.failures += 1
            complain(
                f"{self.name} đã dừng (mã {code}), khởi động lại sau {pause} giây; xem {self.log}",
                f"{self.name} ended (code {code}), starting again in {pause} s; see {self.log}",
            )
            self.end_rest()
            self._process, self._again_at = None, now + pause
        elif now >= self._again_at:
            self.start()

    def ask_to_end(self) -> None:
        """Ask the program to finish what is in hand."""
        if self._process is not None and self._process.poll() is None:
            self._process.send_signal(signal.SIGTERM)

    def end(self, patience: float) -> None:
        """Wait `patience` seconds for the end, then force it; nothing the program started remains."""
        if self._process is not None:
            try:
                self._process.wait(max(patience, 0.0))
            except subprocess.TimeoutExpired:
                self._process.kill()
                self._process.wait()
            self.end_rest()

    def end_rest(self) -> None:
        """End what the program left behind in its session."""
        if self._process is not None:
            try:
                os.killpg(self._process.pid, signal.SIGKILL)
            except ProcessLookupError:
                return

    def last_words(self) -> str:
        """The end of the log, for a person to read."""
        return self.log.read_text(encoding="utf-8", errors="replace")[-1500:] if self.log.exists() else ""
