"""The event bus: RabbitMQ when the address is amqp://, tables in PostgreSQL when it is postgresql://.

Both promise the same: at least once, in the order of the relay, back-off before giving up, and what is
given up lies in the subscriber's dead-letter queue with its neighbours untouched. One test suite holds both
to it.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from enum import Enum
from threading import Event as Flag
from typing import Protocol


@dataclass(frozen=True)
class Message:
    """One event on its way: `type` is the routing key, `body` the CloudEvent as JSON bytes.

    `reason` says of a dead letter why it was given up.
    """

    id: str
    type: str
    body: bytes
    reason: str = ""


class Verdict(Enum):
    """What a subscriber decided about a message."""

    DONE = "done"
    DEAD = "dead"


class BusDown(Exception):
    """The bus does not answer or did not confirm; whether it kept a message is unknown, so send it again."""


Wait = Callable[[float], None]
Receive = Callable[[Message, Wait], tuple[Verdict, str]]


class Publisher(Protocol):
    """Sends messages; one thread only."""

    def publish(self, messages: Sequence[Message]) -> None:
        """Return when every message is safely kept; raises BusDown otherwise."""

    def tend(self) -> None:
        """Keep the connection alive while nothing is published; raises BusDown when the bus has gone."""

    def close(self) -> None:
        """Let the connection go."""


class Subscriber(Protocol):
    """Receives the messages of one queue; one thread only."""

    def run(self, receive: Receive, stop: Flag) -> None:
        """Give each message to `receive` until `stop` is set; raises BusDown when the bus is lost.

        `receive` answers (verdict, reason); it may wait by calling its second argument, which keeps the
        connection alive meanwhile.
        """


class Bus(Protocol):
    """A way to reach the bus."""

    def publisher(self) -> Publisher:
        """A new publisher with a connection of its own."""

    def subscriber(self, queue: str) -> Subscriber:
        """A new subscriber of the queue `queue` with a connection of its own."""

    def declare(self, subscribers: Iterable["Subscription"]) -> None:
        """Make the exchange and the queues; needs a user who may (deployment does it, services don't)."""


@dataclass(frozen=True)
class Subscription:
    """Which topics a queue wants. A topic may hold `*` (one word) and `#` (any number of words)."""

    queue: str
    topics: tuple[str, ...]


def make_bus(url: str) -> Bus:
    """The bus behind `url`: amqp(s)://… is RabbitMQ, postgresql://… the embedded bus."""
    if url.startswith("amqp"):
        from shared.bus.amqp import RabbitBus

        return RabbitBus(url)
    from shared.bus.embedded import EmbeddedBus

    return EmbeddedBus(url)
