"""What is written for a whole book at once is what single assets have: events, history, and no loose end."""

import psycopg
import pytest

from shared.ids import uuid7
from tests.integration.assets.test_assets_imports import checked, committed

ROWS = 1_201
HEAD = "Tên tài sản;Serial;Đơn vị;Nguyên giá;Ngày đưa vào sử dụng;Hao mòn luỹ kế;Vị trí"
NOWHERE = "0198c1f2-5a00-7000-8000-0000000000ff"


def book(rows, unit="UBND phường Bồ Đề"):
    lines = [f"Máy chủ;T{row:05d};{unit};45.000.000;05/03/2020;9.000.000;P. 1" for row in range(rows)]
    return "\r\n".join([HEAD, *lines]).encode()


def first_asset(register):
    return register.look("SELECT id::text FROM assets ORDER BY id LIMIT 1")[0][0]


def test_events_tell_of_each_asset_once_and_of_at_most_500_of_one_unit(register):
    committed(register.officer, checked(register.officer, book(ROWS)))
    committed(
        register.officer, checked(register.officer, book(3, "UBND phường Cự Khối").replace(b"T0", b"C0"))
    )
    told = register.look(
        "SELECT unit_id::text, sequence, jsonb_array_length(data -> 'assets') FROM outbox"
        " WHERE type = 'assets.batch.registered.v1' ORDER BY number"
    )
    sizes = sorted(size for unit, _, size in told if unit == register.bo_de["id"])
    assert max(sizes) <= 500
    assert sum(sizes) == ROWS
    assert [(one[0], one[2]) for one in told if one[0] != register.bo_de["id"]] == [
        (register.cu_khoi["id"], 3)
    ]
    assert {sequence for _, sequence, _ in told} == {1}
    same = register.look(
        "SELECT count(*) FROM outbox, jsonb_to_recordset(data -> 'assets') AS e (asset_id uuid, code text,"
        " name text, unit_id uuid, cost bigint, status text, put_to_use_on date, accumulated_wear bigint)"
        " JOIN assets a ON a.id = e.asset_id AND a.code = e.code AND a.name = e.name AND a.cost = e.cost"
        " AND a.unit_id = e.unit_id AND a.put_to_use_on = e.put_to_use_on AND a.status = e.status"
        " WHERE type = 'assets.batch.registered.v1' AND e.accumulated_wear = 9000000"
    )
    assert same == [(ROWS + 3,)]


def test_history_begins_with_what_the_import_wrote_whatever_changed_since(register):
    committed(register.officer, checked(register.officer, book(2)))
    asset_id = first_asset(register)
    path = f"/assets/{asset_id}/changes"
    first = register.officer.get(path).json["items"]
    assert [(one["act"], one["version"], one["before"]) for one in first] == [("imported", 1, {})]
    assert first[0]["changed_by"] == "test:officer"
    said = first[0]["after"]
    assert {
        "name": "Máy chủ",
        "serial": "T00000",
        "cost": 45_000_000,
        "place": "P. 1",
    }.items() <= said.items()
    assert {"status": "in_store", "unit_id": register.bo_de["id"], "attributes": {}}.items() <= said.items()
    assert "tag" not in said
    for version, change in enumerate(({"place": "P. 2"}, {"place": "P. 3", "tag": "TS1"}), start=1):
        assert register.officer.patch(f"/assets/{asset_id}", version, change).status_code == 200
    changes = register.officer.get(path).json["items"]
    assert changes[0] == first[0]
    assert [one["after"].get("place") for one in changes] == ["P. 1", "P. 2", "P. 3"]


@pytest.mark.parametrize(("table", "column", "value"), [
    ("assets", "category", "none"), ("assets", "unit_id", NOWHERE), ("assets", "import_id", NOWHERE),
    ("assets", "maker_id", NOWHERE), ("assets", "model_id", NOWHERE), ("asset_marks", "asset_id", NOWHERE),
    ("label_codes", "asset_id", NOWHERE),
])  # fmt: skip
def test_nothing_comes_to_refer_to_what_is_not_there(standing, table, column, value):
    standing.look("SELECT 1")
    if not standing.look("SELECT 1 FROM assets LIMIT 1"):
        standing.asset()
    with psycopg.connect(standing.databases.admin_url("assets")) as admin:
        names = [row[0] for row in admin.execute(
            "SELECT attname FROM pg_attribute WHERE attrelid = %s::regclass AND attnum > 0"
            " AND NOT attisdropped AND attgenerated = ''", [table])]  # fmt: skip
        given = {"id": "gen_random_uuid()", "code": "'0000000X'", "asset_id": "gen_random_uuid()"}
        said = [f"CAST(%s AS {_type(admin, table, column)})" if name == column else
                given[name] if name in given and not (table != "assets" and name == "asset_id") else name
                for name in names]  # fmt: skip
        with pytest.raises(psycopg.errors.ForeignKeyViolation):
            admin.execute(
                f"INSERT INTO {table} ({', '.join(names)}) SELECT {', '.join(said)} FROM {table} LIMIT 1",
                [value],
            )
        admin.rollback()
        with pytest.raises(psycopg.errors.ForeignKeyViolation):
            admin.execute(f"UPDATE {table} SET {column} = %s", [value])


def _type(admin, table, column):
    return admin.execute(
        "SELECT format_type(atttypid, atttypmod) FROM pg_attribute"
        " WHERE attrelid = %s::regclass AND attname = %s",
        [table, column],
    ).fetchone()[0]


@pytest.mark.parametrize("deed", [
    "DELETE FROM assets", "DELETE FROM units", "TRUNCATE categories CASCADE", "DELETE FROM imports",
    "DELETE FROM makers", "DELETE FROM models", "UPDATE assets SET id = gen_random_uuid()",
    "UPDATE categories SET code = code || 'x'",
])  # fmt: skip
def test_what_others_refer_to_is_never_removed_nor_renamed_not_even_by_the_administrator(standing, deed):
    if not standing.look("SELECT 1 FROM assets LIMIT 1"):
        standing.asset()
    refusals = (psycopg.errors.ForeignKeyViolation, psycopg.errors.InsufficientPrivilege)
    with psycopg.connect(standing.databases.admin_url("assets")) as admin, pytest.raises(refusals):
        admin.execute(deed)


@pytest.mark.parametrize("mine", [True, False])
def test_a_line_of_history_is_written_only_by_whoever_sees_its_asset(register, mine):
    asset = register.asset(register.bo_de if mine else register.cu_khoi)
    write = (
        "INSERT INTO asset_changes (asset_id, version, changed_at, changed_by, act, before, after, reason)"
        " VALUES (%s, 9, now(), 't', 'changed', '{}', '{}', '')"
    )
    with psycopg.connect(register.databases.url("assets")) as app:
        app.execute("SELECT set_config('app.unit', %s, true)", [register.bo_de["id"]])
        if mine:
            app.execute(write, [asset["id"]])
            return
        with pytest.raises(psycopg.errors.ForeignKeyViolation):
            app.execute(write, [asset["id"]])
        app.rollback()
        with pytest.raises(psycopg.errors.ForeignKeyViolation):
            app.execute(write, [uuid7()])
