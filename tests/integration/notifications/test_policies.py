"""The policies of reminders: in versions, held to the law, previewed before they speak."""

from contextlib import closing
from datetime import date, timedelta
from typing import Any

import pytest

from services.notifications.app import create_app
from shared.ids import uuid7
from tests.integration.notifications.test_deadlines import DUE, tick, ward, world  # noqa: F401 - fixtures
from tests.integration.notifications.test_notifications_door import BASE, bearer

pytestmark = pytest.mark.postgres

NEW = {"offset": -5, "kind": "days", "to": ["leaver", "head"], "by": ["in_app"], "on": True}
NEW |= {"reason": "Báo sớm"}


@pytest.fixture
def client(world) -> Any:  # noqa: F811
    app = create_app(world.settings)
    with closing(app.extensions["taisan.database"]):
        yield app.test_client()


def put(client: Any, name: str, version: int, **changes: Any) -> Any:
    headers = bearer("admin") | {"If-Match": f'"{version}"', "Idempotency-Key": str(uuid7())}
    return client.put(f"{BASE}/policies/{name}", json=NEW | changes, headers=headers)


def test_a_change_is_a_new_version_with_who_and_why_and_moves_what_is_still_to_come(client, world, ward):  # noqa: F811
    unit, _manager, _officer, head, clerk = ward
    recall = uuid7()
    world.act(world.recall_event("opened", recall, clerk, unit))
    assert put(client, "recall.soon", 1).get_json()["version"] == 2
    assert put(client, "recall.soon", 1).status_code == 412
    assert tick(world, DUE - timedelta(days=7)) == 0
    assert tick(world, DUE - timedelta(days=5)) == 2
    assert ("recall_due", head) in world.notices(recall)
    path = f"{BASE}/policies/recall.soon/versions"
    newest, first = client.get(path, headers=bearer("auditor", unit)).get_json()["items"]
    assert (newest["version"], newest["reason"], newest["offset"]) == (2, "Báo sớm", -5)
    assert newest["recorded_by"].startswith("admin")
    assert (first["version"], first["offset"], first["recorded_at"]) == (1, -7, None)


@pytest.mark.parametrize(
    ("name", "changes", "pointer"),
    [
        ("stocktake.overdue", {"to": ["head"], "on": False}, "/on"),
        ("record.waiting", {"to": ["leaver"]}, "/to"),
        ("recall.soon", {"by": ["email"]}, "/by"),
    ],
)
def test_what_the_law_asks_for_cannot_be_silenced(client, name, changes, pointer):
    refused = put(client, name, 1, **changes)
    assert (refused.status_code, refused.get_json()["errors"][0]["pointer"]) == (422, pointer)
    assert put(client, "recall.never", 1).status_code == 404


def test_what_is_switched_off_is_not_told(client, world, ward):  # noqa: F811
    unit, _manager, _officer, _head, clerk = ward
    recall = uuid7()
    world.act(world.recall_event("opened", recall, clerk, unit))
    put(client, "recall.soon", 1, on=False, to=["leaver"])
    assert tick(world, DUE - timedelta(days=5)) == 0


def test_the_plan_says_who_would_be_told_what_when_and_what_was(client, world, ward):  # noqa: F811
    unit, manager, officer, head, clerk = ward
    recall = uuid7()
    world.act(world.recall_event("opened", recall, clerk, unit))
    tick(world, DUE - timedelta(days=7))
    plan = client.get(f"{BASE}/previews?about={recall}", headers=bearer("officer", unit, officer)).get_json()
    assert plan["due_on"] == "2026-03-20"
    steps = [(step["step"], step["on"], step["state"]) for step in plan["steps"]]
    assert steps == [
        ("soon", "2026-03-13", "told"),
        ("tomorrow", "2026-03-19", "planned"),
        ("overdue", "2026-03-21", "planned"),
        ("still_overdue", "2026-03-27", "planned"),
    ]
    last = {(one["role"], one["person_id"]) for one in plan["steps"][-1]["to"]}
    assert last == {
        ("leaver", str(clerk)), ("officer", str(officer)), ("head", str(head)), ("manager", str(manager)),
    }  # fmt: skip
    own = client.get(f"{BASE}/previews?about={recall}", headers=bearer("holder", unit, clerk))
    assert own.status_code == 200
    colleague = client.get(f"{BASE}/previews?about={recall}", headers=bearer("holder", unit, head))
    assert colleague.status_code == 404
    stranger = client.get(f"{BASE}/previews?about={recall}", headers=bearer("officer", world.unit()))
    assert stranger.status_code == 404


def test_a_late_opening_needs_no_reminder_of_days_that_were_past(client, world, ward):  # noqa: F811
    unit, _manager, officer, _head, clerk = ward
    recall = uuid7()
    late = date(2026, 3, 18).isoformat()
    world.act(world.recall_event("opened", recall, clerk, unit, opened_on=late))
    plan = client.get(f"{BASE}/previews?about={recall}", headers=bearer("officer", unit, officer)).get_json()
    assert [step["state"] for step in plan["steps"]] == ["never", "planned", "planned", "planned"]
