"""Deadlines: told by policies that are data, once, and previewed before they are told."""

import json
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest

from services.notifications.deadlines.ticking import tell_due
from shared import clock
from shared.ids import uuid7
from tests.integration.notifications.world import World
from tests.servers.databases import Databases

pytestmark = pytest.mark.postgres

OPENED, DUE = date(2026, 3, 5), date(2026, 3, 20)


@pytest.fixture
def world(fresh_databases: Databases) -> Iterator[World]:
    """No other test's deadlines are due here."""
    made = World(fresh_databases)
    yield made
    made.close()


@pytest.fixture
def ward(world: World) -> Any:
    district = world.unit()
    unit = world.unit(district)
    manager = world.person(district, "Lê Thị Cấp Trên", duties=["head"])
    officer = world.person(unit, "Trần Văn Kho", duties=["officer"])
    head = world.person(unit, "Phạm Thị Trưởng", duties=["head"])
    clerk = world.person(unit, "Nguyễn Văn An")
    return unit, manager, officer, head, clerk


def on(day: date) -> Any:
    return clock.frozen(datetime(day.year, day.month, day.day, 2, tzinfo=UTC))


def tick(world: World, day: date) -> int:
    with on(day):
        return tell_due(world.database, world.channels)


def new(world: World, about: Any, before: set[Any]) -> set[Any]:
    return world.notices(about) - before


def test_a_recall_is_told_as_the_policies_say_and_each_step_once(world, ward):
    unit, manager, officer, head, clerk = ward
    recall = uuid7()
    world.act(world.recall_event("opened", recall, clerk, unit))
    opened = world.notices(recall)
    assert tick(world, DUE - timedelta(days=8)) == 0
    assert tick(world, DUE - timedelta(days=7)) == 1
    assert tick(world, DUE - timedelta(days=7)) == 0
    assert new(world, recall, opened) == {("recall_due", clerk)}
    tick(world, DUE - timedelta(days=1))
    before = world.notices(recall)
    tick(world, DUE + timedelta(days=1))
    assert new(world, recall, before) == {("recall_overdue", who) for who in (clerk, officer, head)}
    tick(world, DUE + timedelta(days=7))
    assert ("recall_overdue", manager) in world.notices(recall)
    assert tick(world, DUE + timedelta(days=99)) == 0


def test_after_a_standstill_one_notice_each_that_says_so(world, ward):
    unit, manager, officer, head, clerk = ward
    recall = uuid7()
    world.act(world.recall_event("opened", recall, clerk, unit))
    before = world.notices(recall)
    assert tick(world, DUE + timedelta(days=40)) == 4
    assert new(world, recall, before) == {("recall_overdue", who) for who in (clerk, officer, head, manager)}
    words = "SELECT text_vi FROM notices WHERE about_id = %s AND kind = 'recall_overdue'"
    assert all("hệ thống ngừng hoạt động" in row["text_vi"] for row in world.look(words, recall))
    steps = "SELECT step, outcome FROM term_steps s JOIN terms t ON t.id = term_id WHERE about_id = %s"
    assert {(row["step"], row["outcome"]) for row in world.look(steps, recall)} == {
        ("soon", "passed_over"),
        ("tomorrow", "passed_over"),
        ("overdue", "passed_over"),
        ("still_overdue", "told"),
    }


def test_a_new_deadline_is_told_anew_and_what_came_back_is_not_counted(world, ward):
    unit, _manager, officer, _head, clerk = ward
    recall = uuid7()
    opened = world.recall_event("opened", recall, clerk, unit)
    world.act(opened)
    tick(world, DUE - timedelta(days=7))
    world.act(world.recall_event("due", recall, clerk, unit, deadline="2026-04-20", sequence=2))
    assert tick(world, DUE + timedelta(days=1)) == 0
    record = world.record(clerk, officer, unit)
    first = json.loads(opened.body)["data"]["asset_ids"][0]
    open_ones = "SELECT facts -> 'asset_ids' AS left FROM terms WHERE about_id = %s"
    (row,) = world.look(open_ones, recall)
    back = row["left"][0]
    assert first not in row["left"]
    world.act(record.event("completed", recall_id=str(recall), asset_ids=[back]))
    assert tick(world, date(2026, 4, 13)) == 1
    told = "SELECT text_vi FROM notices WHERE about_id = %s AND kind = 'recall_due' ORDER BY id DESC LIMIT 1"
    assert "còn 1 tài sản chưa trả; hạn trả là ngày 20/04/2026" in world.look(told, recall)[0]["text_vi"]


def test_a_closed_recall_and_a_signed_record_are_not_reminded_of(world, ward):
    unit, _manager, officer, _head, clerk = ward
    recall, record = uuid7(), world.record(officer, clerk, unit)
    world.act(world.recall_event("opened", recall, clerk, unit))
    world.act(world.recall_event("closed", recall, clerk, unit, sequence=2))
    with on(OPENED):
        world.act(record.event("issued"))
        world.act(record.event("completed"))
    assert tick(world, DUE + timedelta(days=40)) == 0


def test_only_whose_signature_is_missing_is_reminded_and_then_the_officer_too(world, ward):
    unit, _manager, officer, _head, clerk = ward
    record = world.record(clerk, world.person(unit, "Vũ Thị Nhận"), unit)
    with on(OPENED):  # a Thursday: three working days later is Tuesday
        world.act(record.event("issued"))
        record.signed_by("giver")
        world.act(record.event("signed"))
    before = world.notices(record.id)
    assert tick(world, date(2026, 3, 9)) == 0
    assert tick(world, date(2026, 3, 10)) == 1
    assert new(world, record.id, before) == {("record_reminder", record.receiver)}
    tick(world, date(2026, 3, 17))
    assert ("record_reminder", officer) in world.notices(record.id)


def test_an_outside_party_is_nobody_to_remind(world, ward):
    unit, _manager, officer, _head, _clerk = ward
    record = world.record(officer, UUID(int=0), unit)
    world.custody.things[f"/records/{record.id}"]["receiver"] = {"name": "Cửa hàng sửa chữa"}
    with on(OPENED):
        world.act(record.event("issued"))
    (term,) = world.look("SELECT signers FROM terms WHERE about_id = %s", record.id)
    assert term["signers"] == [officer]


def test_an_older_event_moves_no_deadline(world, ward):
    unit, _manager, _officer, _head, clerk = ward
    recall = uuid7()
    world.act(world.recall_event("closed", recall, clerk, unit, sequence=5))
    world.act(world.recall_event("opened", recall, clerk, unit, sequence=1))
    assert tick(world, DUE + timedelta(days=40)) == 0
