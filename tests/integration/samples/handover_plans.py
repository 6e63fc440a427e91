"""Plans of mass handover: the own unit ends, another below it takes over."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from shared.auth import Actor
from shared.tasks import ask
from tests.house import House
from tests.integration.samples.scene import path

SERVICE = "handover"
_PLAN = "/plans/<uuid:plan_id>"
_BALANCE = "/reconciliation"
_READS = ("", "/preview", "/lines", "/records", _BALANCE, f"{_BALANCE}.pdf", f"{_BALANCE}.csv")
_ACTS: dict[str, dict[str, Any]] = {
    "approval": {},
    "execution": {},
    "signatures": {"side": "giver", "pin": "246810"},
    "cancellation": {"reason": "Lập nhầm"},
    "completion": {},
}
SAMPLES = {
    "GET /successions": path("/successions"),
    "GET /plans": path("/plans"),
    "GET /tasks/<uuid:task_id>": path("/tasks/{plan_task}"),
    "POST /plans": path("/plans", json=lambda s: plan_of(s.units["own"], s.ids["successor"])),
    **{f"GET {_PLAN}{what}": path(f"/plans/{{plan}}{what}") for what in _READS},
    f"PATCH {_PLAN}": path("/plans/{plan}", json={"title": "Tên khác"}, version=1),
    **{
        f"POST {_PLAN}/{what}": path(f"/plans/{{plan}}/{what}", json=body, version=1)
        for what, body in _ACTS.items()
    },
}


def plan_of(old: str, new: str) -> dict[str, Any]:
    return {
        "title": "Bàn giao khi sắp xếp",
        "old": [{"unit_id": old}],
        "new": [{"unit_id": new}],
        "effective_on": "2026-01-01",
    }


def lay(house: House, acting: Mapping[str, Any], ids: Mapping[str, str]) -> dict[str, str]:
    """A unit below the own one, and a plan by which it takes over."""
    unit = {
        "code": "SUC",
        "name": "UBND phường kế thừa",
        "kind": "ward",
        "parent_id": acting["unit"],
        "valid_from": "2026-01-01",
    }
    made = house.do("POST", "/api/assets/units", role="service", json=unit)
    house.settle()
    plan = house.do("POST", "/api/handover/plans", json=plan_of(acting["unit"], made["id"]), **acting)
    return {"successor": made["id"], "plan": plan["id"], "plan_task": _task(house, acting)}


def _task(house: House, acting: Mapping[str, Any]) -> str:
    """A task that the officer asked for and that nobody does."""
    officer = Actor("officer", frozenset({"officer"}), UUID(acting["unit"]), UUID(acting["person"]))
    with house.workers["handover"].database.transaction(officer) as session:
        return str(ask(session, officer, "nothing", {})["id"])
