"""Build `.venv` from a lock file, once: `python scripts/environment.py run|dev`. Standard library only.

A stamp in `.venv` keeps the hashes of the locks it satisfies; a second call needs no pip and no network.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import subprocess
import sys
import venv
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
STAMP = VENV / "taisan-stamp.json"
LOCKS = {"run": ("run",), "dev": ("run", "dev")}  # the development lock contains the running one

# `$0` and no fixed path: a checkout that is moved, or whose path has spaces or Vietnamese letters, works.
LAUNCHER = '#!/bin/sh\nexec "$(dirname "$0")/python" -m taisan "$@"\n'
CHECKOUT_FROM_SITE_PACKAGES = "../../../..\n"


def main(lock: str) -> int:
    """Make the environment satisfy `lock`; 0, or 1 with the reason on the terminal."""
    wanted = {name: _digest(name) for name in LOCKS[lock]}
    if _stamped(wanted):
        return 0
    print(
        "taisan: chuẩn bị môi trường, chỉ lần đầu · preparing the environment, this first time only",
        flush=True,
    )
    if not _runs(VENV / "bin" / "python"):
        _create()
    if not _install(ROOT / "requirements" / f"{lock}.lock"):
        return 1
    _link_checkout()
    STAMP.write_text(json.dumps(wanted), encoding="utf-8")
    return 0


def _digest(name: str) -> str:
    lock = (ROOT / "requirements" / f"{name}.lock").read_bytes()
    return hashlib.sha256(lock + LAUNCHER.encode()).hexdigest()


def _stamped(wanted: dict[str, str]) -> bool:
    try:
        stamp = json.loads(STAMP.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return False
    return wanted.items() <= stamp.items() and _runs(VENV / "bin" / "python")


def _runs(python: Path) -> bool:
    """A virtual environment outlives the Python it was made from; ask it rather than trust the file."""
    try:
        probe = subprocess.run(
            [python, "-c", "import sys; sys.exit(sys.version_info < (3, 11))"], check=False
        )
    except OSError:
        return False
    return probe.returncode == 0


def _create() -> None:
    shutil.rmtree(VENV, ignore_errors=True)
    try:
        venv.create(VENV, with_pip=True, symlinks=os.name != "nt")
    except subprocess.CalledProcessError:
        sys.exit(
            "Python này thiếu mô-đun venv/ensurepip. Trên Debian, Ubuntu: sudo apt install python3-venv\n"
            "This Python lacks venv/ensurepip. On Debian or Ubuntu: sudo apt install python3-venv"
        )


def _install(lock: Path) -> bool:
    """Run pip over the lock, one line of progress for the terminal; its whole word only when it fails."""
    STAMP.unlink(missing_ok=True)
    total = sum(
        1 for line in lock.read_text(encoding="utf-8").splitlines() if "==" in line and line[0].isalnum()
    )
    command = [VENV / "bin" / "python", "-m", "pip", "install", "--require-hashes", "--only-binary=:all:"]
    command += ["--disable-pip-version-check", "--no-input", "--progress-bar=off", "--requirement", lock]
    said: list[str] = []
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True) as pip:
        done = 0
        for line in pip.stdout or ():
            said.append(line)
            if line.startswith(("Collecting ", "Requirement already satisfied")):
                done += 1
                _progress(done, total)
    _end_progress()
    if pip.returncode:
        print("".join(said[-25:]), file=sys.stderr)
        print("Không cài được thư viện · the packages could not be installed (see above)", file=sys.stderr)
    return pip.returncode == 0


def _progress(done: int, total: int) -> None:
    if sys.stdout.isatty():
        print(f"\r  thư viện · packages {min(done, total)}/{total}", end="", flush=True)


def _end_progress() -> None:
    if sys.stdout.isatty():
        print(flush=True)


def _link_checkout() -> None:
    """Put the checkout on the import path and `taisan` beside Python, both by relative address."""
    site_packages = next((VENV / "lib").glob("python3*/site-packages"))
    (site_packages / "taisan-checkout.pth").write_text(CHECKOUT_FROM_SITE_PACKAGES, encoding="ascii")
    launcher = VENV / "bin" / "taisan"
    launcher.write_text(LAUNCHER, encoding="ascii")
    launcher.chmod(0o755)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
