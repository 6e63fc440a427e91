"""Nobody sees or changes what is not theirs, whatever route or statement they try."""

import psycopg
import pytest

NOWHERE = "0198c1f2-5a00-7000-8000-000000000001"


@pytest.fixture
def neighbours(register):
    """An asset and a person in each of two wards, and officers of both."""
    register.theirs = register.asset(register.cu_khoi, serial="CK1", place="Phòng kín")
    register.ours = register.asset(register.bo_de, serial="BD1")
    register.their_person = register.person(
        register.cu_khoi, code="NV9", name="Vũ Hữu Tuấn", email="tuan@ck.vn"
    )
    return register


def test_a_label_of_another_unit_names_only_that_unit(neighbours):
    answer = neighbours.ward_officer.get(f"/codes/{neighbours.theirs['code']}")
    assert answer.status_code == 403
    assert answer.json["unit_name"] == "UBND phường Cự Khối"
    for secret in ("CK1", "Phòng kín", neighbours.theirs["id"], "Máy tính bảng"):
        assert secret not in answer.text


def test_an_unknown_and_a_misread_label_are_not_found(neighbours):
    unknown = neighbours.ward_officer.get("/codes/00000000")
    assert (unknown.status_code, unknown.json["type"]) == (404, "/problems/code-unknown")
    code = neighbours.ours["code"]
    wrong = ("0" if code[0] != "0" else "1") + code[1:]
    misread = neighbours.ward_officer.get(f"/codes/{wrong}")
    assert (misread.status_code, misread.json["type"]) == (404, "/problems/code-misread")


def test_lists_searches_and_sums_leave_the_others_out(neighbours):
    mine = neighbours.ward_officer
    assert [item["id"] for item in mine.get("/assets").json["items"]] == [neighbours.ours["id"]]
    for query in ({"q": "CK1"}, {"unit": neighbours.cu_khoi["id"]}, {"unit": "CK"}, {"q": "phong kin"}):
        assert mine.get("/assets", **query).json["items"] == []
    assert len(mine.get("/summary").json["items"]) == 1
    assert mine.get("/people").json["items"] == []
    assert [unit["code"] for unit in mine.get("/units").json["items"]] == ["BD"]


def test_single_things_of_others_are_not_found(neighbours):
    mine = neighbours.ward_officer
    for path in (
        f"/assets/{neighbours.theirs['id']}",
        f"/assets/{neighbours.theirs['id']}/changes",
        f"/people/{neighbours.their_person['id']}",
        f"/units/{neighbours.cu_khoi['id']}",
        f"/assets/{NOWHERE}",
    ):
        assert mine.get(path).status_code == 404, path


def test_nothing_of_others_can_be_changed_or_brought_under_them(neighbours):
    mine, theirs = neighbours.ward_officer, neighbours.theirs
    assert mine.patch(f"/assets/{theirs['id']}", 1, {"place": "x"}).status_code == 404
    assert mine.patch(f"/people/{neighbours.their_person['id']}", 1, {"post": "x"}).status_code == 404
    departure = f"/people/{neighbours.their_person['id']}/departure"
    assert mine.post(departure, {"status": "retired", "left_on": "2026-01-01"}, version=1).status_code == 404
    move = mine.patch(f"/assets/{neighbours.ours['id']}", 1, {"unit_id": neighbours.cu_khoi["id"]})
    assert move.status_code == 403
    body = {"name": "Máy", "category": "other", "cost": 1, "unit_id": neighbours.cu_khoi["id"]}
    assert mine.post("/assets", body).status_code == 403
    labels = mine.post("/label-sheets", {"codes": [theirs["code"]]})
    assert labels.status_code == 404
    assert neighbours.look("SELECT version FROM assets WHERE id = %s", theirs["id"]) == [(1,)]


def test_a_holder_lists_only_what_is_in_the_own_hands(neighbours):
    person = neighbours.person(neighbours.bo_de, code="NV5")
    holder = neighbours.caller({"holder"}, neighbours.bo_de["id"], person["id"])
    assert holder.get("/assets").json["items"] == []
    neighbours.look(
        "UPDATE assets SET holder_person_id = %s WHERE id = %s RETURNING 1",
        person["id"],
        neighbours.theirs["id"],
    )
    assert [item["id"] for item in holder.get("/assets").json["items"]] == [neighbours.theirs["id"]]
    assert holder.get(f"/codes/{neighbours.theirs['code']}").status_code == 200


def test_a_holder_reads_nobody_elses_contacts(neighbours):
    other = neighbours.person(neighbours.bo_de, code="NV6", email="ai@bd.vn", phone="0901")
    holder = neighbours.caller({"holder"}, neighbours.bo_de["id"], NOWHERE)
    seen = holder.get(f"/people/{other['id']}").json
    assert (seen["name"], seen["email"], seen["phone"]) == ("Đặng Minh Ánh", "", "")
    assert holder.get("/people").status_code == 403


def test_without_a_token_or_a_unit_there_is_nothing_to_see(neighbours):
    assert neighbours.client.get("/api/assets/assets").status_code == 401
    nobody = neighbours.caller({"officer"})
    assert nobody.get("/assets").json["items"] == []
    assert nobody.get(f"/assets/{neighbours.ours['id']}").status_code == 404
    assert nobody.get("/units").json["items"] == []


def test_every_table_of_the_register_that_knows_units_has_a_forced_policy(register):
    rows = register.look(
        "SELECT c.relname, c.relrowsecurity AND c.relforcerowsecurity FROM pg_class c"
        " JOIN pg_namespace n ON n.oid = c.relnamespace WHERE n.nspname = 'public' AND c.relkind = 'r'"
    )
    bare = {name for name, forced in rows if not forced}
    catalogue = {"categories", "category_changes", "makers", "models"}  # everybody's
    engine = {"alembic_version", "dead_events", "idempotency_keys", "inbox", "unit_edges", "unit_scope"}
    assert bare == catalogue | engine


def test_the_database_itself_keeps_foreign_rows_from_the_role_of_the_service(neighbours):
    with psycopg.connect(neighbours.databases.url("assets")) as app:
        assert app.execute("SELECT count(*) FROM assets").fetchone() == (0,)
        app.execute("SELECT set_config('app.unit', %s, true)", [neighbours.bo_de["id"]])
        assert app.execute("SELECT count(*) FROM assets").fetchone() == (1,)
        for theft in (
            "UPDATE assets SET place = 'x' WHERE id = %s RETURNING 1",
            "UPDATE asset_marks SET code = '00000000' WHERE asset_id = %s RETURNING 1",
        ):
            assert app.execute(theft, [neighbours.theirs["id"]]).fetchone() is None
        for deed in (
            "DELETE FROM assets",
            "UPDATE asset_changes SET changed_by = 'nobody'",
            "DELETE FROM categories",
            "UPDATE category_changes SET changed_by = 'nobody'",
            "UPDATE maintenance SET cost = 0",
            "UPDATE cost_changes SET cost = 0",
            "UPDATE cost_changes SET document_number = 'x'",
        ):
            with pytest.raises(psycopg.errors.InsufficientPrivilege), app.transaction():
                app.execute(deed)


def test_models_and_migrations_agree(register):
    from services.assets.models import ASSETS_SERVICE

    for table in ASSETS_SERVICE.sorted_tables:
        columns = register.look(
            "SELECT column_name FROM information_schema.columns WHERE table_name = %s ORDER BY column_name",
            table.name,
        )
        told = sorted(column.name for column in table.columns)
        assert sorted(row[0] for row in columns) == told, table.name
