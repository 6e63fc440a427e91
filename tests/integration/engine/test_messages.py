"""What a command records reaches its subscriber exactly once in effect, on either bus, whatever dies on
the way.
"""

import json
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path
from typing import Any

import psycopg
import pytest

from shared.bus import Message, make_bus
from shared.bus.topology import GIVEN_UP
from shared.events import to_cloudevent
from shared.settings import Settings
from tests.integration.engine import toy
from tests.waiting import eventually

pytestmark = [pytest.mark.postgres]


@contextmanager
def working(settings: Settings) -> Iterator[None]:
    stop = threading.Event()
    worker = toy.worker(settings)
    threads = worker.threads(stop)
    try:
        yield
    finally:
        stop.set()
        for thread in threads:
            thread.join(10)
            assert not thread.is_alive()
        worker.database.close()


def effects(look: Callable[[str], list[Any]]) -> list[int]:
    return [row[0] for row in look("SELECT value FROM effects ORDER BY number")]


def test_every_committed_event_is_acted_on_once_and_in_order(toy_settings, unit, look):
    toy.record_counts(toy_settings, unit, [1, 2, 3])
    with working(toy_settings):
        eventually(lambda: effects(look) == [1, 2, 3])
        toy.record_counts(toy_settings, unit, [4, 5])
        eventually(lambda: effects(look) == [1, 2, 3, 4, 5])
    assert look("SELECT array_agg(position ORDER BY number) FROM outbox") == [([1, 2, 3, 4, 5],)]
    assert look("SELECT count(*) FROM outbox WHERE sent_at IS NULL") == [(0,)]


@pytest.mark.parametrize("dies_at", ["relay.after_position", "relay.before_publish", "relay.after_confirm"])
def test_a_crash_between_commit_and_publish_loses_nothing(toy_settings, unit, look, dies_at):
    toy.record_counts(toy_settings, unit, [10, 11, 12])
    assert run_until_dead(toy_settings, dies_at) == 137
    with working(toy_settings):
        eventually(lambda: effects(look) == [10, 11, 12])


def test_a_subscriber_that_dies_after_its_effect_does_not_repeat_it(toy_settings, unit, look):
    toy.record_counts(toy_settings, unit, [20, 21])
    assert run_until_dead(toy_settings, "consumer.after_commit") == 137
    assert effects(look) == [20]
    with working(toy_settings):
        eventually(lambda: effects(look) == [20, 21])


def test_the_same_event_delivered_twice_acts_once(toy_settings, unit, look):
    toy.record_counts(toy_settings, unit, [30])
    with working(toy_settings):
        eventually(lambda: effects(look) == [30])
        for _ in range(3):
            publish_again(toy_settings, look)
        toy.record_counts(toy_settings, unit, [31])
        eventually(lambda: effects(look) == [30, 31])


def test_a_poison_message_neither_blocks_nor_deletes_its_neighbours(toy_settings, unit, look, dead_letters):
    toy.record_counts(toy_settings, unit, [40, 666, 41, 42])
    with working(toy_settings):
        eventually(lambda: effects(look) == [40, 41, 42], within=30)
        eventually(lambda: len(dead_letters()) == 1)
    ((body, reason, state),) = dead_letters()
    assert json.loads(body)["data"]["value"] == 666
    assert (reason, state) == ("ValueError: this value cannot be digested", "dead")


def test_a_message_that_kills_its_subscriber_is_given_up_and_its_neighbours_live(
    toy_settings, unit, look, dead_letters
):
    toy.record_counts(toy_settings, unit, [50, 777, 51])
    deaths = 0
    while deaths < 8 and run_until_dead(toy_settings, "", patience=8) == 137:
        deaths += 1
    assert 4 <= deaths <= 6
    eventually(lambda: len(dead_letters()) == 1)
    ((body, reason, _),) = dead_letters()
    assert json.loads(body)["data"]["value"] == 777
    assert reason == GIVEN_UP
    assert effects(look) == [50, 51]


def test_an_event_that_breaks_its_contract_goes_to_the_dead_letters_at_once(
    toy_settings, unit, look, dead_letters
):
    bad = {
        "specversion": "1.0",
        "id": "no-such-contract",
        "type": toy.COUNTED,
        "subject": "x",
        "data": {"value": "many"},
    }
    publisher = make_bus(toy_settings.bus_url).publisher()
    publisher.publish(
        [Message("bad-1", toy.COUNTED, json.dumps(bad).encode()), Message("bad-2", toy.COUNTED, b"{")]
    )
    publisher.close()
    with working(toy_settings):
        eventually(lambda: len(dead_letters()) == 2)
    assert effects(look) == []
    assert all("BrokenContract" in reason for _, reason, _ in dead_letters())


def publish_again(settings: Settings, look: Callable[[str], list[Any]]) -> None:
    """What a relay does that died between the confirm and its mark."""
    with psycopg.connect(settings.owner_url, row_factory=psycopg.rows.dict_row) as connection:
        connection.execute("SELECT set_config('app.scope', 'all', false)")
        rows = connection.execute("SELECT * FROM outbox ORDER BY position").fetchall()
    publisher = make_bus(settings.bus_url).publisher()
    publisher.publish(
        [Message(str(row["id"]), row["type"], json.dumps(to_cloudevent("toy", row)).encode()) for row in rows]
    )
    publisher.close()


def run_until_dead(settings: Settings, failpoint: str, patience: float = 40) -> int | None:
    """Run the toy's worker in a process of its own until it dies; None when it is alive after `patience`
    seconds.
    """
    process = subprocess.Popen(
        [sys.executable, "-W", "ignore", str(Path(toy.__file__)), json.dumps(asdict(settings)), failpoint],
        env={"PYTHONPATH": str(Path(__file__).parents[3]), "PATH": ""},
        stderr=subprocess.DEVNULL,
    )
    try:
        return process.wait(patience)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
        return None
