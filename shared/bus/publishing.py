"""Publishing to RabbitMQ in batches: as many confirms on their way as there are messages, all awaited.

A blocking channel waits for the broker after each message, at a tenth of the rate; so pika's event loop runs
here, in the caller's own thread, only while there is something to wait for.
"""

import os
from collections.abc import Callable, Sequence
from typing import Any

import pika
from pika.adapters.select_connection import SelectConnection
from pika.channel import Channel
from pika.exceptions import AMQPError, ConnectionClosedByClient

from shared.bus import BusDown, Message
from shared.bus.topology import EXCHANGE
from shared.logs import log

_log = log(__name__)
_OPENING = 15.0  # seconds to connect and open a channel
_CONFIRMING = 30.0  # seconds for a batch: past that the broker is as good as down
_CLOSING = 5.0


def parameters_of(url: str) -> pika.URLParameters:
    """How we connect: short time-outs, since a blocked broker must not hold anybody for ever."""
    parameters = pika.URLParameters(url)
    parameters.heartbeat = 20
    parameters.blocked_connection_timeout = 15
    parameters.socket_timeout = 5
    parameters.stack_timeout = 10
    return parameters


class RabbitPublisher:
    """Publishes persistent, confirmed, mandatory; for one thread of one process."""

    def __init__(self, url: str) -> None:
        self._process = os.getpid()
        self._unconfirmed: set[int] = set()
        self._sent = 0
        self._trouble = ""
        self._leaving = False
        self._done: Callable[[], bool] = lambda: False
        self._channel: Channel | None = None
        self._connection = SelectConnection(
            parameters_of(url),
            on_open_callback=self._on_open,
            on_open_error_callback=lambda _, error: self._fail(f"cannot connect: {error}"),
            on_close_callback=lambda _, reason: self._closed("connection", reason),
        )
        try:
            self._wait(lambda: self._channel is not None, _OPENING)
        except BusDown:
            self.close()
            raise

    def publish(self, messages: Sequence[Message]) -> None:
        """Return when the broker has confirmed every message; raises BusDown when it refused, returned or
        lost one. Which it kept is then unknown, so all are sent again.
        """
        if os.getpid() != self._process:
            raise RuntimeError("a publisher must not cross a fork")
        self._raise_trouble()
        channel = self._channel
        assert channel is not None  # noqa: S101 - the constructor has waited for it
        try:
            for message in messages:
                self._sent += 1
                self._unconfirmed.add(self._sent)
                channel.basic_publish(
                    EXCHANGE, message.type, message.body, _properties(message), mandatory=True
                )
        except AMQPError as error:
            raise BusDown(f"{type(error).__name__}: {error}") from error
        self._wait(lambda: not self._unconfirmed, _CONFIRMING)

    def tend(self) -> None:
        """Let heartbeats pass while there is nothing to publish; raises BusDown when the broker has gone."""
        self._connection.ioloop.call_later(0, self._connection.ioloop.stop)
        self._connection.ioloop.start()
        self._raise_trouble()

    def close(self) -> None:
        """Close the connection; what is unconfirmed will be sent again."""
        self._trouble, self._leaving = "", True
        try:
            if self._connection.is_open:
                self._connection.close()
                self._wait(lambda: self._connection.is_closed, _CLOSING)
        except (AMQPError, BusDown) as error:
            _log.info("bus_close_failed", reason=str(error))
        finally:
            self._connection.ioloop.close()

    def _wait(self, done: Callable[[], bool], seconds: float) -> None:
        """Run the event loop until `done`; raises BusDown when there is trouble first, or no end in time."""
        loop = self._connection.ioloop
        late = loop.call_later(seconds, lambda: self._fail(f"no answer within {seconds:g} s"))
        self._done = done
        while not done() and not self._trouble:
            loop.start()
        loop.remove_timeout(late)
        self._raise_trouble()  # even when done: a returned message is confirmed too, often in the same read

    def _look(self) -> None:
        """After every callback: is what is waited for there?"""
        if self._trouble or self._done():
            self._connection.ioloop.stop()

    def _closed(self, what: str, reason: BaseException) -> None:
        """Closed by ourselves is what we wait for; closed by anybody else is trouble."""
        if self._connection.is_closing or isinstance(reason, ConnectionClosedByClient):
            self._look()
        else:
            self._fail(f"the {what} was closed: {reason}")

    def _fail(self, why: str) -> None:
        self._trouble = self._trouble or why
        self._look()

    def _raise_trouble(self) -> None:
        if self._trouble:
            raise BusDown(self._trouble)

    def _on_open(self, connection: SelectConnection) -> None:
        connection.channel(on_open_callback=self._on_channel)

    def _on_channel(self, channel: Channel) -> None:
        channel.add_on_close_callback(lambda _, reason: self._closed("channel", reason))
        channel.add_on_return_callback(lambda *_: self._returned())
        channel.confirm_delivery(self._on_confirm, callback=lambda _: self._on_ready(channel))

    def _on_ready(self, channel: Channel) -> None:
        self._channel = channel
        self._look()

    def _returned(self) -> None:
        """What comes back while the connection closes will be sent again anyway, and must not stop that."""
        if not self._leaving:
            self._fail("no queue takes the message: the alternate exchange is missing")

    def _on_confirm(self, frame: Any) -> None:
        """A confirm for one message, or for all up to one. A returned message is confirmed too, after it."""
        told = frame.method
        if isinstance(told, pika.spec.Basic.Nack):
            self._fail("the broker refused the message")
            return
        if told.multiple:
            self._unconfirmed = {tag for tag in self._unconfirmed if tag > told.delivery_tag}
        else:
            self._unconfirmed.discard(told.delivery_tag)
        self._look()


def _properties(message: Message) -> pika.BasicProperties:
    return pika.BasicProperties(
        message_id=message.id,
        type=message.type,
        content_type="application/cloudevents+json",
        delivery_mode=2,
    )
