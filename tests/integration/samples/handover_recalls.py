"""What happens in recall cases, campaigns, notices and clearances."""

from collections.abc import Mapping
from typing import Any

from shared.clock import today
from tests.acts import drawing
from tests.house import House
from tests.integration.samples.scene import path

SERVICE = "handover"
_CASE = "/recalls/<uuid:recall_id>"
_CAMPAIGN = "/campaigns/<uuid:campaign_id>"
_DAY = today().isoformat()
_DECISION = {"title": "Thu hồi", "decision_number": "9/QĐ", "decision_on": _DAY, "deadline": "2999-04-30"}
_ACTS: dict[str, Any] = {
    "extension": {"deadline": "2999-04-30", "reason": "Ốm", "approver": "Chủ tịch"},
    "notices": {},
    "deliveries": {"kind": "delivered", "way": "mail", "happened_on": _DAY, "to_whom": "Gia đình"},
    "representative": {"name": "Trần Văn Sơn", "relation": "con"},
}
SAMPLES = {
    **{
        f"POST {_CASE}/{what}": path(f"/recalls/{{recall}}/{what}", json=body, version=3)
        for what, body in _ACTS.items()
    },
    f"POST {_CASE}/outcomes": path(
        "/recalls/{recall}/outcomes",
        json=lambda s: {"asset_ids": [s.ids["asset"]], "outcome": "lost", "reason": "Mất"},
        version=3,
    ),
    f"POST {_CASE}/acknowledgement": path("/recalls/{recall}/acknowledgement", json={}, version=3),
    f"POST {_CASE}/representative/erasure": path(
        "/recalls/{recall}/representative/erasure", json={}, version=3
    ),
    f"GET {_CASE}/notice.pdf": path("/recalls/{recall}/notice.pdf"),
    f"GET {_CASE}/clearance.pdf": path("/recalls/{ended}/clearance.pdf"),
    "GET /campaigns": path("/campaigns"),
    "POST /campaigns": path("/campaigns", json=lambda s: {**_DECISION, "people": [{"person_id": s.holder}]}),
    f"GET {_CAMPAIGN}": path("/campaigns/{campaign}"),
    f"GET {_CAMPAIGN}/people": path("/campaigns/{campaign}/people"),
    f"GET {_CAMPAIGN}/people.csv": path("/campaigns/{campaign}/people.csv"),
    f"POST {_CAMPAIGN}/notices": path("/campaigns/{campaign}/notices", json={}, version=1),
    f"GET {_CAMPAIGN}/notices.pdf": path("/campaigns/{campaign}/notices.pdf"),
    "GET /clearances": path("/clearances?person={giver}"),
    "POST /clearances": path("/clearances", json=lambda s: {"person_id": s.giver}),
    "GET /clearances/<uuid:clearance_id>/certificate.pdf": path("/clearances/{clearance}/certificate.pdf"),
}


def lay(house: House, acting: Mapping[str, Any], ids: Mapping[str, str]) -> dict[str, str]:
    """A campaign over the case that is open, its notice, and the clearance of who keeps the store."""
    base = "/api/handover"
    case = house.do("GET", f"{base}/recalls/{ids['recall']}", **acting)
    listed = {**_DECISION, "decision_number": "8/QĐ", "people": [{"person_id": case["person"]["id"]}]}
    campaign = house.do("POST", f"{base}/campaigns", json=listed, **acting)
    clear = house.do("POST", f"{base}/clearances", json={"person_id": acting["person"]}, **acting)
    version = house.do("GET", f"{base}/recalls/{ids['recall']}", **acting)["version"]
    path = f"{base}/recalls/{ids['recall']}/notices"
    house.do("POST", path, json={}, version=version, **acting)
    ended = _ended(house, acting)
    return {"campaign": campaign["id"], "clearance": clear["id"], "ended": ended}


def _ended(house: House, acting: Mapping[str, Any]) -> str:
    """A case of somebody else that has ended: what was recalled was paid for."""
    unit, base = acting["unit"], "/api/handover"
    leaver = {"code": "LV", "name": "Lê Văn Nghỉ", "post": "Chuyên viên", "unit_id": unit}
    person = house.do("POST", "/api/assets/people", json=leaver, **acting)["id"]
    thing = {"name": "Máy tính bảng", "category": "tablet", "unit_id": unit, "cost": 7_220_000}
    asset = house.do("POST", "/api/assets/assets", json=thing, **acting)
    house.settle()
    body = {"kind": "internal_handover", "from": {"person_id": acting["person"]}, "to": {"person_id": person}}
    body["lines"] = [{"asset_id": asset["id"]}]
    record = house.do("POST", f"{base}/records", json=body, **acting)
    for side in ("giver", "receiver"):
        signed = {"side": side, "method": "drawn", "drawing": drawing()}
        path = f"{base}/records/{record['id']}/signatures"
        record = house.do("POST", path, json=signed, version=record["version"], **acting)
    why = {"person_id": person, "reason": "resigned", "basis": "QĐ 3"}
    case = house.do("POST", f"{base}/recalls", json=why, **acting)
    paid = {"asset_ids": [asset["id"]], "outcome": "compensated", "reason": "Làm mất", "amount": 1_000}
    path = f"{base}/recalls/{case['id']}/outcomes"
    house.do("POST", path, json={**paid, "document": "QĐ 4"}, version=case["version"], **acting)
    return str(case["id"])
