"""The signatures of a PDF, read in a process of its own (examining.py)."""

import json
from pathlib import Path
from typing import Any

from shared.apart import GaveUp, run_apart

_EXAMINING = Path(__file__).parent / "examining.py"


def examine(pdf: bytes, roots: str) -> dict[str, Any]:
    """The report on the signatures of `pdf`; `roots`: PEM certificates of who is trusted."""
    head = json.dumps({"roots": roots}).encode()
    try:
        report, _ = run_apart(_EXAMINING, head + b"\n" + pdf)
    except GaveUp:
        return {"refused": "file-too-heavy"}
    return report
