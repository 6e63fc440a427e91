"""Reports of custody."""

from collections.abc import Mapping
from typing import Any

from tests.house import House
from tests.integration.samples.scene import path

SERVICE = "handover"
SAMPLES = {
    "POST /custody-reports": path("/custody-reports", json=lambda s: {"person": s.holder}),
    "GET /custody-reports": path("/custody-reports"),
    "GET /custody-reports/<uuid:report_id>": path("/custody-reports/{report}"),
    "GET /custody-reports/<uuid:report_id>/file": path("/custody-reports/{report}/file?format=csv"),
}


def lay(house: House, acting: Mapping[str, Any], ids: Mapping[str, str]) -> dict[str, str]:
    """One report about the unit."""
    made = house.do("POST", "/api/handover/custody-reports", json={"unit": acting["unit"]}, **acting)
    return {"report": made["id"]}
