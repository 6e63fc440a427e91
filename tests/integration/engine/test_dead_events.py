"""What was given up is kept with its reason, acted on again once in effect, or dropped in the open."""

import json
import os
from typing import Any

import pytest
from click.testing import CliRunner

from taisan.cli import main
from tests.integration.engine import toy
from tests.integration.engine.test_messages import effects, publish_again, working
from tests.waiting import eventually

pytestmark = [pytest.mark.postgres]


@pytest.fixture
def cli(toy_settings, monkeypatch) -> Any:
    """The command, in the environment of the toy's own container."""
    monkeypatch.setenv("SERVICE", "toy")
    monkeypatch.setenv("DATABASE_URL", toy_settings.database_url)

    def run(*words: str, code: int = 0) -> str:
        result = CliRunner().invoke(main, ["events", *words], env=dict(os.environ))
        assert result.exit_code == code, result.output
        return result.output

    return run


@pytest.fixture
def poison(monkeypatch) -> set[int]:
    """The values that the toy cannot digest, until the fault is mended."""
    values = {666, 667}
    monkeypatch.setattr(toy, "POISON", values)
    return values


def test_what_was_given_up_is_acted_on_once_when_the_fault_is_mended(
    toy_settings, unit, look, dead_letters, cli, poison
):
    toy.record_counts(toy_settings, unit, [1, 666, 667, 2])
    with working(toy_settings):
        eventually(lambda: len(dead_letters()) == 2, within=30)
        listed = json.loads(cli("dead", "list", "--json"))
        assert {one["reason"] for one in listed} == {"ValueError: this value cannot be digested"}
        shown = json.loads(cli("dead", "show", "toy", listed[0]["event_id"]))
        assert shown["body"]["data"]["value"] == 666

        cli("dead", "replay", "toy", listed[0]["event_id"])  # too early: it is dead again, with its reason
        eventually(lambda: [state for _, _, state in dead_letters()] == ["dead", "dead"])
        assert effects(look) == [1, 2]

        poison.clear()
        assert "2" in cli("dead", "replay", "toy", "--all")
        eventually(lambda: effects(look) == [1, 2, 666, 667])
        eventually(lambda: {state for _, _, state in dead_letters()} == {"replayed"})
        publish_again(toy_settings, look)
        toy.record_counts(toy_settings, unit, [3])
        eventually(lambda: effects(look) == [1, 2, 666, 667, 3])
    assert json.loads(cli("dead", "list", "--json")) == []


def test_what_is_dropped_stays_readable_and_is_never_acted_on(
    toy_settings, unit, look, dead_letters, cli, poison
):
    toy.record_counts(toy_settings, unit, [666])
    with working(toy_settings):
        eventually(lambda: len(dead_letters()) == 1, within=30)
        (one,) = json.loads(cli("dead", "list", "--json"))
        cli("dead", "drop", "toy", one["event_id"], "--reason", "ghi nhầm")
        poison.clear()
        assert "dropped" in cli("dead", "replay", "toy", one["event_id"], code=1)
        toy.record_counts(toy_settings, unit, [4])
        eventually(lambda: effects(look) == [4])
    (kept,) = json.loads(cli("dead", "list", "--all", "--json"))
    assert (kept["state"], kept["settled_reason"]) == ("dropped", "ghi nhầm")
    assert kept["settled_by"].startswith("cli:")
    assert "không có" in cli("dead", "show", "toy", "no-such-event", code=1).casefold()


def test_a_lost_broker_is_rebuilt_from_the_database(toy_settings, unit, look, cli):
    toy.record_counts(toy_settings, unit, [1, 2])
    with working(toy_settings):
        eventually(lambda: effects(look) == [1, 2])
    toy.record_counts(toy_settings, unit, [3, 4, 5])
    lose_what_the_bus_holds(toy_settings, look)
    with working(toy_settings):
        toy.record_counts(toy_settings, unit, [6])
        eventually(lambda: effects(look) == [1, 2, 6])
        assert json.loads(cli("lag", "--json"))[0]["position"] == 6
        assert "6" in cli("republish", "toy", "--from", "1")
        eventually(lambda: effects(look) == [1, 2, 6, 3, 4, 5])
    (lag,) = json.loads(cli("lag", "--json"))
    assert (lag["unsent"], lag["dead"]) == (0, 0)


def lose_what_the_bus_holds(settings: Any, look: Any) -> None:
    """Carry everything to the bus, and then lose the queue with all that waits in it."""
    import psycopg
    from psycopg.rows import dict_row

    from shared.bus import make_bus
    from shared.relay import Relay

    relay = Relay("toy", settings.database_url, make_bus(settings.bus_url))
    with psycopg.connect(settings.database_url, autocommit=True, row_factory=dict_row) as connection:
        connection.execute("SELECT set_config('app.scope', 'all', false)")
        while relay.step(connection):
            pass
    relay._let_go()
    if settings.bus_url.startswith("postgresql"):
        with psycopg.connect(settings.bus_url) as bus:
            bus.execute("DELETE FROM bus_messages")
    else:
        import pika

        with pika.BlockingConnection(pika.URLParameters(settings.bus_url)) as connection:
            connection.channel().queue_purge("toy")
    assert look("SELECT count(*) FROM outbox WHERE sent_at IS NULL") == [(0,)]
