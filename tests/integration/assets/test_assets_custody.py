"""The register follows completed records: in use with somebody, or back in store; each told once."""

import json
from typing import Any

import pytest

from services.assets.subscriptions import SUBSCRIPTIONS
from shared.auth import system_actor
from shared.contracts import CONTRACTS, check_event
from shared.ids import uuid7

PERSON = "0198c1f2-5a00-7000-8000-000000000003"
COMPLETED = "handover.record.completed.v1"
PROMISED = json.loads((CONTRACTS / "examples" / f"{COMPLETED}.json").read_text(encoding="utf-8"))["data"]


@pytest.fixture
def complete(register):
    """Let the register hear of a completed record, as the contract has it; answers what was told."""
    database = register.app.extensions["taisan.database"]

    def tell(receiver_as: str, *assets: dict[str, Any], **more: Any) -> dict[str, Any]:
        told = {"asset_ids": [asset["id"] for asset in assets], "receiver_as": receiver_as}
        data = {**PROMISED, "record_id": str(uuid7()), "receiver_person_id": PERSON, **told, **more}
        check_event(COMPLETED, data)
        with database.transaction(system_actor("assets")) as session:
            SUBSCRIPTIONS[COMPLETED](session, {"data": data})
        return data

    return tell


def test_a_handed_over_asset_is_in_use_and_comes_back_to_store(register, complete):
    first, second = register.asset(), register.asset()
    complete("holder", first, second)
    now = register.officer.get(f"/assets/{first['id']}").json
    assert (now["status"], now["holder_person_id"], now["version"]) == ("in_use", PERSON, 2)
    complete("holder", first)
    assert register.officer.get(f"/assets/{first['id']}").json["version"] == 2
    complete("store", first)
    back = register.officer.get(f"/assets/{first['id']}").json
    assert (back["status"], back["holder_person_id"], back["version"]) == ("in_store", None, 3)
    acts = [change["act"] for change in register.officer.get(f"/assets/{first['id']}/changes").json["items"]]
    assert acts == ["registered", "handed_over", "taken_back"]
    assert [kind for kind, _ in register.told(first["id"])] == [
        "assets.asset.registered.v1",
        "assets.asset.changed.v1",
        "assets.asset.changed.v1",
    ]


def test_a_broken_asset_stays_broken_and_a_lost_one_is_found(register, complete):
    broken, lost = register.asset(), register.asset()
    register.officer.patch(f"/assets/{broken['id']}", 1, {"status": "broken", "reason": "Rơi"})
    register.officer.patch(f"/assets/{lost['id']}", 1, {"status": "lost", "reason": "Kiểm kê"})
    complete("store", broken, lost)
    assert register.officer.get(f"/assets/{broken['id']}").json["status"] == "broken"
    assert register.officer.get(f"/assets/{lost['id']}").json["status"] == "in_store"


def test_the_last_record_of_each_asset_is_kept_so_that_a_refusal_can_name_it(register, complete):
    first, second = register.asset(), register.asset()
    complete("holder", first, second, number="00012/BBBG", happened_on="2026-03-05")
    back = complete("store", first, number="00013/BBBG", happened_on="2026-03-09")
    kept = {
        str(asset_id): (person_id and str(person_id), number, since.isoformat())
        for asset_id, person_id, number, since in register.look(
            "SELECT asset_id, person_id, record_number, since FROM custody_marks"
        )
    }
    assert kept == {
        first["id"]: (None, "00013/BBBG", "2026-03-09"),
        second["id"]: (PERSON, "00012/BBBG", "2026-03-05"),
    }
    named = register.look("SELECT record_id FROM custody_marks WHERE asset_id = %s", first["id"])
    assert str(named[0][0]) == back["record_id"]


def test_a_correction_of_custody_moves_only_what_somebody_else_holds_now(register, complete):
    first, second = register.asset(), register.asset()
    complete("holder", first, second)
    kind = "handover.correction.approved.v1"
    promised = json.loads((CONTRACTS / "examples" / f"{kind}.json").read_text(encoding="utf-8"))["data"]
    gone = [{"asset_id": first["id"], "person_id": None, "since": "2026-03-05"}]
    data = {**promised, "asset_ids": [first["id"], second["id"]], "holders": gone}
    check_event(kind, data)
    with register.app.extensions["taisan.database"].transaction(system_actor("assets")) as session:
        SUBSCRIPTIONS[kind](session, {"data": data})
    states = [register.officer.get(f"/assets/{one['id']}").json["status"] for one in (first, second)]
    assert states == ["in_store", "in_use"]
