"""The catalogue, makers, systems, warranty, maintenance and changes of cost over a real register."""

import io
from typing import Any

import pytest
from PIL import Image

from shared.clock import today
from tests.integration.assets.conftest import Json, Register

pytestmark = pytest.mark.postgres

MINUTES = {
    "document_number": "BB 12/2026",
    "document_on": "2026-03-02",
    "effective_on": "2026-03-02",
    "reason": "Nâng cấp bộ nhớ",
}


def slug(answer: Any) -> str:
    return str(answer.json["type"]).removeprefix("/problems/")


def books_of(register: Register, asset: Json) -> list[Any]:
    return register.look(
        "SELECT cause, quantity, cost, wear, asset_kind, document_number FROM book_entries"
        " WHERE asset_id = %s ORDER BY number",
        asset["id"],
    )


def computer(register: Register, **more: Any) -> Json:
    said = {"name": "Máy vi tính", "category": "computer", "cost": 15_000_000, "put_to_use_on": "2026-01-10"}
    return register.asset(**(said | more))


def recost(register: Register, asset: Json, cause: str, version: int = 1, **said: Any) -> Any:
    return register.officer.post(
        f"/assets/{asset['id']}/cost-changes", {"cause": cause, **MINUTES, **said}, version=version
    )


def test_an_administrator_adds_a_category_with_attributes_and_assets_use_it(register):
    admin = register.caller({"admin"}, register.district["id"])
    made = admin.made("/categories", {"code": "drone", "name": "Thiết bị bay", "name_en": "Drone"})
    assert (made["unit_of_measure"], made["version"]) == ("chiếc", 1)
    range_ = {"name": "range_km", "label": "Tầm bay", "label_en": "Range", "type": "number", "unit": "km"}
    grown = admin.post("/categories/drone/attributes", {**range_, "minimum": 0, "required": True}, version=1)
    assert grown.json["attributes"][0]["required"]
    body = {"name": "Flycam", "category": "drone", "unit_id": register.bo_de["id"], "cost": 1}
    assert slug(register.officer.post("/assets", body)) == "attributes-invalid"
    asset = register.asset(**body, attributes={"range_km": 5.5})
    assert asset["category_name"] == "Thiết bị bay"
    gone = admin.patch("/categories/drone/attributes/range_km", 2, {"retired": True, "reason": "Thôi dùng"})
    assert (gone.status_code, gone.json["version"]) == (200, 3)
    kept = register.officer.patch(f"/assets/{asset['id']}", 1, {"attributes": {"range_km": 5.5}})
    assert kept.json["attributes"] == {"range_km": 5.5}
    assert (
        register.officer.patch(f"/assets/{asset['id']}", 2, {"attributes": {"range_km": 6}}).status_code
        == 422
    )
    history = admin.get("/categories/drone/changes").json["items"]
    assert [(one["version"], one["reason"]) for one in history] == [(3, "Thôi dùng"), (2, ""), (1, "")]


def test_the_catalogue_is_changed_only_as_it_was_read_and_codes_stay(register):
    admin = register.caller({"admin"}, register.district["id"])
    again = admin.post("/categories", {"code": "tablet", "name": "x", "name_en": "x"})
    assert slug(again) == "category-taken"
    assert admin.patch("/categories/tablet", 1, {"name": "Máy bảng"}).json["version"] == 2
    assert admin.patch("/categories/tablet", 1, {"name": "x"}).status_code == 412
    assert admin.patch("/categories/tablet", 2, {"code": "x"}).status_code == 422
    assert admin.patch("/categories/nothing", 1, {"name": "x"}).status_code == 404
    assert admin.patch("/categories/tablet", 2, {"retired": True}).status_code == 200
    body = {"name": "x", "category": "tablet", "unit_id": register.bo_de["id"], "cost": 1}
    assert slug(register.officer.post("/assets", body)) == "category-retired"


def test_what_is_used_up_within_a_year_is_a_tool_at_any_cost(register):
    admin = register.caller({"admin"}, register.district["id"])
    admin.made("/categories", {"code": "ribbon", "name": "Mực", "name_en": "Ribbon", "short_lived": True})
    assert register.asset(category="ribbon", cost=12_000_000)["kind"] == "tool"
    moved = register.officer.patch(
        f"/assets/{computer(register)['id']}", 1, {"category": "ribbon", "reason": "Ghi nhầm loại"}
    )
    assert moved.json["kind"] == "tool"
    assert [one[0] for one in books_of(register, moved.json)] == [
        "opening",
        "reclassified_out",
        "reclassified_in",
    ]


def test_an_imei_is_checked_to_its_last_digit(register):
    assert register.asset(attributes={"imei": "356938035643809"})["attributes"]["imei"]
    body = {"name": "x", "category": "tablet", "unit_id": register.bo_de["id"], "cost": 1}
    refusal = register.officer.post("/assets", body | {"attributes": {"imei": "356938035643808"}})
    assert [error["pointer"] for error in refusal.json["errors"]] == ["/attributes/imei"]


def test_makers_are_found_by_any_spelling_and_joined_while_assets_keep_their_text(register):
    first = register.asset(maker="SAMSUNG", model="Galaxy Tab A9")
    register.asset(maker="samsung", model="GALAXY TAB A9")
    register.asset(maker="Samsung Electronics", model="Galaxy Tab S9")
    listed = register.officer.get("/makers").json["items"]
    assert [(one["name"], one["alike"]) for one in listed] == [("SAMSUNG", 2), ("Samsung Electronics", 2)]
    admin = register.caller({"admin"}, register.district["id"])
    plain, long = (one["id"] for one in listed)
    merged = admin.post(f"/makers/{plain}/merge", {"into_id": long}, version=1)
    assert (merged.json["merged_into"], merged.json["version"]) == (long, 2)
    assert slug(admin.post(f"/makers/{plain}/merge", {"into_id": long}, version=2)) == "maker-merged"
    assert slug(admin.post(f"/makers/{long}/merge", {"into_id": plain}, version=1)) == "maker-target"
    assert slug(admin.post(f"/makers/{long}/merge", {"into_id": long}, version=1)) == "maker-target"
    seen = register.officer.get(f"/assets/{first['id']}").json
    assert (seen["maker"], seen["maker_known"]) == ("SAMSUNG", "Samsung Electronics")
    models = register.officer.get(f"/makers/{long}/models").json["items"]
    assert [one["name"] for one in models] == ["Galaxy Tab A9", "Galaxy Tab S9"]
    assert [one["id"] for one in register.officer.get("/makers", current=True).json["items"]] == [long]


def test_a_part_hangs_in_its_system_and_both_remember(register):
    system = register.asset(name="Hệ thống camera", category="camera_system")
    camera = register.asset(name="Camera", category="camera")
    hung = register.officer.patch(f"/assets/{camera['id']}", 1, {"parent_id": system["id"], "reason": "Lắp"})
    assert hung.status_code == 200, hung.json
    seen = register.officer.get(f"/assets/{system['id']}").json
    assert (seen["parts"], seen["version"]) == (1, 2)
    assert register.officer.get(f"/assets/{camera['id']}").json["parent_name"] == "Hệ thống camera"
    parts = register.officer.get(f"/assets/{system['id']}/parts").json["items"]
    assert [one["id"] for one in parts] == [camera["id"]]
    register.officer.patch(f"/assets/{camera['id']}", 2, {"parent_id": None, "reason": "Hỏng nguồn"})
    history = register.officer.get(f"/assets/{system['id']}/changes").json["items"]
    assert [one["act"] for one in history] == ["registered", "part_added", "part_taken_off"]
    assert history[1]["after"] == {"part": {name: camera[name] for name in ("id", "code", "name")}}
    assert history[2]["reason"] == "Hỏng nguồn"


def test_a_system_moves_with_its_parts_in_the_books_too_and_a_part_never_alone(register):
    system = register.asset(name="Hệ thống", category="camera_system")
    camera = register.asset(name="Camera", category="camera", parent_id=system["id"])
    move = {"unit_id": register.cu_khoi["id"], "reason": "Điều chuyển"}
    assert slug(register.officer.patch(f"/assets/{camera['id']}", 1, move)) == "part-moves-with-system"
    assert register.officer.patch(f"/assets/{system['id']}", 2, move).status_code == 200
    assert register.officer.get(f"/assets/{camera['id']}").json["unit_id"] == register.cu_khoi["id"]
    assert [one[:2] for one in books_of(register, camera)] == [
        ("opening", 1), ("reassigned_out", -1), ("reassigned_in", 1),
    ]  # fmt: skip


def test_only_systems_have_parts_and_none_bites_its_tail(register):
    first, second, third = (register.asset(name=str(n), category="camera_system") for n in range(3))
    tablet = register.asset()

    def hang(part: Json, system: Json) -> Any:
        version = register.officer.get(f"/assets/{part['id']}").json["version"]
        return register.officer.patch(f"/assets/{part['id']}", version, {"parent_id": system["id"]})

    assert slug(hang(first, tablet)) == "parent-no-system"
    assert hang(second, first).status_code == hang(third, second).status_code == 200
    assert slug(hang(first, third)) == "part-of-itself"
    assert slug(hang(first, first)) == "part-of-itself"
    assert slug(hang(tablet, third)) == "parts-too-deep"
    elsewhere = register.asset(register.cu_khoi, category="camera")
    assert slug(hang(elsewhere, first)) == "parent-of-another-unit"


def test_an_increase_keeps_its_cause_its_document_and_what_the_cost_is_made_of(register):
    parts = {"invoice": 14_000_000, "discounts": 500_000, "transport": 200_000, "taxes": 1_400_000}
    bought = {
        "increase_cause": "purchase",
        "increase_document": "HĐ 17/2026",
        "increase_document_on": "2026-01-08",
        "cost_parts": parts,
        "cost": None,
    }
    asset = computer(register, **bought)
    assert (asset["cost"], asset["cost_parts"], asset["kind"]) == (15_100_000, parts, "fixed_asset")
    assert books_of(register, asset) == [("purchase", 1, 15_100_000, 0, "fixed_asset", "HĐ 17/2026")]
    body = {
        "name": "x",
        "category": "computer",
        "unit_id": register.bo_de["id"],
        "cost": 1,
        "cost_parts": parts,
    }
    assert slug(register.officer.post("/assets", body)) == "cost-parts-disagree"
    assert register.officer.post("/assets", {**body, "increase_cause": "reassigned_in"}).status_code == 422


def test_an_upgrade_adds_to_the_cost_and_stands_in_the_books_with_its_minutes(register):
    asset = computer(register, cost=9_000_000)
    changed = recost(register, asset, "upgrade", cost=11_000_000, cost_other=500_000)
    assert changed.status_code == 201, changed.json
    assert (changed.json["state"], changed.json["kind_before"], changed.json["kind"]) == (
        "booked", "tool", "fixed_asset",
    )  # fmt: skip
    assert changed.json["rules"] == ["C141-09@1", "FIXED-ASSET@2"]
    seen = register.officer.get(f"/assets/{asset['id']}").json
    assert (seen["cost"], seen["cost_budget"], seen["cost_other"], seen["kind"]) == (
        11_000_000, 10_500_000, 500_000, "fixed_asset",
    )  # fmt: skip
    assert books_of(register, asset)[1:] == [
        ("reclassified_out", -1, -9_000_000, 0, "tool", "BB 12/2026"),
        ("reclassified_in", 1, 9_000_000, 0, "fixed_asset", "BB 12/2026"),
        ("upgrade", 0, 2_000_000, 0, "fixed_asset", "BB 12/2026"),
    ]
    history = register.officer.get(f"/assets/{asset['id']}/changes", newest=True, limit=1).json
    assert (history["items"][0]["act"], history["items"][0]["reason"]) == ("recosted", "Nâng cấp bộ nhớ")
    older = register.officer.get(f"/assets/{asset['id']}/changes", newest=True, after=history["next"]).json
    assert [one["act"] for one in older["items"]] == ["registered"]


def test_a_lost_part_takes_its_share_of_the_wear(register):
    asset = computer(register, cost=20_000_000)
    register.look(
        "INSERT INTO book_entries (asset_id, unit_id, effective_on, recorded_at, recorded_by, cause,"
        " quantity, cost, cost_budget, cost_other, wear, category, asset_kind, department, document_number,"
        " note, rules) VALUES (%s, %s, '2026-02-01', now(), 'test', 'correction', 0, 0, 0, 0, 4000001,"
        " 'computer', 'fixed_asset', '', '', '', '{}') RETURNING 1",
        asset["id"], asset["unit_id"],
    )  # fmt: skip
    changed = recost(register, asset, "partial_loss", cost=15_000_000)
    assert (changed.json["wear_before"], changed.json["wear"]) == (4_000_001, 3_000_000)
    assert "COST-WEAR-SHARE@1" in changed.json["rules"]
    seen = register.officer.get(f"/assets/{asset['id']}").json
    assert (seen["accumulated_wear"], seen["remaining_value"]) == (3_000_000, 12_000_000)
    told = register.look("SELECT data FROM outbox WHERE subject = %s ORDER BY sequence", asset["id"])
    assert told[-1][0]["accumulated_wear"] == 3_000_000
    low = recost(register, asset, "revaluation", 2, cost=2_000_000)
    assert slug(low) == "wear-over-cost"
    revalued = recost(register, asset, "revaluation", 2, cost=11_000_000, accumulated_wear=500_000)
    assert revalued.status_code == 201
    assert register.officer.get(f"/assets/{asset['id']}").json["remaining_value"] == 10_500_000


@pytest.mark.parametrize(("said", "expected"), [
    ({"cause": "land_price", "cost": 16_000_000}, "cost-cause-not-for-this"),
    ({"cause": "upgrade", "cost": 14_000_000}, "cost-direction"),
    ({"cause": "partial_loss", "cost": 16_000_000}, "cost-direction"),
    ({"cause": "upgrade", "cost": 16_000_000, "effective_on": "2025-12-31"}, "cost-change-day"),
    ({"cause": "upgrade", "cost": 16_000_000, "effective_on": "2999-01-01"}, "cost-change-day"),
    ({"cause": "upgrade", "cost": 16_000_000, "document_number": ""}, "invalid-fields"),
    ({"cause": "better", "cost": 16_000_000}, "invalid-fields"),
    ({"cause": "upgrade", "cost": 16_000_000, "cost_budget": 1, "cost_other": 1}, "costs-disagree"),
])  # fmt: skip
def test_a_change_of_cost_that_cannot_be_changes_nothing(standing, said, expected):
    asset = computer(standing)
    refusal = standing.officer.post(f"/assets/{asset['id']}/cost-changes", MINUTES | said, version=1)
    assert (refusal.status_code, slug(refusal)) == (422, expected)
    assert len(books_of(standing, asset)) == 1


def test_a_correction_waits_for_somebody_else(register):
    asset = computer(register)
    asked = recost(register, asset, "correction", cost=15_500_000, reason="Ghi thiếu phí lắp đặt")
    assert (asked.status_code, asked.json["state"]) == (201, "waiting")
    assert register.officer.get(f"/assets/{asset['id']}").json["cost"] == 15_000_000
    path = f"/cost-changes/{asked.json['id']}"
    again = recost(register, asset, "correction", cost=15_600_000)
    assert again.status_code == 409
    assert register.officer.post(f"{path}/approval", {}, version=1).status_code == 403
    head = register.caller({"head"}, register.district["id"])
    assert head.get("/cost-changes", state="waiting").json["items"][0]["id"] == asked.json["id"]
    assert slug(head.post(f"{path}/refusal", {}, version=1)) == "reason-required"
    done = head.post(f"{path}/approval", {"note": "Đúng hoá đơn"}, version=1)
    assert (done.json["state"], done.json["decided_note"]) == ("booked", "Đúng hoá đơn")
    assert register.officer.get(f"/assets/{asset['id']}").json["cost"] == 15_500_000
    assert books_of(register, asset)[-1][:3] == ("correction", 0, 500_000)
    assert slug(head.post(f"{path}/approval", {}, version=2)) == "cost-change-decided"


def test_an_accountant_who_asked_may_not_approve_it(register):
    accountant = register.caller({"accountant"}, register.district["id"])
    asset = computer(register)
    asked = accountant.post(
        f"/assets/{asset['id']}/cost-changes", {**MINUTES, "cause": "correction", "cost": 1}, version=1
    )
    for way in ("approval", "refusal"):
        own = accountant.post(f"/cost-changes/{asked.json['id']}/{way}", {"note": "x"}, version=1)
        assert slug(own) == "own-request"


def test_a_correction_of_what_changed_meanwhile_is_not_booked(register):
    asset = computer(register)
    asked = recost(register, asset, "correction", cost=15_500_000).json
    assert recost(register, asset, "upgrade", cost=17_000_000).status_code == 201
    head = register.caller({"head"}, register.district["id"])
    late = head.post(f"/cost-changes/{asked['id']}/approval", {}, version=1)
    assert slug(late) == "cost-changed-meanwhile"
    refused = head.post(f"/cost-changes/{asked['id']}/refusal", {"note": "Đã nâng cấp"}, version=1)
    assert refused.json["state"] == "refused"
    assert register.officer.get(f"/assets/{asset['id']}").json["cost"] == 17_000_000


def test_a_closed_year_takes_no_change_of_cost(register):
    asset = computer(register, put_to_use_on="2026-01-10")
    register.look(
        "INSERT INTO year_closings (id, unit_id, year, recorded_at, recorded_by, assets, wear_total, rules)"
        " VALUES (gen_random_uuid(), %s, 2026, now(), 'test', 1, 0, '{}') RETURNING 1",
        asset["unit_id"],
    )
    assert slug(recost(register, asset, "upgrade", cost=16_000_000)) == "year-closed"


def test_the_minutes_of_a_change_must_be_a_file_of_the_asset(register):
    asset, other = computer(register), register.asset()
    photo = io.BytesIO()
    Image.new("RGB", (8, 8)).save(photo, "PNG")

    def kept(of: Json) -> str:
        form = {"kind": "minutes", "subject_noun": "asset", "subject_id": of["id"]}
        sent = {**form, "file": (io.BytesIO(photo.getvalue()), "bb.png")}
        return str(register.officer.send("POST", "/files", data=sent).json["id"])

    wrong = recost(register, asset, "upgrade", cost=16_000_000, file_id=kept(other))
    assert slug(wrong) == "file-of-another"
    right = recost(register, asset, "upgrade", cost=16_000_000, file_id=kept(asset))
    assert right.status_code == 201
    assert register.officer.get(f"/assets/{asset['id']}/cost-changes").json["items"] == [right.json]


def test_maintenance_is_a_log_that_never_touches_the_cost(register):
    asset = computer(register)
    work = {"what": "Thay nguồn", "cost": 850_000, "provider": "Cửa hàng A", "downtime_hours": 5.5}
    for day in ("2026-01-20", "2025-05-02", "2026-02-11"):
        made = register.officer.post(f"/assets/{asset['id']}/maintenance", {**work, "done_on": day})
        assert made.status_code == 201, made.json
    page = register.officer.get(f"/assets/{asset['id']}/maintenance", limit=2).json
    assert [one["done_on"] for one in page["items"]] == ["2026-02-11", "2026-01-20"]
    rest = register.officer.get(f"/assets/{asset['id']}/maintenance", after=page["next"]).json
    assert [one["done_on"] for one in rest["items"]] == ["2025-05-02"]
    assert page["by_year"] == [
        {"year": 2026, "entries": 2, "cost": 1_700_000, "downtime_hours": 11.0},
        {"year": 2025, "entries": 1, "cost": 850_000, "downtime_hours": 5.5},
    ]
    assert register.officer.get(f"/assets/{asset['id']}").json["cost"] == 15_000_000
    late = register.officer.post(f"/assets/{asset['id']}/maintenance", {**work, "done_on": "2999-01-01"})
    assert slug(late) == "maintenance-day"
    stranger = register.ward_officer.post(
        f"/assets/{register.asset(register.cu_khoi)['id']}/maintenance", {**work, "done_on": "2026-01-01"}
    )
    assert stranger.status_code == 404


def test_a_holder_sees_the_asset_but_not_the_books(register):
    asset = register.asset()
    person = register.person()["id"]
    register.look("UPDATE assets SET holder_person_id = %s WHERE id = %s RETURNING 1", person, asset["id"])
    holder = register.caller({"holder"}, register.cu_khoi["id"], person)
    seen = holder.get(f"/assets/{asset['id']}").json
    assert (seen["accumulated_wear"], seen["remaining_value"]) == (None, None)


def test_a_cost_falls_only_when_the_year_before_is_closed(register):
    """Else that year's wear, computed on the cost of then, could be more than the asset still costs."""
    day = today()
    asset = register.asset(cost=70_000_000, put_to_use_on=f"{day.year - 1}-03-02")
    minutes = {"document_number": "BB 7", "document_on": day.isoformat(), "reason": "Tháo dỡ"}
    body = {**minutes, "effective_on": day.isoformat(), "cause": "part_dismantled", "cost": 12_000_000}
    path = f"/assets/{asset['id']}/cost-changes"
    refused = register.officer.post(path, body, version=1)
    assert (refused.status_code, refused.json["type"]) == (409, "/problems/year-before-open")
    accountant = register.caller({"accountant"}, register.district["id"])
    closed = accountant.post("/year-closings", {"year": day.year - 1, "unit_id": register.district["id"]})
    assert closed.status_code in {200, 201}, closed.json
    assert register.officer.post(path, body, version=1).status_code == 201
    shown = register.officer.get(f"/assets/{asset['id']}").json
    assert 0 <= shown["remaining_value"] == 12_000_000 - shown["accumulated_wear"]
