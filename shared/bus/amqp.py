"""RabbitMQ by pika: what is declared, and the subscriber. The publisher is in publishing.py.

Every rule here answers a failure that was measured: confirms alone acknowledge an unroutable message, so
publishing is `mandatory` too; a blocked broker hangs a publisher, so connections time out; a connection
shared between threads or over a fork loses messages, so each publisher and subscriber has its own and
checks its process.
"""

import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from threading import Event as Flag

from pika import BasicProperties
from pika.adapters.blocking_connection import BlockingChannel, BlockingConnection
from pika.exceptions import AMQPError

from shared.bus import BusDown, Message, Receive, Subscription, Verdict
from shared.bus.publishing import RabbitPublisher, parameters_of
from shared.bus.topology import (
    DEAD,
    EXCHANGE,
    GIVEN_UP,
    REASON,
    UNROUTED,
    catch_all_arguments,
    dead_queue,
    keeping_arguments,
    queue_arguments,
)
from shared.logs import log

_log = log(__name__)
_PROBE_EVERY = 30.0  # seconds between looks whether our queue is still there


class RabbitBus:
    """A RabbitMQ server behind an amqp(s):// address."""

    def __init__(self, url: str) -> None:
        self.url = url

    def publisher(self) -> "RabbitPublisher":
        """A publisher with its own connection, channel in confirm mode."""
        return RabbitPublisher(self.url)

    def subscriber(self, queue: str) -> "RabbitSubscriber":
        """A subscriber of `queue` with its own connection."""
        return RabbitSubscriber(self.url, queue)

    def declare(self, subscribers: Iterable[Subscription]) -> None:
        """Make exchanges and queues, idempotently. The user of the address needs the configure right."""
        with _bus_errors(), _connected(self.url) as connection:
            channel = connection.channel()
            channel.exchange_declare(UNROUTED, "fanout", durable=True)
            channel.exchange_declare(DEAD, "direct", durable=True)
            channel.exchange_declare(
                EXCHANGE, "topic", durable=True, arguments={"alternate-exchange": UNROUTED}
            )
            channel.queue_declare(UNROUTED, durable=True, arguments=catch_all_arguments())
            channel.queue_bind(UNROUTED, UNROUTED, "")
            for subscriber in subscribers:
                dead = dead_queue(subscriber.queue)
                channel.queue_declare(dead, durable=True, arguments=keeping_arguments())
                channel.queue_bind(dead, DEAD, dead)
                channel.queue_declare(
                    subscriber.queue, durable=True, arguments=queue_arguments(subscriber.queue)
                )
                for topic in subscriber.topics:
                    channel.queue_bind(subscriber.queue, EXCHANGE, topic)


class RabbitSubscriber:
    """Takes one message at a time from a quorum queue and acknowledges after the effect is committed."""

    def __init__(self, url: str, queue: str) -> None:
        self._url = url
        self._queue = queue

    def run(self, receive: Receive, stop: Flag) -> None:
        """Consume until `stop`. A cancelled consumer or a vanished queue is an error, never silence."""
        with _bus_errors(), _connected(self._url) as connection:
            channel = connection.channel()
            channel.confirm_delivery()
            channel.basic_qos(prefetch_count=1)
            probed = time.monotonic()
            for method, properties, body in channel.consume(self._queue, inactivity_timeout=0.5):
                if method is not None:
                    message = _message(str(method.routing_key), properties, body)
                    verdict, reason = receive(message, connection.sleep)
                    if verdict is Verdict.DEAD:
                        self._give_up(channel, properties, body, reason)
                    channel.basic_ack(method.delivery_tag)
                if stop.is_set():
                    return
                if time.monotonic() - probed > _PROBE_EVERY:
                    probed = time.monotonic()
                    connection.channel().queue_declare(self._queue, passive=True)
        raise BusDown(f"the broker cancelled the consumer of {self._queue}")

    def _give_up(
        self, channel: BlockingChannel, properties: BasicProperties, body: bytes, reason: str
    ) -> None:
        """Put it among the dead letters with the reason, which a rejected message could not carry; returns
        when the broker has confirmed it.
        """
        _log.error("dead_lettered", queue=self._queue, message_id=properties.message_id, reason=reason)
        properties.headers = {**(properties.headers or {}), REASON: reason[:2000]}
        channel.basic_publish(DEAD, dead_queue(self._queue), body, properties, mandatory=True)


def _message(key: str, properties: BasicProperties, body: bytes) -> Message:
    """What was delivered. A dead letter's key is its queue, so its type is what the publisher said."""
    headers = properties.headers or {}
    reason = str(headers.get(REASON) or (GIVEN_UP if "x-death" in headers else ""))
    return Message(str(properties.message_id), str(properties.type or key), body, reason)


def depths(url: str, queues: Iterable[str]) -> dict[str, tuple[int, int]]:
    """{queue: (messages that wait, consumers)} as the broker counts them now; the user may have to be one who
    declares. Raises BusDown, also for a queue that is not there.
    """
    with _bus_errors(), _connected(url) as connection:
        channel = connection.channel()
        seen = {queue: channel.queue_declare(queue, passive=True).method for queue in queues}
        return {queue: (told.message_count, told.consumer_count) for queue, told in seen.items()}


def _connect(url: str) -> BlockingConnection:
    return BlockingConnection(parameters_of(url))


@contextmanager
def _connected(url: str) -> Iterator[BlockingConnection]:
    connection = _connect(url)
    try:
        yield connection
    finally:
        _drop(connection)


def _drop(connection: BlockingConnection) -> None:
    """Close what is still open; a connection that cannot even be closed is gone already."""
    try:
        if connection.is_open:
            connection.close()
    except (AMQPError, OSError) as error:
        _log.info("bus_close_failed", reason=str(error))


@contextmanager
def _bus_errors() -> Iterator[None]:
    """Any fault of a channel or connection means: drop the connection and begin again."""
    try:
        yield
    except (AMQPError, OSError) as error:
        raise BusDown(f"{type(error).__name__}: {error}") from error
