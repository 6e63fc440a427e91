"""Lists of units and people from files: checked first, then registered, never twice."""

import io
from typing import Any

import openpyxl
import pytest

pytestmark = pytest.mark.postgres

UNITS = """DANH SÁCH ĐƠN VỊ;;;;;;
STT;Mã đơn vị;Tên đơn vị;Đơn vị cấp trên;Từ ngày;Mã ĐVQHNS;Ghi chú
1;T-01;Tổ dân phố số 1;P-NEW;01/07/2025;;x
2;P-NEW;UBND phường Mới;;01/07/2025;1034567;
3;T-02;Tổ dân phố số 2;Phường không có;;;
4;T-03;Tổ dân phố số 3;T-04;;;
5;T-04;Tổ dân phố số 4;T-03;;;
6;T-01;Tổ trùng mã;P-NEW;;;
7;BD;UBND phường Bồ Đề;;;;
8;CK;Tên khác;;;;
9;;Không có mã;;32/13/2025;;
;;;;;;
;Người lập biểu;;;;;
"""
PEOPLE = """Mã cán bộ,Họ và tên,Chức vụ,Đơn vị,Email,Điện thoại
NV10,Đặng Minh Ánh,Chuyên viên,UBND phường Bồ Đề,anh@bd.example,0241
NV11,Lê Thị Bình,,BD,,
NV12,Vũ Hữu Tuấn,Kế toán,Phường không có,,
NV13,,Kế toán,BD,,
NV10,Người Trùng,,BD,,
NV14,Trần Văn Chi,,CK,khong-phai-thu,
NV15,Trần Văn Dũng,,CK,,
"""


def sent(caller: Any, path: str, text: str | bytes, name: str = "danh-sach.csv") -> Any:
    data = text.encode() if isinstance(text, str) else text
    return caller.send("POST", path, data={"file": (io.BytesIO(data), name)})


def reasons(report: Any) -> dict[int, list[str]]:
    found: dict[int, list[str]] = {}
    for fault in report["errors"]:
        found.setdefault(fault["row"], []).append(f"{fault['column']}: {fault['reason']}")
    return found


def test_a_list_of_units_is_checked_row_by_row_and_nothing_is_written(register):
    report = sent(register.machine, "/unit-imports", UNITS).json
    assert (report["rows"], report["valid"], report["already"], report["faulty_rows"]) == (9, 3, 1, 6)
    told = reasons(report)
    assert sorted(told) == [5, 6, 7, 8, 10, 11]
    assert told[5] == ["Đơn vị cấp trên: Không có đơn vị “Phường không có” trong tệp hay trong sổ"]
    assert "vòng quanh" in told[6][0]
    assert told[8] == ["Mã đơn vị: Mã T-01 đã có ở dòng 3"]
    assert told[10] == ["Mã đơn vị: Mã CK đã là của UBND phường Cự Khối"]
    assert [fault.split(":")[0] for fault in told[11]] == ["Mã đơn vị", "Từ ngày"]
    assert any("Ghi chú" in warning["reason"] for warning in report["warnings"])
    assert register.look("SELECT count(*) FROM units") == [(3,)]


def test_sound_units_are_registered_once_children_after_parents(register):
    report = sent(register.machine, "/unit-imports", UNITS).json
    path = f"/unit-imports/{report['id']}/commit"
    refused = register.machine.post(path, {"all": True})
    assert (refused.status_code, refused.json["type"]) == (409, "/problems/rows-faulty")
    done = register.machine.post(path).json
    assert (done["state"], done["imported"], done["version"]) == ("committed", 2, 2)
    again = register.machine.post(path).json
    assert (again["imported"], again["version"]) == (2, 2)
    same_file = sent(register.machine, "/unit-imports", UNITS).json
    assert (same_file["already"], same_file["sha256"]) == (3, done["sha256"])
    rows = register.look(
        "SELECT code, parent_id::text, id::text, valid_from::text FROM units WHERE code > 'LB'"
    )
    units = {row[0]: row[1:] for row in rows}
    assert units["T-01"][0] == units["P-NEW"][1]
    assert units["P-NEW"][2] == "2025-07-01"
    named = register.machine.get(f"/units/{units['P-NEW'][1]}/identifiers").json["items"]
    assert [(one["kind"], one["value"], one["valid_from"]) for one in named] == [
        ("budget_code", "1034567", None)
    ]
    above = "SELECT count(*) FROM unit_scope WHERE descendant_id = %s::uuid"
    assert register.look(above, units["T-01"][1]) == [(2,)]
    assert register.told(units["T-01"][1]) == [("assets.unit.registered.v1", 1)]


def test_a_list_of_people_is_checked_and_what_it_does_not_say_stays_empty(register):
    report = sent(register.officer, "/people-imports", PEOPLE).json
    assert (report["rows"], report["valid"], report["faulty_rows"]) == (7, 3, 4)
    assert sorted(reasons(report)) == [4, 5, 6, 7]
    done = register.officer.post(f"/people-imports/{report['id']}/commit").json
    assert done["imported"] == 3
    binh = register.officer.get("/people", q="binh").json["items"][0]
    assert (binh["code"], binh["email"], binh["phone"], binh["unit_id"]) == (
        "NV11",
        "",
        "",
        register.bo_de["id"],
    )
    held = register.officer.get(f"/people/{binh['id']}/assignments").json["items"]
    assert [(one["act"], one["from_on"], one["basis"]) for one in held] == [
        ("registered", None, "Nhập từ tệp danh-sach.csv")
    ]
    assert register.told(binh["id"]) == [("assets.person.registered.v1", 1)]
    again = register.officer.post(f"/people-imports/{report['id']}/commit").json
    assert (again["imported"], again["version"]) == (3, 2)


def test_a_workbook_is_read_as_well_as_a_csv(register):
    book = openpyxl.Workbook()
    assert book.active is not None
    for row in ("Họ tên", "Mã", "Phòng ban, đơn vị"), ("Ngô Thị Hà", "NV1", "BD"):
        book.active.append(row)
    book.active["C1"] = "Đơn vị công tác"
    file = io.BytesIO()
    book.save(file)
    report = sent(register.officer, "/people-imports", file.getvalue(), "nguoi.xlsx").json
    assert (report["valid"], report["preview"][0]["name"], report["sheet"]) == (1, "Ngô Thị Hà", "Sheet")


def test_people_of_units_outside_are_refused_and_a_taken_code_is_not_explained(register):
    register.person(register.cu_khoi, code="NV11", name="Người phường khác")
    report = sent(register.ward_officer, "/people-imports", PEOPLE).json
    assert [row for row in reasons(report) if "ngoài phạm vi" in reasons(report)[row][-1]] == [7, 8]
    refused = register.ward_officer.post(f"/people-imports/{report['id']}/commit")
    assert (refused.status_code, refused.json["type"]) == (409, "/problems/person-code-taken")
    assert "3" in refused.json["detail"]
    assert "phường khác" not in refused.text
    assert register.ward_officer.get("/people").json["items"] == [], "all of them or none"


def test_who_is_registered_elsewhere_is_moved_by_a_decision_not_by_a_list(register):
    register.person(register.cu_khoi, code="NV10", name="Đặng Minh Ánh")
    report = sent(register.officer, "/people-imports", PEOPLE).json
    assert report["already"] == 1
    assert any("bằng điều chuyển" in warning["reason"] for warning in report["warnings"])


@pytest.mark.parametrize(
    ("content", "status", "slug"),
    [
        (b"", 400, "unreadable-file"),
        ("Họ và tên;Ngày sinh\nA;1/1/1990\n", 422, "missing-columns"),
        (b"PK\x03\x04broken", 400, "unreadable-file"),
    ],
)
def test_what_is_no_such_list_is_refused(register, content, status, slug):
    answer = sent(register.officer, "/people-imports", content)
    assert (answer.status_code, answer.json["type"]) == (status, f"/problems/{slug}")


def test_an_import_of_one_kind_is_not_committed_as_the_other_and_not_by_strangers(register):
    report = sent(register.officer, "/people-imports", PEOPLE).json
    assert register.machine.post(f"/unit-imports/{report['id']}/commit").status_code == 409
    assert register.machine.get(f"/unit-imports/{report['id']}").status_code == 404
    assert register.ward_officer.post(f"/people-imports/{report['id']}/commit").status_code == 404
    assert sent(register.officer, "/unit-imports", UNITS).status_code == 403
