"""The ledger and its witness in the house: honest growth is cosigned, another past is refused for good."""

from collections.abc import Iterator
from typing import Any

import psycopg
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from services.handover.ledger import cosignatures, signing, store
from services.handover.ledger.entries import seal
from services.notifications.witness.watching import Witness, look
from shared.auth import system_actor
from shared.clock import now
from shared.errors import Unavailable
from shared.ids import uuid7
from shared.peers import Peers
from shared.tlog.checkpoint import opened
from shared.tlog.cosignature import cosigned_at
from shared.tlog.witness import believed_keys
from tests.house import House
from tests.servers.databases import Databases

pytestmark = pytest.mark.postgres
LOG_KEY, OTHER_KEY = "A" * 43, "B" * 42 + "A"


class World:
    """A house whose ledger is signed and witnessed by hand, step by step."""

    def __init__(self, databases: Databases) -> None:
        self.databases = databases
        self.house = House(databases, only=("handover", "notifications"))
        self.ledger = self.house.workers["handover"].database
        self.notices = self.house.workers["notifications"].database
        peers = Peers(self.house.settings["notifications"], self.house.apps)
        self.witness = Witness(Ed25519PrivateKey.generate(), "taisan.test/witness", peers)
        self.to_witness = Peers(self.house.settings["handover"], self.house.apps)

    def grow(self, count: int = 1, key: str = LOG_KEY) -> None:
        with self.ledger.transaction(system_actor("handover")) as session:
            for number in range(count):
                store.append(session, seal("test.filled", uuid7(), uuid7(), {"number": number}, at=now()))
        store.sequence(self.ledger)
        signing.signer(key, "", "taisan.test/custody")(self.ledger)

    def look(self) -> int:
        return look(self.notices, self.witness)

    def fetch(self) -> int:
        return cosignatures.fetch(self.ledger, self.to_witness)

    def asked(self, path: str, service: str = "notifications") -> Any:
        """The answer to somebody whom nobody knows."""
        answer = self.house.apps[service].test_client().get(f"/api/{service}{path}")
        assert answer.status_code == 200, answer.text
        return answer

    def as_owner(self, statement: str, service: str = "handover") -> None:
        """What only the owner of a database can do."""
        with psycopg.connect(self.databases.admin_url(service)) as owner:
            owner.execute("SET session_replication_role = replica")
            owner.execute(statement)


@pytest.fixture
def world(fresh_databases: Databases) -> Iterator[World]:
    made = World(fresh_databases)
    yield made
    made.house.close()


def test_what_grew_is_cosigned_once_published_and_carried_by_the_ledger(world: World) -> None:
    assert world.asked("/witness").json["standing"] == "silent"
    assert world.house.apps["notifications"].test_client().get(
        "/api/notifications/witness/checkpoint"
    ).status_code == 404  # fmt: skip
    assert world.look() == 0  # nothing is signed yet
    world.grow(300)
    assert [world.look(), world.look()] == [1, 0]
    world.grow(5)
    assert world.look() == 1
    assert [world.fetch(), world.fetch()] == [2, 0]
    (witness,) = world.asked("/witness/keys").json["items"]
    keys = world.asked("/ledger/keys", "handover").json
    assert keys["witnesses"] == [witness]
    note = world.asked("/ledger/checkpoint", "handover").text
    assert note == world.asked("/witness/checkpoint").text
    checkpoint, _ = opened(note, believed_keys(keys["items"][0]["key"], keys["items"]))
    assert checkpoint.size == 305
    at = cosigned_at(checkpoint, note.splitlines()[-1], witness)
    assert abs((now() - at).total_seconds()) < 60
    assert world.look() == 0  # its own line beside the log's is nothing new
    told = world.asked("/witness").json
    assert (told["standing"], told["size"], told["alarms"]) == ("holds", 305, [])
    assert "taisan_witness_ledger_size 305.0" in world.asked("/metrics").text


@pytest.mark.parametrize(
    "attack",
    [
        "UPDATE ledger_chain SET leaf = decode(repeat('ab', 32), 'hex') WHERE index = 7",
        "DELETE FROM ledger_chain WHERE index >= 200",
    ],
)
def test_another_past_is_refused_with_both_notes_and_told_once(world: World, attack: str) -> None:
    world.grow(300)
    world.look()
    kept = world.asked("/witness/checkpoint").text
    world.as_owner(f"{attack}; DELETE FROM ledger_tile_roots; DELETE FROM ledger_checkpoints")
    world.grow(3)
    assert [world.look(), world.look()] == [0, 0]
    world.grow(500)
    assert world.look() == 0
    told = world.asked("/witness").json
    assert (told["standing"], told["size"]) == ("refused", 300)
    (alarm,) = told["alarms"]
    assert (alarm["kind"], alarm["kept_size"]) == ("forked", 300)
    assert alarm["kept_note"] in kept
    assert alarm["shown_note"] != alarm["kept_note"]
    assert "taisan_witness_alarms 1.0" in world.asked("/metrics").text
    feed = world.house
    feed.settle()
    events = feed.do("GET", "/api/notifications/events?after=0", role="service")["events"]
    assert [one["type"] for one in events] == ["notifications.alarm.raised.v1"]
    assert world.fetch() == 0  # no word of the witness stands under the new past


def test_a_stranger_with_the_name_of_the_log_is_not_believed(world: World) -> None:
    world.grow(3)
    world.look()
    world.as_owner("DELETE FROM ledger_keys; DELETE FROM ledger_checkpoints")
    world.grow(1, OTHER_KEY)
    assert world.look() == 0
    (alarm,) = world.asked("/witness").json["alarms"]
    assert alarm["kind"] == "unbelievable"


def test_a_ledger_that_is_away_is_no_alarm(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    world.grow(3)

    def away(*_: Any, **__: Any) -> None:
        raise Unavailable("peer-unavailable", vi="", en="")

    with monkeypatch.context() as patched:
        patched.setattr(world.witness.peers.handover, "send", away)
        assert world.look() == 0
    assert world.asked("/witness").json["standing"] == "silent"
    assert world.look() == 1


def test_what_the_witness_saw_is_never_changed(world: World) -> None:
    world.grow(3)
    world.look()
    tables = ("witness_logs", "witness_keys", "witness_cosignatures", "witness_alarms")
    with psycopg.connect(world.house.settings["notifications"].database_url, autocommit=True) as app:
        for table in tables:
            for statement in (f"DELETE FROM {table}", f"TRUNCATE {table}"):
                with pytest.raises(psycopg.errors.InsufficientPrivilege):
                    app.execute(statement)


def test_a_cosignature_of_something_else_is_passed_over(world: World) -> None:
    world.grow(3)
    world.look()
    world.as_owner("UPDATE witness_cosignatures SET line = replace(line, 'A', 'B')", "notifications")
    assert world.fetch() == 0
    assert world.asked("/ledger/keys", "handover").json["witnesses"] == []
