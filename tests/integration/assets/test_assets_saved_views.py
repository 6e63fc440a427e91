"""Filters kept under a name: whose they are, who sees them, what they may hold."""

import psycopg
import pytest

from services.assets.commands.saved_views import MOST

DEAR = {"name": "Đắt tiền", "query": {"cost_from": 50_000_000, "category": "led_screen"}}


def names(caller):
    answer = caller.get("/saved-views")
    assert answer.status_code == 200, answer.json
    return [view["name"] for view in answer.json["items"]]


def test_a_filter_is_kept_as_what_it_says_and_lists_what_it_said(register):
    asset = register.asset(category="led_screen", cost=450_000_000)
    register.asset()
    view = register.officer.made(
        "/saved-views",
        {
            "name": "Đắt",
            "query": {"cost_from": "50000000", "essential": "false", "sort": "registered", "q": ""},
        },
    )
    assert view["query"] == {"cost_from": 50_000_000, "essential": False}
    assert (view["own"], view["shared"], view["version"]) == (True, False, 1)
    found = register.officer.get("/assets", **view["query"]).json["items"]
    assert [item["id"] for item in found] == [asset["id"]]


@pytest.mark.parametrize("query", [
    {"kind": "boat"}, {"sort": "name"}, {"limit": 5}, {"after": "x"}, {"holder": "me"}, {"colour": "red"},
    "q", None, {"cost_from": -1},
])  # fmt: skip
def test_only_a_filter_that_the_list_understands_is_kept(standing, query):
    answer = standing.officer.post("/saved-views", {"name": "Sai", "query": query})
    assert answer.status_code == 422
    assert "Sai" not in names(standing.officer)


def test_a_filter_is_the_owners_alone_until_it_is_shared_with_the_unit(register):
    colleague = register.caller({"head"}, register.bo_de["id"])
    chief = register.caller({"accountant"}, register.district["id"])
    view = register.ward_officer.made("/saved-views", DEAR)
    assert names(register.ward_officer) == ["Đắt tiền"]
    assert names(colleague) == names(chief) == []
    shared = register.ward_officer.patch(f"/saved-views/{view['id']}", 1, {"shared": True})
    assert shared.status_code == 200
    assert names(colleague) == ["Đắt tiền"]
    assert colleague.get("/saved-views").json["items"][0]["own"] is False
    assert names(chief) == [], "shared with the ward, not with the district above it"
    assert names(register.caller({"auditor"}, register.cu_khoi["id"])) == []
    register.ward_officer.patch(f"/saved-views/{view['id']}", 2, {"shared": False})
    assert names(colleague) == []


def test_nobody_changes_or_withdraws_the_filter_of_another(register):
    view = register.ward_officer.made("/saved-views", {**DEAR, "shared": True})
    path = f"/saved-views/{view['id']}"
    colleague, stranger = (
        register.caller({role}, unit["id"])
        for role, unit in (("head", register.bo_de), ("auditor", register.cu_khoi))
    )
    for caller, status in ((colleague, 403), (stranger, 404)):
        assert caller.patch(path, 1, {"name": "Của tôi"}).status_code == status
        assert caller.post(f"{path}/withdrawal", version=1).status_code == status
    assert names(register.ward_officer) == ["Đắt tiền"]


def test_the_database_itself_keeps_private_filters_from_others(register):
    register.ward_officer.made("/saved-views", DEAR)
    shared = register.ward_officer.made("/saved-views", {**DEAR, "name": "Chung", "shared": True})
    with psycopg.connect(register.databases.url("assets")) as app:
        app.execute("SELECT set_config('app.unit', %s, true)", [register.bo_de["id"]])
        app.execute("SELECT set_config('app.subject', 'test:somebody', true)")
        assert app.execute("SELECT name FROM saved_views").fetchall() == [("Chung",)]
        with pytest.raises(psycopg.errors.InsufficientPrivilege), app.transaction():
            app.execute("UPDATE saved_views SET name = 'x' WHERE id = %s", [shared["id"]])
        with pytest.raises(psycopg.errors.InsufficientPrivilege), app.transaction():
            app.execute("UPDATE saved_views SET owner = 'test:somebody'")
        app.execute("SELECT set_config('app.unit', %s, true)", [register.cu_khoi["id"]])
        assert app.execute("SELECT name FROM saved_views").fetchall() == []


def test_a_change_needs_the_version_and_a_withdrawn_filter_is_gone_but_kept(register):
    view = register.officer.made("/saved-views", DEAR)
    path = f"/saved-views/{view['id']}"
    changed = register.officer.patch(path, 1, {"name": "LED", "query": {"q": "led"}})
    assert (changed.json["name"], changed.json["query"], changed.json["version"]) == ("LED", {"q": "led"}, 2)
    assert register.officer.patch(path, 1, {"name": "Cũ"}).status_code == 412
    assert register.officer.post(f"{path}/withdrawal").status_code == 428
    assert register.officer.post(f"{path}/withdrawal", version=1).status_code == 412
    withdrawn = register.officer.post(f"{path}/withdrawal", version=2)
    assert withdrawn.status_code == 200
    assert withdrawn.json["withdrawn_at"]
    assert names(register.officer) == []
    assert register.officer.patch(path, 3, {"name": "Lại"}).status_code == 404
    assert register.look("SELECT name, version FROM saved_views") == [("LED", 3)]
    again = register.officer.post("/saved-views", {**DEAR, "name": "LED"})
    assert again.status_code == 201, "the name is free again"


def test_a_name_is_taken_once_by_each_and_there_is_an_end_to_them(register):
    register.officer.made("/saved-views", DEAR)
    assert register.officer.post("/saved-views", DEAR).status_code == 409
    other = register.officer.made("/saved-views", {**DEAR, "name": "Khác"})
    taken = register.officer.patch(f"/saved-views/{other['id']}", 1, {"name": "Đắt tiền"})
    assert (taken.status_code, taken.json["type"]) == (409, "/problems/saved-view-name-taken")
    for number in range(MOST - 2):
        register.officer.made("/saved-views", {**DEAR, "name": f"Lọc {number}"})
    full = register.officer.post("/saved-views", {**DEAR, "name": "Một nữa"})
    assert (full.status_code, full.json["type"]) == (409, "/problems/saved-views-full")


def test_who_acts_for_no_unit_has_nobody_to_share_with(register):
    admin = register.caller({"admin"})
    assert admin.post("/saved-views", {**DEAR, "shared": True}).status_code == 422
    view = admin.made("/saved-views", DEAR)
    assert admin.patch(f"/saved-views/{view['id']}", 1, {"shared": True}).status_code == 422
    assert names(admin) == ["Đắt tiền"]


def test_saved_filters_come_by_pages(register):
    for number in range(3):
        register.officer.made("/saved-views", {**DEAR, "name": f"Lọc {number}"})
    page = register.officer.get("/saved-views", limit=2).json
    assert [view["name"] for view in page["items"]] == ["Lọc 0", "Lọc 1"]
    rest = register.officer.get("/saved-views", limit=2, after=page["next"]).json
    assert ([view["name"] for view in rest["items"]], rest["next"]) == (["Lọc 2"], None)
