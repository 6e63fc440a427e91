"""The bus of a single machine: queues as rows in a PostgreSQL database of their own, where a broker would
stand.

A message is one row per queue that wants it. The subscriber takes the oldest row, counts the attempt
before acting on it (so a message that kills its subscriber is given up after five), and deletes it when it
is done; what is given up moves to the queue of dead letters.
"""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from threading import Event as Flag
from time import monotonic, sleep
from typing import Any

import psycopg
from psycopg.rows import dict_row

from shared.bus import BusDown, Message, Receive, Subscription, Verdict
from shared.bus.topology import DELIVERY_LIMIT, GIVEN_UP, dead_queue, holds_dead_letters, matches

SCHEMA = """
CREATE TABLE IF NOT EXISTS bus_bindings (
    queue text NOT NULL, topic text NOT NULL, PRIMARY KEY (queue, topic));
CREATE TABLE IF NOT EXISTS bus_messages (
    queue text NOT NULL, id text NOT NULL, number bigint GENERATED ALWAYS AS IDENTITY,
    type text NOT NULL, body bytea NOT NULL, attempts int NOT NULL DEFAULT 0,
    enqueued_at timestamptz NOT NULL DEFAULT now(), dead_reason text, PRIMARY KEY (queue, id));
DROP INDEX IF EXISTS bus_messages_live;
CREATE INDEX IF NOT EXISTS bus_messages_in_order ON bus_messages (queue, number);
UPDATE bus_messages SET queue = queue || '.dead' WHERE dead_reason IS NOT NULL AND queue NOT LIKE '%.dead';
GRANT SELECT, INSERT, UPDATE, DELETE ON bus_messages, bus_bindings TO bus_app;
"""

Connection = psycopg.Connection[dict[str, Any]]


class EmbeddedBus:
    """The bus behind a postgresql:// address."""

    def __init__(self, url: str) -> None:
        self.url = url

    def publisher(self) -> "EmbeddedPublisher":
        """A publisher with its own connection."""
        return EmbeddedPublisher(self.url)

    def subscriber(self, queue: str) -> "EmbeddedSubscriber":
        """A subscriber of `queue` with its own connection."""
        return EmbeddedSubscriber(self.url, queue)

    def declare(self, subscribers: Iterable[Subscription]) -> None:
        """Write the bindings of each subscriber; those it no longer wants go, its waiting messages stay."""
        with _bus_errors(), psycopg.connect(self.url) as connection:
            for subscriber in subscribers:
                connection.execute("DELETE FROM bus_bindings WHERE queue = %s", [subscriber.queue])
                connection.cursor().executemany(
                    "INSERT INTO bus_bindings (queue, topic) VALUES (%s, %s)",
                    [(subscriber.queue, topic) for topic in subscriber.topics],
                )


def create_schema(owner_url: str) -> None:
    """Make the bus's tables, if they are not there, as the owner of its database."""
    with psycopg.connect(owner_url) as connection:
        connection.execute(SCHEMA)


class EmbeddedPublisher:
    """Puts messages into the queues that are bound to their type."""

    def __init__(self, url: str) -> None:
        with _bus_errors():
            self._connection = psycopg.connect(url)

    def publish(self, messages: Sequence[Message]) -> None:
        """One transaction: all messages are in their queues, or none. A repeat of a waiting message adds
        nothing.
        """
        with _bus_errors(), self._connection.transaction():
            bindings = self._connection.execute("SELECT queue, topic FROM bus_bindings").fetchall()
            rows = [
                (queue, message.id, message.type, message.body)
                for message in messages
                for queue in _queues_for(message.type, bindings)
            ]
            self._connection.cursor().executemany(
                "INSERT INTO bus_messages (queue, id, type, body) VALUES (%s, %s, %s, %s)"
                " ON CONFLICT DO NOTHING",
                rows,
            )
            for queue in sorted({row[0] for row in rows}):
                self._connection.execute("SELECT pg_notify('bus', %s)", [queue])

    def tend(self) -> None:
        """Nothing to keep alive: a lost connection is noticed by the next publish."""

    def close(self) -> None:
        """Let the connection go."""
        self._connection.close()


class EmbeddedSubscriber:
    """Takes the messages of one queue in order; a second subscriber of it waits until the first has gone."""

    def __init__(self, url: str, queue: str) -> None:
        self._url = url
        self._queue = queue

    def run(self, receive: Receive, stop: Flag) -> None:
        """Take one message after the other until `stop`; raises BusDown when the database is lost."""
        with (
            _bus_errors(),
            psycopg.connect(self._url, autocommit=True, row_factory=dict_row) as connection,
        ):
            connection.execute("LISTEN bus")
            while not stop.is_set() and not self._is_the_one(connection):
                sleep(0.2)
            while not stop.is_set():
                row = connection.execute(
                    "UPDATE bus_messages SET attempts = attempts + 1 WHERE (queue, id) = (SELECT queue, id"
                    " FROM bus_messages WHERE queue = %s ORDER BY number LIMIT 1)"
                    " RETURNING id, type, body, attempts, coalesce(dead_reason, '') AS reason",
                    [self._queue],
                ).fetchone()
                if row is None:
                    _wait_for_bell(connection, self._queue, stop)
                elif row["attempts"] > DELIVERY_LIMIT and not holds_dead_letters(self._queue):
                    self._give_up(connection, row["id"], GIVEN_UP)
                else:
                    message = Message(row["id"], row["type"], bytes(row["body"]), row["reason"])
                    verdict, reason = receive(message, sleep)
                    if verdict is Verdict.DONE:
                        connection.execute(
                            "DELETE FROM bus_messages WHERE queue = %s AND id = %s", [self._queue, row["id"]]
                        )
                    else:
                        self._give_up(connection, row["id"], reason)

    def _is_the_one(self, connection: Connection) -> bool:
        row = connection.execute(
            "SELECT pg_try_advisory_lock(hashtextextended('bus:' || %s, 0)) AS ours", [self._queue]
        ).fetchone()
        return bool(row and row["ours"])

    def _give_up(self, connection: Connection, message_id: str, reason: str) -> None:
        """Move a message to the dead letters; one that lies there already is told the newer reason."""
        dead = dead_queue(self._queue)
        connection.execute(
            "WITH taken AS (DELETE FROM bus_messages WHERE queue = %s AND id = %s RETURNING id, type, body)"
            " INSERT INTO bus_messages (queue, id, type, body, dead_reason)"
            " SELECT %s, id, type, body, %s FROM taken"
            " ON CONFLICT (queue, id) DO UPDATE SET dead_reason = EXCLUDED.dead_reason",
            [self._queue, message_id, dead, reason[:2000]],
        )
        connection.execute("SELECT pg_notify('bus', %s)", [dead])


def _queues_for(event_type: str, bindings: Sequence[tuple[str, str]]) -> list[str]:
    """The queues bound to a type, each once. What nobody wants is not kept here: the feed has it for ever."""
    return sorted({queue for queue, topic in bindings if matches(topic, event_type)})


def _wait_for_bell(connection: Connection, queue: str, stop: Flag) -> None:
    """Sleep until a message for `queue` is announced, at most half a second (a bell can be missed, a look
    can't).
    """
    until = monotonic() + 0.5
    for bell in connection.notifies(timeout=0.5, stop_after=1):
        if bell.payload == queue or monotonic() > until or stop.is_set():
            return


@contextmanager
def _bus_errors() -> Iterator[None]:
    try:
        yield
    except psycopg.Error as error:
        raise BusDown(f"{type(error).__name__}: {error}") from error
