"""Policies of reminders, and the plan of a deadline."""

from collections.abc import Mapping
from typing import Any

from tests.house import House
from tests.integration.samples.scene import path

SERVICE = "notifications"
_POLICY = {
    "offset": -5,
    "kind": "days",
    "to": ["leaver"],
    "by": ["in_app"],
    "on": True,
    "reason": "Báo sớm hơn",
}
SAMPLES = {
    "GET /policies": path("/policies"),
    "GET /policies/<name>/versions": path("/policies/recall.soon/versions"),
    "PUT /policies/<name>": path("/policies/recall.soon", json=_POLICY, version=1),
    "GET /previews": path("/previews?about={recall}"),
}
# the policies are those of the whole installation
STRANGERS_MAY = {"PUT /policies/<name>"}


def lay(house: House, acting: Mapping[str, Any], ids: Mapping[str, str]) -> dict[str, str]:
    """The recall is there."""
    return {}
