"""Disposal cases, and who decides them."""

from collections.abc import Mapping
from typing import Any

from shared.clock import today
from tests.house import House
from tests.integration.samples.scene import path

SERVICE = "assets"
_BODIES: dict[str, dict[str, Any]] = {
    "submission": {},
    "cancellation": {"reason": "Lập nhầm"},
    "decision": {"outcome": "rejected", "note": "Chưa cần"},
    "extension": {"number": "2/QĐ", "on": "2026-03-05"},
    "lapse": {"note": "Hết hiệu lực"},
    "council": {
        "members": [{"name": f"Người {role}", "role": role} for role in ("chair", "member", "secretary")],
        "met_on": "2026-03-05",
        "conclusion": "Đồng ý",
    },
    "beginning": {},
    "execution": {"done_on": "2026-03-05"},
    "money": {"proceeds": 0, "paid_in": 0, "costs": 0},
    "booking": {},
    "papers": {"paper": "other", "number": "1/TTr"},
    "lines": {"lines": []},
    "lines/removal": {"asset_ids": ["0198c1f2-5a00-7000-8000-000000000001"]},
}
_CASE = "/disposals/<uuid:disposal_id>"
SAMPLES = {
    "GET /disposal-forms": path("/disposal-forms"),
    "GET /disposable-assets": path("/disposable-assets"),
    "GET /disposals": path("/disposals"),
    "POST /disposals": path(
        "/disposals", json=lambda s: {"unit_id": s.units["own"], "kind": "sale", "legal_case": "43"}
    ),
    f"GET {_CASE}": path("/disposals/{disposal}"),
    f"GET {_CASE}/list.pdf": path("/disposals/{disposal}/list.pdf"),
    f"GET {_CASE}/list.xlsx": path("/disposals/{disposal}/list.xlsx"),
    f"GET {_CASE}/council.pdf": path("/disposals/{met}/council.pdf"),
    f"PATCH {_CASE}": path("/disposals/{disposal}", json={"reason": "Khác"}, version=1),
    **{
        f"POST {_CASE}/{what}": path(f"/disposals/{{disposal}}/{what}", json=body, version=1)
        for what, body in _BODIES.items()
    },
    "GET /disposal-authorities": path("/disposal-authorities"),
    "POST /disposal-authorities": path(
        "/disposal-authorities",
        json=lambda s: {"unit_id": s.units["own"], "title": "Thủ trưởng", "document": "QĐ 1", "kind": "loss"},
    ),
    "PATCH /disposal-authorities/<uuid:row_id>": path(
        "/disposal-authorities/{authority}", json={"valid_to": "2030-01-01"}, version=1
    ),
}


def lay(house: House, acting: Mapping[str, Any], ids: Mapping[str, str]) -> dict[str, str]:
    """A case of the own unit, and one row that says who decides there."""
    head = {**acting, "role": "head"}
    unit = acting["unit"]
    case = {"unit_id": unit, "kind": "liquidation", "legal_case": "45.1.b"}
    row = {"unit_id": unit, "kind": "sale", "title": "Thủ trưởng đơn vị", "document": "QĐ 5/QĐ-UBND"}
    made = house.do("POST", "/api/assets/disposals", json=case, **acting)
    power = house.do("POST", "/api/assets/disposal-authorities", json=row, **head)
    return {"disposal": made["id"], "authority": power["id"], "met": _with_council(house, acting, head)}


def _with_council(house: House, acting: Mapping[str, Any], head: Mapping[str, Any]) -> str:
    """A case that is decided and whose council has met."""
    day = today().isoformat()
    asset = {"name": "Máy cũ", "category": "tablet", "unit_id": acting["unit"], "cost": 5_000_000}
    line = {"asset_id": _made(house, "assets", asset, acting)["id"], "unrepairable": True}
    said = {"unit_id": acting["unit"], "kind": "liquidation", "legal_case": "45.1.b", "lines": [line]}
    case = _made(house, "disposals", said, acting)
    decision = {"outcome": "approved", "decision_number": "1/QĐ", "decision_on": day}
    decision |= {"signer": "Chủ tịch", "responsibility": "Văn phòng"}
    council = {**_BODIES["council"], "met_on": day}
    decider = {**head, "person": None}
    for what, body, who in (
        ("papers", {"paper": "damage", "number": "1/BB"}, acting),
        ("submission", {}, acting),
        ("decision", decision, decider),
        ("council", council, acting),
    ):
        case = _made(house, f"disposals/{case['id']}/{what}", body, who, version=case["version"])
    return str(case["id"])


def _made(house: House, path: str, body: Any, who: Mapping[str, Any], **more: Any) -> Any:
    return house.do("POST", f"/api/assets/{path}", json=body, **more, **who)
