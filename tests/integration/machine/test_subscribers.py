"""Other teams' subscribers: made by one command, held to their own queue, missing and doubling nothing."""

import json
import os
import shutil
import subprocess
import sys
import threading
from collections.abc import Sequence
from pathlib import Path
from typing import Any
from uuid import UUID

import pika
import psycopg
import pytest
from click.testing import CliRunner
from pika.exceptions import ChannelClosedByBroker
from psycopg.rows import dict_row
from werkzeug.serving import make_server

from shared.bus import make_bus
from shared.process import application_of
from shared.relay import Relay
from shared.tokens import issue_token
from taisan.cli import main
from tests.servers.databases import SERVICE_KEY

pytestmark = [pytest.mark.postgres, pytest.mark.rabbitmq]


class Publishing:
    """The register over a broker: units that are registered become events, when they are carried."""

    def __init__(self, databases: Any, broker: Any) -> None:
        self.broker = broker
        self.vhost_url = broker.new_vhost()
        self.vhost = self.vhost_url.rpartition("/")[2]
        self.management = f"http://taisan:taisan@127.0.0.1:{broker._management}"
        make_bus(self.vhost_url).declare([])
        self.settings = databases.settings("assets", bus_url=self.vhost_url)
        self.app = application_of("assets", self.settings)
        self.server = make_server("127.0.0.1", 0, self.app)
        threading.Thread(target=self.server.serve_forever, daemon=True).start()
        self.feed = f"http://127.0.0.1:{self.server.server_port}/api/assets/events"
        self._made = 0

    def close(self) -> None:
        self.server.shutdown()
        self.server.server_close()
        self.app.extensions["taisan.database"].close()

    def token(self) -> str:
        roles = frozenset({"service"})
        return issue_token(SERVICE_KEY, subject="service:x", audience="assets", roles=roles)

    def register(self, count: int) -> None:
        for _ in range(count):
            self._made += 1
            body = {"code": f"U{self._made}", "name": f"Tổ {self._made}", "valid_from": "2026-01-01"}
            headers = {"Authorization": f"Bearer {self.token()}"}
            answer = self.app.test_client().post("/api/assets/units", json=body, headers=headers)
            assert answer.status_code == 201, answer.text

    def carry(self) -> None:
        relay = Relay("assets", self.settings.database_url, make_bus(self.vhost_url))
        with psycopg.connect(self.settings.database_url, autocommit=True, row_factory=dict_row) as outbox:
            outbox.execute("SELECT set_config('app.scope', 'all', false)")
            while relay.step(outbox):
                pass
        relay._let_go()

    def command(self, *words: str) -> Any:
        place = ["--management", self.management, "--broker", self.vhost_url]
        return CliRunner().invoke(main, ["subscriber", words[0], *place, *words[1:]])

    def listen(self, made: dict[str, str], folder: Path, program: Sequence[str]) -> list[str]:
        """Run the example `program` until nothing comes for two seconds; what it handled."""
        told = {"AMQP_URL": made["url"], "QUEUE": made["queue"], "FEED": self.feed, "TOKEN": self.token()}
        environment = {**os.environ, **told, "STATE": str(folder / "state.db"), "IDLE": "2"}
        done = subprocess.run(
            program,
            env=environment, capture_output=True, text=True, check=False, timeout=90,
        )  # fmt: skip
        assert done.returncode == 0, done.stderr
        return done.stdout.splitlines()


@pytest.fixture
def publishing(fresh_databases, rabbitmq):
    made = Publishing(fresh_databases, rabbitmq)
    yield made
    made.close()


def added(publishing: Publishing, *topics: str) -> dict[str, str]:
    events = [word for topic in topics for word in ("--events", topic)]
    answer = publishing.command("add", "kho-bac", *events, "--json")
    assert answer.exit_code == 0, answer.output
    made: dict[str, str] = json.loads(answer.output)
    return made


@pytest.fixture(params=["python", "node"])
def program(request, repository) -> list[str]:
    """The example in each language."""
    if request.param == "python":
        return [sys.executable, str(repository / "examples" / "subscriber.py")]
    return ["node", str(request.getfixturevalue("node_examples") / "subscriber.mjs")]


def test_the_past_from_the_feed_then_live_each_once_after_a_week_away_too(publishing, tmp_path, program):
    publishing.register(3)
    publishing.carry()  # before anybody subscribed: only the feed has them
    made = added(publishing, "assets.unit.*.v1")
    publishing.register(2)
    publishing.carry()  # these are in the queue and in the feed
    first = publishing.listen(made, tmp_path, program)
    assert [line.split()[0] for line in first] == ["1", "2", "3", "4", "5"]
    publishing.register(4)
    publishing.carry()
    publishing.broker.ask("DELETE", f"/queues/{publishing.vhost}/kho-bac/contents")  # as a lost broker would
    second = publishing.listen(made, tmp_path, program)
    assert [line.split()[0] for line in second] == ["6", "7", "8", "9"]
    assert publishing.listen(made, tmp_path, program) == []


def test_a_subscriber_is_held_to_its_own_queues(publishing):
    made = added(publishing, "assets.unit.*.v1")
    attempts = (
        lambda channel: channel.queue_bind("kho-bac", "taisan.events", "#"),
        lambda channel: channel.queue_declare("another"),
        lambda channel: channel.basic_publish("taisan.events", "assets.unit.registered.v1", b"{}"),
        lambda channel: channel.basic_get("taisan.unrouted"),
    )
    for attempt in attempts:
        with pika.BlockingConnection(pika.URLParameters(made["url"])) as connection:
            channel = connection.channel()
            channel.confirm_delivery()
            with pytest.raises(ChannelClosedByBroker) as refused:
                attempt(channel)
            assert refused.value.reply_code == 403


def test_a_subscriber_reads_neither_the_queue_nor_the_dead_letters_of_another(publishing):
    made = added(publishing, "assets.unit.*.v1")
    other = publishing.command("add", "thue", "--events", "handover.record.*.v1", "--json")
    assert other.exit_code == 0, other.output
    for queue in ("thue", "thue.dead"):
        with pika.BlockingConnection(pika.URLParameters(made["url"])) as connection:
            with pytest.raises(ChannelClosedByBroker) as refused:
                connection.channel().basic_get(queue)
            assert refused.value.reply_code == 403
    with pika.BlockingConnection(pika.URLParameters(json.loads(other.output)["url"])) as connection:
        assert connection.channel().basic_consume("thue", lambda *_delivery: None)  # its own it may


def test_list_says_what_waits_and_remove_takes_only_what_is_empty(publishing, tmp_path, repository):
    program = [sys.executable, str(repository / "examples" / "subscriber.py")]
    made = added(publishing, "assets.unit.*.v1", "assets.person.#")
    publishing.register(1)
    publishing.carry()

    def listed() -> Any:
        return json.loads(publishing.command("list", "--json").output)

    assert [one["topics"] for one in listed()] == [["assets.person.#", "assets.unit.*.v1"]]
    assert [(one["waiting"], one["dead"]) for one in listed()] == [(1, 0)]
    kept = publishing.command("remove", "kho-bac")
    assert (kept.exit_code, "1 events are left" in kept.output) == (1, True)
    publishing.listen(made, tmp_path, program)
    assert publishing.command("remove", "kho-bac").exit_code == 0
    assert listed() == []
    for wrong in (("remove", "nobody"), ("add", "assets", "--events", "#"), ("add", "x y", "--events", "#")):
        assert publishing.command(*wrong).exit_code == 1, wrong
    assert publishing.command("add", "kho-bac", "--events", "not a topic").exit_code == 1


@pytest.mark.skipif(shutil.which("curl") is None, reason="curl is not installed")
def test_the_feed_with_curl_alone(publishing, repository):
    publishing.register(300)  # more than one page
    publishing.carry()
    environment = {**os.environ, "FEED": publishing.feed, "TOKEN": publishing.token()}
    command = ["sh", str(repository / "examples" / "feed.sh")]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=True, timeout=90)
    positions = [int(json.loads(line)["position"]) for line in done.stdout.splitlines()]
    assert positions == list(range(1, 301))
    assert done.stderr.strip() == "300"
    rest = subprocess.run([*command, "299"], env=environment, capture_output=True, text=True, check=True)
    assert [UUID(json.loads(line)["id"]).version for line in rest.stdout.splitlines()] == [7]
