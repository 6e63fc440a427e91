"""The catalogue, makers, parts, changes of cost, maintenance."""

from collections.abc import Mapping
from typing import Any

from tests.house import House
from tests.integration.samples.scene import path

SERVICE = "assets"
_COST = {
    "cause": "correction",
    "cost": 7_300_000,
    "effective_on": "2026-03-05",
    "document_number": "BB 7",
    "document_on": "2026-03-05",
    "reason": "Ghi nhầm hoá đơn",
}
_WORK = {"done_on": "2026-03-05", "what": "Thay pin", "cost": 850_000}
_ATTRIBUTE = {"name": "colour", "label": "Màu", "label_en": "Colour", "type": "text"}

# The catalogue and the makers belong to everybody: an administrator of any unit may extend them.
STRANGERS_MAY = {
    "POST /categories",
    "PATCH /categories/<code>",
    "POST /categories/<code>/attributes",
    "PATCH /categories/<code>/attributes/<name>",
    "POST /makers/<uuid:maker_id>/merge",
}
SAMPLES = {
    "GET /categories/<code>": path("/categories/tablet"),
    "POST /categories": path(
        "/categories", json={"code": "drone", "name": "Thiết bị bay", "name_en": "Drone"}
    ),
    "PATCH /categories/<code>": path("/categories/tablet", json={"name": "Máy bảng"}, version=1),
    "GET /categories/<code>/changes": path("/categories/tablet/changes"),
    "POST /categories/<code>/attributes": path("/categories/tablet/attributes", json=_ATTRIBUTE, version=1),
    "PATCH /categories/<code>/attributes/<name>": path(
        "/categories/tablet/attributes/sim", json={"label": "SIM"}, version=1
    ),
    "GET /makers": path("/makers"),
    "GET /makers/<uuid:maker_id>/models": path("/makers/0198c1f2-5a00-7000-8000-000000000002/models"),
    "POST /makers/<uuid:maker_id>/merge": path(
        "/makers/0198c1f2-5a00-7000-8000-000000000002/merge",
        json={"into_id": "0198c1f2-5a00-7000-8000-000000000001"},
        version=1,
    ),
    "GET /assets/<uuid:asset_id>/parts": path("/assets/{asset}/parts"),
    "GET /assets/<uuid:asset_id>/cost-changes": path("/assets/{asset}/cost-changes"),
    "POST /assets/<uuid:asset_id>/cost-changes": path("/assets/{asset}/cost-changes", json=_COST, version=1),
    "GET /cost-changes": path("/cost-changes"),
    "GET /cost-changes/<uuid:change_id>": path("/cost-changes/{change}"),
    "POST /cost-changes/<uuid:change_id>/approval": path(
        "/cost-changes/{change}/approval", json={"note": ""}, version=1
    ),
    "POST /cost-changes/<uuid:change_id>/refusal": path(
        "/cost-changes/{change}/refusal", json={"note": "Chưa đủ giấy tờ"}, version=1
    ),
    "GET /assets/<uuid:asset_id>/maintenance": path("/assets/{asset}/maintenance"),
    "POST /assets/<uuid:asset_id>/maintenance": path("/assets/{asset}/maintenance", json=_WORK),
}


def lay(house: House, acting: Mapping[str, Any], ids: Mapping[str, str]) -> dict[str, str]:
    """An asset with a correction that waits."""
    body = {
        "name": "Máy in",
        "category": "printer",
        "unit_id": acting["unit"],
        "cost": 5_000_000,
        "put_to_use_on": "2026-01-05",
    }
    made = house.do("POST", "/api/assets/assets", json=body, **acting)
    change = house.do(
        "POST", f"/api/assets/assets/{made['id']}/cost-changes", json=_COST, version=1, **acting
    )
    return {"change": change["id"]}
