"""What stands beside the rows of a form: the board that counted, the pieces that came along; and that a paper
about the past bears the names of the past.
"""

import csv
import io
from collections.abc import Iterator
from typing import Any

import pypdfium2
import pytest
from openpyxl import load_workbook
from openpyxl.utils import range_boundaries
from psycopg.types.json import Jsonb
from python_calamine import CalamineWorkbook

from shared.clock import frozen
from taisan.exporting import findings
from tests.integration.assets.conftest import Json, Register
from tests.integration.assets.ledger import Ledger, at
from tests.servers.databases import Databases

pytestmark = pytest.mark.postgres
NOW = at("2025-12-31", 22)
PARTS = {"invoice": 80_000_000, "discounts": 2_000_000, "transport": 1_500_000, "trial": 500_000}


@pytest.fixture(scope="module")
def ledger(databases: Databases) -> Iterator[Ledger]:
    register = Register(databases)
    yield Ledger(register)
    register.app.extensions["taisan.database"].close()


@pytest.fixture(scope="module")
def wall(ledger: Ledger) -> Json:
    """A LED wall bought with its costs told apart; two alike remotes and a stand came with it, one of them
    by the same paper only; a camera of that day came by another.
    """
    paper = {
        "increase_document": "BB 09",
        "increase_document_on": "2025-03-01",
        "put_to_use_on": "2025-03-01",
    }
    with frozen(at("2025-03-01")):
        made = _asset(ledger, "Tường LED", "led_screen", cost_parts={**PARTS, "taxes": 8_000_000}, **paper)
        for name, more in (
            ("Điều khiển", {"parent_id": made["id"], "cost": 500_000}),
            ("Điều khiển", {"parent_id": made["id"], "cost": 500_000}),
            ("Chân đế", {"cost": 900_000, **paper}),
            ("Camera khác", {"cost": 700_000, "increase_document": "BB 10"}),
        ):
            _asset(ledger, name, "meeting_equipment", **{"put_to_use_on": "2025-03-01", **more})
    return made


def _asset(ledger: Ledger, name: str, category: str, **more: Any) -> Json:
    body = {"name": name, "category": category, "unit_id": ledger.register.bo_de["id"], **more}
    return ledger.register.officer.made("/assets", body)


def asked(ledger: Ledger, form: str, **query: Any) -> Any:
    period = {"from": "2025-01-01", "to": "2025-12-31", **query}
    with frozen(NOW):
        answer = ledger.register.officer.get(f"/exports/{form}", **period)
        answer.get_data()
    assert answer.status_code == 200, answer.json
    return answer


def cells(answer: Any) -> list[list[Any]]:
    """The rows of a CSV with headings, or of a workbook; what is empty is left out."""
    if "csv" in answer.content_type:
        found: list[list[Any]] = list(csv.reader(io.StringIO(answer.text)))
    else:
        found = [list(row) for row in load_workbook(io.BytesIO(answer.get_data())).active.values]
    return [[cell for cell in row if cell not in ("", None)] for row in found]


def words(answer: Any) -> str:
    document = pypdfium2.PdfDocument(answer.get_data())
    text = " ".join(page.get_textpage().get_text_range() for page in document)
    document.close()
    return " ".join(text.split())


def test_the_handover_of_a_wall_says_what_it_cost_and_what_came_along(ledger: Ledger, wall: Json) -> None:
    found = cells(asked(ledger, "c50-hd", document="BB 09"))
    row = next(row for row in found if wall["code"] in row)
    assert row[-5:] == [78_000_000, 1_500_000, 500_000, 8_000_000, 88_000_000]
    at_table = found.index(["Dụng cụ, phụ tùng kèm theo"])
    assert found[at_table + 1] == [
        "STT",
        "Tên, quy cách dụng cụ, phụ tùng",
        "Đơn vị tính",
        "Số lượng",
        "Giá trị",
    ]
    assert found[at_table + 2] == [1, "Điều khiển", "bộ", 2, 1_000_000]
    assert found[at_table + 3] == [2, "Chân đế", "bộ", 1, 900_000]
    assert "Camera khác" not in str(found)
    by_asset = cells(asked(ledger, "c50-hd", asset=wall["id"], format="csv", table="accessories"))
    assert by_asset[1:] == [["1", "Điều khiển", "bộ", "2", "1000000"]], "a paper is not what was asked about"


def test_a_cost_that_changed_since_is_not_broken_up_wrongly(ledger: Ledger, wall: Json) -> None:
    ledger.write("UPDATE assets SET cost_parts = '{\"invoice\": 7}' WHERE id = %s", wall["id"])
    row = next(row for row in cells(asked(ledger, "c50-hd", asset=wall["id"])) if wall["code"] in row)
    assert row[-1] == 88_000_000
    assert 7 not in row
    ledger.write(
        "UPDATE assets SET cost_parts = %s WHERE id = %s", Jsonb({**PARTS, "taxes": 8_000_000}), wall["id"]
    )


def test_the_minutes_of_a_count_name_the_board(ledger: Ledger) -> None:
    board = [
        [1, "Trần Văn Trưởng", "Phó Chủ tịch", "UBND phường", "Trưởng ban"],
        [2, "Nguyễn Thị Viên", "Kế toán", "Phòng Kinh tế", "Ủy viên"],
    ]
    found = cells(asked(ledger, "c53-hd", stocktake=ledger.stocktake))
    at_table = found.index(["Ban kiểm kê gồm"])
    assert found[at_table + 2 : at_table + 4] == board
    said = cells(asked(ledger, "c53-hd", stocktake=ledger.stocktake, format="csv", table="board"))
    assert said[1:] == [[str(cell) for cell in row] for row in board]
    paper = words(asked(ledger, "c53-hd", stocktake=ledger.stocktake, format="pdf"))
    for expected in ("Ban kiểm kê gồm", "Trần Văn Trưởng", "ý kiến giải quyết số chênh lệch"):
        assert expected in paper


@pytest.mark.parametrize(("form", "about"), [("c50-hd", "document"), ("c53-hd", "stocktake")])
def test_a_form_with_tables_beside_it_is_still_verified_and_repeats_its_head(
    ledger: Ledger, wall: Json, tmp_path: Any, form: str, about: str
) -> None:
    answer = asked(ledger, form, **{about: "BB 09" if about == "document" else ledger.stocktake})
    (file := tmp_path / "form.xlsx").write_bytes(answer.get_data())
    kept = ledger.register.officer.get(f"/export-manifests/{answer.headers['X-Export-Id']}").json
    assert all(holds for holds, _ in findings(file, kept)), list(findings(file, kept))
    sheet, first = load_workbook(file).active, kept["layout"]["first_row"]
    assert sheet.print_title_rows == f"${first - 3}:${first - 1}"
    assert sheet.freeze_panes == f"A{first}"
    merged = [str(area) for area in sheet.merged_cells.ranges]
    assert len(merged) == len(set(merged))
    assert not [one for one in merged if any(one != other and _cross(one, other) for other in merged)]
    assert CalamineWorkbook.from_path(str(file)).get_sheet_by_index(0).to_python()[first - 1][0] is not None


def _cross(one: str, other: str) -> bool:
    left, top, right, bottom = range_boundaries(one)
    left2, top2, right2, bottom2 = range_boundaries(other)
    return left <= right2 and left2 <= right and top <= bottom2 and top2 <= bottom


def test_only_a_csv_is_of_one_table(ledger: Ledger) -> None:
    for query in ({"table": "board"}, {"table": "accessories", "format": "csv"}):
        answer = ledger.register.officer.get("/exports/c53-hd", stocktake=ledger.stocktake, **query)
        assert (answer.status_code, answer.json["type"]) == (422, "/problems/form-table-unknown")
    listed = {one["name"]: one["tables"] for one in ledger.register.officer.get("/forms").json["items"]}
    assert [one["name"] for one in listed["c53-hd"]] == ["board"]
    assert listed["s24-h"] == []


def test_a_paper_about_the_past_bears_the_names_of_the_past(ledger: Ledger) -> None:
    machine, ward = ledger.register.machine, ledger.register.bo_de
    before = asked(ledger, "04c-dk-tsc", unit="BD", known_at="2025-08-01").get_data()
    with frozen(at("2025-09-01")):
        version = machine.get(f"/units/{ward['id']}").json["version"]
        renamed = {
            "name": "UBND phường Bồ Đề mới",
            "code": "BDM",
            "effective_on": "2025-09-01",
            "reason": "đổi tên",
        }
        assert machine.patch(f"/units/{ward['id']}", version, renamed).status_code == 200
        said = machine.get("/categories/computer").json
        called = {"name": "Máy tính các loại", "reason": "đổi tên loại"}
        assert machine.patch("/categories/computer", said["version"], called).status_code == 200
    assert asked(ledger, "04c-dk-tsc", unit=ward["id"], known_at="2025-08-01").get_data() == before
    now = str(cells(asked(ledger, "04c-dk-tsc", unit="BDM")))
    assert "Đơn vị: UBND phường Bồ Đề mới" in now
    assert "Máy tính các loại" in now
    by_august = str(cells(asked(ledger, "04c-dk-tsc", unit="BDM", to="2025-08-01")))
    assert "Đơn vị: UBND phường Bồ Đề'" in by_august, "known now, but what it was called on the last day"
