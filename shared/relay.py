"""The relay: gives what is committed a dense position, and sends it to the bus until the bus has confirmed
it.

One per service (an advisory lock of its own session decides which): it alone writes `position`, and only to
rows that it can see as committed, so `position > n` never skips a late commit, as a serial number would.
"""

import random
from collections.abc import Sequence
from threading import Event as Flag
from typing import Any

import orjson
import psycopg
from psycopg.rows import dict_row

from shared.bus import Bus, BusDown, Message, Publisher
from shared.events import to_cloudevent
from shared.failpoints import point
from shared.logs import log

_log = log(__name__)
_BATCH = 500
_POSITION = """
UPDATE outbox SET position = placed.position FROM (
    SELECT id, (SELECT coalesce(max(position), 0) FROM outbox) + row_number() OVER (ORDER BY number) AS
    position
    FROM (SELECT id, number FROM outbox WHERE position IS NULL ORDER BY number LIMIT %s) AS fresh
) AS placed WHERE outbox.id = placed.id
"""
_UNSENT = "SELECT * FROM outbox WHERE sent_at IS NULL AND position IS NOT NULL ORDER BY position LIMIT %s"
_SENT = "UPDATE outbox SET sent_at = now() WHERE id = ANY(%s)"

Connection = psycopg.Connection[dict[str, Any]]


class Relay:
    """Carries the outbox of one service to the bus."""

    def __init__(self, service: str, database_url: str, bus: Bus) -> None:
        self.service = service
        self._url = database_url
        self._bus = bus
        self._publisher: Publisher | None = None
        self._bus_may_be_back = 0.0
        self._patience = 0.2

    def run(self, stop: Flag) -> None:
        """Work until `stop`. Raises psycopg.OperationalError when the database is lost; the runtime begins
        again.
        """
        with psycopg.connect(self._url, autocommit=True, row_factory=dict_row) as connection:
            connection.execute("SELECT set_config('app.scope', 'all', false)")
            connection.execute("LISTEN outbox")
            while not stop.is_set() and not self._is_the_one(connection):
                stop.wait(1.0)
            try:
                while not stop.is_set():
                    if not self.step(connection):
                        self._tend()
                        _wait_for_bell(connection)
            finally:
                self._let_go()

    def step(self, connection: Connection) -> int:
        """Position what is new, send what is unsent; returns how many rows moved (0 = nothing to do)."""
        with connection.transaction():
            positioned = connection.execute(_POSITION, [_BATCH]).rowcount
        point("relay.after_position")
        rows = connection.execute(_UNSENT, [_BATCH]).fetchall()
        point("relay.before_publish")
        if not rows or not self._send(rows):
            return positioned
        point("relay.after_confirm")
        connection.execute(_SENT, [[row["id"] for row in rows]])
        return positioned + len(rows)

    def _send(self, rows: Sequence[dict[str, Any]]) -> bool:
        """Whether the bus confirmed them all. A bus that is down delays events; it never stops positions
        or the feed.
        """
        from time import monotonic

        if monotonic() < self._bus_may_be_back:
            return False
        messages = [
            Message(str(row["id"]), row["type"], orjson.dumps(to_cloudevent(self.service, row)))
            for row in rows
        ]
        try:
            self._publisher = self._publisher or self._bus.publisher()
            self._publisher.publish(messages)
        except BusDown as error:
            _log.warning("bus_down", relay=self.service, reason=str(error), waiting=len(rows))
            self._let_go()
            self._patience = min(self._patience * 2, 10.0)
            self._bus_may_be_back = monotonic() + self._patience * random.uniform(0.5, 1.0)  # noqa: S311
            return False
        self._patience = 0.2
        return True

    def _tend(self) -> None:
        """A broker that went while nothing was sent is noticed now, not by the next event."""
        try:
            if self._publisher is not None:
                self._publisher.tend()
        except BusDown as error:
            _log.info("bus_gone", relay=self.service, reason=str(error))
            self._let_go()

    def _is_the_one(self, connection: Connection) -> bool:
        row = connection.execute(
            "SELECT pg_try_advisory_lock(hashtextextended('relay:' || %s, 0)) AS ours", [self.service]
        ).fetchone()
        return bool(row and row["ours"])

    def _let_go(self) -> None:
        publisher, self._publisher = self._publisher, None
        if publisher is not None:
            publisher.close()


def _wait_for_bell(connection: Connection) -> None:
    """Sleep until somebody adds to the outbox, at most half a second: a bell can be missed, a look can't."""
    for _bell in connection.notifies(timeout=0.5, stop_after=1):
        return
