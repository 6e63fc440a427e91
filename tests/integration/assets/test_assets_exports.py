"""Every form on a small known world, with figures computed by hand; who may have it; what is kept of it."""

import csv
import hashlib
import io
from collections.abc import Iterator
from typing import Any

import pypdfium2
import pytest
from openpyxl import load_workbook

from services.assets.forms.catalogue import FORMS
from shared.clock import frozen
from tests.integration.assets.conftest import Register
from tests.integration.assets.ledger import Ledger, at
from tests.servers.databases import Databases

pytestmark = pytest.mark.postgres
YEAR = {"from": "2025-01-01", "to": "2025-12-31"}
NOW = at("2025-12-31", 22)


@pytest.fixture(scope="module")
def ledger(databases: Databases) -> Iterator[Ledger]:
    register = Register(databases)
    yield Ledger(register)
    register.app.extensions["taisan.database"].close()


def asked(ledger: Ledger, form: str, caller: Any = None, **query: Any) -> Any:
    caller = caller or ledger.register.officer
    if form == "c53-hd":
        query.setdefault("stocktake", ledger.stocktake)
    with frozen(NOW):
        answer = caller.get(f"/exports/{form}", **{**YEAR, **query})
        answer.get_data()
    return answer


def rows(ledger: Ledger, form: str, **query: Any) -> list[list[str]]:
    """The rows of a form, as its CSV has them, without headings; what is empty is left out."""
    answer = asked(ledger, form, format="csv", **query)
    assert answer.status_code == 200, answer.json
    return [[cell for cell in row if cell] for row in list(csv.reader(io.StringIO(answer.text)))[1:]]


def test_s24_h_shows_what_came_in_wore_and_went_out(ledger: Ledger) -> None:
    led, laptop, server = rows(ledger, "s24-h")
    assert {row[0] for row in (laptop, server)} != {led[0]}
    assert laptop[1:] == [
        "2", "2024-03-05", "Máy trạm di động, L14", "Việt Nam", "03/2024", ledger.laptop["code"],
        "18000400", "14.29", "2571457", "2571457", "2571457",
    ]  # fmt: skip
    assert led[1:] == [
        "1", "2024-03-05", "Màn hình LED, serial LED-01", "Việt Nam", "03/2024", ledger.led["code"],
        "250000000", "14.29", "50000000", "50000000", "50000000", "QĐ 12", "2025-05-20", "Bán", "200000000",
    ]  # fmt: skip
    assert server[7] == "90000000"


def test_s24_h_of_the_year_before_still_has_the_screen_and_no_server(ledger: Ledger) -> None:
    found = rows(ledger, "s24-h", **{"from": "2024-01-01", "to": "2024-12-31"})
    assert [row[7] for row in found] == ["250000000", "18000400"]
    assert all("Bán" not in row for row in found)


def test_s26_h_follows_every_movement_at_its_place_of_use(ledger: Ledger) -> None:
    found = rows(ledger, "s26-h", **{"from": "2024-01-01"})
    assert [row[0] for row in found] == ["Phòng Kinh tế"] * 4 + ["Văn phòng"]
    assert found[0][1:] == [
        "2024-03-05",
        "2024-03-05",
        "Máy trạm di động, L14",
        "bộ",
        "1",
        "18000400",
        "18000400",
    ]
    sold = next(row for row in found if "Bán" in row)
    assert sold[-4:] == ["Bán", "1", "250000000", "250000000"]


def test_the_card_of_an_asset_adds_its_wear_up(ledger: Ledger) -> None:
    found = rows(ledger, "asset-card", asset=ledger.led["id"])
    assert [row[-1] for row in found] == ["0", "50000000", "0"]
    assert found[0] == ["2024-03-05", "Số dư khi mở sổ", "250000000", "0"]
    assert found[2] == ["QĐ 12", "2025-05-20", "Bán", "-250000000", "2025", "-50000000", "0"]


def test_c50_hd_is_about_one_increase(ledger: Ledger) -> None:
    found = rows(ledger, "c50-hd", asset=ledger.server["id"])
    assert found == [["1", "Máy chủ", ledger.server["code"], "Việt Nam", "2025", "90000000"]]
    assert asked(ledger, "c50-hd").json["type"] == "/problems/form-needs-more"


def test_c53_hd_is_what_the_count_of_a_stocktake_found(ledger: Ledger) -> None:
    led, laptop = rows(ledger, "c53-hd")
    assert led[5:] == [
        "1", "250000000", "200000000", "0", "0", "0", "-1", "-250000000", "-200000000", "Thiếu",
    ]  # fmt: skip
    assert laptop[5:] == ["1", "18000400", "15428943", "1", "18000400", "15428943", "0", "0", "0"]
    ledger.write("UPDATE stocktakes SET state = 'counting', results = NULL WHERE id = %s", ledger.stocktake)
    assert asked(ledger, "c53-hd").json["type"] == "/problems/stocktake-not-closed"
    ledger.write("UPDATE stocktakes SET state = 'closed', results = '{}' WHERE id = %s", ledger.stocktake)


def test_04c_is_in_thousands_and_adds_up_what_it_shows(ledger: Ledger) -> None:
    found = rows(ledger, "04c-dk-tsc")
    assert found[0][1:] == [
        "1", "Máy trạm di động, L14", "L14", "Việt Nam", "2023", "2024-03-05",
        "18000", "15000", "3000", "15429", "1",
    ]  # fmt: skip
    assert [row[-5] for row in found] == ["18000", "90000"]
    assert kept(ledger, asked(ledger, "04c-dk-tsc"))["totals"] == {
        "tong": 108_000, "ngan_sach": 105_000, "khac": 3_000, "con_lai": 105_429, "qlnn": 2, "kinh_doanh": 0,
        "khong_kd": 0, "cho_thue": 0, "ldlk": 0, "sd_khac": 0,
    }  # fmt: skip


def test_08a_counts_by_category(ledger: Ledger) -> None:
    assert rows(ledger, "08a-dk-tsc") == [["Tài sản cố định khác", "4.1", "Máy vi tính", "2", "2"]]


def test_08b_opens_moves_and_closes(ledger: Ledger) -> None:
    computers, screens = sorted(rows(ledger, "08b-dk-tsc"), key=lambda row: row[2] != "Máy vi tính")
    assert computers[3:] == ["1", "18000", "1", "90000", "0", "0", "2", "108000"]
    assert screens[3:] == ["1", "250000", "0", "0", "1", "250000", "0", "0"]


def test_09c_names_the_department_and_leaves_purposes_open(ledger: Ledger) -> None:
    found = rows(ledger, "09c-ck-tsc", unit="BD")
    assert [row[1:] for row in found] == [
        ["1", "Máy trạm di động, L14", "Phòng Kinh tế", "1", "18000400", "15000000", "3000400", "15428943"]
    ]


def test_09d_marks_how_it_was_disposed_of(ledger: Ledger) -> None:
    found = rows(ledger, "09d-ck-tsc")
    assert [row[1:] for row in found] == [
        [
            "1",
            "Màn hình LED, serial LED-01",
            "250000000",
            "0",
            "200000000",
            "x",
            "Đã ghi giảm ngày 20/05/2025",
            "QĐ 12",
        ]
    ]


def test_what_was_known_then_is_printed_then(ledger: Ledger) -> None:
    """On 30 April nobody knew of the sale in May, nor of the name of June."""
    found = rows(ledger, "s24-h", known_at="2025-04-30")
    assert [row[3] for row in found] == ["Màn hình LED, serial LED-01", "Máy tính xách tay, L14", "Máy chủ"]
    assert all("Bán" not in row for row in found)
    stock = rows(ledger, "04c-dk-tsc", known_at="2024-12-30")
    assert [row[-2] for row in stock] == ["250000", "18000"], "before the year was closed nothing was worn"


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("kind", ["xlsx", "csv", "pdf"])
def test_the_same_question_about_the_past_gets_the_same_bytes(ledger: Ledger, form: str, kind: str) -> None:
    query = {"format": kind, "known_at": "2025-04-30", "asset": ledger.laptop["id"]}
    first = asked(ledger, form, **query)
    assert first.status_code == 200, first.json
    path, officer = f"/assets/{ledger.laptop['id']}", ledger.register.officer
    with frozen(at("2025-12-01")):
        body = {"name": f"Tên mới {form} {kind}", "maker": "X", "reason": "thử"}
        version = ledger.register.officer.get(f"/assets/{ledger.laptop['id']}").json["version"]
        assert (
            ledger.register.officer.patch(f"/assets/{ledger.laptop['id']}", version, body).status_code == 200
        )
        again = officer.get(f"/exports/{form}", **YEAR, **query, stocktake=ledger.stocktake)
        assert again.get_data() == first.get_data()
        restored = {"name": "Máy trạm di động", "maker": ""}
        officer.patch(path, version + 1, restored)


@pytest.mark.parametrize("form", FORMS)
def test_a_workbook_is_laid_out_as_the_form_and_says_how_sure_it_is(ledger: Ledger, form: str) -> None:
    answer = asked(ledger, form, asset=ledger.laptop["id"])
    sheet = load_workbook(io.BytesIO(answer.get_data())).active
    texts = [str(cell) for row in sheet.iter_rows(values_only=True) for cell in row if cell is not None]
    assert any("chưa đối chiếu văn bản gốc" in text for text in texts)
    assert "Đơn vị: UBND quận Long Biên" in texts
    assert sheet.page_setup.orientation == "landscape"
    first = kept(ledger, answer)["layout"]["first_row"]
    assert sheet.freeze_panes == f"A{first}"
    assert sheet.print_title_rows == f"${first - 3}:${first - 1}"


def test_a_paper_is_made_of_the_same_rows(ledger: Ledger) -> None:
    answer = asked(ledger, "s24-h", format="pdf")
    document = pypdfium2.PdfDocument(answer.get_data())
    text = "".join(page.get_textpage().get_text_range() for page in document)
    document.close()
    for said in ("SỔ TÀI SẢN CỐ ĐỊNH", "18.000.400", "200.000.000", "Trang 1 / 1", "20/05/2025"):
        assert said in text
    assert kept(ledger, answer)["rows"] == 3


def test_paper_has_an_end_and_says_what_to_do(ledger: Ledger, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("services.assets.forms.paper.MOST_ROWS", 2)
    answer = asked(ledger, "s24-h", format="pdf")
    assert (answer.status_code, answer.json["type"]) == (422, "/problems/too-many-rows-for-paper")
    assert "XLSX" in answer.json["detail"]


def kept(ledger: Ledger, answer: Any) -> dict[str, Any]:
    found: dict[str, Any] = ledger.register.officer.get(
        f"/export-manifests/{answer.headers['X-Export-Id']}"
    ).json
    return found


def test_an_export_keeps_what_it_was_made_of_and_what_came_out(ledger: Ledger) -> None:
    answer = asked(ledger, "s24-h", unit="BD")
    found = kept(ledger, answer)
    entries = ledger.register.look(
        "SELECT max(number) FROM book_entries WHERE unit_id = %s", ledger.register.bo_de["id"]
    )
    assert found["state"] == "whole"
    assert found["sha256"] == hashlib.sha256(answer.get_data()).hexdigest()
    assert found["bytes"] == len(answer.get_data())
    assert found["position"] == {"entry": entries[0][0], "closed_year": 2024}
    assert (found["rows"], found["totals"]["nguyen_gia"]) == (2, 268_000_400)
    assert found["form"]["key"] == "S24-H@2"
    assert found["form"]["code"] == "", "the numbers of Circular 24/2024 are not known"


def test_an_export_that_has_ended_is_never_altered(ledger: Ledger) -> None:
    found = kept(ledger, asked(ledger, "08a-dk-tsc"))
    with pytest.raises(Exception, match="never altered"):
        ledger.write("UPDATE exports SET rows = 7 WHERE id = %s", found["id"])
    with pytest.raises(Exception, match="never altered"):
        ledger.write("DELETE FROM exports WHERE id = %s", found["id"])


def test_a_wards_officer_gets_only_the_wards_books(ledger: Ledger) -> None:
    ward = ledger.register.ward_officer
    own = asked(ledger, "s24-h", ward, format="csv")
    assert ledger.laptop["code"] in own.text
    assert ledger.server["code"] not in own.text
    assert asked(ledger, "s24-h", ward, unit="CK").status_code == 403
    district = asked(ledger, "s24-h")
    assert ward.get(f"/export-manifests/{district.headers['X-Export-Id']}").status_code == 404
    listed = ward.get("/export-manifests", limit=200).json["items"]
    assert {item["unit_id"] for item in listed} == {ledger.register.bo_de["id"]}


def test_a_caller_who_hangs_up_leaves_a_broken_export(ledger: Ledger) -> None:
    with frozen(NOW):
        answer = ledger.register.officer.send("GET", "/exports/s24-h", buffered=False)
        answer.close()
    assert kept(ledger, answer)["state"] == "broken"


@pytest.mark.parametrize(
    ("query", "problem"),
    [
        ({"from": "2026-01-01"}, "period-reversed"),
        ({"unit": "KHONG-CO"}, "unit-not-found"),
        ({"from": "2016-01-01", "to": "2017-01-01"}, "law-not-in-force"),
        ({"known_at": "hôm qua"}, "invalid-fields"),
        ({"format": "doc"}, "invalid-fields"),
    ],
)
def test_a_question_that_cannot_be_answered_is_refused_kindly(
    ledger: Ledger, query: Any, problem: str
) -> None:
    answer = asked(ledger, "s24-h", **query)
    assert (answer.status_code, answer.json["type"]) == (422, f"/problems/{problem}")


def test_there_is_no_other_form(ledger: Ledger) -> None:
    assert asked(ledger, "s99").status_code == 404
    listed = ledger.register.officer.get("/forms").json["items"]
    assert {item["name"] for item in listed} == set(FORMS)


def test_one_unit_alone_can_be_asked_for(ledger: Ledger) -> None:
    assert rows(ledger, "s24-h", below="false") == []
    assert len(rows(ledger, "s24-h")) == 3
