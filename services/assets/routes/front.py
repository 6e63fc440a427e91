"""The door that all routes of the register are added to."""

from typing import Any

from shared.web.door import Door

door = Door("assets")

Json = dict[str, Any]
