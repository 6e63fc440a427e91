"""Finding assets: words without marks, holders, every filter, every order, printed labels."""

from datetime import UTC, datetime

import pytest

from services.assets.commands.assets import move_by_record
from services.assets.queries.asset_filters import ORDERS
from shared.auth import system_actor
from shared.clock import frozen


def found(caller, **query):
    answer = caller.get("/assets", **query)
    assert answer.status_code == 200, answer.json
    return [item["id"] for item in answer.json["items"]]


def hand_over(register, asset, person):
    """What a completed record does to the register."""
    database = register.app.extensions["taisan.database"]
    from uuid import UUID

    holder = UUID(person["id"]) if person else None
    database.run(
        system_actor("assets"),
        lambda session: move_by_record(session, system_actor("assets"), [UUID(asset["id"])], holder),
    )


@pytest.fixture(scope="module")
def shelf(standing):
    """Some things that differ in everything that a filter may ask for."""
    things = {
        "tablet": standing.asset(
            name="Máy tính bảng Samsung", tag="TS-01", serial="GA5413892847", put_to_use_on="2019-05-01",
            department="Văn phòng", place="Tầng 2",
        ),
        "screen": standing.asset(
            standing.cu_khoi, name="Màn hình đèn LED trong nhà P3", category="led_screen", cost=450_000_000,
            put_to_use_on="2024-02-03",
        ),
        "camera": standing.asset(
            name="Camera quan sát", category="camera", cost=12_000_000, latitude=21.03, longitude=105.89,
            attributes={"essential": True, "far_from_homes": False},
        ),
        "far": standing.asset(
            name="Camera ngã ba", category="camera", cost=12_000_000, attributes={"far_from_homes": True}
        ),
    }  # fmt: skip
    return {name: thing["id"] for name, thing in things.items()}


@pytest.mark.parametrize(("words", "names"), [
    ("may tinh bang", ["tablet"]), ("MÁY TÍNH BẢNG", ["tablet"]), ("den led", ["screen"]),
    ("đèn LED", ["screen"]), ("ĐÈN", ["screen"]), ("man hinh den", ["screen"]), ("ts 01", ["tablet"]),
    ("ga54", ["tablet"]),
    ("tang 2", ["tablet"]), ("van phong", ["tablet"]), ("camera", ["camera", "far"]), ("den tang", []),
])  # fmt: skip
def test_words_find_without_marks_case_or_order(standing, shelf, words, names):
    assert found(standing.officer, q=words) == [shelf[name] for name in names]


@pytest.mark.parametrize(("query", "names"), [
    ({"unit": "CK"}, ["screen"]), ({"category": "camera"}, ["camera", "far"]), ({"kind": "tool"}, ["tablet"]),
    ({"department": "Văn phòng"}, ["tablet"]), ({"cost_from": 12_000_000}, ["screen", "camera", "far"]),
    ({"cost_to": 11_999_999}, ["tablet"]), ({"year": 2021}, []),
    ({"cost_from": 12_000_000, "cost_to": 12_000_000}, ["camera", "far"]), ({"year": 2019}, ["tablet"]),
    ({"year": 2020}, []), ({"essential": "true"}, ["camera"]),
    ({"essential": "false"}, ["tablet", "screen", "far"]), ({"far_from_homes": "true"}, ["far"]),
    ({"far_from_homes": "false", "category": "camera"}, ["camera"]), ({"end_of_life": "true"}, ["tablet"]),
    ({"status": "lost"}, []), ({"q": "camera", "essential": "true"}, ["camera"]),
])  # fmt: skip
def test_every_filter_lets_through_what_it_says(standing, shelf, query, names):
    assert found(standing.officer, **query) == [shelf[name] for name in names]


@pytest.mark.parametrize("query", [
    {"kind": "boat"}, {"sort": "name"}, {"cost_from": -1}, {"year": 15}, {"holder": "me"}, {"label": "yes"},
    {"essential": "perhaps"}, {"cost_to": 10**30},
])  # fmt: skip
def test_a_filter_that_makes_no_sense_is_refused(standing, query):
    assert standing.officer.get("/assets", **query).status_code == 422


@pytest.mark.parametrize("sort", ORDERS)
def test_pages_of_every_order_follow_one_another_without_gap_or_repeat(standing, shelf, sort):
    whole = found(standing.officer, sort=sort, limit=50)
    assert sorted(whole) == sorted(shelf.values())
    seen, after = [], None
    while True:
        page = standing.officer.get("/assets", sort=sort, limit=1, **({"after": after} if after else {})).json
        seen += [item["id"] for item in page["items"]]
        if (after := page["next"]) is None:
            break
    assert seen == whole
    name = sort.removeprefix("-")
    if name != "registered":
        rows = standing.officer.get("/assets", sort=sort).json["items"]
        values = [row[name] or "" for row in rows]
        assert values == sorted(values, reverse=sort.startswith("-"))


def test_a_cursor_of_another_order_is_refused(standing, shelf):
    cursor = standing.officer.get("/assets", sort="cost", limit=1).json["next"]
    assert standing.officer.get("/assets", sort="registered", after=cursor).status_code == 400
    assert standing.officer.get("/assets", sort="-put_to_use_on", after=cursor).status_code == 400


def test_things_are_found_by_whoever_holds_them_now(register):
    asset = register.asset()
    person, next_one = register.person(), register.person(code="NV002", name="Trần Thị Thuỳ Dương")
    assert found(register.officer, q="dang minh anh") == []
    hand_over(register, asset, person)
    assert (
        found(register.officer, q="anh dang") == found(register.officer, holder=person["id"]) == [asset["id"]]
    )
    assert found(register.officer, q="may tinh minh anh") == [asset["id"]]
    hand_over(register, asset, next_one)
    assert found(register.officer, q="anh dang") == []
    assert found(register.officer, q="thuy duong") == [asset["id"]]
    hand_over(register, asset, None)
    assert found(register.officer, q="thuy duong") == []


def test_the_words_follow_a_name_that_is_corrected_and_outlive_a_change_of_the_asset(register):
    asset, person = register.asset(), register.person(register.cu_khoi)
    hand_over(register, asset, person)
    renamed = register.officer.patch(f"/people/{person['id']}", 1, {"name": "Đặng Minh Oanh"})
    assert renamed.status_code == 200
    assert found(register.officer, q="dang minh anh") == []
    assert found(register.officer, q="oanh") == [asset["id"]]
    changed = register.ward_officer.patch(f"/assets/{asset['id']}", 2, {"place": "Kho"})
    assert changed.status_code == 200
    assert found(register.officer, q="oanh kho") == [asset["id"]]


def test_a_name_is_corrected_for_all_that_the_person_holds_whoever_corrects_it(register):
    asset, person = register.asset(register.cu_khoi), register.person()
    hand_over(register, asset, person)
    assert register.ward_officer.patch(f"/people/{person['id']}", 1, {"name": "Đặng Oanh"}).status_code == 200
    assert found(register.officer, q="oanh") == [asset["id"]]
    assert found(register.ward_officer, q="oanh") == []
    assert register.ward_officer.get(f"/assets/{asset['id']}").status_code == 404


def test_what_has_no_label_yet_is_found_until_it_is_printed_or_bound(register):
    first, second, third = (register.asset() for _ in range(3))
    assert found(register.officer, label="unprinted") == [first["id"], second["id"], third["id"]]
    register.officer.post("/label-sheets", {"codes": [first["code"]]})
    roll = register.officer.made("/label-rolls", {"unit_id": register.bo_de["id"], "count": 1})
    ((code,),) = register.look("SELECT code FROM label_codes WHERE roll_id = %s", roll["id"])
    register.officer.post(f"/codes/{code}/binding", {"asset_id": second["id"]}, version=1)
    assert found(register.officer, label="unprinted") == [third["id"]]
    assert found(register.officer, label="printed") == [first["id"], second["id"]]
    register.officer.post(f"/assets/{first['id']}/relabel", {"reason": "lost"}, version=1)
    assert found(register.officer, label="unprinted") == [first["id"], third["id"]]


def test_a_page_costs_the_same_statements_whatever_is_asked(register, statements):
    for _ in range(7):
        register.asset(category="camera", attributes={"essential": True})
    asked = {"q": "may", "unit": "BD", "category": "camera", "essential": "true", "sort": "-cost"}
    few = statements(lambda: register.officer.get("/assets", limit=2, **asked))
    many = statements(lambda: register.officer.get("/assets", limit=50, **asked))
    assert len(few) == len(many) <= 6


def test_cameras_are_features_of_geojson_and_name_no_person(register):
    made = [
        register.asset(
            category="camera", name=f"Camera {number}", latitude=21.0 + number / 100, longitude=105.9,
            book_user="Đặng Minh Ánh", attributes={"essential": number == 0},
        )
        for number in range(3)
    ]  # fmt: skip
    register.asset(category="camera")
    register.asset(latitude=21.0, longitude=105.9)
    person = register.person()
    hand_over(register, made[0], person)
    answer = register.officer.get("/cameras.geojson")
    assert answer.mimetype == "application/geo+json"
    assert (answer.json["type"], answer.json["next"]) == ("FeatureCollection", None)
    assert [feature["id"] for feature in answer.json["features"]] == [asset["id"] for asset in made]
    first = answer.json["features"][0]
    assert first["geometry"] == {"type": "Point", "coordinates": [105.9, 21.0]}
    assert first["properties"]["essential"] is True
    assert "Ánh" not in answer.text
    assert person["id"] not in answer.text


def test_cameras_come_by_pages_by_unit_and_within_a_box(register):
    made = [
        register.asset(unit, category="camera", latitude=21.0 + number / 100, longitude=105.9)
        for number, unit in enumerate((register.bo_de, register.cu_khoi, register.bo_de))
    ]
    ids = [asset["id"] for asset in made]

    def seen(caller=register.officer, **query):
        return [feature["id"] for feature in caller.get("/cameras.geojson", **query).json["features"]]

    page = register.officer.get("/cameras.geojson", limit=2).json
    assert [feature["id"] for feature in page["features"]] == ids[:2]
    assert seen(limit=2, after=page["next"]) == ids[2:]
    assert seen(unit="BD") == seen(register.ward_officer) == [ids[0], ids[2]]
    assert seen(bbox="105.8,21.005,106,21.02") == ids[1:]
    assert seen(bbox="106,21,107,22") == []
    for wrong in ("1,2,3", "a,b,c,d", "106,21,105,22", "0,-91,1,1", "nan,0,1,1"):
        assert register.officer.get("/cameras.geojson", bbox=wrong).status_code == 422


@pytest.mark.parametrize(
    "said", ["O'Hara", "100% %s %(x)s", "\\", "a\\'b", ":name", "'; DROP TABLE assets; --", "$1"]
)
def test_what_is_written_into_the_statement_is_escaped(register, said):
    asset = register.asset(department=said)
    register.asset(department=f"{said} khác")
    assert found(register.officer, department=said) == [asset["id"]]
    assert found(register.officer, category=said) == []


def test_cameras_without_a_position_come_first_and_every_filter_says_what_it_lets_through(register):
    made = [
        register.asset(unit, category="camera", name=f"Camera {number}", attributes=typed, **place)
        for number, (unit, typed, place) in enumerate((
            (register.bo_de, {"essential": True, "funding": "budget"}, {"latitude": 21, "longitude": 105.9}),
            (register.cu_khoi, {"far_from_homes": True, "funding": "community"}, {}),
            (register.bo_de, {}, {"latitude": 21.1, "longitude": 105.8}),
            (register.bo_de, {"essential": False}, {}),
        ))
    ]  # fmt: skip
    register.asset(name="Không phải camera")

    def seen(**query):
        answer = register.officer.get("/cameras", **query)
        assert answer.status_code == 200, answer.json
        return [int(item["name"][-1]) for item in answer.json["items"]]

    assert seen() == [1, 3, 0, 2]
    found, after = [], ""
    while after is not None:
        page = register.officer.get("/cameras", limit=1, **({"after": after} if after else {})).json
        found += [item["id"] for item in page["items"]]
        after = page["next"]
    assert found == [made[number]["id"] for number in (1, 3, 0, 2)]
    assert seen(unit="CK") == seen(far_from_homes="true") == seen(funding="community") == [1]
    assert seen(essential="true") == seen(funding="budget") == [0]
    assert seen(essential="false") == [1, 3, 2]
    shown = register.officer.get("/cameras", unit="BD").json["items"][0]
    assert (shown["latitude"], shown["essential"], shown["far_from_homes"], shown["funding"]) == (
        None, False, None, None,
    )  # fmt: skip
    features = register.officer.get("/cameras.geojson", essential="true").json["features"]
    assert [feature["id"] for feature in features] == [made[0]["id"]]
    assert register.officer.get("/cameras", after="x").status_code == 400


def test_cameras_are_counted_by_sort_and_position(register):
    for typed, place in (
        ({"essential": True}, {"latitude": 21.0, "longitude": 105.9}),
        ({"essential": True}, {"latitude": 21.1, "longitude": 105.9}),
        ({"far_from_homes": True, "essential": False}, {}),
        ({}, {}),
    ):
        register.asset(category="camera", attributes=typed, **place)
    counted = register.officer.get("/cameras/summary").json["items"]
    assert [tuple(row.values()) for row in counted] == [
        (False, False, False, 1), (False, True, False, 1), (True, False, True, 2),
    ]  # fmt: skip
    assert register.officer.get("/cameras/summary", essential="true").json["items"] == counted[2:]
    assert register.caller({"officer"}, register.cu_khoi["id"]).get("/cameras/summary").json["items"] == []


@pytest.mark.parametrize(("few", "looked_at"), [(300, 2000), (1, 2), (1, 100), (3, 4), (100, 1)])
def test_words_find_the_same_whether_they_are_taken_for_common_or_not(register, monkeypatch, few, looked_at):
    monkeypatch.setattr("services.assets.queries.asset_filters._FEW", few)
    monkeypatch.setattr("services.assets.queries.asset_filters._LOOKED_AT", looked_at)
    screens = [register.asset(category="led_screen", name="Màn hình LED")["id"] for _ in range(2)]
    tablets = [register.asset()["id"] for _ in range(4)]
    assert found(register.officer, q="man hinh") == screens
    assert found(register.officer, q="may bang") == tablets
    assert found(register.officer, q="may bang", sort="-registered") == tablets[::-1]
    assert found(register.officer, q="may led") == []
    page = register.officer.get("/assets", q="may", limit=3).json
    assert [item["id"] for item in page["items"]] == tablets[:3]
    assert found(register.officer, q="may", limit=3, after=page["next"]) == tablets[3:]


def test_common_words_are_recognised_without_the_index(register, statements, monkeypatch):
    monkeypatch.setattr("services.assets.queries.asset_filters._FEW", 2)
    for _ in range(3):
        register.asset()
    screen = register.asset(category="led_screen", name="Màn hình LED")
    common = statements(lambda: register.officer.get("/assets", q="may tinh"))
    rare = statements(lambda: register.officer.get("/assets", q="led"))
    assert found(register.officer, q="led") == [screen["id"]]
    assert len(rare) == len(common) + 1, "only rare words are fetched by the index"


def test_the_end_of_a_life_is_what_the_unit_or_one_above_decided(register):
    """A program has no national life; what was used before it came is worn off sooner."""
    program = register.asset(
        name="Phần mềm", category="software", cost=96_000_000, put_to_use_on="2023-06-01"
    )
    other = register.asset(register.cu_khoi, name="Phần mềm", category="software", cost=96_000_000,
                           put_to_use_on="2023-06-01")  # fmt: skip
    used = register.asset(name="Máy tính", category="computer", cost=18_000_000, put_to_use_on="2023-05-10")
    accountant = register.caller({"accountant"}, register.district["id"])
    paper = {"number": "QĐ 1", "decided_on": "2026-01-05", "from_year": 2026}
    life = {"kind": "life", "wear_class": "LIFE-SOFTWARE"}

    def over():
        return {one["id"] for one in accountant.get("/assets", end_of_life="true", limit=50).json["items"]}

    with frozen(datetime(2026, 6, 1, tzinfo=UTC)):
        assert over() == set()
        for unit, years in ((register.district, 8), (register.bo_de, 3)):
            said = {**paper, **life, "unit_id": unit["id"], "life_years": years}
            assert accountant.post("/wear-decisions", said).status_code == 201
        assert over() == {program["id"]}, "the ward's own decision is nearer than the district's"
        path = f"/assets/{used['id']}/wear-decisions"
        accountant.post(path, {**paper, "kind": "used_before", "years": 4})
        assert over() == {program["id"], used["id"]}
    with frozen(datetime(2031, 6, 1, tzinfo=UTC)):
        assert over() == {program["id"], used["id"], other["id"]}
