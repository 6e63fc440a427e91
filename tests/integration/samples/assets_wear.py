"""Yearly closes, wear, decisions about lives."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from shared.clock import frozen
from tests.house import House
from tests.integration.samples.scene import path

SERVICE = "assets"
_PAPER = {"number": "QĐ 5", "decided_on": "2026-03-02", "from_year": 2027}
SAMPLES = {
    "GET /year-closings": path("/year-closings"),
    "POST /year-closings": path("/year-closings", json=lambda s: {"year": 2024, "unit_id": s.units["own"]}),
    "GET /year-closings/preview": path("/year-closings/preview?year=2025&unit={unit}"),
    "GET /year-closings/<uuid:closing_id>": path("/year-closings/{closing}"),
    "GET /year-closings/<uuid:closing_id>/rows": path("/year-closings/{closing}/rows"),
    "GET /year-closings/<uuid:closing_id>/table": path("/year-closings/{closing}/table?format=csv"),
    "GET /assets/<uuid:asset_id>/wear": path("/assets/{worn}/wear"),
    "POST /assets/<uuid:asset_id>/wear-corrections": path(
        "/assets/{worn}/wear-corrections",
        version=1,
        json=lambda s: {
            "amount": 1000,
            "reason": "Tính thiếu",
            "document_number": "BB 1",
            "document_on": "2026-01-05",
            "approved_by": s.giver,
        },
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
    """A fixed asset and the year 2018 closed for its unit: so long ago that no other sample is in its way."""
    asset = house.do(
        "POST",
        "/api/assets/assets",
        json={
            "name": "Máy tính xách tay",
            "category": "computer",
            "unit_id": acting["unit"],
            "cost": 18_000_000,
            "put_to_use_on": "2018-03-05",
        },
        **acting,
    )
    accountant = {**acting, "role": "accountant"}
    with frozen(datetime(2018, 12, 20, 2, tzinfo=UTC)):
        done = house.do(
            "POST",
            "/api/assets/year-closings",
            json={"year": 2018, "unit_id": acting["unit"]},
            **accountant,
        )
    return {"worn": asset["id"], "closing": done["items"][0]["id"]}
