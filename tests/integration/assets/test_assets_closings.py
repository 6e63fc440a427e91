"""Closing a year of the books: when, in which order, what it writes, what it locks."""

import csv
import io
import threading
from datetime import UTC, datetime

import openpyxl
import pytest

from shared.clock import frozen

pytestmark = pytest.mark.postgres

DECEMBER_26 = datetime(2026, 12, 20, 2, tzinfo=UTC)
LAPTOP = {"name": "Máy tính xách tay", "category": "computer", "cost": 18_000_000}


def on(year, month=12, day=20):
    return frozen(datetime(year, month, day, 2, tzinfo=UTC))


@pytest.fixture
def accountant(register):
    return register.caller({"accountant"}, register.district["id"])


def laptop(register, began="2023-05-10", unit=None, **more):
    return register.asset(unit, **{**LAPTOP, "put_to_use_on": began, **more})


def close(caller, year=2026, unit=None, status=200):
    answer = caller.post("/year-closings", {"year": year, "unit_id": unit})
    assert answer.status_code == status, answer.json
    return answer.json


def closed(caller, unit, year=2026):
    return next(one for one in close(caller, year)["items"] if one["unit_id"] == unit["id"])


def rows(caller, closing):
    return caller.get(f"/year-closings/{closing['id']}/rows").json["items"]


def test_the_laptop_of_the_law_page_by_hand(register, accountant):
    asset = laptop(register)
    with on(2026):
        done = closed(accountant, register.bo_de)
        (row,) = rows(accountant, done)
        whole = accountant.get(f"/assets/{asset['id']}").json
    assert (done["assets"], done["wear_total"], done["opening_total"]) == (1, 1_800_000, 10_800_000)
    assert (row["wear_before"], row["opening"], row["amount"]) == (0, 10_800_000, 1_800_000)
    assert row["worked"] == "(18.000.000 − 10.800.000) ÷ (7 − 3) = 1.800.000"
    assert (row["formula"], row["life_years"], row["years_used"]) == ("transition", 7, 3)
    assert {"LIFE-COMPUTER@2", "C141-18a@1", "C141-14@1", "WEAR-OPENING@1"} <= set(row["rules"])
    assert (whole["accumulated_wear"], whole["remaining_value"]) == (12_600_000, 5_400_000)
    assert not whole["worn_through"]


def test_every_year_until_nothing_remains_and_not_a_dong_more(register, accountant):
    asset = laptop(register)
    amounts = []
    for year in range(2026, 2032):
        with on(year):
            (row,) = rows(accountant, closed(accountant, register.bo_de, year))
            amounts.append(row["amount"])
    assert amounts == [1_800_000] * 4 + [0, 0]
    with on(2031):
        told = accountant.get(f"/assets/{asset['id']}/wear").json
    assert told["remaining_value"] == 0
    assert told["worn_through"]
    assert sum(row["opening"] + row["amount"] for row in told["items"]) == 18_000_000


@pytest.mark.parametrize(("month", "day", "status"), [(11, 30, 422), (12, 1, 200)])
def test_a_year_closes_from_the_first_of_december_in_ha_noi(register, accountant, month, day, status):
    with frozen(datetime(2026, month, day, 12, tzinfo=UTC)):
        answer = close(accountant, 2026, status=status)
    assert (answer.get("legal_basis") == ["C141-12a@1"]) == (status == 422)


def test_asked_again_it_answers_the_same_and_changes_nothing(register, accountant):
    laptop(register)
    with on(2026):
        first = close(accountant)
    count = "SELECT (SELECT count(*) FROM wear_rows), (SELECT count(*) FROM outbox)"
    before = register.look(count)
    with on(2027, 1, 15):
        again = close(accountant)
    assert again == first
    assert register.look(count) == before


def moved_to(unit):
    return {"unit_id": unit["id"], "reason": "Điều chuyển"}


def upgraded(register, asset, day):
    body = {
        "cause": "upgrade",
        "cost": 21_000_000,
        "effective_on": day,
        "document_on": day,
        "document_number": "BB 9",
        "reason": "Nâng cấp",
    }
    return register.officer.post(f"/assets/{asset['id']}/cost-changes", body, version=1)


def test_a_closed_year_takes_no_entry_and_the_next_year_does(register, accountant):
    asset = laptop(register)
    with on(2026):
        close(accountant)
        refused = upgraded(register, asset, "2026-12-01")
        assert (refused.status_code, refused.json["last_closed_year"]) == (409, 2026)
        late = laptop(register, "2025-02-01", cost=20_000_000)
    entry = "SELECT effective_on::text FROM book_entries WHERE asset_id = %s"
    assert register.look(entry, late["id"]) == [("2027-01-01",)]
    with on(2027, 1, 5):
        assert upgraded(register, asset, "2027-01-01").status_code == 201


def test_years_are_closed_in_their_order(register, accountant):
    laptop(register)
    with on(2028):
        close(accountant, 2025)
        refused = close(accountant, 2027, status=409)
        assert refused["type"].endswith("year-gap")
        close(accountant, 2026)
        close(accountant, 2027)


def test_a_gap_with_nothing_to_compute_is_no_gap(register, accountant):
    with on(2028):
        close(accountant, 2025)
        close(accountant, 2027)


def test_the_receiver_of_a_move_within_the_year_takes_the_whole_year(register, accountant):
    asset = laptop(register)
    with on(2026, 8, 3):
        moved = register.officer.patch(f"/assets/{asset['id']}", 1, moved_to(register.cu_khoi))
        assert moved.status_code == 200
    with on(2026):
        assert closed(accountant, register.bo_de)["assets"] == 0
        (row,) = rows(accountant, closed(accountant, register.cu_khoi))
    assert (row["opening"], row["amount"]) == (10_800_000, 1_800_000)
    opening = "SELECT effective_on::text FROM book_movements WHERE cause = 'opening_wear'"
    assert register.look(opening) == [("2026-08-03",)]


def test_a_move_after_the_end_of_the_year_takes_the_wear_along(register, accountant):
    asset = laptop(register)
    with on(2027, 1, 10):
        register.officer.patch(f"/assets/{asset['id']}", 1, moved_to(register.cu_khoi))
        assert closed(accountant, register.bo_de)["wear_total"] == 1_800_000
        assert accountant.get(f"/assets/{asset['id']}").json["accumulated_wear"] == 12_600_000
    left = "SELECT sum(wear)::bigint, sum(cost)::bigint FROM book_movements WHERE unit_id = %s"
    assert register.look(left, register.bo_de["id"]) == [(0, 0)]
    with on(2027):
        (row,) = rows(accountant, closed(accountant, register.cu_khoi, 2027))
    assert (row["wear_before"], row["amount"]) == (12_600_000, 1_800_000)


def test_who_does_not_see_where_an_asset_went_cannot_close(register):
    asset = laptop(register)
    ward = register.caller({"accountant"}, register.bo_de["id"])
    with on(2027, 1, 10):
        register.officer.patch(f"/assets/{asset['id']}", 1, moved_to(register.cu_khoi))
        refused = close(ward, 2026, status=409)
    assert refused["type"].endswith("assets-out-of-sight")
    assert register.look("SELECT count(*) FROM wear_rows") == [(0,)]


def test_tools_take_no_wear_and_software_waits_for_its_decision(register, accountant):
    register.asset(cost=7_000_000, put_to_use_on="2024-01-01")
    program = register.asset(
        name="Phần mềm", category="software", cost=96_000_000, put_to_use_on="2022-06-01"
    )
    with on(2026):
        look = accountant.get("/year-closings/preview", year=2026).json
        done = closed(accountant, register.bo_de)
        (row,) = rows(accountant, done)
    assert (row["formula"], row["amount"], row["remaining_value"]) == ("undecided", 0, 96_000_000)
    assert done["left_out"] == 1
    assert [(one["formula"], one["code"]) for one in look["rows"]] == [("undecided", program["code"])]
    assert look["totals"]["amount"] == 0


def test_software_with_a_decision_catches_up_in_2026(register, accountant):
    register.asset(name="Phần mềm", category="software", cost=96_000_000, put_to_use_on="2022-06-01")
    decision = {
        "unit_id": register.district["id"],
        "kind": "life",
        "wear_class": "LIFE-SOFTWARE",
        "life_years": 8,
        "from_year": 2026,
        "number": "12/QĐ-UBND",
        "decided_on": "2026-03-02",
    }
    assert accountant.post("/wear-decisions", decision).status_code == 201
    ward = register.caller({"accountant"}, register.bo_de["id"])
    with on(2026):
        (row,) = rows(ward, closed(ward, register.bo_de))
    assert row["worked"] == "96.000.000 × 12,5% × 5 = 60.000.000"
    assert (row["basis"], row["formula"]) == ("12/QĐ-UBND", "catch_up")
    assert "C141-18c@1" in row["rules"]


def test_an_asset_that_is_excused_or_second_hand_is_treated_so(register, accountant):
    broken, used = laptop(register), laptop(register, "2026-02-01", cost=12_000_000)
    paper = {"number": "BB 3", "decided_on": "2026-11-30", "from_year": 2026}
    for asset, said in (
        (broken, {"kind": "no_wear", "ground": "unusable"}),
        (used, {"kind": "used_before", "years": 3}),
    ):
        answer = accountant.post(f"/assets/{asset['id']}/wear-decisions", {**paper, **said})
        assert answer.status_code == 201, answer.json
    with on(2026):
        found = {row["asset_id"]: row for row in rows(accountant, closed(accountant, register.bo_de))}
    assert (found[broken["id"]]["formula"], found[broken["id"]]["amount"]) == ("no_wear", 0)
    assert found[broken["id"]]["basis"] == "BB 3"
    assert found[used["id"]]["amount"] == 3_000_000
    with on(2027):
        accountant.post(
            f"/assets/{broken['id']}/wear-decisions",
            {**paper, "kind": "wear_again", "from_year": 2027, "number": "BB 9"},
        )
        found = {row["asset_id"]: row for row in rows(accountant, closed(accountant, register.bo_de, 2027))}
    assert found[broken["id"]]["formula"] == "spread"


def test_no_decision_reaches_back_into_a_closed_year(register, accountant):
    asset = laptop(register)
    with on(2026):
        close(accountant)
        refused = accountant.post(
            f"/assets/{asset['id']}/wear-decisions",
            {
                "kind": "no_wear",
                "ground": "special",
                "number": "1",
                "decided_on": "2026-12-20",
                "from_year": 2026,
            },
        )
    assert refused.json["type"].endswith("year-closed")


def test_a_mistake_is_put_right_in_the_open_year_when_somebody_else_agrees(register, accountant):
    asset = laptop(register)
    head = register.caller({"head"}, register.district["id"])
    body = {
        "amount": -800_000,
        "reason": "Tính thừa năm 2024",
        "document_number": "BB 7",
        "document_on": "2026-12-20",
    }
    path = f"/assets/{asset['id']}/wear-corrections"
    early = accountant.post(path, body, version=1)
    assert early.json["type"].endswith("correction-out-of-bounds")
    with on(2026):
        close(accountant)
        assert accountant.post(path, {**body, "amount": 5_400_001}, version=1).status_code == 422
        asked = accountant.post(path, body, version=1)
        assert (asked.status_code, asked.json["state"]) == (201, "waiting")
        assert accountant.post(path, body, version=1).status_code == 409, "one at a time"
        decision = f"/wear-corrections/{asked.json['id']}"
        own = accountant.post(f"{decision}/approval", {"note": ""}, version=1)
        assert (own.status_code, own.json["type"]) == (403, "/problems/own-request")
        assert accountant.get(f"/assets/{asset['id']}").json["accumulated_wear"] == 12_600_000
        assert head.post(f"{decision}/refusal", {"note": " "}, version=1).status_code == 422
        done = head.post(f"{decision}/approval", {"note": "Đúng"}, version=1)
        assert (done.status_code, done.json["state"]) == (200, "booked"), done.json
        assert head.post(f"{decision}/refusal", {"note": "x"}, version=2).status_code == 409
        seen = accountant.get(f"/assets/{asset['id']}/wear").json
    assert (seen["accumulated_wear"], seen["version"]) == (11_800_000, 2)
    assert seen["corrections"][0]["effective_on"] == "2027-01-01" == done.json["effective_on"]
    with on(2027):
        (row,) = rows(accountant, closed(accountant, register.bo_de, 2027))
    assert (row["wear_before"], row["amount"]) == (11_800_000, 2_066_667)


def test_a_refused_correction_changes_nothing_and_another_may_be_asked_for(register, accountant):
    asset = laptop(register)
    head = register.caller({"head"}, register.district["id"])
    paper = {"reason": "Nhầm", "document_number": "BB 8", "document_on": "2026-12-20"}
    path = f"/assets/{asset['id']}/wear-corrections"
    with on(2026):
        close(accountant)
        asked = accountant.post(path, {**paper, "amount": 5_400_000}, version=1).json
        assert accountant.get("/wear-corrections", state="waiting").json["items"][0]["id"] == asked["id"]
        said = head.post(f"/wear-corrections/{asked['id']}/refusal", {"note": "Thiếu giấy tờ"}, version=1)
        assert (said.json["state"], said.json["effective_on"]) == ("refused", None)
        assert accountant.post(path, {**paper, "amount": 1_000}, version=1).status_code == 201
        assert accountant.get(f"/assets/{asset['id']}").json["accumulated_wear"] == 12_600_000
    told = accountant.get("/wear-corrections", asset=asset["id"]).json["items"]
    assert [one["state"] for one in told] == ["refused", "waiting"]


def test_a_look_beforehand_can_be_a_task_and_says_the_same(register, accountant):
    from services.assets.works import WORKS
    from shared.tasks import run_waiting

    laptop(register)
    with on(2026):
        body = {"year": 2026, "unit_id": register.district["id"]}
        asked = accountant.post("/year-closings/previews", body, headers={"Prefer": "respond-async"})
        assert asked.status_code == 202
        run_waiting(register.app.extensions["taisan.database"], WORKS)
        task = accountant.get(f"/tasks/{asked.json['id']}").json
        assert task["answer"] == accountant.get("/year-closings/preview", year=2026).json
    assert register.look("SELECT count(*) FROM wear_rows") == [(0,)]


def test_the_worked_table_is_a_file_that_a_person_can_check(register, accountant):
    laptop(register, name="=1+1", put_to_use_on="2023-05-10")
    with on(2026):
        done = closed(accountant, register.bo_de)
    got = accountant.get(f"/year-closings/{done['id']}/table", format="csv")
    lines = list(csv.reader(io.StringIO(got.data.decode("utf-8-sig"))))
    assert lines[3][2] == "'=1+1"
    assert "1.800.000" in lines[3][16]
    assert lines[-1][12] == "1800000"
    book = openpyxl.load_workbook(
        io.BytesIO(accountant.get(f"/year-closings/{done['id']}/table").data)
    ).active
    assert (book["C4"].value, book["C4"].data_type) == ("=1+1", "s")
    assert book["M4"].value == 1_800_000


def test_an_entry_and_a_close_of_its_year_wait_for_one_another(register, accountant):
    """An entry under way when the close begins is either in the wear or refused: never lost between."""
    database = register.app.extensions["taisan.database"]
    from services.assets.commands.closings import close_year
    from shared.auth import system_actor

    asset = laptop(register)
    machine, begun, ended = system_actor("assets"), threading.Event(), threading.Event()

    def closing():
        with frozen(DECEMBER_26):
            begun.set()
            database.run(machine, lambda session: close_year(session, machine, {"year": 2026}))
            ended.set()

    from services.assets.commands.booking import book
    from services.assets.rules.books import Voucher
    from services.assets.rules.corrections import movement

    worn = movement({**asset, "department": "", "id": asset["id"]}, 600_000)
    with database.transaction(machine) as session:
        with frozen(datetime(2026, 6, 1, tzinfo=UTC)):
            book(session, machine, [worn], Voucher(datetime(2026, 6, 1).date()))
        other = threading.Thread(target=closing)
        other.start()
        assert begun.wait(10)
        assert not ended.wait(0.6), "the close did not wait for the entry"
    other.join(20)
    assert ended.is_set()
    ((before, amount),) = register.look("SELECT wear_before, amount FROM wear_rows")
    assert (before, amount) == (600_000, 4_350_000)  # (18,000,000 − 600,000) ÷ (7 − 3)


def test_what_is_worn_off_is_seen_within_the_own_units_only(register, accountant):
    laptop(register)
    with on(2026):
        done = closed(accountant, register.bo_de)
    sibling = register.caller({"accountant"}, register.cu_khoi["id"])
    assert sibling.get(f"/year-closings/{done['id']}/rows").status_code == 404
    seen = {one["unit_id"] for one in sibling.get("/year-closings").json["items"]}
    assert seen == {register.cu_khoi["id"]}
    assert sibling.get("/year-closings/preview", year=2026, unit=register.bo_de["id"]).status_code == 403


def test_a_close_that_does_not_wait_is_a_task(register, accountant):
    from shared.tasks import run_waiting

    laptop(register)
    with on(2026):
        asked = accountant.post("/year-closings", {"year": 2026}, headers={"Prefer": "respond-async"})
        assert asked.status_code == 202
        from services.assets.works import WORKS

        run_waiting(register.app.extensions["taisan.database"], WORKS)
    task = accountant.get(f"/tasks/{asked.json['id']}").json
    assert (task["state"], task["answer"]) == ("done", {"year": 2026, "units": 3})
