"""What taisan says on the terminal: Vietnamese first, English after it, one line each."""

import sys


def say(vi: str, en: str) -> None:
    """One line of progress."""
    print(f"  {vi} · {en}", flush=True)


def complain(vi: str, en: str) -> None:
    """Something is wrong: two lines on standard error."""
    print(f"\n  {vi}\n  {en}", file=sys.stderr, flush=True)
