"""What a check leaves ready is written as it is while all it rests on holds; else the file is read again."""

import pytest

from tests.integration.assets.test_assets_imports import checked, committed

HEAD = "Tên tài sản;Serial;Đơn vị;Nguyên giá;Hãng sản xuất;Ký hiệu"
ROWS = (
    "Máy tính bảng;GA 77;UBND phường Bồ Đề;7.220.000;Samsung;Tab A8",
    "Máy in;;ubnd phường bồ đề;15.490.000;;",
    "Máy quét;Q1;Trường Mới;980.000;HP;",
)


def book(*rows: str) -> bytes:
    return "\r\n".join((HEAD, *rows)).encode()


def replace_file(register, report, content):
    register.look_and_write("UPDATE imports SET content = %s WHERE id = %s", content, report["id"])


def test_a_commit_writes_what_was_checked_and_keeps_nothing_ready(register):
    report = checked(register.officer, book(*ROWS))
    replace_file(register, report, b"no book any more")
    done = committed(register.officer, report, create_units=True)
    assert (done["imported"], done["valid"], done["created_units"], done["unknown_units"]) == (
        3, 3, ["Trường Mới"], [],
    )  # fmt: skip
    assert register.look(
        "SELECT a.name, a.cost, a.kind, m.serial_key, u.name, k.name, o.name, right(m.source_key, 2)"
        " FROM assets a JOIN asset_marks m ON m.asset_id = a.id JOIN units u ON u.id = a.unit_id"
        " LEFT JOIN makers k ON k.id = a.maker_id LEFT JOIN models o ON o.id = a.model_id ORDER BY a.id"
    ) == [
        ("Máy tính bảng", 7_220_000, "tool", "tablet ga77", "UBND phường Bồ Đề", "Samsung", "Tab A8", "/2"),
        ("Máy in", 15_490_000, "fixed_asset", None, "UBND phường Bồ Đề", None, None, "/3"),
        ("Máy quét", 980_000, "tool", "scanner q1", "Trường Mới", "HP", None, "/4"),
    ]
    assert register.look("SELECT count(*) FROM import_parts WHERE lines <> ''") == [(0,)]
    code = register.look("SELECT lower(left(code, 4)) FROM assets WHERE serial = 'GA 77'")[0][0]
    for words in ("tab a8", code):
        assert register.officer.get("/assets", q=words).json["items"][0]["serial"] == "GA 77"


def test_what_was_checked_on_another_day_or_by_another_catalogue_is_read_again(register):
    report = checked(register.officer, book(*ROWS[:2]))
    register.look_and_write("UPDATE import_parts SET basis = 'yesterday'")
    replace_file(register, report, book(*ROWS[:2], "Máy chủ;S9;UBND phường Bồ Đề;45.000.000;;"))
    assert committed(register.officer, report)["imported"] == 3


def test_a_serial_that_came_since_the_check_leaves_out_its_row_alone(register):
    report = checked(register.officer, book(*ROWS))
    register.asset(serial="ga77")
    done = committed(register.officer, report, create_units=True)
    assert (done["imported"], done["created_units"]) == (2, ["Trường Mới"])
    assert [error["reason"] for error in done["errors"]] == ["Số serial GA 77 đã có trong sổ tài sản"]
    assert register.look("SELECT count(*) FROM units WHERE name = 'Trường Mới'") == [(1,)]
    assert register.look("SELECT count(*) FROM assets") == [(3,)]


def test_a_unit_that_came_since_the_check_is_told_apart(register):
    report = checked(register.officer, book(*ROWS[:2]))
    register.ward("BD2", "UBND phường Bồ Đề")
    refusal = register.officer.post(f"/imports/{report['id']}/commit")
    assert refusal.json["type"] == "/problems/nothing-to-import"
    assert register.look("SELECT count(*) FROM assets") == [(0,)]


def test_faults_of_the_check_stay_told_after_the_commit(register):
    report = checked(register.officer, book(*ROWS[:2], "Máy chủ;S9;UBND phường Bồ Đề;nhiều;;"))
    done = committed(register.officer, report)
    assert (done["imported"], done["errors_total"]) == (2, 1)
    told = register.officer.get(f"/imports/{report['id']}/faults", kind="error").json["items"]
    assert [(one["row"], one["reason"]) for one in told] == [(4, "Số tiền “nhiều” không phải là số")]


@pytest.mark.parametrize("reading", [1, 2])
def test_only_the_newest_reading_is_ready(register, reading):
    report = checked(register.officer, book(*ROWS[:2]))
    for version in range(1, reading):
        path = f"/imports/{report['id']}/reading"
        assert register.officer.send("POST", path, version, json={}).status_code == 200
    ready = register.look("SELECT version, rows FROM import_parts WHERE lines <> ''")
    assert ready == [(reading, 2)]
    assert committed(register.officer, report)["imported"] == 2
