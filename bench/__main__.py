"""`make bench`: medians and ratios to a floor, each in one interleaved run. Never part of the tests.

Usage: make bench                        every subject, one after the other
       make bench ARGS="requests -h"     one subject with options of its own

A subject is a file of this folder with `main(arguments) -> int`, named below; 0 says that its goals are met.
"""

import sys
from importlib import import_module

SUBJECTS = (
    *("exports", "requests", "labels", "wear", "stocktakes", "finding", "imports", "records", "ledger"),
    "events",
)


def main() -> int:
    """Run the subject that is named, or all of them."""
    named, arguments = sys.argv[1:2], sys.argv[2:]
    if named and named[0] not in SUBJECTS:
        print(f"subjects: {', '.join(SUBJECTS)}")
        return 2
    return max(import_module(f"bench.{subject}").main(arguments) for subject in named or SUBJECTS)


if __name__ == "__main__":
    sys.exit(main())
