"""Erasing the data of a leaver."""

from collections.abc import Mapping
from typing import Any

from tests.house import House
from tests.integration.samples.scene import path

SERVICE = "handover"
SAMPLES = {
    "POST /people/<uuid:person_id>/erasure": path("/people/{person}/erasure", json={"reason": "nghỉ việc"})
}


def lay(house: House, acting: Mapping[str, Any], ids: Mapping[str, str]) -> dict[str, str]:
    """The holder of the scene is person enough."""
    return {}
