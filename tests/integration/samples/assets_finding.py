"""Finding assets: cameras on a list and a map, filters kept under a name."""

from collections.abc import Mapping
from typing import Any

from tests.house import House
from tests.integration.samples.scene import path

SERVICE = "assets"
_VIEW = {"name": "Đắt tiền", "query": {"cost_from": 50_000_000}, "shared": True}
SAMPLES = {
    "GET /cameras": path("/cameras"),
    "GET /cameras/summary": path("/cameras/summary"),
    "GET /cameras.geojson": path("/cameras.geojson"),
    "POST /asset-changes": path(
        "/asset-changes",
        json=lambda s: {
            "items": [{"asset_id": s.ids["camera"], "version": 1}],
            "place": "P. 9",
            "reason": "Chuyển phòng",
        },
    ),
    "GET /saved-views": path("/saved-views"),
    "POST /saved-views": path("/saved-views", json={"name": "Của tôi", "query": {"q": "camera"}}),
    "PATCH /saved-views/<uuid:view_id>": path("/saved-views/{view}", json={"name": "Khác"}, version=1),
    "POST /saved-views/<uuid:view_id>/withdrawal": path("/saved-views/{view}/withdrawal", version=1),
}
STRANGERS_MAY = {"POST /saved-views"}


def lay(house: House, acting: Mapping[str, Any], ids: Mapping[str, str]) -> dict[str, str]:
    """A camera with a position, and a filter that the unit shares."""
    body = {
        "name": "Camera ngã tư",
        "category": "camera",
        "unit_id": acting["unit"],
        "cost": 12_000_000,
        "latitude": 21.04,
        "longitude": 105.88,
    }
    return {
        "camera": house.do("POST", "/api/assets/assets", json=body, **acting)["id"],
        "view": house.do("POST", "/api/assets/saved-views", json=_VIEW, **acting)["id"],
    }
