"""Names and arguments of everything on the broker, all of it explicit, so no default of a version matters.

Works on RabbitMQ 3.10 and 4.x. `deploy/rabbitmq/` holds the same as definitions for a real deployment.
"""

from typing import Any

EXCHANGE = "taisan.events"
UNROUTED = "taisan.unrouted"
DEAD = "taisan.dead"
DELIVERY_LIMIT = 5


GIVEN_UP = "delivery limit reached: it ends whoever takes it"  # the broker gave up; nobody lived to say why
REASON = "x-taisan-reason"  # the header of a dead letter that says why its subscriber gave it up


def dead_queue(queue: str) -> str:
    """The queue that keeps what `queue` gave up."""
    return f"{queue}.dead"


def holds_dead_letters(queue: str) -> bool:
    """Whether `queue` keeps what another one gave up."""
    return queue.endswith(".dead")


def queue_arguments(queue: str) -> dict[str, Any]:
    """A quorum queue that gives up a message after five deliveries, without ever losing it or a neighbour."""
    return {
        "x-queue-type": "quorum",
        "x-delivery-limit": DELIVERY_LIMIT,
        "x-dead-letter-exchange": DEAD,
        "x-dead-letter-routing-key": dead_queue(queue),
        "x-dead-letter-strategy": "at-least-once",
        "x-overflow": "reject-publish",
        "x-single-active-consumer": True,
    }


def keeping_arguments() -> dict[str, Any]:
    """A quorum queue that only keeps: the dead-letter queues."""
    return {"x-queue-type": "quorum", "x-overflow": "reject-publish"}


def catch_all_arguments() -> dict[str, Any]:
    """The quorum queue of events that nobody subscribes to: the newest are kept for whoever wonders.

    The oldest go when it is full, and nothing is lost by it: the feed of their service has them for ever.
    """
    return {"x-queue-type": "quorum", "x-max-length": 10_000, "x-overflow": "drop-head"}


def matches(topic: str, key: str) -> bool:
    """Whether the topic pattern (AMQP 0-9-1: `*` one word, `#` zero or more) fits the routing key."""
    return _fits(topic.split("."), key.split("."))


def _fits(pattern: list[str], words: list[str]) -> bool:
    if not pattern:
        return not words
    head, rest = pattern[0], pattern[1:]
    if head == "#":
        return any(_fits(rest, words[skipped:]) for skipped in range(len(words) + 1))
    return bool(words) and head in {"*", words[0]} and _fits(rest, words[1:])
