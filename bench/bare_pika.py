"""The floor of `bench events`: pika and a quorum queue, nothing else.

As a program (`python -m bench.bare_pika URL COUNT`) it is the consumer: prefetch 200, one acknowledgement for
200, no effect; it says "ready", and "done" when it has taken COUNT messages.
"""

import subprocess
import sys
import time
from collections.abc import Sequence
from typing import Any

import pika
from pika.adapters.select_connection import SelectConnection
from pika.channel import Channel

from taisan.services import ROOT

_EXCHANGE, _QUEUE = "floor", "floor"
_BATCH, _PREFETCH = 500, 200
_PROPERTIES = pika.BasicProperties(delivery_mode=2, content_type="application/json")


def drained(url: str, key: str, bodies: Sequence[bytes]) -> tuple[float, float]:
    """Publish `bodies` while a consumer takes them; seconds until all were confirmed, and until all were
    taken and acknowledged.
    """
    with pika.BlockingConnection(pika.URLParameters(url)) as connection:
        channel = connection.channel()
        channel.exchange_declare(_EXCHANGE, "topic", durable=True)
        channel.queue_declare(_QUEUE, durable=True, arguments={"x-queue-type": "quorum"})
        channel.queue_bind(_QUEUE, _EXCHANGE, key)
    command = [sys.executable, "-m", "bench.bare_pika", url, str(len(bodies))]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as consumer:
        said = consumer.stdout
        if said is None or said.readline().strip() != "ready":
            raise RuntimeError("the floor's consumer did not start")
        publisher = _Publisher(url)
        began = time.perf_counter()
        for at in range(0, len(bodies), _BATCH):
            publisher.publish(key, bodies[at : at + _BATCH])
        confirmed = time.perf_counter() - began
        if said.readline().strip() != "done":
            raise RuntimeError("the floor's consumer ended early")
        taken = time.perf_counter() - began
        publisher.close()
    return confirmed, taken


class _Publisher:
    """Batches of confirmed messages."""

    def __init__(self, url: str) -> None:
        self._channel: Channel | None = None
        self._sent = 0
        self._open: set[int] = set()
        self._connection = SelectConnection(pika.URLParameters(url), on_open_callback=self._opened)
        self._connection.ioloop.start()

    def publish(self, key: str, bodies: Sequence[bytes]) -> None:
        channel = self._channel
        if channel is None:
            raise RuntimeError("no channel")
        for body in bodies:
            channel.basic_publish(_EXCHANGE, key, body, _PROPERTIES, mandatory=True)
        self._open = set(range(self._sent + 1, self._sent + len(bodies) + 1))
        self._sent += len(bodies)
        self._connection.ioloop.start()

    def close(self) -> None:
        self._connection.add_on_close_callback(lambda *_: self._connection.ioloop.stop())
        self._connection.close()
        self._connection.ioloop.start()

    def _opened(self, connection: SelectConnection) -> None:
        connection.channel(on_open_callback=self._on_channel)

    def _on_channel(self, channel: Channel) -> None:
        self._channel = channel
        channel.confirm_delivery(self._on_confirm, callback=lambda _: self._connection.ioloop.stop())

    def _on_confirm(self, frame: Any) -> None:
        tag = frame.method.delivery_tag
        self._open = {one for one in self._open if one > tag} if frame.method.multiple else self._open - {tag}
        if not self._open:
            self._connection.ioloop.stop()


def _consume(url: str, count: int) -> None:
    with pika.BlockingConnection(pika.URLParameters(url)) as connection:
        channel = connection.channel()
        channel.basic_qos(prefetch_count=_PREFETCH)
        print("ready", flush=True)
        for taken, (method, _properties, _body) in enumerate(channel.consume(_QUEUE), 1):
            if method is not None and (taken % _PREFETCH == 0 or taken == count):
                channel.basic_ack(method.delivery_tag, multiple=True)
            if taken == count:
                break
        print("done", flush=True)


if __name__ == "__main__":
    _consume(sys.argv[1], int(sys.argv[2]))
