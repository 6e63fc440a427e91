"""A ward for one history of custody: who and what there is, by real requests to the real services; and a
carrier that takes events from one to the other without opening connections anew.
"""

from contextlib import ExitStack
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

import psycopg
from psycopg.rows import dict_row

from services.handover.ledger import store
from shared.bus import Message, Verdict, make_bus
from shared.ids import uuid7
from shared.relay import Relay
from tests.house import House

PEOPLE = 3
COSTS = (7_220_000, 8_490_000, 15_490_000, 31_000_000)


class Carrier:
    """Carries events and places ledger entries, as the workers do."""

    def __init__(self, house: House) -> None:
        self.house = house
        self._open = ExitStack()
        bus = make_bus(house.databases.bus_url)
        self._relays = []
        for name, settings in house.settings.items():
            relay = Relay(name, settings.database_url, bus)
            connection = self._open.enter_context(
                psycopg.connect(settings.database_url, autocommit=True, row_factory=dict_row)
            )
            connection.execute("SELECT set_config('app.scope', 'all', false)")
            self._relays.append((relay, connection))
            self._open.callback(relay._let_go)
        self._bus = self._open.enter_context(psycopg.connect(house.databases.bus_url, autocommit=True))

    def close(self) -> None:
        self._open.close()

    def carry(self) -> None:
        """Until nothing moves; a message that is refused is a fault of this test's world."""
        while sum(relay.step(connection) for relay, connection in self._relays) + self._deliver():
            pass
        store.sequence(self.house.workers["handover"].database)

    def _deliver(self) -> int:
        waiting = self._bus.execute(
            "SELECT queue, id, type, body FROM bus_messages WHERE dead_reason IS NULL ORDER BY number"
        ).fetchall()
        for queue, event_id, kind, body in waiting:
            verdict, reason = self.house.deliver(queue, Message(event_id, kind, bytes(body)))
            assert verdict is not Verdict.DEAD, f"{queue} refuses {kind}: {reason}"
        if waiting:
            self._bus.execute("DELETE FROM bus_messages WHERE id = ANY(%s)", [[row[1] for row in waiting]])
        return len(waiting)


@dataclass
class Town:
    """One ward, its keeper and head, its people and tablets; all new, nobody else's."""

    unit: str
    units: list[UUID]
    keeper: str
    head: str
    people: list[str]
    versions: dict[str, int]  # of people, in the register
    assets: list[UUID]
    emails: dict[str, str]  # of people
    value: int = sum(COSTS)
    codes: dict[UUID, str] = field(default_factory=dict)


def found(house: House) -> Town:
    """A new ward with everything in it; to be carried before it is used."""
    mark = uuid7().hex[-12:].upper()
    unit = made(
        house, "units", code=f"U{mark}", name="UBND phường Bồ Đề", kind="ward", valid_from="2004-01-01"
    )
    keeper, head = (person(house, unit, f"{duty}{mark}", duty) for duty in ("officer", "head"))
    emails = {
        person(house, unit, f"P{number}{mark}", email=email): email
        for number, email in enumerate(f"p{number}{mark.lower()}@bode.gov.vn" for number in range(PEOPLE))
    }
    people = list(emails)
    town = Town(unit, [UUID(unit)], keeper, head, people, dict.fromkeys(people, 1), [], emails)
    for number, cost in enumerate(COSTS):
        said = {"tag": f"T{number}{mark}", "name": "Máy tính bảng", "category": "tablet", "unit_id": unit}
        money = {"cost": cost, "cost_budget": cost, "cost_other": 0}
        asset = house.do(
            "POST",
            "/api/assets/assets",
            role="service",
            json={**said, **money, "put_to_use_on": "2024-03-05"},
        )
        town.assets.append(UUID(asset["id"]))
        town.codes[UUID(asset["id"])] = asset["code"]
    return town


def person(house: House, unit: str, code: str, *duties: str, email: str = "") -> str:
    said = {"code": code, "name": f"Nguyễn Thị {code[:2]}", "post": "Chuyên viên", "duties": list(duties)}
    said |= {"email": email}
    return made(house, "people", unit_id=unit, **said)


def made(house: House, noun: str, **said: Any) -> str:
    return str(house.do("POST", f"/api/assets/{noun}", role="service", json=said)["id"])
