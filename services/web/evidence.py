"""What a record's page shows of its signatures: digital files, signed papers, witnesses."""

from collections.abc import Mapping
from typing import Any

from services.web.backstage import attempt, fetch
from services.web.language import _


def evidence_of(record: Mapping[str, Any]) -> dict[str, Any]:
    """`files` (with `sealing`: whether a seal is configured), `scans` and `witnesses` of an issued record."""
    if not record["number"]:
        return {"files": [], "sealing": False, "scans": [], "witnesses": []}
    where, missing = f"/records/{record['id']}", _("Chữ ký")
    files = attempt(lambda: fetch("handover", f"{where}/files"), missing) or {}
    scans = attempt(lambda: fetch("handover", f"{where}/scans"), missing) or {}
    witnesses = attempt(lambda: fetch("handover", f"{where}/witnesses"), missing) or {}
    return {
        "files": files.get("items", []),
        "sealing": files.get("sealing", False),
        "scans": scans.get("items", []),
        "witnesses": witnesses.get("items", []),
    }
