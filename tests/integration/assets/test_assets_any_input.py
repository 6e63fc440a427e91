"""Whatever is sent, the register answers with a reason and never with a fault of its own."""

import io
import json
from urllib.parse import quote

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

QUICK = settings(
    max_examples=40,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
TEXT = st.text(max_size=30) | st.sampled_from(["\x00", "\ud800", "’" * 600, "Đ" * 199, "🙂" * 200, " "])
VALUE = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | TEXT,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(TEXT, inner, max_size=3),
    max_leaves=5,
)
ASSET = ("tag", "name", "serial", "made_year", "latitude", "longitude", "cost", "cost_other", "put_to_use_on",
         "kind", "attributes", "category", "unit_id", "book_user")  # fmt: skip
PERSON = ("code", "name", "post", "unit_id", "email", "phone", "duties")
UNIT = ("code", "name", "kind", "parent_id", "valid_from", "valid_to")


def bodies(names):
    return st.dictionaries(st.sampled_from(names), VALUE, max_size=4)


@given(bodies(ASSET))
@QUICK
def test_any_asset_is_taken_or_refused(standing, said):
    body = {"name": "Máy", "category": "other", "unit_id": standing.bo_de["id"], "cost": 5}
    answered(standing.officer, "/assets", body | said)


@given(bodies(PERSON))
@QUICK
def test_any_person_is_taken_or_refused(standing, said):
    answered(standing.officer, "/people", {"code": "N", "name": "A", "unit_id": standing.bo_de["id"]} | said)


@given(bodies(UNIT))
@QUICK
def test_any_unit_is_taken_or_refused(standing, said):
    answered(
        standing.machine, "/units", {"code": "U", "name": "A", "parent_id": standing.district["id"]} | said
    )


@given(VALUE)
@QUICK
def test_any_body_is_taken_or_refused(standing, said):
    for path in ("/assets", "/label-sheets", "/imports", "/import-mappings", "/people"):
        answered(standing.officer, path, said)


@given(TEXT, TEXT)
@QUICK
def test_any_question_is_answered(standing, one, other):
    one, other = (text.encode("utf-8", "replace").decode() for text in (one, other))
    for path in ("/assets", "/people", "/units"):
        for query in (
            {"q": one, "unit": other},
            {"after": one},
            {"limit": other},
            {"q": one, "category": other},
        ):
            assert standing.officer.get(path, **query).status_code < 500
    assert standing.officer.get(f"/codes/{quote(one, safe='')}x").status_code < 500


CELL = (
    TEXT
    | st.integers(-5, 10**9).map(str)
    | st.sampled_from(["UBND phường Bồ Đề", "31/12/2016", "7.220.000", "Máy"])
)


@given(st.lists(st.lists(CELL, min_size=5, max_size=5), max_size=6))
@QUICK
def test_any_rows_are_imported_or_named(standing, rows):
    lines = ["Tên tài sản;Serial;Đơn vị;Ngày sử dụng;Nguyên giá"]
    lines += [";".join('"' + cell.replace('"', '""') + '"' for cell in row) for row in rows]
    data = "\r\n".join(lines).encode("utf-8", "surrogatepass")
    form = {"file": (io.BytesIO(data), "so.csv")}
    sent = standing.officer.send("POST", "/imports", data=form, content_type="multipart/form-data")
    assert sent.status_code < 500, sent.text
    if sent.status_code == 201:
        answered(standing.officer, f"/imports/{sent.json['id']}/commit", {"create_units": True})


def answered(caller, path, body):
    sent = caller.send("POST", path, data=json.dumps(body).encode(), content_type="application/json")
    assert sent.status_code < 500, (body, sent.text)
    if sent.status_code >= 400:
        assert sent.json["detail"]
