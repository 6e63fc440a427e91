"""What carries events in taisan, measured from outside: a relay and a subscriber, each a process of its own.

As a program (`python -m bench.carrying relay|subscriber DATABASE-URL BUS-URL FILE`) it is one of the two; the
subscriber adds to FILE a line for each event: its id and the time (seconds since the epoch) at which its
transaction had ended.
"""

import json
import subprocess
import sys
import threading
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Self

import psycopg
from alembic.migration import MigrationContext
from alembic.operations import Operations
from sqlalchemy import create_engine, text
from sqlalchemy.orm import Session

from shared.bus import Message, Subscription, Verdict, Wait, make_bus
from shared.contracts import CONTRACTS
from shared.db.migration import dead_event_table, engine_tables, grant
from shared.ids import uuid7
from shared.runtime import Worker
from shared.settings import Settings
from taisan.children import wrapped
from taisan.embedded.postgres import Postgres, free_port, stop
from taisan.embedded.provision import provision
from taisan.services import ROOT, role_url

TOPIC = "handover.record.signed.v1"
_FROM, _TO = "bench_from", "bench_to"
_SECRET = "bench"
_PATIENCE = 300.0
_EFFECT = text("INSERT INTO effects VALUES (:id)")
_EVENT = """
INSERT INTO outbox (id, type, subject, sequence, occurred_at, data)
VALUES (%s, %s, %s, 1, now(), %s::jsonb)
"""
_BACKLOG = """
INSERT INTO outbox (id, type, subject, sequence, occurred_at, data)
SELECT gen_random_uuid(), %s, gen_random_uuid()::text, 1, now(), %s::jsonb FROM generate_series(1, %s)
"""


class Carrying:
    """PostgreSQL with an outbox in one database and an inbox in another; relay and subscriber at work."""

    def __init__(self, folder: Path, bus_url: str) -> None:
        self._acted = folder / "acted"
        self._acted.touch()
        self._data = json.dumps(json.loads((CONTRACTS / "examples" / f"{TOPIC}.json").read_text())["data"])
        postgres = Postgres(folder / "data", folder / "log", _SECRET)
        postgres.create()
        port = free_port()
        self._server = postgres.start(port)
        self._url = postgres.url(port)
        provision(self._url, (_FROM, _TO), lambda _role: _SECRET)
        for name in (_FROM, _TO):
            _make_tables(name, role_url(self._url, name, f"{name}_owner", _SECRET))
        make_bus(bus_url).declare([Subscription(_TO, (TOPIC,))])
        self._processes = [
            _process(what, role_url(self._url, name, f"{name}_app", _SECRET), bus_url, self._acted)
            for what, name in (("relay", _FROM), ("subscriber", _TO))
        ]
        self._outbox = psycopg.connect(role_url(self._url, _FROM, "postgres", _SECRET))
        self._expected = 0

    def latencies(self, rate: int, seconds: int) -> list[float]:
        """Seconds from commit to effect of `rate` events a second; the first of 200 events are left out."""
        self._steady(rate, 200)
        committed = self._steady(rate, rate * seconds)
        acted = dict(line.split() for line in self._acted.read_text().splitlines())
        return [float(acted[one]) - at for one, at in committed.items()]

    def drained(self, backlog: int) -> tuple[float, float]:
        """Commit a backlog in one transaction; seconds until all is confirmed, and until all is acted on."""
        self._outbox.execute(_BACKLOG, [TOPIC, self._data, backlog])
        self._outbox.commit()
        began = time.perf_counter()
        self._expected += backlog
        carried = 0.0
        while not carried:
            time.sleep(0.01)
            carried = 0.0 if self._unsent() else time.perf_counter() - began
            self._alive(began)
        return carried, self._wait(began)

    def bodies(self, count: int) -> list[bytes]:
        """Messages as the floor sends them, as long as ours."""
        return [self._data.encode().ljust(len(self._data) + 420)] * count

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._outbox.close()
        for process in self._processes:
            process.kill()
            process.wait()
        stop(self._server)

    def _steady(self, rate: int, count: int) -> dict[str, float]:
        """{id: when its commit returned}"""
        committed, began = {}, time.perf_counter()
        for number in range(count):
            time.sleep(max(0.0, began + number / rate - time.perf_counter()))
            made = uuid7()
            self._outbox.execute(_EVENT, [made, TOPIC, str(made), self._data])
            self._outbox.commit()
            committed[str(made)] = time.time()
        self._expected += count
        self._wait(time.perf_counter())
        return committed

    def _unsent(self) -> bool:
        left = "SELECT EXISTS (SELECT 1 FROM outbox WHERE sent_at IS NULL)"
        row = self._outbox.execute(left).fetchone()
        self._outbox.commit()
        return bool(row and row[0])

    def _wait(self, began: float) -> float:
        with self._acted.open("rb") as file:
            seen = 0
            while seen < self._expected:
                time.sleep(0.01)
                seen += file.read().count(b"\n")
                self._alive(began)
        return time.perf_counter() - began

    def _alive(self, began: float) -> None:
        if any(process.poll() is not None for process in self._processes):
            raise RuntimeError("relay or subscriber has ended")
        if time.perf_counter() - began > _PATIENCE:
            raise RuntimeError("not all events came")


def _process(what: str, *told: object) -> "subprocess.Popen[bytes]":
    command = [sys.executable, "-m", "bench.carrying", what, *map(str, told)]
    return subprocess.Popen(wrapped(command), cwd=ROOT, stderr=subprocess.DEVNULL, stdout=subprocess.DEVNULL)


def _make_tables(name: str, owner_url: str) -> None:
    engine = create_engine(owner_url.replace("postgresql://", "postgresql+psycopg://", 1))
    with engine.begin() as connection:
        op = Operations(MigrationContext.configure(connection))
        engine_tables(op, name)
        dead_event_table(op, name)
        op.execute("CREATE TABLE effects (event_id text)")
        grant(op, name, "effects", "SELECT, INSERT")
    engine.dispose()


def _act(session: Session, event: Mapping[str, Any]) -> None:
    session.execute(_EFFECT, {"id": event["id"]})


def _work(what: str, database_url: str, bus_url: str, file: str) -> None:
    name = _FROM if what == "relay" else _TO
    worker = Worker(
        Settings(name, database_url, bus_url=bus_url), {TOPIC: _act} if what == "subscriber" else {}
    )
    deliver, notes = worker.delivery, Path(file).open("a", buffering=1)  # noqa: SIM115 - until killed

    def noting(message: Message, wait: Wait) -> tuple[Verdict, str]:
        verdict = deliver(message, wait)
        notes.write(f"{message.id} {time.time()}\n")
        return verdict

    noting.act = deliver.act  # type: ignore[attr-defined]
    worker.delivery = noting  # type: ignore[assignment]
    worker.run(threading.Event())


if __name__ == "__main__":
    _work(*sys.argv[1:5])
