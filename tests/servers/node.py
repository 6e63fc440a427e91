"""Node and what examples/package-lock.json names, for programs that others wrote."""

import hashlib
import shutil
import subprocess
from pathlib import Path

STAMP = "node_modules/.taisan-stamp"


class NodeMissing(Exception):
    """There is no Node here, or its packages could not be installed; the message says why."""


def install(folder: Path) -> None:
    """Make node_modules of `folder` what its lock says, once; raises NodeMissing.

    No package runs a script of its own.
    """
    if shutil.which("node") is None or shutil.which("npm") is None:
        raise NodeMissing("node and npm are not installed")
    wanted = hashlib.sha256((folder / "package-lock.json").read_bytes()).hexdigest()
    stamp = folder / STAMP
    if stamp.exists() and stamp.read_text(encoding="ascii") == wanted:
        return
    command = ["npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--prefix", str(folder)]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=600, cwd=folder)
    if done.returncode:
        raise NodeMissing(f"npm ci failed: {done.stderr[-500:]}")
    stamp.write_text(wanted, encoding="ascii")
