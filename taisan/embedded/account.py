"""PostgreSQL refuses to run as root: which account it runs under then, and what that account can reach."""

import grp
import os
import pwd
import shutil
import stat
import subprocess
from pathlib import Path

ACCOUNT = "taisan"


def server_account() -> str:
    """The account for the database server when we are root, made if it must be; "" = run it as ourselves."""
    if os.geteuid() != 0:
        return ""
    if not _exists(ACCOUNT) and (useradd := shutil.which("useradd", path="/usr/sbin:/sbin:/usr/bin:/bin")):
        options = [
            "--system",
            "--no-create-home",
            "--home-dir",
            "/nonexistent",
            "--shell",
            "/usr/sbin/nologin",
        ]
        subprocess.run([useradd, *options, ACCOUNT], check=False, capture_output=True)
    return ACCOUNT if _exists(ACCOUNT) else "nobody"


def _exists(name: str) -> bool:
    try:
        pwd.getpwnam(name)
    except KeyError:
        return False
    return True


def give(path: Path, account: str) -> None:
    """Make `account` the owner of the folder `path`; nothing to do when there is no account to change to."""
    if account:
        entry = pwd.getpwnam(account)
        os.chown(path, entry.pw_uid, entry.pw_gid)


def can_reach(path: Path, account: str) -> bool:
    """Whether every folder on the way to `path` lets `account` through, and `path` itself lets it read."""
    entry = pwd.getpwnam(account)
    groups = {entry.pw_gid} | {group.gr_gid for group in grp.getgrall() if account in group.gr_mem}
    real = path.resolve()
    through = all(_allows(parent.stat(), entry.pw_uid, groups, stat.S_IXOTH) for parent in real.parents)
    return through and _allows(real.stat(), entry.pw_uid, groups, stat.S_IROTH | stat.S_IXOTH)


def _allows(found: os.stat_result, uid: int, groups: set[int], wanted: int) -> bool:
    shift = 6 if found.st_uid == uid else 3 if found.st_gid in groups else 0
    return (found.st_mode >> shift) & wanted == wanted
