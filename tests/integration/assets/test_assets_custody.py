"""The register follows completed records: in use with somebody, or back in store; each told once."""

from typing import Any

import pytest

from services.assets.subscriptions import SUBSCRIPTIONS
from shared.auth import system_actor

PERSON = "0198c1f2-5a00-7000-8000-000000000003"


@pytest.fixture
def complete(register):
    """Let the register hear of a completed record."""
    database = register.app.extensions["taisan.database"]

    def tell(receiver_as: str, *assets: dict[str, Any]) -> None:
        data = {"asset_ids": [asset["id"] for asset in assets], "receiver_as": receiver_as,
                "receiver_person_id": PERSON}  # fmt: skip
        handler = SUBSCRIPTIONS["handover.record.completed.v1"]
        with database.transaction(system_actor("assets")) as session:
            handler(session, {"data": data})

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
