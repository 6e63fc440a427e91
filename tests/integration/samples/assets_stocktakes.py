"""Stocktakes: one that is being counted, and a closed one with a proposal."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from shared.clock import today
from shared.ids import uuid7
from tests.house import House
from tests.integration.samples.scene import Scene, path

SERVICE = "assets"
ONE = "/stocktakes/{stocktake}"


def _plan(unit: str, person: str) -> dict[str, Any]:
    return {
        "title": "Kiểm kê",
        "kind": "unscheduled",
        "unit_id": unit,
        "as_of": today().isoformat(),
        "board": [{"person_id": person, "name": "Trưởng ban", "role": "chair"}],
    }


def _scan() -> dict[str, Any]:
    return {
        "scan_id": str(uuid7()),
        "description": "Vật không có tem",
        "device_id": "d1",
        "device_time": datetime.now(UTC).isoformat(),
    }


def _retraction(scene: Scene) -> dict[str, Any]:
    scan = {name: value for name, value in _scan().items() if name != "description"}
    return {**scan, "retracts": scene.ids["scan"], "reason": "Quét nhầm"}


SAMPLES = {
    "GET /stocktakes": path("/stocktakes"),
    "POST /stocktakes": path("/stocktakes", json=lambda s: _plan(s.units["own"], s.giver)),
    "GET /stocktakes/<uuid:stocktake_id>": path(ONE),
    "POST /stocktakes/<uuid:stocktake_id>/opening": path(ONE + "/opening", json={}, version=1),
    "POST /stocktakes/<uuid:stocktake_id>/recount": path(
        ONE + "/recount", json=lambda s: {"person_id": s.holder}, version=2
    ),
    "POST /stocktakes/<uuid:stocktake_id>/cancellation": path(
        ONE + "/cancellation", json={"reason": "Hoãn"}, version=2
    ),
    "POST /stocktakes/<uuid:stocktake_id>/closing": path(ONE + "/closing", json={}, version=2),
    "GET /stocktakes/<uuid:stocktake_id>/progress": path(ONE + "/progress"),
    "GET /stocktakes/<uuid:stocktake_id>/lines": path(ONE + "/lines"),
    "GET /stocktakes/<uuid:stocktake_id>/differences": path(ONE + "/differences"),
    "GET /stocktakes/<uuid:stocktake_id>/unexpected": path(ONE + "/unexpected"),
    "GET /stocktakes/<uuid:stocktake_id>/scans": path(ONE + "/scans"),
    "POST /stocktakes/<uuid:stocktake_id>/scans": path(ONE + "/scans", json=lambda s: {"scans": [_scan()]}),
    "POST /stocktakes/<uuid:stocktake_id>/retractions": path(ONE + "/retractions", json=_retraction),
    "GET /stocktakes/<uuid:stocktake_id>/devices": path(ONE + "/devices"),
    "PUT /stocktakes/<uuid:stocktake_id>/devices/<device_id>": path(ONE + "/devices/d1", json={"unsent": 0}),
    "POST /stocktakes/<uuid:stocktake_id>/devices/<device_id>/write-off": path(
        ONE + "/devices/d1/write-off", json={"reason": "Mất máy"}
    ),
    "GET /stocktakes/<uuid:stocktake_id>/proposals": path("/stocktakes/{counted}/proposals"),
    "POST /stocktakes/<uuid:stocktake_id>/proposals/<uuid:proposal_id>/decision": path(
        "/stocktakes/{counted}/proposals/{proposal}/decision",
        json={"accept": False, "reason": "Không đủ căn cứ"},
        version=1,
    ),
    "GET /stocktakes/<uuid:stocktake_id>/minutes.pdf": path("/stocktakes/{counted}/minutes.pdf"),
    "GET /stocktakes/<uuid:stocktake_id>/minutes.xlsx": path("/stocktakes/{counted}/minutes.xlsx"),
    "GET /asset-places": path("/asset-places?unit={unit}"),
}


def lay(house: House, acting: Mapping[str, Any], ids: Mapping[str, str]) -> dict[str, str]:
    """Two stocktakes of the own unit: one under way with a scan, one closed with everything missing."""
    made = {}
    for name in ("stocktake", "counted"):
        plan = house.do(
            "POST", "/api/assets/stocktakes", json=_plan(acting["unit"], acting["person"]), **acting
        )
        house.do("POST", f"/api/assets/stocktakes/{plan['id']}/opening", json={}, version=1, **acting)
        made[name] = str(plan["id"])
    scan = _scan()
    house.do("POST", f"/api/assets/stocktakes/{made['stocktake']}/scans", json={"scans": [scan]}, **acting)
    house.do("POST", f"/api/assets/stocktakes/{made['counted']}/closing", json={}, version=2, **acting)
    found = house.do("GET", f"/api/assets/stocktakes/{made['counted']}/proposals", **acting)["items"]
    return {**made, "scan": scan["scan_id"], "proposal": str(found[0]["id"])}
