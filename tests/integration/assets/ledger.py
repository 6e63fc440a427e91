"""A small known world of books: what the tests of exports and of the reconciliation compute by hand."""

from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

import psycopg
from psycopg.types.json import Jsonb

from shared.clock import HANOI, frozen
from tests.integration.assets.conftest import Json, Register

BOARD = [
    {"name": "Nguyễn Thị Viên", "post": "Kế toán", "represents": "Phòng Kinh tế", "role": "member"},
    {"name": "Trần Văn Trưởng", "post": "Phó Chủ tịch", "represents": "UBND phường", "role": "chair"},
]


def at(day: str, hour: int = 9) -> datetime:
    """An hour of a day in Hanoi."""
    return datetime.fromisoformat(f"{day}T{hour:02d}:00:00").replace(tzinfo=HANOI)


class Ledger:
    """Two wards, fixed assets and a tool, one sold, one moved, one year of wear, a change of name.

    2024: Bồ Đề has LAPTOP (18,000,400 VND, budget 15,000,000) and LED (250,000,000) from 05/03/2024,
    TABLET (a tool, 7,220,000). 2024 is closed with 2,571,457 VND of wear on LAPTOP and 50,000,000 on LED.
    10/02/2025 Cự Khối gets SERVER (90,000,000). 20/05/2025 LED is sold. 15/06/2025 LAPTOP gets another name.
    """

    def __init__(self, register: Register) -> None:
        self.register = register
        with frozen(at("2024-03-05")):
            self.laptop = self._fixed("Máy tính xách tay", "computer", 18_000_400, 15_000_000, model="L14")
            self.led = self._fixed("Màn hình LED", "led_screen", 250_000_000, 250_000_000, serial="LED-01")
            self.tablet = register.asset(cost=7_220_000, put_to_use_on="2024-03-05", department="Văn phòng")
        self.close(2024, {self.laptop["id"]: 2_571_457, self.led["id"]: 50_000_000}, at("2024-12-31"))
        with frozen(at("2025-02-10")):
            self.server = self._fixed("Máy chủ", "computer", 90_000_000, 90_000_000, unit=register.cu_khoi)
        self.goes_out(self.led, "sold", at("2025-05-20"), wear=50_000_000, number="QĐ 12")
        with frozen(at("2025-06-15")):
            changed = register.officer.patch(
                f"/assets/{self.laptop['id']}", 1, {"name": "Máy trạm di động", "made_year": 2023}
            )
            assert changed.status_code == 200, changed.json

        self.stocktake = self._counted(at("2024-12-31", 20))

    def _counted(self, when: datetime) -> str:
        """A closed stocktake of Bồ Đề that found the laptop and not the screen."""
        made, unit = str(uuid4()), self.register.bo_de["id"]
        self.write(
            "INSERT INTO stocktakes VALUES (%s, %s, 'Kiểm kê cuối năm', 'year_end', '2024-12-31',"
            " ARRAY[%s]::uuid[], '{}', '{}', '', %s, '{}', NULL, 'closed', 2, '{}', '', '{}',"
            " %s, 't', %s, %s, 1)",
            made, unit, unit, Jsonb(BOARD), when, when, when,
        )  # fmt: skip
        for place, (asset, wear, outcome) in enumerate(
            ((self.led, 50_000_000, "missing"), (self.laptop, 2_571_457, "found")), start=1
        ):
            self.write(
                "INSERT INTO stocktake_lines SELECT %s, id, %s, code, tag, serial, name, category, kind,"
                " unit_id, '', department, place, NULL, '', status, 1, cost, %s, %s FROM assets"
                " WHERE id = %s",
                made, place, wear, outcome, asset["id"],
            )  # fmt: skip
        return made

    def _fixed(self, name: str, category: str, cost: int, budget: int, **more: Any) -> Json:
        money = {"cost": cost, "cost_budget": budget, "cost_other": cost - budget}
        about = {"department": "Phòng Kinh tế", "made_in": "Việt Nam"}
        day = {"put_to_use_on": "2025-02-10" if "unit" in more else "2024-03-05"}
        return self.register.asset(name=name, category=category, **money, **about, **day, **more)

    def write(self, statement: str, *values: Any) -> None:
        """Write as the administrator, whom no policy binds."""
        with psycopg.connect(self.register.databases.admin_url("assets")) as admin:
            admin.execute(statement, values)

    def goes_out(self, asset: Json, cause: str, when: datetime, *, wear: int, number: str = "") -> None:
        """An entry of an asset that leaves its unit's books, and the asset's row with it."""
        self.write(
            "INSERT INTO book_entries (asset_id, unit_id, effective_on, recorded_at, recorded_by, cause,"
            " quantity, cost, cost_budget, cost_other, wear, category, asset_kind, department,"
            " document_number, note, rules)"
            " VALUES (%s, %s, %s, %s, 'test', %s, -1, %s, %s, %s, %s, %s, %s, %s, %s, '', '{}')",
            asset["id"], asset["unit_id"], when.date(), when, cause, -asset["cost"], -asset["cost_budget"],
            -asset["cost_other"], -wear, asset["category"], asset["kind"], asset["department"], number,
        )  # fmt: skip
        self.write(
            "INSERT INTO asset_changes SELECT id, version + 1, %s, 'test', 'changed',"
            " '{\"status\": \"in_store\"}', '{\"status\": \"disposed\"}', '' FROM assets WHERE id = %s",
            when, asset["id"],
        )  # fmt: skip
        self.write("UPDATE assets SET status = 'disposed', version = version + 1 WHERE id = %s", asset["id"])

    def close(self, year: int, wear: dict[str, int], when: datetime) -> None:
        """A closed year of Bồ Đề with the wear of each asset."""
        closing, unit = uuid4(), UUID(self.register.bo_de["id"])
        self.write(
            "INSERT INTO year_closings VALUES (%s, %s, %s, %s, 'test', %s, %s, '{}')",
            closing, unit, year, when, len(wear), sum(wear.values()),
        )  # fmt: skip
        for asset, amount in wear.items():
            self.write(
                "INSERT INTO wear_rows SELECT id, %s, unit_id, %s, %s, category, kind, department, cost, 0,"
                " %s, %s, 7, 'nguyên giá × 1/7', '{}' FROM assets WHERE id = %s",
                year, closing, when, amount, amount, asset,
            )  # fmt: skip
