"""Closing a year of a million fixed assets, against one SQL UPDATE of the same rows.

Usage: make bench ARGS="wear --assets 1000000 --rounds 3"

Ours is the whole command `close_year` as the service runs it (row policies on, every constraint, lock, wear
rows with their sums, closing, event), begun in a year after one that is closed already, and rolled back. The
floor is `UPDATE assets SET cost = cost` of the same assets in the same database by the same role, its six
indexes and policies as they are, rolled back too. After each round both tables are vacuumed, outside of the
clock. The first close ever (which reckons openings as well) is measured once and told beside it.
"""

import argparse
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import psycopg
from sqlalchemy import text
from sqlalchemy.orm import Session

from bench.rounds import HEAD, Ratio
from services.assets.commands.closings import close_year
from shared.auth import system_actor
from shared.clock import frozen
from shared.db import Database
from shared.db.migration import upgrade
from shared.ids import uuid7
from taisan.embedded.postgres import Postgres, free_port, stop
from taisan.embedded.provision import provision
from taisan.services import role_url

GOAL = 3.0
FIRST, NEXT = 2025, 2026
_SECRET = "bench"
_MACHINE = system_actor("assets")
_CATEGORIES = ("computer", "tablet", "camera", "led_screen", "telephone_exchange", "meeting_equipment")

_UNIT = """
INSERT INTO units (id, code, name, match_key, kind, parent_id, valid_from, valid_to, version)
VALUES (%s, 'U', 'Đơn vị đo', 'don vi do', 'ward', NULL, '2004-01-01', NULL, 1)
"""
_ASSETS = """
INSERT INTO assets (id, code, tag, name, category, maker, model, serial, made_in, made_year, unit_id,
    department, place, cost, cost_budget, cost_other, put_to_use_on, origin, kind, kind_rule, status,
    book_user, attributes, registered_at, version)
SELECT gen_random_uuid(), lpad(n::text, 8, '0'), 'TS-' || n, 'Máy số ' || n,
    (%(categories)s::text[])[1 + n %% 6], 'Hãng', 'Kiểu ' || n %% 50,
    'SN' || n, 'Việt Nam', 2023, %(unit)s, 'Phòng ' || n %% 20, '', cost, cost, 0,
    make_date(2020 + n %% 6, 1 + n %% 12, 1), '', 'fixed_asset', 'FIXED-ASSET@2', 'in_use', '', '{}', now(), 1
FROM (SELECT n, 10000000 + (n::bigint * 7919) %% 90000000 AS cost FROM generate_series(1, %(count)s) n) made
"""
_BOOKS = """
INSERT INTO book_entries (asset_id, unit_id, effective_on, recorded_at, recorded_by, cause, quantity, cost,
    cost_budget, cost_other, wear, category, asset_kind, department, document_number, note, rules)
SELECT id, unit_id, put_to_use_on, now(), 'bench', 'opening', 1, cost, cost, 0, 0, category, kind, department,
    '', '', ARRAY[kind_rule] FROM assets
"""
_FLOOR = text("UPDATE assets SET cost = cost")


def main(arguments: list[str]) -> int:
    """Measure, print, and answer 0 when the goal is met."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--assets", type=int, default=1_000_000)
    options.add_argument("--rounds", type=int, default=3)
    chosen = options.parse_args(arguments)
    with server() as admin_url:
        print(f"filling {chosen.assets:,} fixed assets of one unit …", flush=True)
        fill(admin_url, chosen.assets)
        database = Database(role_url(admin_url, "assets", "assets_app", _SECRET), pool_size=1)
        try:
            first = _timed(lambda: _closed(database, FIRST, keep=True))
            _vacuum(admin_url)
            ratio = interleaved(database, admin_url, chosen.rounds)
        finally:
            database.close()
    print(
        f"\n{chosen.assets:,} assets; the floor is `{_FLOOR.text}` of the same rows, indexes and policies.\n"
    )
    print(HEAD)
    print(ratio.line())
    print(f"\nThe first close, {FIRST}, with the openings of old books: {first:.1f} s.")
    return 0 if ratio.met else 1


def interleaved(database: Database, admin_url: str, rounds: int) -> Ratio:
    """Close and update in turn, once to warm up and then `rounds` times; each leaves a clean table."""
    pairs = []
    for _ in range(rounds + 1):
        ours = _timed(lambda: _closed(database, NEXT, keep=False))
        _vacuum(admin_url)
        floor = _timed(lambda: _updated(database))
        _vacuum(admin_url)
        pairs.append((ours, floor))
        print(f"close {ours:.2f} s, update {floor:.2f} s", flush=True)
    ratios = [ours / floor for ours, floor in pairs[1:]]
    ours, floor = (statistics.median(pair[side] for pair in pairs[1:]) for side in (0, 1))
    middle = statistics.median(ratios)
    return Ratio(f"close of {NEXT}", ours, floor, middle, min(ratios), max(ratios), GOAL)


def fill(admin_url: str, assets: int) -> None:
    """Put in the unit, its assets and one opening entry of each, by SQL."""
    with psycopg.connect(_in_assets(admin_url), autocommit=True) as admin:
        unit = uuid7()
        admin.execute("SET session_replication_role = replica")  # as a bulk load does: no triggers
        admin.execute(_UNIT, [unit])
        admin.execute("INSERT INTO unit_scope VALUES (%s, %s)", [unit, unit])
        admin.execute(_ASSETS, {"categories": list(_CATEGORIES), "unit": unit, "count": assets})
        admin.execute(_BOOKS)
    _vacuum(admin_url)


@contextmanager
def server() -> Iterator[str]:
    """A PostgreSQL of taisan's own with the register's database, as `taisan up` would start it."""
    with tempfile.TemporaryDirectory(prefix="taisan-bench-") as folder:
        Path(folder).chmod(0o755)
        postgres = Postgres(Path(folder) / "data", Path(folder) / "log", _SECRET)
        postgres.create()
        port = free_port()
        process = postgres.start(port)
        try:
            url = postgres.url(port)
            provision(url, ["assets"], lambda _role: _SECRET)
            upgrade("assets", role_url(url, "assets", "assets_owner", _SECRET))
            yield url
        finally:
            stop(process)


def _closed(database: Database, year: int, *, keep: bool) -> None:
    with frozen(datetime(year, 12, 20, 2, tzinfo=UTC)):
        _run(database, lambda session: close_year(session, _MACHINE, {"year": year}), keep=keep)


def _updated(database: Database) -> None:
    _run(database, lambda session: session.execute(_FLOOR), keep=False)


def _run(database: Database, work: Callable[[Session], object], *, keep: bool) -> None:
    with database.transaction(_MACHINE) as session:
        session.execute(text("SET LOCAL statement_timeout = 0"))
        work(session)
        if not keep:
            session.rollback()


def _vacuum(admin_url: str) -> None:
    with psycopg.connect(_in_assets(admin_url), autocommit=True) as admin:
        admin.execute("VACUUM ANALYZE")


def _in_assets(admin_url: str) -> str:
    return admin_url.rsplit("/", 1)[0] + "/taisan_assets"


def _timed(work: Callable[[], object]) -> float:
    began = time.perf_counter()
    work()
    return time.perf_counter() - began
