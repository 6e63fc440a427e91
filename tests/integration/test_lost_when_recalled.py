"""A leaver who lost a thing: custody tells it, the register marks it and begins the case of loss, once."""

from typing import Any

import pytest

from shared.clock import today
from tests.acts import drawing
from tests.house import House

pytestmark = pytest.mark.postgres


def test_what_a_leaver_lost_becomes_a_case_of_loss_in_the_register(house: House) -> None:
    unit_body = {"code": "LOST", "name": "UBND phường Mất", "kind": "ward", "parent_id": None}
    unit_body |= {"valid_from": "2004-01-01"}
    unit = house.do("POST", "/api/assets/units", role="service", json=unit_body)["id"]

    def person(code: str, *duties: str) -> str:
        body = {"code": code, "name": f"Lê Thị {code}", "post": "Chuyên viên", "unit_id": unit}
        return str(
            house.do("POST", "/api/assets/people", role="service", json={**body, "duties": duties})["id"]
        )

    officer, leaver = person("LO1", "officer"), person("LO2")
    acting: dict[str, Any] = {"role": "officer", "unit": unit, "person": officer}
    thing = {"name": "Máy tính bảng", "category": "tablet", "unit_id": unit, "cost": 7_220_000}
    asset = house.do("POST", "/api/assets/assets", json=thing, **acting)["id"]
    house.settle()
    body = {"kind": "internal_handover", "from": {"person_id": officer}, "to": {"person_id": leaver}}
    record = house.do(
        "POST", "/api/handover/records", json={**body, "lines": [{"asset_id": asset}]}, **acting
    )
    for side in ("giver", "receiver"):
        signed = {"side": side, "method": "drawn", "drawing": drawing()}
        path = f"/api/handover/records/{record['id']}/signatures"
        record = house.do("POST", path, json=signed, version=record["version"], **acting)
    why = {"person_id": leaver, "reason": "retired", "basis": "QĐ 5"}
    case = house.do("POST", "/api/handover/recalls", json=why, **acting)
    lost = {"asset_ids": [asset], "outcome": "lost", "reason": "Mất khi chuyển nhà"}
    path = f"/api/handover/recalls/{case['id']}/outcomes"
    house.do("POST", path, json=lost, version=case["version"], **acting)
    house.settle()
    assert house.dead == []
    assert house.do("GET", f"/api/assets/assets/{asset}", **acting)["status"] == "lost"
    (loss,) = house.do("GET", f"/api/assets/disposals?asset={asset}", **acting)["items"]
    assert (loss["kind"], loss["legal_case"], loss["state"]) == ("loss", "47", "draft")
    assert loss["found_on"] == today().isoformat()
