"""Asset books become assets: dry run first, then one transaction, never anything twice."""

import json
from pathlib import Path
from typing import Any

import pytest

from tests.decoders import symbols
from tests.integration.assets.test_assets_files import multipart

DATA = Path(__file__).parents[2] / "data"
XLSX = DATA / "so-tai-san-2018.xlsx"
CSV = DATA / "so-tai-san-2018.csv"
SNIPE = DATA / "snipe-it-assets-sample.csv"
WARDS = [
    "Bồ Đề", "Cự Khối", "Đức Giang", "Gia Thụy", "Giang Biên", "Long Biên", "Ngọc Lâm", "Ngọc Thụy",
    "Phúc Đồng", "Phúc Lợi", "Sài Đồng", "Thạch Bàn", "Thượng Thanh", "Việt Hưng",
]  # fmt: skip


def upload(caller, content: Path | bytes, name: str = "so.csv", **fields: Any):
    data = content.read_bytes() if isinstance(content, Path) else content
    name = content.name if isinstance(content, Path) else name
    return caller.send("POST", "/imports", **multipart({"file": (data, name), **fields}))


def checked(caller, content, **fields):
    answer = upload(caller, content, **fields)
    assert answer.status_code == 201, answer.json
    return answer.json


def committed(caller, report, **body):
    answer = caller.post(f"/imports/{report['id']}/commit", body)
    assert answer.status_code == 200, answer.json
    return answer.json


@pytest.fixture
def long_bien(register):
    """The register with all 14 wards and the office, but no school."""
    for number, name in enumerate(WARDS):
        if name not in {"Bồ Đề", "Cự Khối"}:
            register.ward(f"P{number}", f"UBND phường {name}")
    register.ward("VP", "Văn phòng HĐND&UBND quận")
    return register


def test_the_book_of_2018_is_checked_then_written(long_bien):
    report = checked(long_bien.officer, XLSX)
    assert (report["rows"], report["valid"], report["state"]) == (440, 436, "dry_run")
    assert {error["row"] for error in report["errors"]} == {446, 447, 448, 449}
    reasons = {error["reason"] for error in report["errors"] if error["row"] == 448}
    assert "Đơn vị “UBND phường Không Có” không có trong sổ" in reasons
    assert len(reasons) == 3
    assert report["total_stated"] == report["total_found"] == 7_665_470_000
    unknown = {unit["name"]: unit["rows"] for unit in report["unknown_units"]}
    assert len(unknown) == 9
    assert "Trường THCS Bồ Đề" in unknown
    assert "UBND phường Không Có" not in unknown
    assert long_bien.look("SELECT count(*) FROM assets") == [(0,)]

    done = committed(long_bien.officer, report, create_units=True)
    assert (done["state"], done["imported"], done["valid"], done["unknown_units"]) == (
        "committed",
        436,
        436,
        [],
    )
    assert long_bien.look("SELECT count(*), count(DISTINCT code), sum(cost) FROM assets") == [
        (436, 436, 7_665_470_000)
    ]
    assert long_bien.look(
        "SELECT sum(jsonb_array_length(data -> 'assets')), count(DISTINCT (data ->> 'unit_id')) > 20,"
        " bool_and(unit_id::text = data ->> 'unit_id') FROM outbox WHERE type = 'assets.batch.registered.v1'"
    ) == [(436, True, True)]
    assert long_bien.told(report["id"]) == [("assets.import.committed.v1", 2)]
    tablets = long_bien.officer.get("/assets", q="may tinh bang", unit="BD").json["items"]
    assert tablets
    assert all(tablet["category"] == "tablet" for tablet in tablets)
    school = long_bien.officer.get("/units", q="truong thcs bo de").json["items"][0]
    assert (school["kind"], school["parent_id"]) == ("school", long_bien.district["id"])


def test_committing_again_or_the_same_file_again_adds_nothing(long_bien):
    report = checked(long_bien.officer, CSV)
    first = committed(long_bien.officer, report, create_units=True)
    again = committed(long_bien.officer, report, create_units=True)
    assert again == first
    second = checked(long_bien.officer, CSV)
    assert (second["valid"], second["already"]) == (436, 436)
    assert committed(long_bien.officer, second)["imported"] == 0
    assert long_bien.look("SELECT count(*) FROM assets") == [(436,)]
    xlsx = checked(long_bien.officer, XLSX)
    assert sum("đã có trong sổ tài sản" in error["reason"] for error in xlsx["errors"]) == 427
    assert sum("không có số serial" in warning["reason"] for warning in xlsx["warnings"]) == 9


def test_good_rows_are_written_without_units_that_nobody_created(long_bien):
    report = checked(long_bien.officer, CSV)
    done = committed(long_bien.officer, report, create_units=["Trường THCS Bồ Đề"])
    assert (done["imported"], len(done["unknown_units"]), len(done["errors"])) == (428, 8, 8)
    assert done["created_units"] == ["Trường THCS Bồ Đề"]
    assert long_bien.look("SELECT count(*) FROM units WHERE kind = 'school'") == [(1,)]
    rest = committed(long_bien.officer, report, create_units=True)
    assert (rest["imported"], rest["valid"], rest["errors"]) == (436, 436, [])


def test_the_sample_of_snipe_it_comes_in_by_its_saved_mapping(long_bien):
    saved = long_bien.officer.get("/import-mappings").json["items"]
    assert [mapping["id"] for mapping in saved] == ["snipe-it"]
    for fields in ({}, {"mapping": "snipe-it"}, {"mapping": json.dumps(saved[0]["mapping"])}):
        report = checked(long_bien.officer, SNIPE, **fields)
        assert (report["rows"], report["valid"], report["errors"]) == (22, 22, [])
    assert len(report["unknown_units"]) == 22
    refusal = long_bien.officer.post(f"/imports/{report['id']}/commit")
    assert (refusal.status_code, refusal.json["type"]) == (409, "/problems/nothing-to-import")
    done = committed(long_bien.officer, report, create_units=True)
    assert done["imported"] == 22
    asset = long_bien.officer.get("/assets", q="WBH-2841795").json["items"][0]
    assert (asset["cost"], asset["put_to_use_on"], asset["book_user"]) == (
        1_293,
        "2022-11-14",
        "Gage McCrackem",
    )


def test_a_ward_imports_only_for_itself(long_bien):
    report = checked(long_bien.ward_officer, CSV)
    outside = [error for error in report["errors"] if "ngoài phạm vi" in error["reason"]]
    assert len(outside) > 350
    done = committed(long_bien.ward_officer, report)
    assert (
        done["imported"]
        == long_bien.look("SELECT count(*) FROM assets WHERE unit_id = %s", long_bien.bo_de["id"])[0][0]
    )
    assert (
        long_bien.caller({"officer"}, long_bien.cu_khoi["id"]).get(f"/imports/{report['id']}").status_code
        == 404
    )


def test_labels_of_an_import_can_be_printed_and_read(long_bien):
    import pypdfium2

    report = checked(long_bien.officer, CSV)
    committed(long_bien.officer, report)
    answer = long_bien.officer.post("/label-sheets", {"unit_id": long_bien.bo_de["id"], "start_at": 3})
    assert answer.content_type == "application/pdf"
    document = pypdfium2.PdfDocument(answer.data)
    urls = [read.text for page in document for read in symbols(page.render(scale=2.5).to_pil())]
    codes = {
        row[0] for row in long_bien.look("SELECT code FROM assets WHERE unit_id = %s", long_bien.bo_de["id"])
    }
    assert {url.removeprefix("HTTPS://TAISAN.TEST/T/") for url in urls} == codes
    assert len(urls) == len(codes)
    assert long_bien.officer.get(f"/codes/{urls[0].lower()[-8:]}").status_code == 200


@pytest.mark.parametrize(("body", "status"), [
    ({}, 422), ({"codes": ["7K3M9PQ3"]}, 404),
    ({"codes": ["x"], "import_id": "0198c1f2-5a00-7000-8000-000000000001"}, 422),
    ({"unit_id": "0198c1f2-5a00-7000-8000-000000000001"}, 404), ({"codes": ["x"], "start_at": 25}, 422),
    ({"codes": ["x"], "template": "a3"}, 422), ({"asset_ids": []}, 422),
])  # fmt: skip
def test_labels_of_nothing_are_refused(standing, body, status):
    assert standing.officer.post("/label-sheets", body).status_code == status


@pytest.mark.parametrize(
    "content", [b"", b"hello", b"PK\x03\x04", bytes(range(256)), b"\xff\xfea", b"a;b\r\n" * 25_000]
)
def test_what_is_no_book_is_refused_and_nothing_is_kept(standing, content):
    answer = upload(standing.officer, content)
    assert answer.status_code in {400, 422}
    assert answer.json["detail"]
    assert standing.look("SELECT count(*) FROM imports") == [(0,)]


@pytest.mark.parametrize(
    "fields", [{"mapping": "nope"}, {"mapping": "{"}, {"mapping": '{"x": 1}'}, {"nope": "1"}]
)
def test_a_mapping_that_is_not_there_is_refused(standing, fields):
    assert upload(standing.officer, CSV, **fields).status_code == 422


def test_a_file_is_required(standing):
    assert standing.officer.post("/imports", {"file": "text"}).status_code == 422
    assert standing.officer.post("/imports", {}).status_code == 422


def test_a_mapping_is_kept_for_ones_own_unit(register):
    body = {"name": "Sổ phường", "mapping": {"columns": {"name": ["Vật tư"]}, "date_order": "dmy"}}
    kept = register.ward_officer.made("/import-mappings", body)
    mine = [mapping["id"] for mapping in register.ward_officer.get("/import-mappings").json["items"]]
    assert mine == ["snipe-it", kept["id"]]
    other = register.caller({"officer"}, register.cu_khoi["id"])
    assert len(other.get("/import-mappings").json["items"]) == 1


def test_a_row_whose_serial_the_register_has_is_refused_without_naming_the_owner(register):
    register.asset(register.cu_khoi, serial="GA77")
    text = "Tên tài sản;Serial;Đơn vị;Nguyên giá\r\nMáy tính bảng;ga77;UBND phường Bồ Đề;5.000.000\r\n"
    report = checked(register.ward_officer, text.encode())
    assert report["valid"] == 0
    assert [error["reason"] for error in report["errors"]] == ["Số serial ga77 đã có trong sổ tài sản"]
