"""Nothing is lost and nothing done twice while processes, broker, database and the wires between them fail,
on real RabbitMQ and PostgreSQL; and the same checker notices each promise that is broken.

`FAULTS=600 FAULT_SEED=7 make test ARGS=tests/faults/test_chaos.py` runs longer and otherwise.
"""

import os
import time
from collections.abc import Iterator
from random import Random
from typing import Any

import pytest

from tests.faults.carried import Findings
from tests.faults.chaos import Chaos, Follower
from tests.faults.faults import Faults, drawn, told
from tests.faults.load import Load, settled_scene

SEED = int(os.environ.get("FAULT_SEED", "2026"))
FAULTS = max(int(os.environ.get("FAULTS", "64")), 10)
ROUNDS = 4  # a fault must meet a message on its way: seen in every first round so far, not promised
pytestmark = [
    pytest.mark.postgres,
    pytest.mark.rabbitmq,
    pytest.mark.slow,
    pytest.mark.timeout(420 + 12 * FAULTS),
]

# What would have to be noticed: the variant, faults that provoke it, and where it shows.
VARIANTS = {
    "no_inbox": (["confirms_swallowed", "confirms_swallowed", "consumer_killed"], "doubled", "effects of"),
    "mark_before_confirm": (["wire_swallows_all", "wire_swallows_all"], "lost", "never acted on"),
    "no_mandatory": (["queues_unbound"], "lost", "never acted on"),
    "cursor_on_number": (["slow_writer", "slow_writer"], "lost", "the feed never showed"),
}


@pytest.fixture(scope="module")
def chaos(tmp_path_factory: pytest.TempPathFactory, rabbitmq: Any) -> Iterator[Chaos]:
    made = Chaos(tmp_path_factory.mktemp("chaos"), rabbitmq)
    try:
        made.up()
        yield made
    finally:
        made.down()


@pytest.fixture(scope="module")
def load(chaos: Chaos) -> Load:
    return Load(chaos, settled_scene(chaos))


def test_nothing_is_lost_and_nothing_done_twice_whatever_fails(chaos, load, capsys):
    faults, found, seconds = under_fire(chaos, load, drawn(FAULTS, SEED), pause=(0.3, 1.5))
    with capsys.disabled():
        print()
        told(faults, print)
        print(f"seed {SEED}, {len(faults.ledger)} faults in {seconds:.0f} s; {found.counts}")
        print(f"{len(found.lost)} lost, {len(found.doubled)} doubled")
    assert len(faults.ledger) == FAULTS
    assert found.counts["records completed, as clients were told"] >= FAULTS, "the load was no load"
    assert (found.lost, found.doubled) == ([], [])


@pytest.mark.parametrize("variant", VARIANTS)
def test_a_broken_promise_is_noticed(chaos, load, variant, capsys):
    names, where, words = VARIANTS[variant]
    noticed, rounds, began = [], 0, time.monotonic()
    chaos.become(variant)
    try:
        while not noticed and rounds < ROUNDS:
            _, found, _ = under_fire(chaos, load, names, pause=(1.0, 2.0))
            noticed, rounds = [one for one in getattr(found, where) if words in one], rounds + 1
    finally:
        chaos.become("")
    with capsys.disabled():
        took = f"{time.monotonic() - began:.0f} s, {rounds} round(s)"
        print(f"\n{variant}: {len(noticed)} {where} in {took}, e.g. {noticed[:1]}")
    assert noticed, f"{variant} went unnoticed: {found}"


def under_fire(
    chaos: Chaos, load: Load, names: list[str], pause: tuple[float, float]
) -> tuple[Faults, Findings, float]:
    """Load, the faults in order with pauses between, rest; what was done, what was found, the seconds."""
    began, chance, since = time.monotonic(), Random(SEED), chaos.positions()
    chaos.told.clear()
    follower, faults = Follower(chaos, cursor(chaos)), Faults(chaos, SEED)
    follower.start()
    load.begin()
    load.wait_for_records(3)
    for name in names:
        time.sleep(chance.uniform(*pause))
        faults.do(name)
    faults.finish()
    load.wait_for_records(3)
    load.end()
    replayed = chaos.rest()
    found = chaos.findings(since, follower.finish())
    found.counts["dead letters acted on again"] = replayed
    return faults, found, time.monotonic() - began


def cursor(chaos: Chaos) -> int:
    """Where a reader of the feed goes on who has read everything so far: by its own pages."""
    after = 0
    while (page := chaos.call("GET", f"/api/handover/events?after={after}"))["events"]:
        after = page["next"]
    return after
