"""What no queue takes is never taken for sent, however the broker's two answers to it arrive."""

import pika
import pytest

from shared.bus import BusDown, Message
from shared.bus.amqp import RabbitBus
from shared.bus.topology import EXCHANGE

pytestmark = [pytest.mark.rabbitmq]


@pytest.mark.parametrize("size", [1, 3, 12])
def test_a_batch_that_no_queue_takes_is_never_taken_for_sent(rabbitmq, size):
    """The broker returns such a message and confirms it too: often both are read from the socket at once."""
    url = rabbitmq.new_vhost()
    with pika.BlockingConnection(pika.URLParameters(url)) as connection:
        connection.channel().exchange_declare(EXCHANGE, "topic", durable=True)  # no queue, no alternate
    taken_for_sent = 0
    for _ in range(60):
        publisher = RabbitBus(url).publisher()
        try:
            publisher.publish([Message(f"{n}", "handover.record.issued.v1", b"{}") for n in range(size)])
            taken_for_sent += 1
        except BusDown as error:
            assert "no queue takes the message" in str(error)  # noqa: PT017 - most of sixty times
        finally:
            publisher.close()
    assert taken_for_sent == 0
