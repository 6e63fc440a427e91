"""Answers sent while they are made: one state, flat memory, and nothing left behind by who hangs up."""

import socket
import threading
import time
import tracemalloc
from collections.abc import Callable, Iterator
from contextlib import closing
from typing import Any
from uuid import UUID

import httpx
import psycopg
import pytest
from sqlalchemy import text
from sqlalchemy.orm import Session
from werkzeug.serving import make_server

from shared.auth import Actor
from shared.db import SNAPSHOTS, Database, direct
from shared.errors import Conflict
from shared.peers import Peer
from shared.settings import Settings
from shared.tokens import issue_token
from shared.web.app import build_app
from shared.web.door import Door
from shared.web.feed import FEED_POLICY
from shared.web.openapi import document
from shared.web.policy import allow
from shared.web.streaming import Stream
from tests.integration.engine.conftest import settings_of
from tests.waiting import eventually

pytestmark = pytest.mark.postgres
UNIT = UUID("0196aaaa-0000-7000-8000-000000000001")
BLOCK = 20_000
PATH = "/api/toy/lines"


@pytest.fixture
def world(toy_database: tuple[str, str, str]) -> Iterator["World"]:
    made = World(settings_of(toy_database, ""), toy_database[2])
    with closing(made.database):
        yield made


class World:
    """A service with one long answer: so many rows of generate_series, a note when it began and ended."""

    def __init__(self, settings: Settings, admin: str) -> None:
        self.settings, self.admin = settings, admin
        door = Door("toy")
        door.get("/lines/<int:rows>", streams=("text/plain",))(self._lines)
        door.get("/refused", streams=("text/plain",))(self._refused)
        door.get("/faulty", streams=("text/plain",))(self._faulty)
        self.policies = {
            f"GET {rule}": allow("officer") for rule in ("/lines/<int:rows>", "/refused", "/faulty")
        }
        self.door = door
        self.app = build_app(settings, door, dict(self.policies))
        self.database: Database = self.app.extensions["taisan.database"]
        self.between: Callable[[], None] = lambda: None

    def _lines(self, session: Session, rows: int) -> Stream:
        def chunks() -> Iterator[bytes]:
            for number, row in enumerate(direct.copied(session, LINES, {"rows": rows})):
                yield row
                if number == 0:
                    self.between()
            count = session.execute(text("SELECT count(*) FROM counters")).scalar()
            yield f"counters: {count}".encode()

        return Stream(
            chunks(), "text/plain", "dòng.txt", {"X-Export-Id": "7"}, self._note("begun"), self._ended
        )

    def _refused(self, session: Session) -> Stream:
        def chunks() -> Iterator[bytes]:
            raise Conflict("unlucky", vi="Không được.", en="No.")
            yield session

        return Stream(chunks(), "text/plain", "x", ended=self._ended)

    def _faulty(self, session: Session) -> Stream:
        def chunks() -> Iterator[bytes]:
            yield b"one"
            session.execute(text("SELECT 1 / 0"))

        return Stream(chunks(), "text/plain", "x", ended=self._ended)

    def _note(self, entry: str) -> Callable[[Session], None]:
        return lambda session: session.execute(text("INSERT INTO diary VALUES (:e)"), {"e": entry}) and None

    def _ended(self, session: Session, whole: bool) -> None:
        self._note("whole" if whole else "broken")(session)

    def headers(self) -> dict[str, str]:
        token = issue_token(
            self.settings.signing_key, subject="o", audience="toy", roles=frozenset({"officer"}), unit_id=UNIT
        )
        return {"Authorization": f"Bearer {token}"}

    def ask(self, path: str) -> Any:
        return self.app.test_client().get(f"/api/toy{path}", headers=self.headers(), buffered=False)

    def diary(self) -> list[str]:
        with psycopg.connect(self.admin) as admin:
            return [entry for (entry,) in admin.execute("SELECT entry FROM diary").fetchall()]

    def snapshots(self) -> int:
        """Transactions that the service's role has open."""
        query = "SELECT count(*) FROM pg_stat_activity WHERE usename = 'toy_app' AND xact_start IS NOT NULL"
        with psycopg.connect(self.admin) as admin:
            database = admin.info.dbname
            found = admin.execute(f"{query} AND datname = '{database}'").fetchone()
        return found[0] if found else 0


LINES = "SELECT n, repeat('x', 1000) FROM generate_series(1, %(rows)s) n"


def test_a_stream_is_one_state_however_long_it_takes(world: World) -> None:
    def meanwhile() -> None:
        actor = Actor("test", frozenset({"officer"}), UNIT, scope_all=True)
        with world.database.transaction(actor) as session:
            session.execute(
                text("INSERT INTO counters VALUES (gen_random_uuid(), :unit, 1, 1)"), {"unit": UNIT}
            )

    world.between = meanwhile
    answer = world.ask("/lines/3")
    assert answer.status_code == 200
    assert answer.headers["Content-Disposition"] == "attachment; filename*=UTF-8''d%C3%B2ng.txt"
    assert answer.headers["X-Export-Id"] == "7"
    assert "Content-Length" not in answer.headers
    assert answer.get_data().endswith(b"counters: 0")
    assert world.diary() == ["begun", "whole"]
    assert world.snapshots() == 0


def test_memory_stays_flat_however_long_the_answer(world: World) -> None:
    answer = world.ask(f"/lines/{BLOCK}")
    chunks = answer.iter_encoded()
    next(chunks)
    tracemalloc.start()
    try:
        received = sum(len(chunk) for chunk in chunks)
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert received > BLOCK * 1000
    assert peak < 2_000_000, peak


def test_a_caller_who_hangs_up_frees_the_connection_and_is_noted(world: World) -> None:
    answer = world.ask(f"/lines/{BLOCK}")
    next(answer.iter_encoded())
    assert world.snapshots() == 1
    answer.close()
    assert world.snapshots() == 0
    assert world.diary() == ["begun", "broken"]


def test_a_socket_that_is_closed_is_noticed_by_a_real_server(world: World) -> None:
    server = make_server("127.0.0.1", 0, world.app, threaded=True)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        with socket.create_connection(("127.0.0.1", server.server_port)) as line:
            head = "".join(f"{name}: {value}\r\n" for name, value in world.headers().items())
            line.sendall(f"GET {PATH}/{BLOCK} HTTP/1.1\r\nHost: x\r\n{head}\r\n".encode())
            assert line.recv(12) == b"HTTP/1.1 200"
            assert world.snapshots() == 1
        eventually(lambda: world.diary() == ["begun", "broken"] and world.snapshots() == 0)
    finally:
        server.shutdown()
        server.server_close()


def test_what_goes_wrong_before_the_first_byte_is_a_problem_as_ever(world: World) -> None:
    answer = world.ask("/refused")
    assert (answer.status_code, answer.mimetype) == (409, "application/problem+json")
    assert world.snapshots() == 0
    assert world.diary() == ["broken"]


def test_what_goes_wrong_later_breaks_the_answer_off(world: World) -> None:
    answer = world.ask("/faulty")
    with pytest.raises(Exception, match="division by zero"):
        answer.get_data()
    assert world.snapshots() == 0
    assert world.diary() == ["broken"]


def test_long_reads_are_bounded_and_leave_the_pool_alone(world: World) -> None:
    held = [world.ask(f"/lines/{BLOCK}") for _ in range(SNAPSHOTS)]
    refused = world.ask("/lines/1")
    assert (refused.status_code, refused.json["type"]) == (503, "/problems/long-reads-busy")
    assert world.app.extensions["taisan.database"].engine.pool.checkedout() == 0
    for answer in held:
        answer.close()
    assert world.ask("/lines/1").get_data()


def test_a_peer_in_the_same_process_is_passed_on_chunk_by_chunk(world: World) -> None:
    peer = Peer("toy", world.settings, world.app)
    actor = Actor("o", frozenset({"officer"}), UNIT)
    answer = peer.open(f"/lines/{BLOCK}", actor=actor)
    began = time.monotonic()
    assert next(answer.iter_bytes(1024))
    assert world.snapshots() == 1, f"not held back, after {time.monotonic() - began:.3f} s"
    answer.close()
    assert world.snapshots() == 0


def test_a_peer_behind_a_socket_is_passed_on_chunk_by_chunk(world: World) -> None:
    server = make_server("127.0.0.1", 0, world.app, threaded=True)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        with httpx.stream(
            "GET", f"http://127.0.0.1:{server.server_port}{PATH}/5", headers=world.headers()
        ) as answer:
            assert b"".join(answer.iter_bytes()).endswith(b"counters: 0")
        assert world.diary() == ["begun", "whole"]
    finally:
        server.shutdown()
        server.server_close()


def test_the_documents_name_the_media_types(world: World) -> None:
    described = document(world.door, world.policies | FEED_POLICY, title="toy")
    answers = described["paths"][f"{PATH}/{{rows}}"]["get"]["responses"]["200"]["content"]
    assert list(answers) == ["text/plain"]
