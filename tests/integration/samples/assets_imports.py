"""Asset books that are read, marked, undone."""

import io
from collections.abc import Mapping
from typing import Any

from tests.house import House
from tests.integration.samples.scene import path

SERVICE = "assets"
BOOK = "Tên tài sản;Đơn vị;Nguyên giá\r\nMàn hình;{unit};một đồng\r\n"
SAMPLES = {
    "GET /imports": path("/imports"),
    "GET /imports/<uuid:import_id>/faults": path("/imports/{book}/faults"),
    "GET /imports/<uuid:import_id>/marked.xlsx": path("/imports/{book}/marked.xlsx"),
    "POST /imports/<uuid:import_id>/reading": path("/imports/{book}/reading", json={}, version=1),
    "POST /imports/<uuid:import_id>/undo": path(
        "/imports/{book}/undo", json={"reason": "Nhầm tệp"}, version=1
    ),
}


def lay(house: House, acting: Mapping[str, Any], ids: Mapping[str, str]) -> dict[str, str]:
    """A book of one faulty row, checked by the officer."""
    file = io.BytesIO(BOOK.encode())
    made = house.do("POST", "/api/assets/imports", data={"file": (file, "so.csv")}, **acting)
    return {"book": made["id"]}
