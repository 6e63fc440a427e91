"""From a commit to a subscriber: how long at a steady rate, and how fast a backlog drains, against bare pika.

Usage: make bench ARGS="events [--rate 100] [--seconds 20] [--backlog 10000] [--rounds 5]"

latency   each event one transaction on real PostgreSQL with fsync; from the return of its COMMIT to the
          end of the subscriber's transaction (inbox and an effect); goal p99 ≤ 60 ms
carry     a backlog from its commit until the broker has confirmed all of it; floor: the same bodies by bare
          pika, persistent, in batches of 500 awaited confirms, to a quorum queue
drain     a backlog from its commit until the subscriber has acted on all of it; floor: the same batches
          by bare pika, taken by a consumer with prefetch 200 that acknowledges 200 at a time and does nothing

Ours and the floor run in turn; relay, subscriber and the floor's consumer are processes of their own.
"""

import argparse
import statistics
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from bench import bare_pika
from bench.carrying import TOPIC, Carrying
from bench.rounds import HEAD, Ratio
from tests.servers.rabbitmq import RabbitMQ, installation

GOAL_P99 = 0.060  # seconds
GOAL_DRAIN = 2.5  # times the floor's time: 0.4 of its throughput


def main(arguments: list[str]) -> int:
    """Measure and print; 0 when every goal is met."""
    parser = argparse.ArgumentParser(prog="bench events")
    for name, usual in (("rate", 100), ("seconds", 20), ("backlog", 10_000), ("rounds", 5)):
        parser.add_argument(f"--{name}", type=int, default=usual)
    asked = parser.parse_args(arguments)
    if installation() is None:
        print("rabbitmq-server is not installed")
        return 2
    with servers() as (folder, broker), Carrying(folder, broker.new_vhost()) as ours:
        late = sorted(ours.latencies(asked.rate, asked.seconds))
        p50, p99 = (statistics.quantiles(late, n=100)[at - 1] for at in (50, 99))
        print(f"{len(late):,} events at {asked.rate} a second: p50 {p50 * 1000:.1f}, p99 {p99 * 1000:.1f} ms"
              f" (goal ≤ {GOAL_P99 * 1000:g}), slowest {late[-1] * 1000:.1f} ms", flush=True)  # fmt: skip
        ratios = compared(ours, broker.new_vhost(), asked.backlog, asked.rounds)
    print(f"\n{HEAD}")
    for ratio in ratios:
        print(ratio.line())
        print(f"  throughput {1 / ratio.median:.2f} of the floor: ours {asked.backlog / ratio.ours:,.0f}"
              f" events/s, floor {asked.backlog / ratio.floor:,.0f}")  # fmt: skip
    return 0 if p99 <= GOAL_P99 and ratios[-1].met else 1


def compared(ours: Carrying, floor_url: str, backlog: int, rounds: int) -> list[Ratio]:
    """Carry and drain of a backlog, in turn with the floor's; the first round warms up."""
    pairs = []
    for number in range(rounds + 1):
        mine = ours.drained(backlog)
        floor = bare_pika.drained(floor_url, TOPIC, ours.bodies(backlog))
        pairs.append((mine, floor))
        print(f"round {number}: carry {mine[0]:.2f} s, floor {floor[0]:.2f}; drain {mine[1]:.2f} s,"
              f" floor {floor[1]:.2f}", flush=True)  # fmt: skip
    return [
        _ratio(name, [(mine[at], floor[at]) for mine, floor in pairs[1:]])
        for at, name in enumerate(("carry", "drain"))
    ]


def _ratio(name: str, pairs: list[tuple[float, float]]) -> Ratio:
    ratios = [mine / floor for mine, floor in pairs]
    mine, floor = (statistics.median(pair[side] for pair in pairs) for side in (0, 1))
    return Ratio(name, mine, floor, statistics.median(ratios), min(ratios), max(ratios), GOAL_DRAIN)


@contextmanager
def servers() -> Iterator[tuple[Path, RabbitMQ]]:
    """A folder, and a RabbitMQ of its own."""
    with tempfile.TemporaryDirectory(prefix="taisan-bench-") as name:
        folder = Path(name)
        folder.chmod(0o755)
        place = folder / "rabbitmq"
        place.mkdir()
        broker = RabbitMQ(place)
        broker.start()
        began = time.monotonic()
        try:
            yield folder, broker
        finally:
            broker.kill()
            print(f"({time.monotonic() - began:.0f} s)")
