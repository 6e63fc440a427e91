"""Import of an asset book: read, validated and written, as a multiple of COPY of the same typed rows.

The floor is `COPY` of those rows into a table without index, constraint or policy, in one transaction of its
own; sent twice: as typed values by the driver, and (stricter) as text made ready beforehand. Ours is the dry
run (bytes to report, kept) and the commit (held against the register, every table written: rows, marks,
history, books, labels, events). Each round has a book of its own, so that nothing is a duplicate.

What a register must hold costs more than COPY whoever writes it, so a second floor says how much: the rows
that an import wrote, by plain INSERT … SELECT into empty tables with the same columns and indexes: no foreign
key, trigger or policy, nothing read and nothing checked.
"""

import argparse
import io
import os
import random
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import date, timedelta
from functools import partial
from pathlib import Path
from typing import Any
from uuid import UUID

import psycopg
from sqlalchemy.orm import Session
from werkzeug.datastructures import FileStorage

from bench.rounds import HEAD, interleaved
from services.assets.commands.committing import commit_import
from services.assets.commands.imports import dry_run
from services.assets.commands.units import register_unit
from services.assets.imports.books import read_book
from services.assets.schemas.units import UnitIn
from shared.auth import Actor, system_actor
from shared.clock import today
from shared.db import Database, take_long
from shared.db.migration import upgrade
from shared.web.reading import load
from taisan.embedded import postgres as embedded
from taisan.embedded.provision import provision
from taisan.services import DATABASES, role_url

GOAL = 4.0
KEPT_GOAL = 3.0
_WRITTEN = ("assets", "asset_marks", "label_codes", "book_entries", "asset_changes", "outbox")
UNIT = "UBND phường Bồ Đề"
_PASSWORD = "bench"
_HEAD = (
    "STT;Mã tài sản;Tên tài sản;Hãng sản xuất;Ký hiệu;Số serial;Nước sản xuất;Năm sản xuất;Đơn vị;Bộ phận;"
    "Vị trí;Ngày đưa vào sử dụng;Nguyên giá (đồng);Người sử dụng"
)
_NAMES = ("Máy tính bảng", "Máy vi tính xách tay", "Camera giám sát", "Điện thoại IP", "Màn hình LED")
_PEOPLE = [
    f"{family} {middle} {given}"
    for family in ("Nguyễn", "Trần", "Lê", "Phạm", "Đặng")
    for middle in ("Thị", "Văn", "Minh")
    for given in ("Ánh", "Bình", "Cường", "Dung", "Hà", "Hương", "Lan")
]
_TYPES = ("text",) * 7 + ("integer", "text", "text", "text", "date", "bigint", "text")


def book(rows: int, seed: int) -> bytes:
    """A CSV of `rows` valid rows as an office writes them; every serial and tag is new with `seed`."""
    chance, lines = random.Random(seed), [_HEAD]
    for row in range(rows):
        day = date(2015, 1, 1) + timedelta(days=chance.randrange(3000))
        cost = f"{chance.choice((7_220_000, 15_490_000, 3_200_000, 45_000_000, 980_000)):,}".replace(",", ".")
        said = (
            row + 1, f"TS{seed}{row:06d}", chance.choice(_NAMES), chance.choice(("Samsung", "Dell", "HP")),
            f"M{chance.randrange(50)}", f"SN{seed}{row:08d}", "Việt Nam", day.year, UNIT,
            f"Văn phòng {chance.randrange(12)}", f"Phòng {chance.randrange(400)}", f"{day:%d/%m/%Y}", cost,
            chance.choice(_PEOPLE),
        )  # fmt: skip
        lines.append(";".join(map(str, said)))
    return "\r\n".join(lines).encode()


def main(arguments: list[str]) -> int:
    """Measure and print the ratios; 0 when the whole keeps to the goal."""
    parser = argparse.ArgumentParser(prog="bench imports", description=__doc__)
    parser.add_argument("--rows", type=int, default=100_000)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--clock", choices=("wall", "processor"), default="wall", help="what is counted")
    asked = parser.parse_args(arguments)
    with _server() as (database, admin_url, server), psycopg.connect(admin_url, autocommit=True) as floor:
        clock = partial(_processor_seconds, server) if asked.clock == "processor" else time.perf_counter
        measured = partial(interleaved, rounds=asked.rounds, clock=clock)
        bench = Imports(database, floor, asked.rows, 3 * asked.rounds + 3)
        ratios = [
            interleaved(
                f"import ÷ COPY of {name}", bench.ours, copy, goal=GOAL, rounds=asked.rounds, clock=clock
            )
            for name, copy in (("values", bench.copy_values), ("ready text", bench.copy_text))
        ]
        bench.keep_written()
        name = "import ÷ INSERT … SELECT of all it writes, same indexes"
        ratios.append(measured(name, bench.ours, bench.insert_written, goal=KEPT_GOAL))
        bench.lay_floor()
    print(f"Import of {asked.rows:,} rows\n\n{HEAD}")
    for ratio in ratios:
        print(ratio.line())
    for stage, seconds in bench.stages.items():
        print(f"{stage}: median {statistics.median(seconds):.2f} s ({min(seconds):.2f}–{max(seconds):.2f})")
    return 0 if ratios[0].met else 1


def _processor_seconds(server: int) -> float:
    """Seconds that this process and PostgreSQL (the postmaster `server` and its children, by /proc) computed
    so far: on a busy machine work waits, and these say more than the clock on the wall.
    """
    ticks = 0
    for folder in Path("/proc").glob("[0-9]*"):
        with suppress(OSError):
            fields = (folder / "stat").read_text(encoding="utf-8").rpartition(")")[2].split()
            if server in {int(folder.name), int(fields[1])}:
                ticks += int(fields[11]) + int(fields[12])
    return time.process_time() + ticks / os.sysconf("SC_CLK_TCK")


class Imports:
    """Books that are imported one after the other, and the floor that they are measured by."""

    def __init__(self, database: Database, floor: "psycopg.Connection[Any]", rows: int, books: int) -> None:
        self.stages: dict[str, list[float]] = {"dry run": [], "commit": []}
        self._database = database
        self._floor = floor
        self._rows = rows
        self._books = [book(rows, seed) for seed in range(1, books + 1)]
        self._actor = _actor(database)
        self._typed = _typed(book(rows, 999_999))
        self._text = "".join("\t".join(map(str, row)) + "\n" for row in self._typed)

    def ours(self) -> None:
        """Check and commit a book that was never seen before."""
        content = self._books.pop()
        file = FileStorage(io.BytesIO(content), "so.csv")
        body = {"file": file, "mapping": "", "sheet": "", "encoding": "", "keep": False}
        report = self._timed("dry run", lambda session: dry_run(session, self._actor, body))
        units = {"create_units": False}
        done = self._timed("commit", lambda session: commit_import(session, self._actor, report["id"], units))
        if done["imported"] != self._rows:
            raise AssertionError(done["errors"][:3])

    def lay_floor(self) -> None:
        """A fresh bare table."""
        columns = ", ".join(f"c{at} {kind}" for at, kind in enumerate(_TYPES))
        self._floor.execute(f"DROP TABLE IF EXISTS bare; CREATE TABLE bare ({columns})")

    def copy_values(self) -> None:
        """The same rows as typed values."""
        self.lay_floor()
        with self._floor.cursor() as cursor, cursor.copy("COPY bare FROM STDIN") as copy:
            for row in self._typed:
                copy.write_row(row)

    def copy_text(self) -> None:
        """The same rows as text that was made ready."""
        self.lay_floor()
        with self._floor.cursor() as cursor, cursor.copy("COPY bare FROM STDIN") as copy:
            copy.write(self._text)

    def keep_written(self) -> None:
        """Keep what the first import wrote, and lay empty tables like those that it wrote to."""
        (first,) = self._floor.execute("SELECT min(import_id::text) FROM assets").fetchone() or (None,)
        self._floor.execute("CREATE SCHEMA kept; CREATE SCHEMA floor")
        for table in _WRITTEN:
            which = {"assets": "id", "outbox": "NULL"}.get(table, "asset_id")
            ours = f"{which} IN (SELECT id FROM assets WHERE import_id = %s)"
            if table == "outbox":
                ours = "data ->> 'import_id' = %s"
            names = self._names(table)
            self._floor.execute(
                f"CREATE TABLE kept.{table} AS SELECT {names} FROM {table} WHERE {ours}", [first]
            )
            self._floor.execute(f"CREATE TABLE floor.{table} (LIKE {table} INCLUDING ALL EXCLUDING IDENTITY)")

    def insert_written(self) -> None:
        """What an import writes, into tables with indexes alone."""
        self._floor.execute(f"TRUNCATE {', '.join(f'floor.{table}' for table in _WRITTEN)}")
        with self._floor.transaction():
            for table in _WRITTEN:
                names = self._names(table)
                self._floor.execute(f"INSERT INTO floor.{table} ({names}) SELECT {names} FROM kept.{table}")

    def _names(self, table: str) -> str:
        found = self._floor.execute(
            "SELECT string_agg(quote_ident(attname), ', ' ORDER BY attnum) FROM pg_attribute"
            " WHERE attrelid = %s::regclass AND attnum > 0 AND NOT attisdropped AND attgenerated = ''",
            [table],
        ).fetchone()
        return str(found[0]) if found else ""

    def _timed(self, stage: str, work: Callable[[Session], dict[str, Any]]) -> dict[str, Any]:
        def at_length(session: Session) -> dict[str, Any]:
            take_long(session)
            return work(session)

        began = time.perf_counter()
        answer = self._database.run(self._actor, at_length)
        self.stages[stage].append(time.perf_counter() - began)
        return answer


def _typed(content: bytes) -> list[tuple[Any, ...]]:
    return [
        (
            draft.tag, draft.name, draft.category, draft.maker, draft.model, draft.serial, draft.made_in,
            draft.made_year, draft.unit, draft.department, draft.place, draft.put_to_use_on, draft.cost,
            draft.book_user,
        )
        for draft in read_book(content, None, today=today()).drafts
    ]  # fmt: skip


def _actor(database: Database) -> Actor:
    """An officer of a body with one ward, below its own unit."""
    machine = system_actor("bench")
    body = {"code": "LB", "name": "UBND quận", "kind": "district"}
    ward = {"code": "BD", "name": UNIT, "kind": "ward"}
    with database.transaction(machine) as session:
        top = register_unit(session, machine, load(UnitIn(), body, ""))
        register_unit(session, machine, load(UnitIn(), {**ward, "parent_id": str(top["id"])}, ""))
    return Actor("bench", frozenset({"officer"}), UUID(str(top["id"])), None)


@contextmanager
def _server() -> Iterator[tuple[Database, str, int]]:
    """A PostgreSQL of its own as `taisan up` starts it, with the register's database."""
    with tempfile.TemporaryDirectory(prefix="taisan-bench-") as folder:
        Path(folder).chmod(0o755)
        server = embedded.Postgres(Path(folder) / "data", Path(folder) / "log", _PASSWORD)
        server.create()
        port = embedded.free_port()
        process = server.start(port)
        try:
            url = server.url(port)
            provision(url, DATABASES, lambda _role: _PASSWORD)
            upgrade("assets", role_url(url, "assets", "assets_owner", _PASSWORD))
            database = Database(role_url(url, "assets", "assets_app", _PASSWORD), pool_size=2)
            yield database, url.rpartition("/")[0] + "/taisan_assets", process.pid
            database.close()
        finally:
            embedded.stop(process)
