"""The door that all routes of custody are added to."""

from typing import Any

from shared.web.door import Door

door = Door("handover")

Json = dict[str, Any]
