"""One book in every old encoding, sent over HTTP, written, and found again by its Vietnamese words."""

import json

from tests.integration.assets.test_assets_imports import checked, committed
from tests.unit.test_import_encodings import BOOK, in_tcvn3, in_vni, in_windows_1258

DRESSES = {
    "utf-16-le": lambda text: b"\xff\xfe" + text.encode("utf-16-le"),
    "utf-16-be": lambda text: text.encode("utf-16-be"),
    "windows-1258": in_windows_1258,
    "tcvn3": lambda text: in_tcvn3(text).encode("latin-1"),
    "vni": lambda text: in_vni(text).encode("latin-1"),
    "utf-8": lambda text: text.replace("\r\n", "\r").encode(),
}


def test_a_book_in_any_dress_is_written_in_unicode(register):
    for number, (encoding, dress) in enumerate(DRESSES.items()):
        report = checked(register.officer, dress(BOOK.replace(";GA", f";D{number}GA")))
        assert (report["encoding"], report["rows"], report["valid"], report["errors"]) == (encoding, 2, 2, [])
        done = committed(register.officer, report, create_units=True)
        assert done["imported"] == 2, encoding
        found = register.officer.get("/assets", q=f"d{number}ga1 may tinh bang huong ly").json["items"]
        assert [(one["name"], one["book_user"], one["unit_name"]) for one in found] == [
            ("Máy tính bảng", "Đặng Thị Hương Ly", "UBND phường Bồ Đề")
        ]
    assert register.look("SELECT count(*) FROM units WHERE name = 'Trường THCS Ngọc Thụy'") == [(1,)]


def test_what_a_category_requires_and_the_book_lacks_is_told_and_imported(register):
    imei = {"name": "imei", "label": "IMEI", "label_en": "IMEI", "type": "text", "required": True}
    register.look_and_write("SELECT set_config('app.scope', 'all', true)")
    register.look_and_write(
        "UPDATE categories SET attributes = %s WHERE code = 'tablet'", json.dumps([imei], ensure_ascii=False)
    )
    report = checked(register.officer, BOOK.encode())
    assert [one["reason"] for one in report["warnings"] if "IMEI" in one["reason"]] == [
        "Loại “Máy tính bảng” cần “IMEI” mà tệp không có cột này: 1 dòng vẫn được nhập, bổ sung sau"
    ]
    head, first, second = BOOK.splitlines()
    rows = f"{head};IMEI\r\n{first};\r\n{second};\r\n"
    report = checked(register.officer, rows.encode())
    told = [(one["row"], one["reason"]) for one in report["warnings"] if "IMEI" in one["reason"]]
    assert told == [(2, "Thiếu “IMEI”: dòng vẫn được nhập, bổ sung sau")]
    assert committed(register.officer, report, create_units=True)["imported"] == 2
