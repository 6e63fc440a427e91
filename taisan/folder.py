"""The data folder: everything taisan keeps on this machine, held by one supervisor at a time.

taisan.lock   who holds it          postgres/   the database          logs/   what each process said
secrets/      passwords and keys    run/        of the current run    tls/    certificate of --https
"""

import fcntl
import json
import os
import secrets
from pathlib import Path
from typing import Any, TextIO

DEFAULT = "data"


class FolderTaken(Exception):
    """Another taisan holds the folder; `holder` is what it said of itself: pid, since, address."""

    def __init__(self, path: Path, holder: dict[str, Any]) -> None:
        self.holder = holder
        pid, address = holder.get("pid", "?"), holder.get("address", "")
        super().__init__(
            f"Thư mục dữ liệu {path} đang được một taisan khác sử dụng (tiến trình {pid}{_at(address)}).\n"
            f"The data folder {path} is in use by another taisan (pid {pid}{_at(address)})."
        )


class DataFolder:
    """One data folder. Reading needs no lock; whoever starts servers on it takes the lock first."""

    def __init__(self, path: Path) -> None:
        self.path = path.absolute()
        self.secrets = self.path / "secrets"
        self.run = self.path / "run"
        self.logs = self.path / "logs"
        self._lock: TextIO | None = None

    def take(self) -> None:
        """Make the folder if needed and hold it until this process ends; raises FolderTaken."""
        self.path.mkdir(parents=True, exist_ok=True)
        lock = (self.path / "taisan.lock").open("a+", encoding="utf-8")
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise FolderTaken(self.path, self.holder()) from None
        self._lock = lock
        for folder in (self.secrets, self.run, self.logs):
            folder.mkdir(mode=0o700, exist_ok=True)
        self.say(pid=os.getpid())

    def say(self, **facts: Any) -> None:
        """Write who we are into the lock, for whoever is refused."""
        if self._lock is not None:
            self._lock.seek(0)
            self._lock.truncate()
            json.dump(facts, self._lock)
            self._lock.flush()

    def holder(self) -> dict[str, Any]:
        """What the last holder of the folder said of itself; {} if nothing."""
        try:
            said = json.loads((self.path / "taisan.lock").read_text(encoding="utf-8"))
        except (OSError, ValueError):
            return {}
        return said if isinstance(said, dict) else {}

    def write_private(self, name: str, content: Any) -> Path:
        """Write `content` as JSON to `name` (below the folder), readable by us alone, whole or not at all."""
        path = self.path / name
        fresh = path.with_name(f".{path.name}.new")
        with os.fdopen(
            os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w", encoding="utf-8"
        ) as file:
            json.dump(content, file, ensure_ascii=False, indent=1)
            file.flush()
            os.fsync(file.fileno())
        fresh.replace(path)
        return path

    def read(self, name: str) -> Any:
        """The JSON kept under `name`, or None when there is none."""
        try:
            return json.loads((self.path / name).read_text(encoding="utf-8"))
        except FileNotFoundError:
            return None

    def secret(self, name: str) -> str:
        """The password called `name`, made at the first asking."""
        kept: dict[str, str] = self.read("secrets/passwords.json") or {}
        if name not in kept:
            kept[name] = secrets.token_urlsafe(32)
            self.write_private("secrets/passwords.json", kept)
        return kept[name]


def _at(address: str) -> str:
    return f", {address}" if address else ""
