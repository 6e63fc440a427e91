"""Lists of people who left: whom each row means, and what it takes to know."""

import io
from typing import Any

import pytest

pytestmark = pytest.mark.postgres

LIST = """DANH SÁCH NGƯỜI NGHỈ NĂM 2026;;;;
STT;Họ và tên;Mã cán bộ;Đơn vị;Lý do nghỉ;Ngày nghỉ
1;Trần Thị Bình;L1;;Nghỉ hưu;01/03/2026
2;Lê Văn Chung;;UBND phường Bồ Đề;Chuyển công tác;
3;Đỗ Thị Trùng;;;Từ trần;
4;Vũ Văn Không;;;Nghỉ hưu;
5;Lê Văn Chung;;CK;Thôi việc;
6;Trần Thị Bình;L2;;Nghỉ hưu;
7;Trần Thị Bình;;;;
8;Lê Văn Chung;L2;;đi chơi;
9;Đỗ Thị Trùng;L3;;Đơn phương chấm dứt hợp đồng;32/13/2026
"""


def test_each_row_says_whom_it_means_and_who_must_be_chosen(register: Any) -> None:
    officer = register.caller({"officer"}, register.bo_de["id"])
    names = ("Trần Thị Bình", "Lê Văn Chung", "Đỗ Thị Trùng", "Đỗ Thị Trùng")
    for number, name in enumerate(names, 1):
        register.person(code=f"L{number}", name=name)
    sent = {"file": (io.BytesIO(LIST.encode()), "nghi.csv")}
    report = officer.send("POST", "/leaver-lists", data=sent).json
    shown = {row["row"]: row for row in report["preview"]}
    assert [(row, [one["code"] for one in shown[row]["people"]]) for row in shown] == [
        (3, ["L1"]),
        (4, ["L2"]),
        (5, ["L3", "L4"]),
    ]
    assert [shown[row]["reason"] for row in shown] == ["retired", "transferred", "dead"]
    assert (shown[3]["left_on"], shown[4]["left_on"]) == ("2026-03-01", None)
    faults = {fault["row"]: fault["reason"] for fault in report["errors"]}
    assert set(faults) == {6, 7, 8, 9, 10, 11}
    assert "không ở “CK”" in faults[7]
    assert "L2 là của Lê Văn Chung" in faults[8]
    assert "đã có ở dòng 3" in faults[9]
    assert "Không hiểu lý do" in faults[10]
    again = officer.get(f"/leaver-lists/{report['id']}").json
    assert (again["state"], again["preview"]) == ("dry_run", report["preview"])
    assert officer.get(f"/people-imports/{report['id']}").status_code == 404
