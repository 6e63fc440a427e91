"""Disposal cases at their bounds: races, a thousand lines, other units, closed years, holders, late ones."""

import threading
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest

from services.assets.commands.assets import BLANK
from services.assets.commands.disposals import clock as disposal_clock
from services.assets.commands.registering import register
from shared.auth import system_actor
from shared.clock import today
from shared.db import Database
from shared.ids import uuid7
from tests.integration.assets.conftest import Register
from tests.integration.assets.disposing import Office

pytestmark = pytest.mark.postgres


@pytest.fixture
def office(request: pytest.FixtureRequest) -> Office:
    running: Register = request.getfixturevalue("register")
    return Office(running)


def a_thousand_and_one(office: Office) -> list[str]:
    """Registered in one go, as an import does."""
    rows = [
        {**BLANK, "id": uuid7(), "unit_id": UUID(office.unit["id"]), "name": "Máy", "category": "tablet"}
        | {"cost": 5_000_000, "cost_budget": 5_000_000, "cost_other": 0, "attributes": {}}
        | {"kind": "tool", "kind_rule": "FIXED-ASSET@2"}
        for _ in range(1001)
    ]
    actor = system_actor("test")
    database = Database(office.register.databases.url("assets"), pool_size=1)
    try:
        database.run(actor, lambda session: register(session, actor, rows, "registered"))
    finally:
        database.close()
    return [str(row["id"]) for row in rows]


def test_two_cases_race_for_one_asset_and_one_gets_it(office):
    asset = office.asset()
    cases = [office.draft("sale", []), office.draft("sale", [])]
    answers: list[Any] = []
    start = threading.Barrier(2)

    def put_in(case: Any) -> None:
        start.wait()
        body = {"lines": [{"asset_id": asset["id"]}]}
        answers.append(office.officer.post(f"/disposals/{case['id']}/lines", body, version=case["version"]))

    threads = [threading.Thread(target=put_in, args=(case,)) for case in cases]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(answer.status_code for answer in answers) == [200, 409]
    refused = next(answer.json for answer in answers if answer.status_code == 409)
    assert refused["type"] == "/problems/asset-in-another-case"
    assert "/HSXL" in refused["detail"]


def test_the_index_holds_it_on_every_path(office):
    import psycopg

    asset = office.asset()
    office.draft("sale", [asset])
    other = office.draft("sale", [])
    with pytest.raises(psycopg.errors.UniqueViolation, match="disposal_lines_one_open_case"):
        office.register.look_and_write(
            "INSERT INTO disposal_lines SELECT %s, asset_id, position, code, tag, name, serial, category,"
            " asset_kind, put_to_use_on, cost, cost_budget, cost_other, wear, valued_on, reason,"
            " unrepairable, repair_estimate, new_price, revalued, status_before, holding, removed"
            " FROM disposal_lines WHERE asset_id = %s",
            other["id"],
            asset["id"],
        )


def test_a_thousand_assets_go_in_one_case_and_one_more_does_not(office, statements):
    ids = a_thousand_and_one(office)
    case = office.draft("liquidation", [])
    lines = [{"asset_id": one, "unrepairable": True} for one in ids]
    assert office.refused(office.officer, case, "lines", lines=lines)["errors"][0]["pointer"] == "/lines"
    case = office.act(office.officer, case, "lines", lines=lines[:1000])
    problem = office.refused(office.officer, case, "lines", lines=lines[1000:])
    assert problem["type"] == "/problems/too-many-lines"
    case = office.approve(office.act(office.officer, office.papers(case), "submission"))
    case = office.council(case)
    case = office.act(office.officer, case, "execution", **office.execution("liquidation"))
    sent = statements(lambda: office.act(office.accountant, case, "booking"))
    assert len(sent) < 40, len(sent)
    booked = office.register.look(
        "SELECT count(*), sum(cost) FROM book_entries WHERE source_id = %s", case["id"]
    )
    assert booked == [(1000, -5_000_000_000)]


def test_a_line_that_cannot_be_is_named_and_nothing_is_half_done(office):
    good, strange = office.asset(), office.register.asset(office.register.cu_khoi)
    case = office.register.officer.made(
        "/disposals", {"unit_id": office.unit["id"], "kind": "sale", "legal_case": "43"}
    )
    body = {"lines": [{"asset_id": good["id"]}, {"asset_id": strange["id"]}]}
    answer = office.register.officer.post(f"/disposals/{case['id']}/lines", body, version=1)
    assert answer.status_code == 422
    assert [error["pointer"] for error in answer.json["errors"]] == ["/lines/1"]
    assert office.register.look("SELECT count(*) FROM disposal_lines") == [(0,)]


def test_cases_of_another_unit_are_neither_seen_nor_touched(office):
    case = office.draft("sale", [office.asset()])
    stranger = office.register.caller({"officer", "head", "accountant"}, office.register.cu_khoi["id"])
    assert stranger.get(f"/disposals/{case['id']}").status_code == 404
    assert stranger.get("/disposals").json["items"] == []
    for what in ("submission", "booking", "beginning"):
        assert stranger.post(f"/disposals/{case['id']}/{what}", version=1).status_code == 404
    assert stranger.get(f"/disposals/{case['id']}/list.pdf").status_code == 404


def test_a_closed_year_is_refused_kindly_and_a_later_day_is_taken(office):
    asset = office.asset()
    case = office.done("liquidation", [asset])
    day = today()
    office.register.look_and_write(
        "INSERT INTO year_closings (id, unit_id, year, recorded_at, recorded_by, assets, wear_total, rules)"
        " SELECT gen_random_uuid(), %s, %s, now(), 'test', 0, 0, '{}'",
        office.unit["id"],
        day.year,
    )
    problem = office.refused(office.accountant, case, "booking")
    assert problem["type"] == "/problems/year-closed"
    assert str(day.year + 1) in problem["detail"]


def test_what_somebody_holds_by_a_record_is_taken_back_first_but_for_a_loss(office):
    asset = office.asset()
    office.register.look_and_write(
        "UPDATE assets SET holder_person_id = %s, status = 'in_use' WHERE id = %s",
        office.people["CB2"],
        asset["id"],
    )
    office.register.look_and_write(
        "INSERT INTO custody_marks VALUES (%s, %s, gen_random_uuid(), '00007/BBBG', '2026-03-05')",
        asset["id"],
        office.people["CB2"],
    )
    case = office.papers(office.draft("liquidation", [asset]))
    problem = office.refused(office.officer, case, "submission")
    assert problem["type"] == "/problems/assets-held"
    assert "Vũ Văn Giữ giữ theo biên bản 00007/BBBG ngày 05/03/2026; hãy thu hồi trước" in problem["detail"]
    office.act(office.officer, case, "cancellation", reason="Đã mất")
    assert office.booked("loss", [asset])["state"] == "booked"


def test_what_is_late_is_told_once_for_each_deadline(office):
    case = office.submitted("liquidation", [office.asset()])
    database = Database(office.register.databases.url("assets"), pool_size=1)
    try:
        assert disposal_clock.tell_overdue(database) == 0
        office.register.look_and_write(
            "UPDATE disposal_deadlines SET due_on = %s WHERE disposal_id = %s",
            today() - timedelta(days=1),
            case["id"],
        )
        assert disposal_clock.tell_overdue(database) == 1
        assert disposal_clock.tell_overdue(database) == 0
    finally:
        database.close()
    told = [kind for kind, _ in office.register.told(case["id"])]
    assert told == ["assets.disposal.submitted.v1", "assets.disposal.overdue.v1"]
    late = office.officer.get("/disposals", overdue="true").json["items"]
    assert [one["id"] for one in late] == [case["id"]]
    assert office.officer.get(f"/disposals/{case['id']}").json["deadlines"][0]["days_left"] == -1


def test_who_decides_is_what_the_nearest_unit_has_recorded(office):
    admin = office.register.caller({"admin"}, office.register.district["id"])
    row = {"unit_id": office.register.district["id"], "title": "Chủ tịch UBND quận", "document": "QĐ 1"}
    admin.made("/disposal-authorities", row)
    overlap = admin.post("/disposal-authorities", row)
    assert overlap.json["type"] == "/problems/authority-overlaps"
    case = office.submitted("liquidation", [office.asset()])
    assert (case["authority"], case["authority_source"]) == ("Chủ tịch UBND quận", "configured")
    own = {**row, "unit_id": office.unit["id"], "title": "Chủ tịch UBND phường", "cost_to": 50_000_000}
    admin.made("/disposal-authorities", own)
    assert office.submitted("liquidation", [office.asset()])["authority"] == "Chủ tịch UBND phường"
    assert {one["title"] for one in office.head.get("/disposal-authorities").json["items"]} == {
        "Chủ tịch UBND quận",
        "Chủ tịch UBND phường",
    }


def test_a_decision_to_sell_is_extended_once_and_ends_when_its_time_is_over(office):
    case = office.decided("sale", [office.asset()])
    until = case["valid_until"]
    case = office.act(office.head, case, "extension", number="7/QĐ", on=today().isoformat())
    assert case["valid_until"] > until
    again = office.refused(office.head, case, "extension", number="8/QĐ", on=today().isoformat())
    assert again["legal_basis"] == ["D186-23@1"]


def test_the_list_of_what_may_be_disposed_knows_what_is_worn_off(office):
    worn, fresh = office.asset(cost=12_000_000), office.asset(cost=12_000_000)
    office.register.look_and_write(
        "INSERT INTO book_entries (asset_id, unit_id, effective_on, recorded_at, recorded_by, cause,"
        " quantity, cost, cost_budget, cost_other, wear, category, asset_kind, department,"
        " document_number, note, rules) SELECT asset_id, unit_id, effective_on, now(), 't', 'correction',"
        " 0, 0, 0, 0, 12000000, category, asset_kind, '', '', '', '{}' FROM book_entries"
        " WHERE asset_id = %s",
        worn["id"],
    )
    found = office.officer.get("/disposable-assets", worn="true").json["items"]
    assert [one["id"] for one in found] == [worn["id"]]
    assert found[0]["remaining"] == 0
    case = office.draft("liquidation", [worn], legal_case="45.1.a")
    assert office.act(office.officer, office.papers(case), "submission")["state"] == "submitted"
    left = office.officer.get("/disposable-assets").json["items"]
    assert [one["id"] for one in left] == [fresh["id"]]
