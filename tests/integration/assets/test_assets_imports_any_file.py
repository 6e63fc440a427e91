"""Any bytes as a book, any table under any mapping: answered with a reason, and nothing else is written."""

import io
import json

import psycopg
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import Workbook

from tests.integration.assets.test_assets_imports import upload
from tests.unit.test_import_encodings import DRESSED

MAY_GROW = {"imports", "import_faults", "import_parts", "tasks", "idempotency", "idempotency_keys"}
TRIED = settings(
    max_examples=60,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
MAGIC = st.sampled_from(
    [
        b"",
        b"PK\x03\x04",
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
        b"\xff\xfe",
        b"\xef\xbb\xbf",
        b"<html>",
        b"%PDF-1.7\n",
    ]
)
SAID = ("Tên tài sản", "Serial", "Đơn vị", "Ngày sử dụng", "Nguyên giá", "Hao mòn lũy kế", "Cột lạ", "")
CELL = st.one_of(
    st.text(st.characters(codec="utf-8", exclude_characters="\x00"), max_size=12),
    st.integers(-(10**18), 10**18).map(str),
    st.sampled_from([
        "UBND phường Bồ Đề", "31/12/2016", "31/02/2016", "7.220.000", "Máy in", "=1+1", "\x01", "\t", "\n",
        "Tổng cộng", "Người lập", "NaN", "1e400", "9" * 400,
    ]),
)  # fmt: skip
FIELDS = ("name", "unit", "cost", "serial", "put_to_use_on", "category", "opening_wear", "nope")
MAPPING = st.fixed_dictionaries(
    {},
    optional={
        "columns": st.dictionaries(
            st.sampled_from(FIELDS), st.lists(st.sampled_from(SAID), max_size=2), max_size=6
        ),
        "date_order": st.sampled_from(["dmy", "mdy", "x"]),
        "decimal": st.sampled_from([",", ".", "x"]),
        "rounding": st.sampled_from(["refuse", "half_up", "x"]),
        "rate": st.sampled_from(["1", "0", "-1", "25000.5", "NaN", "1e999", 5, None]),
        "currency": st.sampled_from(["VND", "USD", ""]),
    },
)


def counted(register):
    """How many rows every table has, but those that keep what was uploaded."""
    with psycopg.connect(register.databases.admin_url("assets")) as admin:
        tables = admin.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'").fetchall()
        names = [name for (name,) in tables if name not in MAY_GROW]
        each = " UNION ALL ".join(f"SELECT '{name}', count(*) FROM \"{name}\"" for name in names)
        return dict(admin.execute(each).fetchall())


def only_read(register, content, **fields):
    """Upload, look at every page of the result; nothing else may be written, and nothing may break."""
    before = counted(register)
    answer = upload(register.officer, content, **fields)
    assert answer.status_code in {201, 400, 422}, answer.text
    if answer.status_code == 201:
        for page in ("", "/faults", "/marked.xlsx"):
            told = register.officer.get(f"/imports/{answer.json['id']}{page}")
            assert told.status_code in {200, 400}, (page, told.text)
    else:
        assert answer.json["detail"]
    assert counted(register) == before
    return answer


@given(MAGIC, st.binary(max_size=400), st.sampled_from(["", "true"]))
@TRIED
def test_any_bytes_are_a_book_or_refused(standing, magic, rest, keep):
    only_read(standing, magic + rest, **({"keep": keep} if keep else {}))


@given(st.integers(0, 4000), st.integers(0, 255))
@TRIED
def test_a_workbook_with_one_wrong_byte_is_read_or_refused(standing, place, byte):
    made = Workbook()
    made.active.append(["Tên tài sản", "Serial", "Đơn vị", "Nguyên giá"])
    made.active.append(["Máy in", "B1", "UBND phường Bồ Đề", 5_000_000])
    out = io.BytesIO()
    made.save(out)
    broken = bytearray(out.getvalue())
    broken[place % len(broken)] = byte
    only_read(standing, bytes(broken), keep="true")


@given(
    st.lists(st.sampled_from(SAID), min_size=1, max_size=7),
    st.lists(st.lists(CELL, max_size=7), max_size=5),
    MAPPING,
)
@TRIED
def test_any_table_under_any_mapping_is_reported_or_refused(standing, head, rows, mapping):
    lines = [";".join('"' + cell.replace('"', '""') + '"' for cell in row) for row in [head, *rows]]
    only_read(standing, "\r\n".join(lines).encode(), mapping=json.dumps(mapping), keep="true")


@pytest.mark.parametrize("dress", DRESSED)
def test_a_book_in_any_encoding_is_read_at_the_door(standing, dress):
    report = only_read(standing, DRESSED[dress]).json
    assert [(row["name"], row["unit"]) for row in report["preview"]] == [
        ("Máy tính bảng", "UBND phường Bồ Đề"),
        ("Màn hình hiển thị", "Trường THCS Ngọc Thụy"),
    ]
    assert dress.startswith(report["encoding"])
    said = [one["reason"] for one in report["warnings"] if "bảng mã" in one["reason"]]
    assert bool(said) == (not dress.startswith("utf"))
    again = standing.officer.send(
        "POST", f"/imports/{report['id']}/reading", report["version"], json={"encoding": report["encoding"]}
    )
    assert (again.status_code, again.json["encoding_said"]) == (200, report["encoding"])
    assert [row["name"] for row in again.json["preview"]] == ["Máy tính bảng", "Màn hình hiển thị"]
