"""Digital signatures, signed papers, witnesses."""

import io
from collections.abc import Mapping
from typing import Any

from tests.house import House
from tests.integration.samples.scene import path

SERVICE = "handover"
SAMPLES = {
    "GET /records/<uuid:record_id>/files": path("/records/{record}/files"),
    "GET /records/<uuid:record_id>/files/<int:number>": path("/records/{record}/files/1"),
    "POST /records/<uuid:record_id>/file-to-sign": path("/records/{record}/file-to-sign", json={}),
    "POST /records/<uuid:record_id>/seal": path("/records/{completed}/seal", json={}),
    "POST /records/<uuid:record_id>/signed-files": path(
        "/records/{record}/signed-files", version=1, data=lambda _: {"file": (io.BytesIO(b"x"), "ky.pdf")}
    ),
}


def lay(house: House, acting: Mapping[str, Any], ids: Mapping[str, str]) -> dict[str, str]:
    """A file to sign of the record that waits."""
    house.do("POST", f"/api/handover/records/{ids['record']}/file-to-sign", json={}, **acting)
    return {}
