"""Assets in depth for the sample: a camera system with parts, a purchase with its parts of cost, an upgrade
with minutes, maintenance, and a correction that waits for the head.
"""

from taisan.demo.places import Place
from taisan.demo.stage import Json, Stage

_PARTS = {"invoice": 178_000_000, "transport": 2_000_000, "installation": 12_000_000, "discounts": 2_000_000}


def equip(stage: Stage, place: Place) -> None:
    """Register it all for one ward, over some months."""
    with stage.on(140) as day:
        system = _asset(
            stage, place, "Hệ thống camera an ninh phường", "camera_system", put_to_use_on=day,
            increase_cause="purchase", increase_document="HĐ 00000417", increase_document_on=day,
            cost_parts=_PARTS, attributes={"cameras": 6, "kept_days": 30},
            warranty_until="2028-06-30", warranty_provider="Công ty CP Giải pháp An Ninh",
        )  # fmt: skip
        _asset(
            stage, place, "Camera cổng trụ sở", "camera", put_to_use_on=day, cost=6_400_000,
            parent_id=system["id"], maker="Hikvision", model="DS-2CD2T47", latitude=21.0402,
            longitude=105.8733, increase_cause="purchase", increase_document="HĐ 00000417",
            attributes={"essential": True, "far_from_homes": False, "funding": "budget",
                        "coverage_metres": 60, "direction_degrees": 135},
        )  # fmt: skip
    with stage.on(40) as day:
        works = {"done_on": day, "what": "Thay nguồn đầu ghi, vệ sinh mắt camera", "cost": 2_350_000}
        path = f"/assets/{system['id']}/maintenance"
        stage.do("assets", "POST", path, {**works, "downtime_hours": 4}, actor=place.officer())
    with stage.on(25) as day:
        paper = {"effective_on": day, "document_on": day, "document_number": "BB 31/2026"}
        seen = stage.see("assets", f"/assets/{system['id']}")
        body = {"cause": "part_added", "cost": 208_000_000, "reason": "Lắp thêm một camera ngõ 264", **paper}
        _recost(stage, place, seen, body)
    with stage.on(4) as day:
        paper = {"effective_on": day, "document_on": day, "document_number": "BB 38/2026"}
        seen = stage.see("assets", f"/assets/{system['id']}")
        _recost(
            stage,
            place,
            seen,
            {"cause": "correction", "cost": 207_500_000, "reason": "Ghi nhầm phí", **paper},
        )


def _asset(stage: Stage, place: Place, name: str, category: str, **more: object) -> Json:
    body = {"name": name, "category": category, "unit_id": place.wards["Bồ Đề"], **more}
    return stage.do("assets", "POST", "/assets", body, actor=place.officer())


def _recost(stage: Stage, place: Place, asset: Json, body: Json) -> None:
    path = f"/assets/{asset['id']}/cost-changes"
    stage.do("assets", "POST", path, body, actor=place.officer(), version=asset["version"])
