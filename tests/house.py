"""All services in one test process, over databases of their own: real applications, real relays, real
deliveries.

`settle` does by hand what the workers do by themselves, until nothing is left to carry: tests need not wait.
"""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

import psycopg
from flask import Flask
from psycopg.rows import dict_row
from werkzeug.test import TestResponse

from shared.bus import Message, Verdict, make_bus
from shared.ids import uuid7
from shared.peers import Peers
from shared.process import application_of, worker_of
from shared.relay import Relay
from shared.runtime import Worker
from shared.tokens import issue_token
from taisan.services import APIS
from tests.servers.databases import USER_KEY, Databases


class House:
    """The services `assets`, `handover` and `notifications` (or `only` some) as a test may use them."""

    def __init__(self, databases: Databases, *, only: tuple[str, ...] = APIS, smtp_url: str = "") -> None:
        self.databases = databases
        self.settings = {name: databases.settings(name, smtp_url=smtp_url) for name in only}
        self.apps: dict[str, Flask] = {name: application_of(name, self.settings[name]) for name in only}
        self.workers: dict[str, Worker] = {
            name: worker_of(name, self.settings[name], peers=Peers(self.settings[name], self.apps))
            for name in only
        }
        self.dead: list[tuple[str, str, str]] = []
        make_bus(databases.bus_url).declare([worker.subscription for worker in self.workers.values()])

    def close(self) -> None:
        """Give every connection back."""
        for app in self.apps.values():
            app.extensions["taisan.database"].close()
        for worker in self.workers.values():
            worker.database.close()

    def ask(
        self,
        method: str,
        path: str,
        *,
        role: str = "admin",
        unit: UUID | str | None = None,
        person: UUID | str | None = None,
        headers: Mapping[str, str] | None = None,
        version: int | None = None,
        **request: Any,
    ) -> TestResponse:
        """One request to `/api/<service>/…` as a person of `role` in `unit`; `version` becomes If-Match."""
        service = path.split("/")[2]
        token = issue_token(
            USER_KEY,
            subject=f"{role}-{person or 'x'}",
            audience=service,
            roles=frozenset({role}),
            unit_id=UUID(str(unit)) if unit else None,
            person_id=UUID(str(person)) if person else None,
        )
        sent = {"Authorization": f"Bearer {token}", **(headers or {})}
        if version is not None:
            sent["If-Match"] = f'"{version}"'
        answer: TestResponse = (
            self.apps[service].test_client().open(path, method=method, headers=sent, **request)
        )
        return answer

    def do(self, method: str, path: str, **request: Any) -> Any:
        """`ask`, for what must succeed: fails with the problem, returns the JSON."""
        if method != "GET":
            request["headers"] = {"Idempotency-Key": str(uuid7()), **request.get("headers", {})}
        answer = self.ask(method, path, **request)
        assert answer.status_code < 300, f"{method} {path}: {answer.status_code} {answer.text}"
        return answer.get_json()

    def settle(self) -> int:
        """Carry every event to every subscriber and do every task until all is quiet; returns how many
        deliveries and tasks there were.
        """
        delivered = 0
        while moved := sum(self._relay(name) for name in self.apps) + self._deliver() + self._work():
            delivered += moved
        return delivered

    def _relay(self, service: str) -> int:
        relay = Relay(service, self.settings[service].database_url, make_bus(self.databases.bus_url))
        moved = 0
        with psycopg.connect(
            self.settings[service].database_url, autocommit=True, row_factory=dict_row
        ) as connection:
            connection.execute("SELECT set_config('app.scope', 'all', false)")
            while step := relay.step(connection):
                moved += step
        relay._let_go()
        return moved

    def _work(self) -> int:
        return sum(worker.run_tasks(worker.database) for worker in self.workers.values() if worker.works)

    def _deliver(self) -> int:
        """Give each waiting message to its service, in order; what is refused is kept in `dead`."""
        with psycopg.connect(self.databases.bus_url, autocommit=True) as bus:
            waiting = bus.execute(
                "SELECT queue, id, type, body FROM bus_messages WHERE dead_reason IS NULL"
                " AND queue = ANY(%s) ORDER BY number",
                [list(self.workers)],
            ).fetchall()
            for queue, event_id, kind, body in waiting:
                verdict, reason = self.deliver(queue, Message(event_id, kind, bytes(body)))
                if verdict is Verdict.DEAD:
                    self.dead.append((queue, kind, reason))
                bus.execute("DELETE FROM bus_messages WHERE queue = %s AND id = %s", [queue, event_id])
        return len(waiting)

    def deliver(self, service: str, message: Message) -> tuple[Verdict, str]:
        """One delivery to one service, as its subscriber would make it."""
        return self.workers[service].delivery(message, _impatient)


def _impatient(_seconds: float) -> None:
    """Tests do not wait between attempts."""
