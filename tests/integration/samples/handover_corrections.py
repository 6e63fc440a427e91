"""Custody put right, dated back."""

from collections.abc import Mapping
from typing import Any

from tests.house import House
from tests.integration.samples.scene import path

SERVICE = "handover"
_SAID = {"from_on": "2026-01-05", "until_on": "2026-02-05", "reason": "Ghi nhầm người", "document": "BB 7"}
SAMPLES = {
    "GET /custody-history": path("/custody-history?asset={asset}"),
    "POST /custody-corrections": path(
        "/custody-corrections",
        json=lambda s: {**_SAID, "holder_person_id": s.giver, "lines": [{"code": s.ids["code"]}]},
    ),
    "GET /custody-corrections": path("/custody-corrections"),
    "GET /custody-corrections/<uuid:correction_id>": path("/custody-corrections/{correction}"),
    "POST /custody-corrections/<uuid:correction_id>/approval": path(
        "/custody-corrections/{correction}/approval", json={}, version=1
    ),
    "POST /custody-corrections/<uuid:correction_id>/rejection": path(
        "/custody-corrections/{rejected_correction}/rejection", json={"reason": "Không đúng"}, version=1
    ),
}


def lay(house: House, acting: Mapping[str, Any], ids: Mapping[str, str]) -> dict[str, str]:
    """Two proposals by the officer: one to be approved, one to be rejected."""
    said = {**_SAID, "holder_person_id": acting["person"], "lines": [{"code": ids["code"]}]}
    made = [
        house.do("POST", "/api/handover/custody-corrections", json=said, **acting)["id"] for _ in range(2)
    ]
    return {"correction": made[0], "rejected_correction": made[1]}
