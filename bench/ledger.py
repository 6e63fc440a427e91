"""The ledger against its floors: adding an entry, checking all of them, proving one; at few and at very many.

Usage: make bench ARGS="ledger [--few 10000] [--many 1000000] [--rounds 5] [--adds 300]"

append   one entry sealed and added, in a transaction of its own; floor: INSERT of the same bytes in one table
verify   `verify.py` over an export, and its hashing alone; floor: SHA-256 over the same lines, one by one
proof    the proof of a record, made by the service from its tables: seconds, goal ≤ 0.05
growth   adding, and proving, at many over the same at few
"""

import argparse
import hashlib
import json
import statistics
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from uuid import UUID

import psycopg

from bench.rounds import HEAD, Ratio, interleaved
from services.handover.ledger import signing, store
from services.handover.ledger.entries import GENESIS, Entry, Link, chain_hash, seal
from services.handover.ledger.verify import Held, check_ledger
from services.handover.queries import proofs
from shared.auth import system_actor
from shared.clock import now
from shared.db import Database, direct
from shared.db.migration import upgrade
from shared.ids import uuid7
from taisan.embedded.postgres import Postgres, free_port, stop
from taisan.embedded.provision import provision
from taisan.services import role_url

_ACTOR = system_actor("handover")
_PASSWORD = "bench"
_FLOOR = """
    INSERT INTO floor_entries VALUES (%(entry)s, %(act)s, %(subject)s, %(unit)s, %(at)s, %(header)s, %(leaf)s,
    %(salt)s, %(body)s, %(links)s::jsonb)
"""


def main(arguments: list[str]) -> int:
    """Measure and print; 0 when every goal is met."""
    parser = argparse.ArgumentParser(prog="bench ledger")
    for name, usual in (("few", 10_000), ("many", 1_000_000), ("rounds", 5), ("adds", 300)):
        parser.add_argument(f"--{name}", type=int, default=usual)
    asked = parser.parse_args(arguments)
    with server() as address:
        few, many = (Ledger(address(f"handover_{name}")) for name in ("few", "many"))
        few.fill(asked.few)
        many.fill(asked.many)
        print(f"{asked.many:,} entries, and {asked.few:,}\n{HEAD}")
        ratios = list(compared(few, many, asked.rounds, asked.adds))
        seconds = many.seconds_of_proof()
        few.close()
        many.close()
    ratios += verified(asked.many, asked.rounds)
    for ratio in ratios:
        print(ratio.line())
    print(f"proof of a record at {asked.many:,}: {seconds * 1000:.1f} ms (goal ≤ 50)")
    return 0 if all(ratio.met for ratio in ratios) and seconds <= 0.05 else 1


def compared(few: "Ledger", many: "Ledger", rounds: int, adds: int) -> Iterator[Ratio]:
    """What the database does."""
    facts = {"rounds": rounds}
    yield interleaved("append / INSERT", lambda: many.add(adds), lambda: many.insert(adds), goal=1.5, **facts)
    yield interleaved("append, many / few", lambda: many.add(adds), lambda: few.add(adds), goal=1.3, **facts)
    yield interleaved("proof, many / few", lambda: many.prove(50), lambda: few.prove(50), goal=1.3, **facts)


def verified(count: int, rounds: int) -> list[Ratio]:
    """What an auditor's computer does with an export of `count` entries."""
    lines, size, root = exported(count)
    raw = [line.encode() for line in lines]
    pieces = [hashed_pieces(json.loads(line)) for line in lines]

    def bare() -> None:
        for line in raw:
            hashlib.sha256(line).digest()

    def hashing() -> None:
        held = Held()
        for header, body in pieces:
            leaf = hashlib.sha256(header).digest()
            hashlib.sha256(body).digest()
            held.place(leaf)
        if held.root() != root:
            raise RuntimeError("the roots differ")

    return [
        interleaved("verify, hashing alone", hashing, bare, goal=2.0, rounds=rounds),
        interleaved(
            "verify.py", lambda: check_ledger(lines, size, root, None), bare, goal=2.0, rounds=rounds
        ),
    ]


def hashed_pieces(entry: dict[str, str]) -> tuple[bytes, bytes]:
    """What is hashed of an entry: its header for the leaf, salt and body for the commitment."""
    return b"\x00" + entry["header"].encode(), bytes.fromhex(entry["salt"]) + entry["body"].encode()


def exported(count: int) -> tuple[list[str], int, bytes]:
    """An export of `count` entries, a line each, with size and root of its tree."""
    lines, held, chain = [], Held(), GENESIS
    for index, entry in enumerate(made(count)):
        chain = chain_hash(chain, entry.leaf)
        held.place(entry.leaf)
        row = {"index": index, "leaf": entry.leaf.hex(), "chain": chain.hex(), "links": []}
        row |= {"header": entry.header.decode(), "body": entry.body.decode(), "salt": entry.salt.hex()}
        lines.append(json.dumps(row, ensure_ascii=False))
    return lines, count, held.root()


def made(count: int, subject: UUID | None = None, links: tuple[Link, ...] = ()) -> Iterator[Entry]:
    """Entries as a signature leaves them."""
    unit, at = uuid7(), now()
    for number in range(count):
        detail = {"side": "giver", "name": "Nguyễn Thị Minh Nguyệt", "method": "pin", "content": "5f" * 32}
        body = {"act": "record.signed", "actor": "account:01a2", "version": number, "detail": detail}
        yield seal("record.signed", subject or uuid7(), unit, body, at=at, links=links)


class Ledger:
    """One database with a ledger, filled without the services: the shapes are theirs."""

    def __init__(self, addresses: tuple[str, str]) -> None:
        self._admin, app = addresses
        self.database = Database(app, pool_size=2)
        self._subjects: list[UUID] = []

    def fill(self, count: int) -> None:
        """Entries, bodies and chain by COPY; then tree and checkpoint by the ledger's own code."""
        with psycopg.connect(self._admin) as admin:
            admin.execute("CREATE TABLE floor_entries (id uuid PRIMARY KEY, act text, subject uuid, unit_id"
                          " uuid, recorded_at timestamptz, header bytea, leaf bytea, salt bytea, body bytea,"
                          " links jsonb)")  # fmt: skip
            admin.execute("GRANT INSERT ON floor_entries TO handover_app")
            self._copy(admin, count)
        with psycopg.connect(self._admin, autocommit=True) as admin:
            admin.execute("VACUUM ANALYZE")
        signing.signer("A" * 43, "", "bench/custody")(self.database)

    def _copy(self, admin: psycopg.Connection, count: int) -> None:
        chain, rows = GENESIS, list(made(count))
        self._subjects = [row.subject for row in rows[:: max(1, count // 50)]][:50]
        with admin.cursor().copy("COPY ledger_entries FROM STDIN") as copy:
            for row in rows:
                copy.write_row(
                    (row.id, row.act, row.subject, row.unit_id, row.recorded_at, row.header, row.leaf)
                )
        with admin.cursor().copy("COPY ledger_bodies FROM STDIN") as copy:
            for row in rows:
                copy.write_row((row.id, row.salt, row.body))
        with admin.cursor().copy("COPY ledger_chain FROM STDIN") as copy:
            for index, row in enumerate(rows):
                chain = chain_hash(chain, row.leaf)
                copy.write_row((index, row.id, row.leaf, chain))

    def add(self, count: int) -> None:
        """Append `count` entries, each in a transaction of its own."""
        for entry in self._fresh(count):
            self.database.run(_ACTOR, lambda session, one=entry: store.append(session, one))

    def insert(self, count: int) -> None:
        """The same bytes into one table."""
        for entry in self._fresh(count):
            told = store.parameters(entry)
            self.database.run(_ACTOR, lambda session, one=told: direct.rows(session, _FLOOR, one))

    def _fresh(self, count: int) -> Iterator[Entry]:
        for _ in range(count):
            yield from made(1, links=(Link(uuid7(), 1, None),))

    def prove(self, count: int) -> None:
        """The proofs of `count` records."""
        for number in range(count):
            subject = self._subjects[number % len(self._subjects)]
            self.database.run(_ACTOR, lambda session, one=subject: self._proof(session, one))

    def _proof(self, session: object, subject: UUID) -> None:
        size, note = proofs.newest_checkpoint(session)  # type: ignore[arg-type]
        if not proofs.proof_at(session, subject, size, note)["entries"]:  # type: ignore[arg-type]
            raise RuntimeError("there is no proof")

    def seconds_of_proof(self) -> float:
        """The median of one proof, each from tables that nothing remembers in this process."""
        took = []
        for _ in range(50):
            began = time.perf_counter()
            self.prove(1)
            took.append(time.perf_counter() - began)
        return statistics.median(took)

    def close(self) -> None:
        """Give the connections back."""
        self.database.close()


@contextmanager
def server() -> Iterator[object]:
    """A PostgreSQL of its own, with databases of custody that are made when asked for."""
    with tempfile.TemporaryDirectory(prefix="taisan-bench-") as folder:
        Path(folder).chmod(0o755)
        postgres = Postgres(Path(folder) / "data", Path(folder) / "log", _PASSWORD)
        postgres.create()
        port = free_port()
        process = postgres.start(port)
        try:
            admin = postgres.url(port)
            provision(admin, ("handover",), lambda _role: _PASSWORD)
            owner = role_url(admin, "handover", "handover_owner", _PASSWORD)
            upgrade("handover", owner)
            yield lambda name: _copied(admin, name)
        finally:
            stop(process)


def _copied(admin: str, name: str) -> tuple[str, str]:
    """(address for the administrator, address for the service) of a fresh copy of the migrated database."""
    with psycopg.connect(admin, autocommit=True) as connection:
        connection.execute(f'CREATE DATABASE "taisan_{name}" TEMPLATE taisan_handover')
    app = role_url(admin, name, "handover_app", _PASSWORD)
    return admin.rpartition("/")[0] + f"/taisan_{name}", app
