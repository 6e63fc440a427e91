"""What the data folder must be prepared for: a digest of the code that shapes the databases."""

import hashlib

from taisan.services import ROOT, SERVICES

SHAPING = (
    "shared/db/*.py",
    "shared/bus/embedded.py",
    "taisan/embedded/provision.py",
    "taisan/prepare.py",
    "taisan/demo/**/*",
)


def fingerprint() -> str:
    """The digest; another one than last time means: prepare again (which does only what is needed)."""
    patterns = [*SHAPING, *(f"services/{name}/migrations/**/*.py" for name in SERVICES)]
    digest = hashlib.sha256()
    found = {path for pattern in patterns for path in ROOT.glob(pattern)}
    for path in sorted(path for path in found if path.is_file() and path.suffix != ".pyc"):
        digest.update(path.relative_to(ROOT).as_posix().encode())
        digest.update(path.read_bytes())
    return digest.hexdigest()
