"""Long work."""

from collections.abc import Mapping
from typing import Any

from shared.auth import Actor
from shared.tasks import ask
from tests.house import House
from tests.integration.samples.scene import path

SERVICE = "assets"
SAMPLES = {"GET /tasks/<uuid:task_id>": path("/tasks/{task}")}


def lay(house: House, acting: Mapping[str, Any], ids: Mapping[str, str]) -> dict[str, str]:
    """A task that the officer asked for and that nobody does."""
    from uuid import UUID

    officer = Actor("officer", frozenset({"officer"}), UUID(acting["unit"]), UUID(acting["person"]))
    with house.workers["assets"].database.transaction(officer) as session:
        return {"task": str(ask(session, officer, "nobody's", {})["id"])}
