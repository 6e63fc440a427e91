"""What an administrator calls a category is what lists and papers call it: the table, not the program."""

import io
from datetime import UTC, datetime

import openpyxl
import pytest

from shared.clock import frozen
from tests.integration.assets.conftest import Json, Register
from tests.integration.assets.counting import Counting
from tests.integration.assets.disposing import Office

pytestmark = pytest.mark.postgres

OF_OLD, RENAMED, ADDED = "Máy vi tính", "Máy tính và máy trạm", "Thiết bị bay"


@pytest.fixture
def things(register: Register) -> tuple[Json, Json]:
    """An asset of a category that was renamed, and one of a category that was added."""
    admin = register.caller({"admin"}, register.district["id"])
    renamed = {"name": RENAMED, "unit_of_measure": "máy", "reason": "Gọi theo quyết định mới"}
    assert admin.patch("/categories/computer", 1, renamed).status_code == 200
    admin.made("/categories", {"code": "drone", "name": ADDED, "name_en": "Drone"})
    said = {"put_to_use_on": "2024-03-05", "cost": 18_000_000}
    return register.asset(category="computer", **said), register.asset(category="drone", **said)


def cells(workbook: bytes) -> list[object]:
    sheet = openpyxl.load_workbook(io.BytesIO(workbook)).active
    return [cell.value for row in sheet.iter_rows() for cell in row]


def test_the_worked_table_of_a_closed_year_calls_them_so(register, things):
    accountant = register.caller({"accountant"}, register.bo_de["id"])
    with frozen(datetime(2026, 12, 20, 2, tzinfo=UTC)):
        (done,) = accountant.post("/year-closings", {"year": 2026}).json["items"]
        rows = accountant.get(f"/year-closings/{done['id']}/rows").json["items"]
        table = accountant.get(f"/year-closings/{done['id']}/table", format="csv").data.decode()
    assert {row["asset_id"]: row["category_name"] for row in rows} == {
        things[0]["id"]: RENAMED,
        things[1]["id"]: ADDED,
    }
    assert RENAMED in table
    assert ADDED in table
    assert OF_OLD not in table.replace(RENAMED, "")


def test_the_minutes_of_a_stocktake_group_by_these_names_in_the_order_of_the_catalogue(register, things):
    counting = Counting(register)
    stocktake = counting.opened()
    minutes = counting.leader.get(f"/stocktakes/{stocktake['id']}/minutes.xlsx").data
    said = [str(cell) for cell in cells(minutes)]
    groups = [text for text in said if text.startswith("Tài sản cố định: ")]
    assert groups == [f"Tài sản cố định: {RENAMED}", f"Tài sản cố định: {ADDED}"]


def test_a_disposal_calls_them_so_from_the_choice_of_assets_to_the_list(register, things):
    office = Office(register)
    found = office.officer.get("/disposable-assets").json["items"]
    assert {one["id"]: one["category_name"] for one in found} == {
        things[0]["id"]: RENAMED,
        things[1]["id"]: ADDED,
    }
    case = office.draft("liquidation", list(things))
    named = [(line["category_name"], line["unit_of_measure"]) for line in case["lines"]]
    assert named == [(RENAMED, "máy"), (ADDED, "chiếc")]
    shown = cells(office.officer.get(f"/disposals/{case['id']}/list.xlsx").data)
    assert {RENAMED, "máy", ADDED, "chiếc"} <= set(shown)
    assert OF_OLD not in shown
