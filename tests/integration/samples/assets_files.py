"""Photos and papers."""

import io
from collections.abc import Mapping
from typing import Any

from PIL import Image

from tests.house import House
from tests.integration.samples.scene import Scene, path

SERVICE = "assets"


def picture(colour: str = "white") -> io.BytesIO:
    """A small PNG."""
    out = io.BytesIO()
    Image.new("RGB", (40, 30), colour).save(out, "PNG")
    return io.BytesIO(out.getvalue())


def form(scene: Scene) -> dict[str, Any]:
    return {
        "kind": "photo",
        "subject_noun": "asset",
        "subject_id": scene.ids["asset"],
        "file": (picture("red"), "anh.png"),
    }


SAMPLES = {
    "GET /files": path("/files?subject_noun=asset&subject_id={asset}"),
    "POST /files": path("/files", data=form),
    "GET /files/<uuid:file_id>": path("/files/{file}"),
    "GET /files/<uuid:file_id>/content": path("/files/{file}/content"),
    "GET /files/<uuid:file_id>/thumbnail": path("/files/{file}/thumbnail"),
    "POST /files/<uuid:file_id>/withdrawal": path(
        "/files/{file}/withdrawal", json={"reason": "Nhầm tài sản"}, version=1
    ),
}


def lay(house: House, acting: Mapping[str, Any], ids: Mapping[str, str]) -> dict[str, str]:
    """A photo of the asset that somebody holds."""
    sent = {
        "kind": "photo",
        "subject_noun": "asset",
        "subject_id": ids["asset"],
        "file": (picture(), "anh.png"),
    }
    return {"file": house.do("POST", "/api/assets/files", data=sent, **acting)["id"]}
