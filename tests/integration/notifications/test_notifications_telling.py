"""Who is told what: once each, whatever the bus repeats or mixes up."""

import random

import pytest

from shared.bus import Verdict
from shared.ids import uuid7
from tests.integration.notifications.world import World

pytestmark = pytest.mark.postgres


@pytest.fixture(scope="module")
def ward(world: World):
    """A district with a ward: (ward, district officer, ward officer, ward head, ward clerk)."""
    district = world.unit()
    unit = world.unit(district)
    world.person(world.unit(district), "Người phường khác", duties=["officer", "head"])
    return (
        unit,
        world.person(district, "Lê Thị Quận", duties=["officer"]),
        world.person(unit, "Trần Văn Kho", duties=["officer"]),
        world.person(unit, "Phạm Thị Trưởng", duties=["head"]),
        world.person(unit, "Nguyễn Văn An", post="Công chức Địa chính"),
    )


def words(world: World, about, person):
    rows = world.look("SELECT * FROM notices WHERE about_id = %s AND recipient_person_id = %s", about, person)
    return rows[-1]


def test_an_issued_record_waits_for_both_signatures_and_says_so_in_two_languages(world, ward):
    unit, _district, officer, _head, clerk = ward
    record = world.record(officer, clerk, unit)
    world.act(record.event("issued"))
    assert world.notices(record.id) == {("record_waiting", officer), ("record_waiting", clerk)}
    told = words(world, record.id, clerk)
    assert told["subject_vi"] == "Biên bản bàn giao số 00012/BBBG đang chờ ông/bà ký"
    assert told["text_vi"] == (
        "Biên bản bàn giao số 00012/BBBG ngày 05/03/2026 gồm 3 tài sản (Trần Văn Kho giao, Nguyễn Văn An"
        " nhận) đang chờ chữ ký của ông/bà ở bên nhận. Đề nghị ông/bà đối chiếu tài sản thực tế với biên bản"
        " rồi ký."
        " Nếu nội dung chưa đúng, ông/bà chọn “Từ chối” và ghi rõ lý do."
    )
    assert told["text_en"].startswith("Handover record No. 00012/BBBG of 05/03/2026 over 3 assets (from Trần")
    assert told["path"] == f"/records/{record.id}"


def test_when_one_side_has_signed_the_other_alone_is_told_again(world, ward):
    unit, _district, officer, _head, clerk = ward
    record = world.record(officer, clerk, unit)
    world.act(record.event("issued"))
    record.signed_by("giver")
    signed = record.event("signed")
    world.act(signed)
    rows = world.look("SELECT * FROM notices WHERE cause_event_id = %s", signed.id)
    assert [row["recipient_person_id"] for row in rows] == [clerk]
    assert "Bên giao đã ký. Đề nghị" in rows[0]["text_vi"]
    settled = world.look("SELECT * FROM notices WHERE about_id = %s AND settled_at IS NOT NULL", record.id)
    assert [row["recipient_person_id"] for row in settled] == [officer]


def test_a_completed_record_is_told_to_both_and_nothing_waits_any_more(world, ward):
    unit, _district, officer, _head, clerk = ward
    record = world.record(officer, clerk, unit)
    world.act(record.event("issued"))
    world.act(record.event("completed"))
    assert world.notices(record.id) >= {("record_completed", officer), ("record_completed", clerk)}
    assert (
        "chịu trách nhiệm quản lý, sử dụng kể từ ngày 05/03/2026" in words(world, record.id, clerk)["text_vi"]
    )
    open_ = "SELECT * FROM notices WHERE about_id = %s AND kind = 'record_waiting' AND settled_at IS NULL"
    assert world.look(open_, record.id) == []


@pytest.mark.parametrize("verb", ["refused", "cancelled"])
def test_a_record_that_comes_to_nothing_is_told_to_both_sides(world, ward, verb):
    unit, _district, officer, _head, clerk = ward
    record = world.record(officer, clerk, unit)
    world.act(record.event(verb))
    assert world.notices(record.id) == {(f"record_{verb}", officer), (f"record_{verb}", clerk)}


def test_a_cancelled_draft_concerns_nobody(world, ward):
    unit, _district, officer, _head, clerk = ward
    record = world.record(officer, clerk, unit)
    world.act(record.event("cancelled", number=None))
    assert world.notices(record.id) == set()


def test_a_recall_is_told_to_the_leaver_and_to_the_officers_of_the_unit_and_above_it(world, ward):
    unit, district, officer, _head, clerk = ward
    recall = uuid7()
    world.act(world.recall_event("opened", recall, clerk, unit))
    assert world.notices(recall) == {("recall_opened", person) for person in (clerk, officer, district)}
    assert words(world, recall, clerk)["subject_vi"] == "Đề nghị trả 2 tài sản chậm nhất ngày 20/03/2026"
    assert words(world, recall, officer)["text_vi"].startswith(
        "Ông/bà Nguyễn Văn An (Công chức Địa chính) đã nghỉ hưu, còn giữ 2 tài sản."
    )


def test_the_dead_are_not_written_to_and_the_officer_is_asked_to_see_the_family(world, ward):
    unit, district, officer, _head, _clerk = ward
    dead, recall = world.person(unit, "Hoàng Văn Mất"), uuid7()
    world.act(world.recall_event("opened", recall, dead, unit, reason="dead"))
    assert world.notices(recall) == {("recall_opened", officer), ("recall_opened", district)}
    assert "đã từ trần" in words(world, recall, officer)["text_vi"]
    assert "liên hệ với gia đình" in words(world, recall, officer)["text_vi"]


def test_officers_who_have_left_are_told_nothing(world):
    unit = world.unit()
    world.person(unit, duties=["officer"], status="retired")
    clerk, recall = world.person(unit), uuid7()
    world.act(world.recall_event("opened", recall, clerk, unit))
    assert world.notices(recall) == {("recall_opened", clerk)}


def test_a_closed_recall_ends_its_reminders(world, ward):
    unit, _district, _officer, _head, clerk = ward
    recall = uuid7()
    for verb in ("opened", "due", "closed"):
        world.act(world.recall_event(verb, recall, clerk, unit))
    rows = world.look("SELECT kind, settled_at FROM notices WHERE about_id = %s", recall)
    assert {row["kind"] for row in rows if row["settled_at"] is None} == {"recall_closed"}


def test_three_times_each_and_shuffled_every_event_is_told_exactly_once(world, ward):
    unit, district, officer, _head, clerk = ward
    record, recall = world.record(officer, clerk, unit), uuid7()
    record.signed_by("receiver")
    events = [record.event(verb) for verb in ("issued", "signed", "completed")]
    events += [world.recall_event(verb, recall, clerk, unit) for verb in ("opened", "due", "overdue")]
    storm = events * 3
    random.Random(7).shuffle(storm)
    assert sum(world.act(message) for message in storm) == len(events)
    causes = "SELECT cause_type, recipient_person_id AS who FROM notices WHERE about_id IN (%s, %s)"
    told = sorted((row["cause_type"], row["who"]) for row in world.look(causes, record.id, recall))
    usual = (clerk, officer, district)
    assert told == sorted(
        [("handover.record.issued.v1", who) for who in (officer, clerk)]
        + [("handover.record.signed.v1", officer)]
        + [("handover.record.completed.v1", who) for who in (officer, clerk)]
        + [("handover.recall.opened.v1", who) for who in usual]
    )


def test_a_waiting_that_comes_after_the_end_is_settled_at_once(world, ward):
    unit, _district, officer, _head, clerk = ward
    record = world.record(officer, clerk, unit)
    issued, completed = record.event("issued"), record.event("completed")
    world.act(completed)
    world.act(issued)
    waiting = "SELECT * FROM notices WHERE about_id = %s AND kind = 'record_waiting' AND settled_at IS NULL"
    assert world.look(waiting, record.id) == []


def test_even_without_the_inbox_the_database_refuses_a_second_notice(world, ward):
    unit, _district, officer, _head, clerk = ward
    record = world.record(officer, clerk, unit)
    issued = record.event("issued")
    world.act(issued)
    before = world.look("SELECT count(*) FROM outbox")
    world.look("DELETE FROM inbox WHERE event_id = %s RETURNING 1", issued.id)
    assert world.act(issued) is True
    assert len(world.notices(record.id)) == 2
    assert world.look("SELECT count(*) FROM outbox") == before


def test_somebody_not_known_yet_is_asked_for_and_nobody_is_asked_for_twice(world, ward):
    unit, _district, officer, _head, _clerk = ward
    newcomer = world.person(unit, "Người Mới", told=False)
    record = world.record(officer, newcomer, unit)
    world.act(record.event("issued"))
    assert ("record_waiting", newcomer) in world.notices(record.id)
    world.act(world.person_event(newcomer))
    assert world.register.asked.count(f"/people/{newcomer}") == 1


def test_the_newer_version_of_a_person_wins_whatever_comes_last(world, ward):
    unit = ward[0]
    person = world.person(unit, "Tên Cũ")
    old = world.person_event(person)
    world.person(unit, "Tên Mới", id=person, version=3)
    world.act(world.event(old.type, person, {**_data(old), "status": "working"}, sequence=2))
    assert world.look("SELECT name, version FROM known_people WHERE id = %s", person) == [
        {"name": "Tên Mới", "version": 3}
    ]


def test_while_the_register_is_away_an_event_waits_and_nothing_is_lost(world, ward):
    unit = ward[0]
    person = world.person(unit, told=False)
    message = world.person_event(person)
    world.register.away = True
    waits = []

    def wait(seconds):
        waits.append(seconds)
        world.register.away = len(waits) < 3

    assert world.delivery(message, wait)[0] is Verdict.DONE
    assert len(waits) == 3
    assert len(world.look("SELECT 1 FROM known_people WHERE id = %s", person)) == 1


def test_every_notice_in_the_inbox_is_delivered_and_published_without_a_name(world, ward):
    unit, _district, officer, _head, clerk = ward
    record = world.record(officer, clerk, unit)
    world.act(record.event("issued"))
    rows = world.look(
        "SELECT d.channel, d.state, o.data FROM notices n JOIN deliveries d ON d.notice_id = n.id"
        " JOIN outbox o ON o.subject = d.id::text WHERE n.about_id = %s",
        record.id,
    )
    assert [(row["channel"], row["state"]) for row in rows] == [("in_app", "sent")] * 2
    assert not any(word in str(row["data"]) for row in rows for word in ("Nguyễn", "@", "Trần"))


def _data(message):
    import json

    return json.loads(message.body)["data"]


def test_a_year_end_stocktake_that_is_owed_is_told_to_officers_and_the_head_once(world, ward):
    unit, district, officer, head, _clerk = ward
    reminder = uuid7()
    data = {
        "reminder_id": str(reminder),
        "unit_id": str(unit),
        "year": 2026,
        "deadline": "2026-12-31",
        "assets": 2,
    }
    event = world.event("assets.stocktake.due.v1", reminder, data)
    world.act(event)
    world.act(event)
    assert world.notices(reminder) == {("stocktake_due", person) for person in (officer, district, head)}
    told = words(world, reminder, head)
    assert told["subject_vi"] == "Kiểm kê tài sản cuối năm 2026: UBND phường Bồ Đề"
    assert "2 tài sản trên sổ" in told["text_vi"]
    assert told["text_en"].startswith("UBND phường Bồ Đề has 2 assets in its books")
    assert told["path"] == "/stocktakes/new"
