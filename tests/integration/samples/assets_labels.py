"""Labels, printers and rolls."""

from collections.abc import Mapping
from typing import Any

import psycopg

from tests.house import House
from tests.integration.samples.scene import path

SERVICE = "assets"
SAMPLES = {
    "GET /label-calibration": path("/label-calibration?printer_id={printer}"),
    "GET /label-printers": path("/label-printers"),
    "POST /label-printers": path(
        "/label-printers", json=lambda s: {"unit_id": s.units["own"], "name": "Máy in khác"}
    ),
    "GET /label-printers/<uuid:printer_id>": path("/label-printers/{printer}"),
    "PATCH /label-printers/<uuid:printer_id>": path(
        "/label-printers/{printer}", json={"offset_x_mm": 1.5}, version=1
    ),
    "GET /label-rolls": path("/label-rolls"),
    "POST /label-rolls": path("/label-rolls", json=lambda s: {"unit_id": s.units["own"], "count": 2}),
    "GET /label-rolls/<uuid:roll_id>": path("/label-rolls/{roll}"),
    "GET /label-rolls/<uuid:roll_id>/labels": path("/label-rolls/{roll}/labels"),
    "POST /codes/<code>/binding": path(
        "/codes/{roll_code}/binding", json=lambda s: {"asset_id": s.ids["free"]}, version=1
    ),
    "POST /codes/<code>/spoiling": path("/codes/{roll_code}/spoiling", json={}),
    "POST /assets/<uuid:asset_id>/relabel": path(
        "/assets/{asset}/relabel", json={"reason": "damaged"}, version=1
    ),
}


def lay(house: House, acting: Mapping[str, Any], ids: Mapping[str, str]) -> dict[str, str]:
    """A printer and a roll of the unit."""
    printer = house.do(
        "POST",
        "/api/assets/label-printers",
        json={"unit_id": acting["unit"], "name": "Máy in một cửa"},
        **acting,
    )
    roll = house.do("POST", "/api/assets/label-rolls", json={"unit_id": acting["unit"], "count": 3}, **acting)
    with psycopg.connect(house.databases.admin_url("assets")) as admin:
        found = admin.execute("SELECT min(code) FROM label_codes WHERE roll_id = %s", [roll["id"]]).fetchone()
    assert found
    return {"printer": printer["id"], "roll": roll["id"], "roll_code": found[0]}
