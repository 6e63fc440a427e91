"""The world that is measured: taisan as `taisan up` serves it, filled with assets, and the bare floor beside
it.

Rows are put in by SQL, not by the services (that would take an hour): the shapes are theirs, the events are
left out.
"""

import json
import os
import signal
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from uuid import UUID

import psycopg

from services.assets.labels.codes import new_codes
from shared.ids import uuid7
from shared.tokens import issue_token
from taisan.embedded.postgres import free_port

ROOT = Path(__file__).resolve().parent.parent
WARDS = 14  # as in the former district; each numbers its own records
HANDED_OVER = 30_000  # assets that handover knows of, each given once at the most


@dataclass(frozen=True)
class Ward:
    """One of the units, its officer and somebody to hand things to."""

    unit: UUID
    giver: UUID
    receiver: UUID


@dataclass(frozen=True)
class World:
    """Where everything is, and who asks."""

    data: Path
    port: int
    floor_port: int
    supervisor: "subprocess.Popen[bytes]"
    root: UUID
    wards: "list[Ward]"
    codes: list[str]
    assets: list[UUID]

    def token(self, service: str, ward: "Ward | None" = None) -> str:
        """A fresh token of an officer of one ward, or of all of them."""
        described = json.loads((self.data / "run" / "services.json").read_text(encoding="utf-8"))
        return issue_token(
            described["web"]["TOKEN_SIGNING_KEY"],
            subject="bench",
            audience=service,
            roles=frozenset({"officer"}),
            unit_id=ward.unit if ward else self.root,
            person_id=ward.giver if ward else None,
        )

    def memory(self) -> dict[str, int]:
        """Proportional memory in KiB of every process of the set: {"PostgreSQL": …, "taisan": …}."""
        found = {"PostgreSQL": 0, "taisan": 0}
        for pid in _descendants(self.supervisor.pid):
            name = Path(f"/proc/{pid}/cmdline").read_bytes().split(b"\x00")[0]
            rollup = Path(f"/proc/{pid}/smaps_rollup").read_text(encoding="ascii")
            pss = next(int(line.split()[1]) for line in rollup.splitlines() if line.startswith("Pss:"))
            found["PostgreSQL" if b"postgres" in name else "taisan"] += pss
        return found


@contextmanager
def world(assets: int) -> Iterator[World]:
    """Start everything, fill it with `assets` assets of one unit, and end it."""
    with tempfile.TemporaryDirectory(prefix="taisan-bench-") as folder:
        Path(folder).chmod(0o755)
        data, port, floor_port = Path(folder) / "data", free_port(), free_port()
        supervisor = start(data, port)
        try:
            filled = fill(data, assets)
            with floor(data, floor_port):
                yield World(data, port, floor_port, supervisor, *filled)
        finally:
            end(supervisor)


def start(data: Path, port: int) -> "subprocess.Popen[bytes]":
    """`taisan up`, waited for until it answers."""
    command = [sys.executable, "-m", "taisan", "up", "--empty", "--data", str(data), "--port", str(port)]
    process = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.DEVNULL, start_new_session=True)
    wait_for(f"http://127.0.0.1:{port}/api/assets/livez", process)
    return process


def end(process: "subprocess.Popen[bytes]") -> None:
    """As Ctrl-C does."""
    process.send_signal(signal.SIGINT)
    process.wait(30)


def wait_for(url: str, process: "subprocess.Popen[bytes]", within: float = 90) -> None:
    """Until `url` answers at all."""
    deadline = time.monotonic() + within
    while True:
        try:
            urllib.request.urlopen(url, timeout=5).close()
            return
        except urllib.error.HTTPError:
            return
        except OSError:
            if time.monotonic() > deadline or process.poll() is not None:
                raise
            time.sleep(0.05)


@contextmanager
def floor(data: Path, port: int) -> Iterator[None]:
    """The bare application, under the same gunicorn settings, over the same database without policies."""
    environment = {**os.environ, "FLOOR_URL": address(data, "assets")}
    conf = str(ROOT / "deploy" / "gunicorn.conf.py")
    command = [sys.executable, "-m", "gunicorn", "-c", conf, "--bind", f"127.0.0.1:{port}", "bench.floor:app"]
    process = subprocess.Popen(command, cwd=ROOT, env=environment)
    try:
        wait_for(f"http://127.0.0.1:{port}/", process)
        yield
    finally:
        process.terminate()
        process.wait(15)


def address(data: Path, database: str) -> str:
    """The administrator's address of one database of the set."""
    described = json.loads((data / "run" / "services.json").read_text(encoding="utf-8"))
    password = json.loads((data / "secrets" / "passwords.json").read_text(encoding="utf-8"))["postgres"]
    place = described["assets"]["DATABASE_URL"].rsplit("@", 1)[1].split("/", 1)[0]
    return f"postgresql://postgres:{password}@{place}/taisan_{database}"


def fill(data: Path, count: int) -> tuple[UUID, list[Ward], list[str], list[UUID]]:
    """A root, its wards with two people each, `count` assets; handover knows the first HANDED_OVER."""
    root, wards = uuid7(), [Ward(uuid7(), uuid7(), uuid7()) for _ in range(WARDS)]
    ids, codes = [uuid7() for _ in range(count)], list(new_codes(count + count // 1000 + 100))[:count]
    rows = [(wards[turn % WARDS].unit, *pair) for turn, pair in enumerate(zip(ids, codes, strict=True))]
    with psycopg.connect(address(data, "assets")) as assets:
        _fill_units(assets, root, wards, "units", "id, code, name, match_key, kind, valid_from, version")
        _copy(assets, "assets", ASSET_COLUMNS, (_asset(*row) for row in rows))
        marks = ((each, unit, code, f"tablet {code}", "may tinh bang") for unit, each, code in rows)
        _copy(assets, "asset_marks", "asset_id, unit_id, code, serial_key, words", marks)
        assets.execute("CREATE TABLE floor_records (id uuid PRIMARY KEY, note text, made_at timestamptz)")
    with psycopg.connect(address(data, "handover")) as handover:
        _fill_units(handover, root, wards, "known_units", "id, code, name, valid_from, version")
        _copy(handover, "known_people", PEOPLE_COLUMNS, (row for ward in wards for row in _people(ward)))
        known = (_known_asset(*row) for row in rows[:HANDED_OVER])
        _copy(handover, "known_assets", KNOWN_ASSET_COLUMNS, known)
    for database in ("assets", "handover"):
        with psycopg.connect(address(data, database), autocommit=True) as admin:
            admin.execute("VACUUM ANALYZE")
    return root, wards, codes, ids


PEOPLE_COLUMNS = "id, unit_id, code, name, post, status, duties, version"
KNOWN_ASSET_COLUMNS = "id, unit_id, code, name, serial, category, cost, status, version"


def _fill_units(
    connection: "psycopg.Connection[tuple[object, ...]]",
    root: UUID,
    wards: list[Ward],
    table: str,
    columns: str,
) -> None:
    scope = [(root, root), *((above, ward.unit) for ward in wards for above in (root, ward.unit))]
    _copy(connection, "unit_scope", "ancestor_id, descendant_id", scope)
    for number, unit in enumerate([root, *(ward.unit for ward in wards)]):
        values = {
            "id": unit,
            "code": f"B{number}",
            "name": f"UBND phường {number}",
            "match_key": f"b{number}",
        }
        values |= {"kind": "ward", "valid_from": "2004-01-01", "version": 1}
        wanted = columns.split(", ")
        _copy(connection, table, columns, [tuple(values[name] for name in wanted)])


def _people(ward: Ward) -> list[tuple[object, ...]]:
    return [
        (ward.giver, ward.unit, str(ward.giver), "Trần Văn Đức", "Chuyên viên", "working", ["officer"], 1),
        (ward.receiver, ward.unit, str(ward.receiver), "Nguyễn Thị Mai", "Chuyên viên", "working", [], 1),
    ]


def _known_asset(unit: UUID, asset_id: UUID, code: str) -> tuple[object, ...]:
    return (asset_id, unit, code, "Máy tính bảng", code, "tablet", 7_220_000, "in_store", 1)


ASSET_COLUMNS = (
    "id, code, tag, name, category, maker, model, serial, made_in, unit_id, department, place, cost,"
    " cost_budget, cost_other, put_to_use_on, origin, kind, kind_rule, status,"
    " book_user, attributes, registered_at, version"
)


def _asset(unit: UUID, asset_id: UUID, code: str) -> tuple[object, ...]:
    return (
        asset_id, code, f"TS-{code}", "Máy tính bảng", "tablet", "Samsung", "Galaxy Tab A", code,
        "Việt Nam", unit,
        "Văn phòng", "P. 302", 7_220_000, 7_220_000, 0, "2024-03-05", "purchase", "tool", "C141-03-2@1",
        "in_store", "", "{}", "2026-01-01T00:00:00Z", 1,
    )  # fmt: skip


def _copy(
    connection: "psycopg.Connection[tuple[object, ...]]", table: str, columns: str, rows: object
) -> None:
    with connection.cursor().copy(f"COPY {table} ({columns}) FROM STDIN") as copy:
        for row in rows:  # type: ignore[attr-defined]
            copy.write_row(row)


def _descendants(pid: int) -> list[int]:
    """A process and all below it, by /proc."""
    found, waiting = [], [pid]
    while waiting:
        one = waiting.pop()
        found.append(one)
        for task in Path(f"/proc/{one}/task").iterdir():
            waiting += [int(child) for child in (task / "children").read_text(encoding="ascii").split()]
    return found
