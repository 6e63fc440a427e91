"""A real form of a register, S26-H of all units, downloaded over HTTP from the set as `taisan up` serves it:
when its first byte arrives, and its last. Part of the subject `exports`.
"""

import http.client
import json
import statistics
import tempfile
import time
from pathlib import Path
from uuid import UUID

import psycopg

from bench.world import address, end, fill, start
from shared.tokens import issue_token
from taisan.embedded.postgres import free_port

FIRST, REQUESTS = 0.3, 10  # seconds that the first byte may take; downloads of each kind
# What `open_books` books when an asset is registered, for the assets that `fill` has put in.
BOOKED = """
INSERT INTO book_entries (asset_id, unit_id, effective_on, recorded_at, recorded_by, cause, quantity, cost,
    cost_budget, cost_other, wear, category, asset_kind, department, document_number, note, rules)
SELECT id, unit_id, put_to_use_on, registered_at, 'bench', origin, 1, cost, cost_budget, cost_other, 0,
    category, kind, department, 'HĐ-01', '', '{}' FROM assets
"""


def measure(assets: int) -> bool:
    """Fill a register, download the book, print; whether the slowest first byte was in time."""
    with tempfile.TemporaryDirectory(prefix="taisan-bench-") as folder:
        Path(folder).chmod(0o755)
        data, port = Path(folder) / "data", free_port()
        supervisor = start(data, port)
        try:
            root, *_ = fill(data, assets)
            with psycopg.connect(address(data, "assets"), autocommit=True) as admin:
                admin.execute(BOOKED)
                admin.execute("VACUUM ANALYZE")
            met = [downloaded(port, _token(data, root), kind, assets) for kind in ("xlsx", "csv")]
            return all(met)
        finally:
            end(supervisor)


def downloaded(port: int, token: str, kind: str, rows: int) -> bool:
    """Download the book REQUESTS times after once to warm up; whether the slowest first byte was in time."""
    taken = [_one(port, token, kind) for _ in range(REQUESTS + 1)][1:]
    first, last = ([taking[at] for taking in taken] for at in (0, 1))
    print(
        f"S26-H of {rows:,} assets as {kind} over HTTP: first byte {1000 * statistics.median(first):.0f} ms,"
        f" at the slowest {1000 * max(first):.0f} ms (goal < {1000 * FIRST:.0f});"
        f" last byte {1000 * statistics.median(last):.0f} ms; {taken[0][2]:,} bytes"
    )
    return max(first) < FIRST


def _one(port: int, token: str, kind: str) -> tuple[float, float, int]:
    """Seconds to the first byte of the file, to its last, and how many there were."""
    connection = http.client.HTTPConnection("127.0.0.1", port)
    began = time.perf_counter()
    path = f"/api/assets/exports/s26-h?from=2024-01-01&to=2024-12-31&format={kind}"
    connection.request("GET", path, headers={"Authorization": f"Bearer {token}"})
    answer = connection.getresponse()
    size = len(answer.read(1))
    first = time.perf_counter() - began
    size += len(answer.read())
    last = time.perf_counter() - began
    connection.close()
    if answer.status != 200:
        raise RuntimeError(f"{path}: {answer.status}")
    return first, last, size


def _token(data: Path, unit: UUID) -> str:
    described = json.loads((data / "run" / "services.json").read_text(encoding="utf-8"))
    key = described["web"]["TOKEN_SIGNING_KEY"]
    roles = frozenset({"officer"})
    return issue_token(key, subject="bench", audience="assets", roles=roles, unit_id=unit, person_id=None)
