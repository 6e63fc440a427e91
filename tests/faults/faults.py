"""The faults of the chaos run, each ending with everything started again; and the ledger of what was done."""

import threading
import time
from collections import Counter
from collections.abc import Callable
from random import Random
from typing import Any

import psycopg

from shared.bus.topology import EXCHANGE
from shared.ids import uuid7
from taisan.deployment import VHOST
from tests.faults.chaos import Chaos
from tests.servers.proxy import Wire

_LATE = """
INSERT INTO outbox (id, type, subject, sequence, occurred_at, data)
VALUES (%s, 'handover.plan.approved.v1', %s, 1, now(), '{}')
"""  # a type that no service subscribes to
_LETTER_WITHIN = 6.0  # seconds


class Faults:
    """Does faults by name and keeps the ledger: (seconds since the start, name, what came of it)."""

    def __init__(self, chaos: Chaos, seed: int) -> None:
        self._chaos = chaos
        self._chance = Random(seed)
        self._began = time.monotonic()
        self._broker_comes_back = False
        self.ledger: list[tuple[float, str, str]] = []

    def do(self, name: str) -> None:
        """One fault."""
        at = time.monotonic() - self._began
        try:
            came: Any = getattr(self, name)()
        except psycopg.OperationalError as error:  # a fault met another one: it happened all the same
            came = f"met another fault: {type(error).__name__}"
        self.ledger.append((at, name, str(came or "")))

    def finish(self) -> None:
        """Wait until what is coming back is back."""
        if self._broker_comes_back:
            self._chaos.broker.wait()
        self._broker_comes_back = False

    def relay_killed(self) -> None:
        """SIGKILL of handover's worker: its relay is among its threads."""
        self._chaos.restart("handover-worker")

    def consumer_killed(self) -> str:
        """SIGKILL of a subscriber."""
        process = self._chance.choice(["assets-worker", "notifications-worker", "bare"])
        self._chaos.restart(process)
        return process

    def sender_killed(self) -> str:
        """SIGKILL of the sender of e-mails while the mail server has its letter and has not answered yet."""
        reached = threading.Event()

        def die() -> None:
            if not reached.is_set():
                reached.set()
                with self._chaos.lock:
                    self._chaos.kill("notifications-worker")

        self._chaos.mailbox.on_letter = die
        in_hand = reached.wait(_LETTER_WITHIN)
        self._chaos.mailbox.on_letter = lambda: None
        with self._chaos.lock:
            if not in_hand:
                self._chaos.kill("notifications-worker")
            self._chaos.start("notifications-worker")
        return "with a letter in hand" if in_hand else "without a letter in hand"

    def broker_killed(self) -> None:
        """SIGKILL of RabbitMQ; it comes back while the next faults happen."""
        self.finish()
        self._chaos.broker.kill()
        self._chaos.broker.launch()
        self._broker_comes_back = True

    def database_stopped(self) -> None:
        """PostgreSQL stops at once and recovers."""
        self._chaos.composed.crash_database()

    def confirms_swallowed(self) -> str:
        """The broker hears everybody and nobody hears the broker; then the wire is cut."""
        return f"{self._chaos.wire.spoil(Wire.SWALLOWS, self._chance.uniform(1.0, 2.0)):,} bytes of answers"

    def wire_swallows_all(self) -> str:
        """Nothing passes between the workers and the broker; then the wire is cut."""
        return f"{self._chaos.wire.spoil(Wire.HOLE, self._chance.uniform(1.0, 2.0)):,} bytes"

    def mail_down(self) -> None:
        """The mail server refuses connections."""
        self._chaos.post.spoil(Wire.DOWN, self._chance.uniform(2.0, 4.0))

    def queues_unbound(self) -> None:
        """The exchange lost its bindings and its alternate, and gets them back while nobody is connected."""
        self.finish()
        path = f"/exchanges/{VHOST}/{EXCHANGE}"
        self._chaos.ask_broker("DELETE", path)
        self._chaos.ask_broker("PUT", path, {"type": "topic", "durable": True, "arguments": {}})
        time.sleep(2.5)
        self._chaos.wire.wire = Wire.DOWN
        self._chaos.wire.cut()
        time.sleep(0.5)  # what was on its way has arrived, and found no queue
        try:
            self._chaos.ask_broker("DELETE", path)
            self._chaos.restore_topology()
        finally:
            self._chaos.wire.wire = Wire.CARRIES

    def slow_writer(self) -> None:
        """A transaction takes its serial number early and commits late, after others have been read."""
        with psycopg.connect(self._chaos.composed.admin_url("taisan_handover")) as writer:
            writer.execute(_LATE, [uuid7(), str(uuid7())])
            time.sleep(1.5)


PLAN = {  # how many of each in a run of 64
    "relay_killed": 13,
    "consumer_killed": 14,
    "sender_killed": 8,
    "database_stopped": 7,
    "confirms_swallowed": 8,
    "wire_swallows_all": 3,
    "mail_down": 4,
    "broker_killed": 3,
    "queues_unbound": 1,
    "slow_writer": 3,
}


def drawn(count: int, seed: int) -> list[str]:
    """`count` faults in the proportions of the plan, shuffled by `seed`; every kind occurs."""
    whole = sum(PLAN.values())
    wanted = Counter({name: max(1, share * count // whole) for name, share in PLAN.items()})
    while wanted.total() < count:
        wanted["relay_killed"] += 1
    names = sorted(wanted.elements())
    Random(seed).shuffle(names)
    return names


def told(faults: Faults, write: Callable[[str], object]) -> None:
    """Write the ledger, one line a fault, and the sums."""
    for at, name, came in faults.ledger:
        write(f"{at:7.1f} s  {name:20} {came}".rstrip())
    sums = Counter(name for _, name, _ in faults.ledger)
    write(", ".join(f"{count} {name}" for name, count in sorted(sums.items())))
