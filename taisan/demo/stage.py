"""The services in this process, as the sample data uses them; their events are carried by hand."""

import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from types import TracebackType
from typing import Any, Self
from uuid import NAMESPACE_URL, UUID, uuid5

import psycopg
from psycopg.rows import dict_row

from shared.auth import Actor
from shared.bus import Message, Verdict, make_bus
from shared.clock import frozen, now, today
from shared.peers import Peers
from shared.process import application_of, worker_of
from shared.relay import Relay
from shared.settings import Settings
from taisan.services import APIS

Json = dict[str, Any]

_WAITING = """
SELECT queue, id, type, body FROM bus_messages WHERE dead_reason IS NULL AND queue = ANY(%s) ORDER BY number
"""
_DONE = "DELETE FROM bus_messages WHERE queue = %s AND id = %s"

_CLOCKS = ("recall clock", "disposal clock", "deadlines")

MORNING = 2  # the hour of day in UTC at which things happen: 9 o'clock in Hà Nội


class Stage:
    """Where the sample story is played. Actors are plain `shared.auth.Actor`s, as the web would send them."""

    def __init__(self, settings: Mapping[str, Settings]) -> None:
        self._settings = {name: settings[name] for name in APIS}
        self._apps = {name: application_of(name, self._settings[name]) for name in APIS}
        self._peers = Peers(settings["web"], self._apps)
        self._workers = {
            name: worker_of(name, of_service, peers=Peers(of_service, self._apps))
            for name, of_service in self._settings.items()
        }
        bus_url = settings["web"].bus_url
        make_bus(bus_url).declare([worker.subscription for worker in self._workers.values()])
        self._queues = psycopg.connect(bus_url, autocommit=True)
        self._relays = {
            name: Relay(name, of_service.database_url, make_bus(bus_url))
            for name, of_service in self._settings.items()
        }
        self._outboxes = {name: _outbox(of_service) for name, of_service in self._settings.items()}

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for worker in self._workers.values():
            worker.database.close()
        for connection in (self._queues, *self._outboxes.values()):
            connection.close()

    def do(
        self,
        service: str,
        method: str,
        path: str,
        body: Json,
        *,
        actor: Actor | None = None,
        version: int = 0,
    ) -> Json:
        """One write as `actor` (None: the machinery); asked again, it does nothing and answers the same."""
        asked = json.dumps([service, method, path, body, version], sort_keys=True)
        headers = {"Idempotency-Key": str(uuid5(NAMESPACE_URL, asked))}
        if version:
            headers["If-Match"] = f'"{version}"'
        peer = getattr(self._peers, service)
        answer: Json = peer.send(method, path, actor=actor, json=body, headers=headers).json()
        return answer

    def see(self, service: str, path: str, **params: Any) -> Json:
        """What the machinery sees at `path`."""
        answer: Json = getattr(self._peers, service).get(path, **params)
        return answer

    @contextmanager
    def on(self, days_ago: int, minutes: int = 0) -> Iterator[str]:
        """Play what is inside some days ago in the morning, and carry its events; gives the ISO date."""
        day = datetime.combine(today() - timedelta(days=days_ago), datetime.min.time(), UTC)
        at = min(day + timedelta(hours=MORNING, minutes=minutes), now())
        with frozen(at):
            yield at.date().isoformat()
            self.carry()

    def live_through(self, days: int) -> None:
        """Let the clocks of the services tell, day by day, what they would have told in the last `days`."""
        for days_ago in range(days, -1, -1):
            with self.on(days_ago):
                for worker in self._workers.values():
                    for job in worker.jobs:
                        if job.name in _CLOCKS:
                            job.run(worker.database)

    def carry(self) -> None:
        """Bring every event to whoever wants it, until all is quiet. Raises when somebody refuses one."""
        while sum([self._send(name) for name in APIS]) + self._deliver() + self._work():
            pass

    def _work(self) -> int:
        return sum(worker.run_tasks(worker.database) for worker in self._workers.values() if worker.works)

    def _send(self, service: str) -> int:
        return self._relays[service].step(self._outboxes[service])

    def _deliver(self) -> int:
        waiting = self._queues.execute(_WAITING, [list(APIS)]).fetchall()
        for queue, event_id, kind, content in waiting:
            message = Message(event_id, kind, bytes(content))
            verdict, reason = self._workers[queue].delivery(message, _at_once)
            if verdict is Verdict.DEAD:
                raise RuntimeError(f"{queue} refused {kind}: {reason}")
            self._queues.execute(_DONE, [queue, event_id])
        return len(waiting)


def somebody(role: str, unit_id: str, person_id: str | None = None) -> Actor:
    """A person at work, as the web would vouch for them."""
    return Actor(
        subject=f"sample:{role}:{person_id or unit_id}",
        roles=frozenset({role}),
        unit_id=UUID(unit_id),
        person_id=UUID(person_id) if person_id else None,
    )


def _outbox(settings: Settings) -> psycopg.Connection[Json]:
    connection = psycopg.connect(settings.database_url, autocommit=True, row_factory=dict_row)
    connection.execute("SELECT set_config('app.scope', 'all', false)")
    return connection


def _at_once(_seconds: float) -> None:
    """Nothing else is running, so waiting would help nobody."""
