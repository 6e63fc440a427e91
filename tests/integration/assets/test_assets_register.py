"""Units, people and assets over HTTP and a real database."""

import pytest

from shared.web.pages import cursor_of


def test_an_asset_is_registered_with_a_label_code_and_found_by_it(register):
    asset = register.asset(serial="GA5413892847", put_to_use_on="2016-12-31", cost_budget=7_220_000)
    assert (asset["status"], asset["kind"], asset["kind_rule"]) == ("in_store", "tool", "FIXED-ASSET@2")
    assert (asset["cost"], asset["cost_budget"], asset["cost_other"], asset["version"]) == (
        7_220_000,
        7_220_000,
        0,
        1,
    )
    for scanned in (asset["code"], asset["code"].lower(), f"{asset['code'][:4]}-{asset['code'][4:]}"):
        assert register.ward_officer.get(f"/codes/{scanned}").json == asset
    assert register.told(asset["id"]) == [("assets.asset.registered.v1", 1)]
    assert register.officer.get(f"/assets/{asset['id']}").headers["ETag"] == '"1"'


def test_ten_million_makes_a_fixed_asset_and_nobody_says_otherwise(register):
    assert register.asset(cost=10_000_000)["kind"] == "fixed_asset"
    assert register.asset(cost_budget=9_000_000, cost_other=999_999, cost=None)["kind"] == "tool"
    body = {
        "name": "Máy",
        "category": "other",
        "unit_id": register.bo_de["id"],
        "cost": 12_000_000,
        "kind": "tool",
    }
    refusal = register.officer.post("/assets", body)
    assert refusal.status_code == 422
    assert refusal.json["legal_basis"] == ["FIXED-ASSET@2"]


def test_a_serial_is_taken_once_in_its_category_even_across_units(register):
    register.asset(register.cu_khoi, serial="GA-1")
    body = {
        "name": "Máy tính bảng",
        "category": "tablet",
        "unit_id": register.bo_de["id"],
        "cost": 1,
        "serial": "ga-1",
    }
    refusal = register.ward_officer.post("/assets", body)
    assert (refusal.status_code, refusal.json["type"]) == (409, "/problems/serial-taken")
    assert "Cự Khối" not in refusal.text
    assert register.ward_officer.post("/assets", body | {"category": "camera"}).status_code == 201


@pytest.mark.parametrize(("said", "pointer"), [
    ({"category": "boat"}, "/category"), ({"cost": None}, "/cost"), ({"cost": 5, "cost_budget": 6}, "/cost"),
    ({"cost": -1}, "/cost"), ({"name": ""}, "/name"), ({"latitude": 21.0}, "/latitude"),
    ({"made_year": 15}, "/made_year"),
    ({"attributes": {"imei": 5}}, "/attributes/imei"), ({"attributes": {"nope": "x"}}, "/attributes/nope"),
    ({"unit_id": "0198c1f2-5a00-7000-8000-000000000001"}, "/unit_id"), ({"nope": 1}, "/nope"),
    ({"cost": 2**63}, "/cost"),
])  # fmt: skip
def test_what_is_wrong_with_an_asset_is_named_by_field(standing, said, pointer):
    before = standing.look("SELECT count(*) FROM assets")
    body = {"name": "Máy", "category": "tablet", "unit_id": standing.bo_de["id"], "cost": 1}
    refusal = standing.officer.post("/assets", body | said)
    assert refusal.status_code == 422
    assert [error["pointer"] for error in refusal.json["errors"]] == [pointer]
    assert standing.look("SELECT count(*) FROM assets") == before


def test_a_change_needs_the_version_that_was_read_and_leaves_a_trace(register):
    asset = register.asset(attributes={"imei": "356938035643809"})
    path = f"/assets/{asset['id']}"
    said = {"place": "Phòng 201", "status": "broken", "tag": None}
    bare = register.ward_officer.patch(path, 1, said)
    assert (bare.status_code, bare.json["type"]) == (422, "/problems/reason-required")
    changed = register.ward_officer.patch(path, 1, {**said, "reason": "Rơi vỡ màn hình"})
    assert changed.status_code == 200, changed.json
    assert (changed.json["place"], changed.json["status"], changed.json["version"]) == (
        "Phòng 201",
        "broken",
        2,
    )
    assert changed.json["attributes"] == {"imei": "356938035643809"}
    assert register.officer.patch(path, 1, {"place": "x"}).status_code == 412
    assert register.officer.send("PATCH", path, json={"place": "x"}).status_code == 428
    history = register.officer.get(f"{path}/changes").json["items"]
    assert [change["act"] for change in history] == ["registered", "changed"]
    assert history[1]["before"] == {"place": "", "status": "in_store"}
    assert history[1]["after"] == {"place": "Phòng 201", "status": "broken"}
    assert register.told(asset["id"])[-1] == ("assets.asset.changed.v1", 2)


def test_the_cost_is_not_changed_as_other_things_are(register):
    asset = register.asset(cost=9_000_000, cost_other=1_000_000, cost_budget=8_000_000)
    for said in ({"cost": 11_000_000}, {"cost_budget": 1}, {"cost_other": 0}):
        refusal = register.officer.patch(f"/assets/{asset['id']}", 1, said)
        assert (refusal.status_code, refusal.json["type"]) == (422, "/problems/cost-needs-cause")
        assert refusal.json["legal_basis"] == ["C141-09@1"]
    same = {"cost": 9_000_000, "cost_other": 1_000_000, "place": "Kho"}
    assert register.officer.patch(f"/assets/{asset['id']}", 1, same).status_code == 200


@pytest.mark.parametrize(
    ("status", "slug"), [("in_use", "status-needs-record"), ("disposed", "status-needs-decision")]
)
def test_use_and_disposal_are_not_set_by_hand(register, status, slug):
    asset = register.asset()
    refusal = register.officer.patch(f"/assets/{asset['id']}", 1, {"status": status})
    assert (refusal.status_code, refusal.json["type"]) == (409, f"/problems/{slug}")


def test_the_serial_of_a_disposed_asset_is_free_again(register):
    asset = register.asset(serial="GA1")
    register.look("UPDATE asset_marks SET serial_key = NULL WHERE code = %s RETURNING 1", asset["code"])
    assert register.asset(serial="GA1")["serial"] == "GA1"


@pytest.fixture(scope="module")
def tablet(standing):
    standing.asset(name="Tổng đài", category="telephone_exchange")
    return standing.asset(
        serial="GA5413892847", tag="TS00001", place="Phòng 201, Bồ Đề", book_user="Đặng Minh Ánh"
    )


@pytest.mark.parametrize("words", [
    "may tinh", "BẢNG máy", "bo de", "ga5413", "2847", "phong 201", "TS00001", "anh dang",
])  # fmt: skip
def test_an_asset_is_found_by_beginnings_of_its_words_without_marks(standing, tablet, words):
    found = standing.officer.get("/assets", q=words).json["items"]
    assert [item["id"] for item in found] == [tablet["id"]]


def test_an_asset_is_found_by_its_label_as_people_read_it(standing, tablet):
    found = standing.officer.get("/assets", q=f"{tablet['code'][:4]}-{tablet['code'][4:]}").json["items"]
    assert [item["id"] for item in found] == [tablet["id"]]


@pytest.mark.parametrize("words", ["---", "'", "w'w | w & !", "\\", "%", "x" * 150, "😀", "<->"])
def test_strange_words_find_nothing_and_break_nothing(standing, tablet, words):
    answer = standing.officer.get("/assets", q=words)
    assert (answer.status_code, answer.json["items"]) == (200, [])


def test_pages_follow_one_another_without_gap_or_repeat(register):
    made = [register.asset(register.cu_khoi if number % 3 else None)["id"] for number in range(11)]
    seen, after = [], None
    while True:
        page = register.officer.get("/assets", limit=4, **({"after": after} if after else {})).json
        seen += [item["id"] for item in page["items"]]
        after = page["next"]
        if after is None:
            break
    assert seen == made
    assert len(register.officer.get("/assets", unit="BD").json["items"]) == 4
    assert len(register.officer.get("/assets", unit=register.district["id"]).json["items"]) == 11
    for forged in ("nonsense", cursor_of("no id"), cursor_of(*made[:3])):
        assert register.officer.get("/assets", after=forged).status_code == 400
        assert register.officer.get("/units", after=forged).status_code == 400
        assert register.officer.get("/people", after=forged).status_code == 400
    assert register.officer.get("/assets", limit=0).status_code == 422
    assert register.officer.get("/assets", category="tablet", status="in_use").json["items"] == []


def test_units_form_a_tree_that_cannot_bite_its_tail(register):
    school = register.machine.made("/units", {"code": "T1", "name": "Trường THCS Bồ Đề", "kind": "school",
                                              "parent_id": register.bo_de["id"]})  # fmt: skip
    tail = register.machine.patch(f"/units/{register.bo_de['id']}", 1, {"parent_id": school["id"]})
    assert (tail.status_code, tail.json["type"]) == (422, "/problems/unit-below-itself")
    asset = register.asset(school)
    assert register.ward_officer.get(f"/assets/{asset['id']}").status_code == 200
    moved = register.machine.patch(f"/units/{school['id']}", 1, {"parent_id": register.cu_khoi["id"]})
    assert moved.status_code == 200
    assert register.ward_officer.get(f"/assets/{asset['id']}").status_code == 404
    assert register.told(school["id"])[-1] == ("assets.unit.changed.v1", 2)


def test_an_administrator_of_no_unit_founds_the_first_one(register):
    founder = register.caller({"admin"})
    made = founder.made("/units", {"code": "HK", "name": "UBND quận Hoàn Kiếm", "kind": "district"})
    assert made["parent_id"] is None
    below = register.caller({"admin"}, made["id"]).made(
        "/units", {"code": "HB", "name": "UBND phường Hàng Bạc"}
    )
    assert below["parent_id"] == made["id"]
    assert register.officer.get("/units", q="hang bac").json["items"] == []
    assert founder.post("/units", {"code": "X", "name": "X", "parent_id": made["id"]}).status_code == 403


def test_units_are_refused_with_a_taken_code_reversed_dates_or_an_unknown_parent(register):
    base = {"code": "X", "name": "Phòng X"}
    assert register.machine.post("/units", base | {"code": "BD"}).status_code == 409
    dates = {"valid_from": "2020-01-02", "valid_to": "2020-01-01"}
    assert register.machine.post("/units", base | dates).status_code == 422
    nowhere = {"parent_id": "0198c1f2-5a00-7000-8000-000000000001"}
    assert register.machine.post("/units", base | nowhere).status_code == 422
    assert register.officer.post("/units", base).status_code == 403


def test_people_are_listed_by_given_name_and_found_by_words(register):
    for number, name in enumerate(["Trần Văn Bình", "Đặng Minh Ánh", "Lê Thị An", "Phạm Thu Ân"]):
        register.person(code=f"NV{number}", name=name)
    listed = register.officer.get("/people").json["items"]
    assert [one["name"] for one in listed] == ["Lê Thị An", "Đặng Minh Ánh", "Phạm Thu Ân", "Trần Văn Bình"]
    assert listed[0]["unit_name"] == "UBND phường Bồ Đề"
    assert [one["name"] for one in register.officer.get("/people", q="anh d").json["items"]] == [
        "Đặng Minh Ánh"
    ]
    first = register.officer.get("/people", limit=3).json
    assert [one["name"] for one in register.officer.get("/people", after=first["next"]).json["items"]] == [
        "Trần Văn Bình"
    ]
    assert (
        register.officer.post(
            "/people", {"code": "NV0", "name": "A", "unit_id": register.bo_de["id"]}
        ).status_code
        == 409
    )


def test_a_departure_is_told_once_and_only_once(register):
    person = register.person(duties=["officer", "officer"])
    assert person["duties"] == ["officer"]
    path = f"/people/{person['id']}/departure"
    body = {"status": "retired", "left_on": "2026-03-01", "basis": "Quyết định số 12/QĐ-UBND"}
    assert register.officer.post(path, body).status_code == 428
    left = register.ward_officer.post(path, body, version=1)
    assert left.status_code == 200, left.json
    assert (left.json["status"], left.json["left_on"], left.json["version"]) == ("retired", "2026-03-01", 2)
    again = register.officer.post(path, body, version=2)
    assert (again.status_code, again.json["type"]) == (409, "/problems/person-already-left")
    assert register.told(person["id"]) == [("assets.person.registered.v1", 1), ("assets.person.left.v1", 2)]
    data = register.look("SELECT data::text FROM outbox WHERE subject = %s", person["id"])
    assert all("Ánh" not in row[0] for row in data)


def test_the_catalogue_names_the_kinds_of_the_mission(register):
    codes = [category["code"] for category in register.officer.get("/categories").json["items"]]
    assert {
        "tablet",
        "camera",
        "led_screen",
        "telephone_exchange",
        "meeting_equipment",
        "computer",
        "software",
    } <= set(codes)


def test_the_summary_counts_by_unit_and_status(register):
    register.asset()
    register.asset(register.cu_khoi, cost=3_000_000)
    register.asset(register.cu_khoi, cost=2_000_000)
    items = register.officer.get("/summary").json["items"]
    assert {(row["unit_name"], row["status"], row["count"], row["cost"]) for row in items} == {
        ("UBND phường Bồ Đề", "in_store", 1, 7_220_000),
        ("UBND phường Cự Khối", "in_store", 2, 5_000_000),
    }
