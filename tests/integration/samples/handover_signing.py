"""Digital signatures, signed papers, witnesses."""

import io
from collections.abc import Mapping
from typing import Any

from PIL import Image

from shared.ids import uuid7
from tests.acts import drawing
from tests.house import House
from tests.integration.samples.scene import path

SERVICE = "handover"


def paper(_: Any = None) -> dict[str, Any]:
    """A picture that says nothing."""
    Image.new("RGB", (60, 80), f"#{uuid7().hex[-6:]}").save(out := io.BytesIO(), "PNG")
    return {"file": (io.BytesIO(out.getvalue()), "giay.png")}


SAMPLES = {
    "GET /records/<uuid:record_id>/files": path("/records/{record}/files"),
    "GET /records/<uuid:record_id>/files/<int:number>": path("/records/{record}/files/1"),
    "POST /records/<uuid:record_id>/file-to-sign": path("/records/{record}/file-to-sign", json={}),
    "POST /records/<uuid:record_id>/seal": path("/records/{completed}/seal", json={}),
    "POST /scans": path("/scans", data=paper),
    "GET /scans": path("/scans"),
    "GET /scans/<uuid:scan_id>": path("/scans/{scan}"),
    "GET /scans/<uuid:scan_id>/content": path("/scans/{scan}/content"),
    "GET /scans/<uuid:scan_id>/pages/<int:page>": path("/scans/{scan}/pages/1"),
    "POST /scans/<uuid:scan_id>/decisions": path(
        "/scans/{scan}/decisions",
        json=lambda s: {"record_id": s.ids["record"], "verdict": "rejected", "note": "Mờ quá"},
        version=1,
    ),
    "GET /records/<uuid:record_id>/scans": path("/records/{record}/scans"),
    "GET /records/<uuid:record_id>/witnesses": path("/records/{record}/witnesses"),
    "POST /records/<uuid:record_id>/witnesses": path(
        "/records/{record}/witnesses",
        json=lambda _: {"method": "drawn", "name": "Người thấy", "drawing": drawing()},
        version=1,
    ),
    "POST /records/<uuid:record_id>/signed-files": path(
        "/records/{record}/signed-files", version=1, data=lambda _: {"file": (io.BytesIO(b"x"), "ky.pdf")}
    ),
}


def lay(house: House, acting: Mapping[str, Any], ids: Mapping[str, str]) -> dict[str, str]:
    """A file to sign of the record that waits."""
    house.do("POST", f"/api/handover/records/{ids['record']}/file-to-sign", json={}, **acting)
    return {"scan": house.do("POST", "/api/handover/scans", data=paper(), **acting)["id"]}


# a scan of one's own unit is everybody's to send
STRANGERS_MAY = {"POST /scans"}
