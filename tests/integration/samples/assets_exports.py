"""Books and forms, and what was kept of them."""

from collections.abc import Mapping
from typing import Any

from tests.house import House
from tests.integration.samples.scene import path

SERVICE = "assets"
SAMPLES = {
    "GET /forms": path("/forms"),
    "GET /exports/<form>": path("/exports/04c-dk-tsc?unit={unit}"),
    "GET /reconciliation": path("/reconciliation?unit={unit}"),
    "GET /export-manifests": path("/export-manifests"),
    "GET /export-manifests/<uuid:export_id>": path("/export-manifests/{export}"),
}


def lay(house: House, acting: Mapping[str, Any], ids: Mapping[str, str]) -> dict[str, str]:
    """An export that the officer made."""
    answer = house.ask("GET", "/api/assets/exports/s24-h?format=csv", **acting)
    assert answer.get_data()
    return {"export": answer.headers["X-Export-Id"]}
