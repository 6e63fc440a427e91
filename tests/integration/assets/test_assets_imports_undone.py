"""A whole import is undone while nothing depends on it; else the refusal names the assets."""

from uuid import UUID

import pytest

from services.assets.subscriptions import SUBSCRIPTIONS
from shared.auth import system_actor
from shared.ids import uuid7
from tests.integration.assets.counting import Counting
from tests.integration.assets.disposing import Office
from tests.integration.assets.test_assets_files import photo, sent
from tests.integration.assets.test_assets_imports import checked, committed, upload

HEAD = "Tên tài sản;Serial;Đơn vị;Ngày sử dụng;Nguyên giá;Hao mòn lũy kế;Số chứng từ;Ngày chứng từ\r\n"
BOOK = HEAD + (
    "Máy tính bảng;S1;UBND phường Bồ Đề;31/12/2024;7.220.000;1.444.000;HĐ 12;30/12/2024\r\n"
    "Máy chiếu;;UBND phường Bồ Đề;05/03/2025;12.000.000;;;\r\n"
)


def imported(register, text=BOOK):
    report = checked(register.officer, text.encode())
    return committed(register.officer, report)


def undone(register, done, **more):
    body = {"reason": "Nhầm tệp của phường khác"}
    return register.officer.send(
        "POST", f"/imports/{done['id']}/undo", more.pop("version", done["version"]), json=body
    )


def assets_of(register, done):
    return register.look("SELECT id::text, code FROM assets WHERE import_id = %s ORDER BY id", done["id"])


def test_an_undone_import_leaves_history_reverses_the_books_and_frees_its_rows(register):
    done = imported(register)
    answer = undone(register, done)
    assert answer.status_code == 200, answer.json
    after = answer.json
    assert (after["state"], after["undone_reason"], after["version"]) == (
        "undone", "Nhầm tệp của phường khác", done["version"] + 1,
    )  # fmt: skip
    assert register.look("SELECT DISTINCT status, version FROM assets") == [("withdrawn", 2)]
    assert register.look(
        "SELECT effective_on::text, cause, quantity, cost, wear FROM book_entries ORDER BY number"
    ) == [
        ("2024-12-31", "opening", 1, 7_220_000, 1_444_000),
        ("2025-03-05", "opening", 1, 12_000_000, 0),
        ("2024-12-31", "import_undone", -1, -7_220_000, -1_444_000),
        ("2025-03-05", "import_undone", -1, -12_000_000, 0),
    ]
    assert register.look("SELECT sum(cost), sum(wear), sum(quantity) FROM book_movements") == [(0, 0, 0)]
    assert register.look(
        "SELECT count(*) FROM asset_marks WHERE serial_key IS NULL AND source_key IS NULL"
    ) == [(2,)]
    asset_id, code = assets_of(register, done)[0]
    changes = register.officer.get(f"/assets/{asset_id}/changes").json["items"]
    assert [(one["act"], one["reason"]) for one in changes] == [
        ("imported", ""), ("withdrawn", "Nhầm tệp của phường khác"),
    ]  # fmt: skip
    assert register.told(asset_id) == [("assets.asset.changed.v1", 2)]  # the first step came in a batch
    assert register.told(done["id"])[-1] == ("assets.import.undone.v1", after["version"])
    assert register.officer.get("/assets").json["items"] == []
    assert len(register.officer.get("/assets", status="withdrawn").json["items"]) == 2
    assert register.officer.get("/summary").json["items"] == []
    assert register.officer.get(f"/codes/{code}").json["status"] == "withdrawn"
    assert register.officer.post("/label-sheets", {"codes": [code]}).status_code == 404
    patched = register.officer.patch(f"/assets/{asset_id}", 2, {"place": "P. 1"})
    assert patched.json["type"] == "/problems/asset-withdrawn"

    again = imported(register)
    assert (again["imported"], again["errors"]) == (2, [])
    assert register.officer.get("/summary").json["items"][0]["count"] == 2


def test_the_books_carry_wear_and_papers_of_the_former_register(register):
    imported(register)
    assert register.look(
        "SELECT wear, document_number, document_on::text FROM book_entries ORDER BY number"
    ) == [(1_444_000, "HĐ 12", "2024-12-30"), (0, "", None)]


def test_undoing_needs_a_version_a_reason_and_a_committed_import(register):
    report = checked(register.officer, BOOK.encode())
    assert undone(register, report).json["type"] == "/problems/import-not-committed"
    done = committed(register.officer, report)
    assert undone(register, done, version=done["version"] - 1).status_code == 412
    path = f"/imports/{done['id']}/undo"
    assert register.officer.post(path, {"reason": "x"}).status_code == 428
    assert register.officer.send("POST", path, done["version"], json={"reason": ""}).status_code == 422
    first = undone(register, done)
    assert undone(register, first.json).json["type"] == "/problems/import-not-committed"
    assert register.officer.post(f"/imports/{done['id']}/commit").json["type"] == "/problems/import-undone"


def changed_by_hand(register, asset_id):
    assert register.officer.patch(f"/assets/{asset_id}", 1, {"place": "P. 302"}).status_code == 200


def booked_beside(register, asset_id):
    look = (
        "INSERT INTO book_entries (asset_id, unit_id, effective_on, recorded_at, recorded_by, cause,"
        " quantity, cost, cost_budget, cost_other, wear, category, asset_kind, department, document_number,"
        " note, rules) SELECT id, unit_id, current_date, now(), 'x', 'upgrade', 0, 1, 1, 0, 0, category,"
        " kind, '', '', '', '{}' FROM assets WHERE id = %s RETURNING number"
    )
    register.look(look, asset_id)


def held_by_somebody(register, asset_id):
    register.look("UPDATE assets SET holder_person_id = %s WHERE id = %s RETURNING 1", uuid7(), asset_id)


def worn_in_a_closed_year(register, asset_id):
    closing = uuid7()
    register.look(
        "INSERT INTO year_closings (id, unit_id, year, recorded_at, recorded_by, assets, wear_total, rules)"
        " SELECT %s, unit_id, 2019, now(), 'x', 1, 0, '{}' FROM assets WHERE id = %s RETURNING 1",
        closing, asset_id,
    )  # fmt: skip
    register.look(
        "INSERT INTO wear_rows (asset_id, year, unit_id, closing_id, recorded_at, category, asset_kind,"
        " department, cost, wear_before, amount, wear_after, formula, rules)"
        " SELECT id, 2019, unit_id, %s, now(), category, kind, '', cost, 0, 0, 0, '', '{}' FROM assets"
        " WHERE id = %s RETURNING 1",
        closing, asset_id,
    )  # fmt: skip


def photographed(register, asset_id):
    answer = sent(register, photo(), subject_noun="asset", subject_id=asset_id, kind="photo")
    assert answer.status_code == 201, answer.json


def proposed_for_disposal(register, asset_id):
    Office(register).draft("liquidation", [{"id": asset_id}])


def waiting_in_a_record(register, asset_id, kind="issued", record=None):
    """Let the register hear what handover tells of a record over the asset."""
    number = "00007/BBBG"
    data = {"record_id": record or str(uuid7()), "asset_ids": [asset_id], "number": number}
    data |= {"happened_on": "2026-03-05", "receiver_as": "holder", "receiver_person_id": str(uuid7())}
    data |= {"giver_as": "store", "kind": "internal_handover"}
    with register.app.extensions["taisan.database"].transaction(system_actor("assets")) as session:
        SUBSCRIPTIONS[f"handover.record.{kind}.v1"](session, {"data": data})


def test_an_import_whose_asset_changed_hands_stays(register):
    done = imported(register)
    asset_id, code = assets_of(register, done)[0]
    waiting_in_a_record(register, asset_id, "completed")
    assert [one["code"] for one in undone(register, done).json["assets"]] == [code]


@pytest.mark.parametrize("end", ["refused", "cancelled"])
@pytest.mark.parametrize("order", [1, -1])
def test_a_record_that_waits_no_longer_lets_an_import_go_whatever_was_heard_first(register, end, order):
    done = imported(register)
    asset_id, _ = assets_of(register, done)[0]
    record = str(uuid7())
    for kind in ("issued", end)[::order]:
        waiting_in_a_record(register, asset_id, kind, record)
    assert undone(register, done).status_code == 200


@pytest.mark.parametrize(
    ("act", "reason"),
    [
        (photographed, "files refer to it"),
        (proposed_for_disposal, "disposal_lines refer to it"),
        (waiting_in_a_record, "waiting_records refer to it"),
        (changed_by_hand, "it was changed or handed over since"),
        (booked_beside, "other entries were booked for it"),
        (held_by_somebody, "somebody holds it"),
        (worn_in_a_closed_year, "wear_rows refer to it"),
    ],
)
def test_an_import_on_which_something_depends_stays_and_the_assets_are_named(register, act, reason):
    done = imported(register)
    asset_id, code = assets_of(register, done)[0]
    act(register, asset_id)
    before = register.look("SELECT count(*) FROM book_entries")
    answer = undone(register, done)
    assert (answer.status_code, answer.json["type"]) == (409, "/problems/import-in-use")
    assert [(one["code"], one["reason_en"]) for one in answer.json["assets"]] == [(code, reason)]
    assert answer.json["total"] == 1
    assert register.look("SELECT count(*) FROM book_entries") == before
    assert register.look("SELECT count(*) FROM assets WHERE status = 'withdrawn'") == [(0,)]


def test_an_import_stays_when_another_asset_became_part_of_one_of_its_own(register):
    done = imported(register, HEAD + "Hệ thống camera;;UBND phường Bồ Đề;05/03/2025;12.000.000;;;\r\n")
    asset_id, code = assets_of(register, done)[0]
    register.asset(category="camera", name="Camera", parent_id=asset_id)
    assert [one["code"] for one in undone(register, done).json["assets"]] == [code]


def test_an_import_that_a_stocktake_counts_stays(register):
    done = imported(register)
    Counting(register).opened()
    answer = undone(register, done)
    assert {(one["code"], one["reason_en"]) for one in answer.json["assets"]} == {
        (code, "stocktake_lines refer to it") for _, code in assets_of(register, done)
    }


def test_a_refusal_names_at_most_twenty_assets_and_counts_the_rest(register):
    rows = "".join(f"Máy chiếu;P{n};UBND phường Bồ Đề;05/03/2025;1.000;;;\r\n" for n in range(25))
    done = imported(register, HEAD + rows)
    register.look("UPDATE assets SET version = 2 RETURNING 1")
    answer = undone(register, done)
    assert (len(answer.json["assets"]), answer.json["total"]) == (20, 25)


def test_a_closed_year_refuses_kindly(register):
    done = imported(register)
    register.look(
        "INSERT INTO year_closings (id, unit_id, year, recorded_at, recorded_by, assets, wear_total, rules)"
        " VALUES (%s, %s, 2024, now(), 'x', 0, 0, '{}') RETURNING 1",
        uuid7(), UUID(register.bo_de["id"]),
    )  # fmt: skip
    assert undone(register, done).json["type"] == "/problems/year-closed"
    assert register.look("SELECT count(*) FROM assets WHERE status = 'withdrawn'") == [(0,)]


def test_a_tag_that_the_register_has_is_a_warning_and_a_withdrawn_one_is_none(register):
    text = "Mã tài sản;Tên tài sản;Serial;Đơn vị;Nguyên giá\r\nTS-1;Máy chiếu;{};UBND phường Bồ Đề;1.000\r\n"
    done = imported(register, text.format("A"))
    told = upload(register.officer, text.format("B").encode()).json["warnings"]
    assert sum("Mã TS-1 đã có ở tài sản" in one["reason"] for one in told) == 1
    assert undone(register, done).status_code == 200
    told = upload(register.officer, text.format("B").encode()).json["warnings"]
    assert not any("đã có ở tài sản" in one["reason"] for one in told)
