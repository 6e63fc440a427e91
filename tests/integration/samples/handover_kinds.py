"""Reversals, disputes, what is at repairers, who may receive for a unit."""

from collections.abc import Mapping
from typing import Any

from tests.acts import drawing
from tests.house import House
from tests.integration.samples.scene import path

SERVICE = "handover"
SAMPLES = {
    "POST /records/<uuid:record_id>/reversal": path(
        "/records/{reversible}/reversal", json={"reason": "Giao nhầm máy"}, version=3
    ),
    "POST /records/<uuid:record_id>/dispute": path(
        "/records/{reversible}/dispute", json={"reason": "Thiếu bộ sạc"}, version=3
    ),
    "POST /records/<uuid:record_id>/dispute-decision": path(
        "/records/{disputed}/dispute-decision", json={"outcome": "dismissed", "reason": "Đã đủ"}, version=4
    ),
    "GET /records/<uuid:record_id>/disputes": path("/records/{disputed}/disputes"),
    "GET /repairs": path("/repairs"),
    # Who stands for a unit's store is told to the keepers of every unit, because minutes between units name
    # them; so this asks for a unit that has nobody.
    "GET /receivers": path("/receivers?unit=0198c1f2-5a00-7000-8000-00000000ffff"),
}


def lay(house: House, acting: Mapping[str, Any], ids: Mapping[str, str]) -> dict[str, str]:
    """Two completed records, one of them disputed; one asset at a repairer."""
    kept = {name: acting[name] for name in ("unit", "person")}
    holder = house.do("GET", f"/api/handover/records/{ids['completed']}", **acting)["receiver"]["person_id"]
    codes = [_asset(house, f"K{number}", str(acting["unit"])) for number in range(3)]
    house.settle()
    made = [_given(house, acting, holder, code) for code in codes[:2]]
    disputed = house.do(
        "POST",
        f"/api/handover/records/{made[1]['id']}/dispute",
        json={"reason": "Thiếu bộ sạc"},
        version=made[1]["version"],
        role="holder",
        unit=kept["unit"],
        person=holder,
    )
    to = {"name": "Phạm Văn Sửa", "organisation": "Cửa hàng Hoàng Long"}
    repair = {"kind": "repair_out", "to": to, "due_on": "2999-01-01"}
    _signed(house, acting, {**repair, "from": {"person_id": kept["person"]}, "lines": [{"code": codes[2]}]})
    return {"reversible": made[0]["id"], "disputed": disputed["id"]}


def _asset(house: House, tag: str, unit: str) -> str:
    body = {"tag": tag, "name": "Máy tính bảng", "category": "tablet", "serial": f"SN-{tag}", "unit_id": unit}
    money = {"cost": 7_220_000, "cost_budget": 7_220_000, "cost_other": 0, "put_to_use_on": "2024-03-05"}
    return str(house.do("POST", "/api/assets/assets", role="service", json={**body, **money})["code"])


def _given(house: House, acting: Mapping[str, Any], holder: str, code: str) -> Any:
    body = {"kind": "internal_handover", "from": {"person_id": acting["person"]}, "to": {"person_id": holder}}
    return _signed(house, acting, {**body, "lines": [{"code": code}]})


def _signed(house: House, acting: Mapping[str, Any], body: Mapping[str, Any]) -> Any:
    record = house.do("POST", "/api/handover/records", json=dict(body), **acting)
    for side in ("giver", "receiver"):
        record = house.do(
            "POST",
            f"/api/handover/records/{record['id']}/signatures",
            json={"side": side, "method": "drawn", "drawing": drawing()},
            version=record["version"],
            **acting,
        )
    return record
