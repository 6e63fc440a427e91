"""A small world around the notifications service: a register and a custody that say what the tests want.

The other services' doors are played by one WSGI function each; everything of notifications is the real thing.
"""

import json
from collections.abc import Iterable
from datetime import date
from typing import Any
from uuid import UUID

import psycopg
from psycopg.rows import dict_row

from services.notifications.app import handlers
from services.notifications.channels import Channels
from shared.bus import Message
from shared.db import Database
from shared.delivery import Delivery
from shared.ids import uuid7
from shared.peers import Peers
from tests.servers.databases import Databases


class Played:
    """A peer that answers `GET /api/<name><path>` from `things`, 404 for the rest, 503 while it is `away`."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.things: dict[str, Any] = {}
        self.away = False
        self.asked: list[str] = []

    def __call__(self, environ: Any, start_response: Any) -> Iterable[bytes]:
        path = environ["PATH_INFO"].removeprefix(f"/api/{self.name}")
        self.asked.append(path)
        assert environ["HTTP_AUTHORIZATION"].startswith("Bearer ")
        thing = None if self.away else self.things.get(path)
        status = "503 Service Unavailable" if self.away else "200 OK" if thing else "404 Not Found"
        start_response(status, [("Content-Type", "application/json")])
        return [json.dumps(thing or {"type": "/problems/not-found", "title": "no"}).encode()]


class World:
    """Units, people, and the events that reach notifications."""

    def __init__(self, databases: Databases, smtp_url: str = "") -> None:
        self.settings = databases.settings("notifications", bus_url="amqp://unused", smtp_url=smtp_url)
        self.database = Database(self.settings.database_url, pool_size=4)
        self.channels = Channels.of(self.settings)
        self.register, self.custody = Played("assets"), Played("handover")
        peers = Peers(self.settings, {"assets": self.register, "handover": self.custody})
        self.delivery = Delivery("notifications", self.database, handlers(self.channels), peers=peers)
        self._admin_url = databases.admin_url("notifications")

    def event(self, kind: str, subject: UUID, data: dict[str, Any], sequence: int = 1) -> Message:
        """An event as it comes from the bus."""
        event_id = str(uuid7())
        body = {"specversion": "1.0", "id": event_id, "type": kind, "subject": str(subject), "data": data}
        return Message(event_id, kind, json.dumps({**body, "sequence": str(sequence)}).encode())

    def act(self, message: Message) -> bool:
        """Let it be delivered once."""
        return self.delivery.act(message)

    def unit(self, parent: UUID | None = None) -> UUID:
        """A new unit, told of."""
        unit = uuid7()
        data = {
            "unit_id": str(unit),
            "code": f"U{unit.hex[-6:]}",
            "name": "UBND phường Bồ Đề",
            "kind": "ward",
        }
        data |= {"parent_id": str(parent) if parent else None, "valid_from": "2025-07-01", "valid_to": None}
        self.act(self.event("assets.unit.registered.v1", unit, data))
        return unit

    def person(self, unit: UUID, name: str = "Nguyễn Văn An", *, told: bool = True, **facts: Any) -> UUID:
        """A new person in the register, and told of unless `told` is False."""
        person = facts.pop("id", None) or uuid7()
        facts = {"post": "Công chức", "status": "working", "duties": [], "version": 1, **facts}
        email = facts.pop("email", f"p{person.hex[-8:]}@longbien.example")
        self.register.things[f"/people/{person}"] = {
            "id": str(person),
            "name": name,
            "unit_id": str(unit),
            "email": email,
            **facts,
        }
        if told:
            self.act(self.person_event(person))
        return person

    def person_event(self, person: UUID) -> Message:
        """What the register tells of a person as it is now: no name, no address."""
        now = self.register.things[f"/people/{person}"]
        data = {name: now[name] for name in ("unit_id", "status", "duties")}
        data |= {"person_id": str(person), "code": "CB01", "left_on": None}
        return self.event("assets.person.changed.v1", person, data, now["version"])

    def record(self, giver: UUID, receiver: UUID, unit: UUID, record: UUID | None = None) -> "Record":
        """A record that custody knows."""
        return Record(self, record or uuid7(), giver, receiver, unit)

    def recall_event(
        self, verb: str, recall: UUID, person: UUID, unit: UUID, *, sequence: int = 1, **facts: Any
    ) -> Message:
        """One step of a recall case."""
        data = {
            "recall_id": str(recall),
            "person_id": str(person),
            "unit_id": str(unit),
            "state": "closed" if verb == "closed" else "open",
            "reason": "retired",
            "opened_on": "2026-03-05",
            "deadline": "2026-03-20",
            "asset_ids": [] if verb == "closed" else [str(uuid7()), str(uuid7())],
            "leaf_hash": "5f" * 32,
            **facts,
        }
        return self.event(f"handover.recall.{verb}.v1", recall, data, sequence)

    def look(self, query: str, *values: Any) -> list[dict[str, Any]]:
        """Ask the database as its administrator, whom no policy binds."""
        with psycopg.connect(self._admin_url, row_factory=dict_row) as admin:
            return admin.execute(query, values).fetchall()

    def notices(self, about: UUID) -> set[tuple[str, UUID]]:
        """Who was told what about it; fails when anybody was told twice."""
        rows = self.look(
            "SELECT cause_event_id, kind, recipient_person_id FROM notices WHERE about_id = %s", about
        )
        told = [tuple(row.values()) for row in rows]
        assert len(told) == len(set(told))
        return {(row["kind"], row["recipient_person_id"]) for row in rows}

    def close(self) -> None:
        self.database.close()


class Record:
    """A handover record: what custody answers of it, and its events."""

    def __init__(self, world: World, record: UUID, giver: UUID, receiver: UUID, unit: UUID) -> None:
        self.world, self.id, self.giver, self.receiver, self.unit = world, record, giver, receiver, unit
        self.version = 0
        self.signed_by()

    def signed_by(self, *sides: str) -> None:
        """What custody says now about the signatures."""
        self.world.custody.things[f"/records/{self.id}"] = {
            "id": str(self.id),
            "signatures": [{"side": side} for side in sides],
        }

    def event(self, verb: str, **facts: Any) -> Message:
        """The event that this happened to it."""
        self.version += 1
        data = {
            "record_id": str(self.id),
            "number": "00012/BBBG",
            "kind": "internal_handover",
            "state": verb,
            "unit_id": str(self.unit),
            "giver_person_id": str(self.giver),
            "giver_as": "store",
            "receiver_person_id": str(self.receiver),
            "receiver_as": "holder",
            "happened_on": date(2026, 3, 5).isoformat(),
            "asset_ids": [str(uuid7()), str(uuid7()), str(uuid7())],
            "recall_id": None,
            "leaf_hash": "a1" * 32,
            **facts,
        }
        return self.world.event(f"handover.record.{verb}.v1", self.id, data, self.version)
