"""What the web shows to whoever holds a paper."""

import io
from collections.abc import Mapping
from typing import Any

from tests.house import House
from tests.integration.samples.scene import Scene, path

SERVICE = "handover"


def copy(_: Scene) -> dict[str, tuple[io.BytesIO, str]]:
    return {"file": (io.BytesIO(b"%PDF-1.7 nothing"), "copy.pdf")}


SAMPLES = {
    "GET /papers/<uuid:paper_id>": path("/papers/{completed}"),
    "POST /papers/<uuid:paper_id>/comparison": path("/papers/{completed}/comparison", data=copy),
}


def lay(house: House, acting: Mapping[str, Any], ids: Mapping[str, str]) -> dict[str, str]:
    """The completed record of the scene is paper enough."""
    return {}
