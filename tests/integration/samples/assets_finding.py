"""Finding assets: cameras on a map."""

from collections.abc import Mapping
from typing import Any

from tests.house import House
from tests.integration.samples.scene import path

SERVICE = "assets"
SAMPLES = {"GET /cameras.geojson": path("/cameras.geojson")}


def lay(house: House, acting: Mapping[str, Any], ids: Mapping[str, str]) -> dict[str, str]:
    """A camera with a position."""
    body = {
        "name": "Camera ngã tư",
        "category": "camera",
        "unit_id": acting["unit"],
        "cost": 12_000_000,
        "latitude": 21.04,
        "longitude": 105.88,
    }
    return {"camera": house.do("POST", "/api/assets/assets", json=body, **acting)["id"]}
