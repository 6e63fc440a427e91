"""Every kind of record beyond giving and taking back: between units, to outside bodies, to repairers."""

from typing import Any
from uuid import UUID

import pytest

from shared.ids import uuid7
from tests.integration.handover.house import House, scribble

REPAIRER = {"name": "Phạm Văn Sửa", "organisation": "Cửa hàng máy tính Hoàng Long", "as": "repairer"}


def decided(house: House, kind: str, assets: list[Any], *, to_unit: UUID | None = None, **facts: Any) -> str:
    """The register tells that a case over `assets` was decided; its id."""
    case_id = str(uuid7())
    for asset in assets:
        house.tell(
            "assets.asset.changed.v1", UUID(asset["asset_id"]), 2, {**asset, "status": "awaiting_disposal"}
        )
    house.register.people[case_id] = {
        "unit_id": house.ward,
        "receiver_unit_id": to_unit,
        "receiver_name": "" if to_unit else "Sở Tài chính",
        "kind": kind,
        "state": "decided",
        "number": "12/2026/HSXL",
        "decision_number": "45/QĐ-UBND",
        "decision_on": "2026-03-02",
        "authority": "Chủ tịch Ủy ban nhân dân thành phố",
        "lines": [{"asset_id": asset["asset_id"]} for asset in assets],
        "version": 4,
        **facts,
    }
    told = {"disposal_id": case_id, "kind": kind, "state": "decided", "unit_id": str(house.ward)}
    told |= {"legal_case": "42.1.b", "number": "12/2026/HSXL", "decision_on": "2026-03-02", "done_on": None}
    told |= {"file_complete_on": "2026-03-01"}
    house.tell("assets.disposal.decided.v1", UUID(case_id), 4, told)
    return case_id


def drawn(house: House, kind: str, assets: list[Any], to: Any, **facts: Any) -> dict[str, Any]:
    lines = [{"code": one["code"], "condition": "Tốt"} for one in assets]
    return {"kind": kind, "from": {"person_id": house.hoa}, "to": to, "lines": lines, **facts}


def signed(house: House, caller: Any, record: Any, side: str) -> Any:
    body = {"side": side, "method": "drawn", "drawing": scribble()}
    return caller.post(f"/records/{record['id']}/signatures", body, version=record["version"])


def test_a_transfer_is_signed_by_the_other_unit_and_says_the_decision_that_it_carries_out(
    house: House,
) -> None:
    assets = house.assets(2)
    case = decided(house, "transfer", assets, to_unit=house.other)
    binh = house.person("Trần Thị Bình", unit=house.other, duties=["officer"])
    theirs = house.caller("officer", unit=house.other, person=binh)
    (found,) = house.officer.get(f"/receivers?unit={house.other}")["items"][-1:]
    assert (found["id"], found["name"]) == (str(binh), "Trần Thị Bình")
    body = drawn(house, "transfer", assets, {"person_id": binh}, disposal_id=case)
    record = house.officer.post("/records", body)
    assert (record["giver"]["as"], record["receiver"]["as"]) == ("store", "unit")
    assert (record["to_unit_id"], record["decision_number"]) == (str(house.other), "45/QĐ-UBND")
    assert record["basis"].startswith("Văn bản, quyết định số 45/QĐ-UBND ngày 02/03/2026")
    assert theirs.get(f"/records/{record['id']}")["number"] == record["number"]
    record = signed(house, house.officer, record, "giver")
    record = signed(house, theirs, record, "receiver")
    assert record["state"] == "completed"
    (event,) = house.events("handover.record.completed.v1", record["id"])
    assert (event.data["disposal_id"], event.data["to_unit_id"]) == (case, str(house.other))
    assert house.rows("SELECT 1 FROM custody WHERE opened_by = :id", id=record["id"]) == []
    again = house.officer.send("POST", "/records", body)
    assert again.status_code == 409  # one decision, one record


def test_a_recall_by_the_state_goes_to_a_body_outside_that_signs_in_place_and_never_by_pin(
    house: House,
) -> None:
    assets = house.assets(1)
    case = decided(house, "state_recall", assets)
    body = drawn(house, "state_recall", assets, {"name": "Đỗ Thị Thu"}, disposal_id=case)
    record = house.officer.post("/records", body)
    assert record["receiver"]["unit_name"] == "Sở Tài chính"
    assert record["receiver"]["person_id"] is None
    sign = {"side": "receiver", "method": "pin", "pin": "204816"}
    path = f"/records/{record['id']}/signatures"
    refused = house.officer.send("POST", path, sign, version=record["version"])
    assert refused.json["type"] == "/problems/stranger-has-no-pin"
    assert house.sign_both(record)["state"] == "completed"


def test_without_a_decision_in_the_register_nothing_leaves_the_unit(house: House) -> None:
    free, other = house.assets(1), house.assets(1)
    to = {"name": "Đỗ Thị Thu", "organisation": "Sở Tài chính"}
    answer = house.officer.send("POST", "/records", drawn(house, "transfer", free, to))
    assert (answer.status_code, answer.json["type"]) == (422, "/problems/decision-missing")
    assert [error["pointer"] for error in answer.json["errors"]] == ["/disposal_id"]
    assert any(key.startswith("L15-42") for key in answer.json["legal_basis"])
    case = decided(house, "transfer", other)
    for assets, slug in ((free, "not-the-decided-assets"), (free + other, "not-the-decided-assets")):
        answer = house.officer.send(
            "POST", "/records", drawn(house, "transfer", assets, to, disposal_id=case)
        )
        assert (answer.status_code, answer.json["type"]) == (422, f"/problems/{slug}")
    answer = house.officer.send("POST", "/records", drawn(house, "state_recall", other, to, disposal_id=case))
    assert answer.json["type"] == "/problems/decision-unknown"


def test_a_decision_that_lapsed_before_the_last_signature_is_not_carried_out(house: House) -> None:
    (tablet,) = assets = house.assets(1)
    case = decided(house, "transfer", assets)
    body = drawn(house, "transfer", assets, {"name": "Đỗ Thị Thu"}, disposal_id=case)
    record = signed(house, house.officer, house.officer.post("/records", body), "giver")
    house.tell("assets.asset.changed.v1", UUID(tablet["asset_id"]), 3, tablet)
    sign = {"side": "receiver", "method": "drawn", "drawing": scribble()}
    path = f"/records/{record['id']}/signatures"
    answer = house.officer.send("POST", path, sign, version=record["version"])
    assert (answer.status_code, answer.json["type"]) == (409, "/problems/decision-lapsed")


def test_a_merging_unit_hands_over_with_its_holders_and_says_which_document_approved_it(
    house: House,
) -> None:
    mai, assets = house.person("Nguyễn Thị Mai"), house.assets(2)
    house.sign_both(house.give(assets[:1], mai))
    binh = house.person("Trần Thị Bình", unit=house.other, duties=["head"])
    body = drawn(house, "merger_handover", assets, {"person_id": binh}, to_unit_id=str(house.other))
    missing = house.officer.send("POST", "/records", body)
    assert (missing.status_code, missing.json["type"]) == (422, "/problems/decision-missing")
    said = {"decision_number": "1656/NQ-UBTVQH15", "decision_on": "2025-06-16", "decision_by": "Quốc hội"}
    record = house.sign_both(house.officer.post("/records", {**body, **said}))
    assert record["state"] == "completed"
    (held,) = house.officer.get(f"/custody?person={mai}")["items"]
    assert held["code"] == assets[0]["code"]


def test_who_answers_goes_on_answering_while_it_is_at_the_repairer(house: House) -> None:
    mai, (tablet,) = house.person("Nguyễn Thị Mai"), house.assets(1)
    house.sign_both(house.give([tablet], mai))
    line = [{"code": tablet["code"], "condition": "Vỡ màn hình"}]
    out = {"kind": "repair_out", "from": {"person_id": mai, "as": "holder"}, "to": REPAIRER, "lines": line}
    answer = house.officer.send("POST", "/records", out)
    assert [error["pointer"] for error in answer.json["errors"]] == ["/due_on"]
    record = house.sign_both(house.officer.post("/records", {**out, "due_on": "2999-01-01"}))
    (away,) = house.officer.get(f"/repairs?asset={tablet['asset_id']}")["items"]
    assert (away["repairer"], away["holder_name"], away["overdue"]) == (
        "Cửa hàng máy tính Hoàng Long",
        "Nguyễn Thị Mai",
        False,
    )
    assert house.officer.get(f"/custody?asset={tablet['asset_id']}")["items"][0]["person_id"] == str(mai)
    lan = house.person("Vũ Thị Lan")
    give = {"kind": "internal_handover", "from": {"person_id": mai, "as": "holder"}, "to": {"person_id": lan}}
    refused = house.officer.send("POST", "/records", {**give, "lines": line})
    assert refused.status_code == 409
    assert "Hoàng Long" in refused.json["errors"][0]["detail"]
    step = {"act": "bring_back", "record_id": record["id"], "codes": [tablet["code"]]}
    assert refused.json["next_steps"] == [step]
    back = {"kind": "repair_in", "from": REPAIRER, "to": {"person_id": mai, "as": "holder"}, "lines": line}
    house.sign_both(house.officer.post("/records", back))
    assert house.officer.get(f"/repairs?asset={tablet['asset_id']}")["items"] == []
    again = house.officer.send("POST", "/records", back)
    assert "không có ở nơi sửa chữa" in again.json["errors"][0]["detail"]


@pytest.mark.parametrize("way", ["holder", "repairer"])
def test_a_side_of_another_kind_is_refused(house: House, way: str) -> None:
    (tablet,) = house.assets(1)
    body = drawn(house, "internal_return", [tablet], {"person_id": house.hoa, "as": way})
    assert house.officer.send("POST", "/records", body).json["type"] == "/problems/way-not-possible"
