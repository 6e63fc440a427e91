"""Become another program that dies with its parent and, where asked, runs as an ordinary user.

Run as a script: `python -I -S launch.py --parent PID [--account NAME] [--search] SIGNAL PROGRAM ARGUMENTS…`.
Standard library only, a few milliseconds. Linux sends SIGNAL to the program when its parent dies: even
a SIGKILL of the supervisor leaves nothing running; elsewhere that wish is dropped.
"""

import argparse
import ctypes
import os
import pwd
import signal
import sys

PR_SET_PDEATHSIG, PR_SET_SECUREBITS, PR_CAP_AMBIENT, PR_CAP_AMBIENT_RAISE = 1, 28, 47, 2
NO_SETUID_FIXUP = (
    1 << 2
)  # without it access(2), by which initdb looks for postgres, ignores kept capabilities
CAP_DAC_OVERRIDE, CAP_DAC_READ_SEARCH = 1, 2
CAPABILITY_VERSION_3 = 0x20080522


def main() -> None:
    """Never returns: the program takes this process over."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--parent", type=int, required=True)
    parser.add_argument("--account", default="")
    parser.add_argument("--search", action="store_true", help="may pass closed folders on the way to its own")
    parser.add_argument("signal")
    parser.add_argument("program", nargs=argparse.REMAINDER)
    asked = parser.parse_args()
    if asked.account:
        _become(pwd.getpwnam(asked.account), search=asked.search)
    _die_with(asked.parent, signal.Signals[asked.signal])
    os.execv(asked.program[0], asked.program)  # noqa: S606


def _die_with(parent: int, by: signal.Signals) -> None:
    """Ask for `by` at the parent's death; must follow the change of user, which clears the wish."""
    if sys.platform == "linux":
        _prctl(PR_SET_PDEATHSIG, by)
    if os.getppid() != parent:  # it died before we could ask
        sys.exit(1)


def _become(account: pwd.struct_passwd, *, search: bool) -> None:
    if search:
        _prctl(PR_SET_SECUREBITS, NO_SETUID_FIXUP)
    os.setgroups([])
    os.setgid(account.pw_gid)
    os.setuid(account.pw_uid)
    os.environ |= {"HOME": "/", "USER": account.pw_name, "LOGNAME": account.pw_name}
    if search:
        _keep_search_right()


def _keep_search_right() -> None:
    """Keep the one right to pass folders closed to others (/root, a 0700 home) instead of opening them.

    The first of the two capabilities that the machine lets us have; containers often have only the second.
    """
    for capability in (CAP_DAC_READ_SEARCH, CAP_DAC_OVERRIDE):
        try:
            _hold_only(1 << capability)
            _prctl(PR_CAP_AMBIENT, PR_CAP_AMBIENT_RAISE, capability)
        except OSError:
            continue
        return
    sys.exit(
        "the folder lies under one that is closed to other users, and this machine grants no way past it"
    )


def _hold_only(mask: int) -> None:
    header = (ctypes.c_uint32 * 2)(CAPABILITY_VERSION_3, 0)
    sets = (ctypes.c_uint32 * 6)(
        mask, mask, mask, 0, 0, 0
    )  # effective, permitted, inheritable; low then high
    if ctypes.CDLL(None, use_errno=True).capset(header, sets) != 0:
        raise OSError(ctypes.get_errno(), "capset")


def _prctl(option: int, *values: int) -> None:
    arguments = [ctypes.c_ulong(value) for value in (*values, 0, 0, 0, 0)[:4]]
    if ctypes.CDLL(None, use_errno=True).prctl(option, *arguments) != 0:
        raise OSError(ctypes.get_errno(), f"prctl {option}")


if __name__ == "__main__":
    main()
