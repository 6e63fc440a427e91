"""One change to many assets: all or none, systems with their parts, by task, each in its own history."""

import pytest

from services.assets.works import WORKS
from shared.tasks import run_waiting

pytestmark = pytest.mark.postgres


def items(*assets):
    return [{"asset_id": one["id"], "version": one["version"]} for one in assets]


def test_a_department_goes_over_with_its_systems_and_their_parts(register):
    wall = register.asset(name="Tường LED", category="led_screen", cost=90_000_000)
    part = register.asset(name="Tấm LED", category="led_screen", cost=20_000_000, parent_id=wall["id"])
    desk = register.asset(name="Máy tính", category="computer", cost=18_000_000)
    wall = register.officer.get(f"/assets/{wall['id']}").json  # the part that was added counts
    said = {"unit_id": register.cu_khoi["id"], "department": "Văn phòng", "reason": "QĐ 12 tách phòng"}
    body = {"items": items(part, desk, wall), **said}
    asked = register.officer.post("/asset-changes", body, headers={"Prefer": "respond-async"})
    assert asked.status_code == 202
    run_waiting(register.app.extensions["taisan.database"], WORKS)
    task = register.officer.get(f"/tasks/{asked.json['id']}").json
    assert (task["state"], task["answer"]) == ("done", {"changed": 3}), task["problem"]
    for asset in (wall, part, desk):
        seen = register.officer.get(f"/assets/{asset['id']}").json
        assert (seen["unit_id"], seen["department"]) == (register.cu_khoi["id"], "Văn phòng")
        history = register.officer.get(f"/assets/{asset['id']}/changes").json["items"]
        assert "QĐ 12 tách phòng" in [one["reason"] for one in history]
    left = "SELECT coalesce(sum(cost), 0)::bigint FROM book_movements WHERE unit_id = %s"
    assert register.look(left, register.bo_de["id"]) == [(0,)]
    assert register.look(left, register.cu_khoi["id"]) == [(128_000_000,)]


def test_what_stands_in_the_way_is_named_and_nothing_is_changed(register):
    free, stale = register.asset(), register.asset()
    register.officer.patch(f"/assets/{stale['id']}", 1, {"place": "P. 1"})
    refused = register.officer.post(
        "/asset-changes", {"items": items(free, stale), "place": "Kho", "reason": "Dọn kho"}
    )
    assert (refused.status_code, refused.json["type"]) == (409, "/problems/assets-not-changed")
    (fault,) = refused.json["errors"]
    assert fault["pointer"] == "/items/1"
    assert stale["code"] in fault["detail"]
    assert register.officer.get(f"/assets/{free['id']}").json["place"] == ""
    assert register.look("SELECT count(*) FROM asset_changes WHERE act = 'changed'") == [(1,)]


def test_assets_of_another_ward_are_not_there(register):
    own, strange = register.asset(), register.asset(register.cu_khoi)
    body = {"items": items(own, strange), "place": "Kho", "reason": "Dọn kho"}
    refused = register.ward_officer.post("/asset-changes", body)
    assert (refused.status_code, refused.json["type"]) == (404, "/problems/assets-not-found")
    many = {"items": items(own) * 1001, "place": "Kho", "reason": "x"}
    assert register.officer.post("/asset-changes", many).status_code == 422
