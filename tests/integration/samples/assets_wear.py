"""Yearly closes, wear, decisions about lives."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from shared.clock import frozen
from tests.house import House
from tests.integration.samples.scene import path

SERVICE = "assets"
_PAPER = {"number": "QĐ 5", "decided_on": "2026-03-02", "from_year": 2027}
_WRONG = {"reason": "Tính thiếu", "document_number": "BB 1", "document_on": "2026-01-05"}
SAMPLES = {
    "GET /duties": path("/duties"),
    "GET /year-closings": path("/year-closings"),
    "POST /year-closings": path("/year-closings", json=lambda s: {"year": 2024, "unit_id": s.units["own"]}),
    "GET /year-closings/preview": path("/year-closings/preview?year=2025&unit={unit}"),
    "POST /year-closings/previews": path(
        "/year-closings/previews", json=lambda s: {"year": 2025, "unit_id": s.units["own"]}
    ),
    "GET /year-closings/<uuid:closing_id>": path("/year-closings/{closing}"),
    "GET /year-closings/<uuid:closing_id>/rows": path("/year-closings/{closing}/rows"),
    "GET /year-closings/<uuid:closing_id>/table": path("/year-closings/{closing}/table?format=csv"),
    "GET /assets/<uuid:asset_id>/wear": path("/assets/{worn}/wear"),
    "POST /assets/<uuid:asset_id>/wear-corrections": path(
        "/assets/{worn}/wear-corrections", version=1, json=lambda _: {**_WRONG, "amount": 1000}
    ),
    "GET /wear-corrections": path("/wear-corrections"),
    "GET /wear-corrections/<uuid:correction_id>": path("/wear-corrections/{wear_correction}"),
    "POST /wear-corrections/<uuid:correction_id>/approval": path(
        "/wear-corrections/{wear_correction}/approval", json={"note": ""}, version=1
    ),
    "POST /wear-corrections/<uuid:correction_id>/refusal": path(
        "/wear-corrections/{other_wear_correction}/refusal", json={"note": "Chưa đủ giấy tờ"}, version=1
    ),
    "POST /assets/<uuid:asset_id>/wear-decisions": path(
        "/assets/{worn}/wear-decisions", json=lambda _: {**_PAPER, "kind": "no_wear", "ground": "unusable"}
    ),
    "GET /wear-decisions": path("/wear-decisions"),
    "POST /wear-decisions": path(
        "/wear-decisions",
        json=lambda s: {
            **_PAPER,
            "kind": "life",
            "wear_class": "LIFE-SOFTWARE",
            "life_years": 5,
            "unit_id": s.units["own"],
        },
    ),
}


def lay(house: House, acting: Mapping[str, Any], ids: Mapping[str, str]) -> dict[str, str]:
    """Three fixed assets, the year 2018 closed for their unit (so long ago that no other sample is in its
    way), and corrections of two of them that wait.
    """
    worn, wrong, other = (_laptop(house, acting) for _ in range(3))
    accountant = {**acting, "role": "accountant"}
    with frozen(datetime(2018, 12, 20, 2, tzinfo=UTC)):
        done = house.do(
            "POST",
            "/api/assets/year-closings",
            json={"year": 2018, "unit_id": acting["unit"]},
            **accountant,
        )
    waiting = [
        house.do(
            "POST",
            f"/api/assets/assets/{asset}/wear-corrections",
            json={**_WRONG, "amount": 1000},
            version=1,
            **accountant,
        )["id"]
        for asset in (wrong, other)
    ]
    named = {"wear_correction": waiting[0], "other_wear_correction": waiting[1]}
    return {"worn": worn, "closing": done["items"][0]["id"], **named}


def _laptop(house: House, acting: Mapping[str, Any]) -> str:
    body = {"name": "Máy tính xách tay", "category": "computer", "unit_id": acting["unit"]}
    said = {**body, "cost": 18_000_000, "put_to_use_on": "2018-03-05"}
    made: str = house.do("POST", "/api/assets/assets", json=said, **acting)["id"]
    return made
