"""A stocktake of 100,000 assets: opening it (the freeze), scanning in batches of 500, looking, closing it.

Usage: make bench ARGS="stocktakes [--assets N] [--batches N]"

Opening and closing are long work: told, without a goal. A batch and a page are requests and have one.
"""

import argparse
import json
import statistics
import time
import urllib.request
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import psycopg

from bench.world import World, address, world
from shared.clock import today
from shared.ids import uuid7

BATCH = 500
BATCH_GOAL, PAGE_GOAL = 1.0, 0.5  # seconds

_BOOKED = """
INSERT INTO book_entries (asset_id, unit_id, effective_on, recorded_at, recorded_by, cause, quantity, cost,
    cost_budget, cost_other, wear, category, asset_kind, department, document_number,
    document_on, note, rules)
SELECT id, unit_id, put_to_use_on, now(), 'bench', 'opening', 1, cost, cost_budget, cost_other, 0, category,
    kind, department, '', NULL, '', ARRAY[kind_rule] FROM assets
"""


def main(arguments: list[str]) -> int:
    """Measure and print; 0 when a batch and the pages meet their goals."""
    options = argparse.ArgumentParser(prog="bench stocktakes")
    options.add_argument("--assets", type=int, default=100_000)
    options.add_argument("--batches", type=int, default=100)
    asked = options.parse_args(arguments)
    with world(asked.assets) as made:
        with psycopg.connect(address(made.data, "assets")) as admin:
            admin.execute(_BOOKED)
        measured = dict(_measured(made, asked.batches))
    print(f"| {asked.assets:,} assets, {asked.batches} batches of {BATCH} | seconds |\n|---|---|")
    for name, seconds in measured.items():
        print(f"| {name} | {seconds:.2f} |")
    pages = max(seconds for name, seconds in measured.items() if name.startswith("page"))
    return 0 if measured["batch of 500 scans, median"] <= BATCH_GOAL and pages <= PAGE_GOAL else 1


def _measured(made: World, batches: int) -> Iterator[tuple[str, float]]:
    plan = {
        "title": "Kiểm kê cuối năm",
        "kind": "year_end",
        "unit_id": str(made.root),
        "as_of": today().isoformat(),
        "board": [{"name": "Trưởng ban", "role": "chair"}],
    }
    path = f"/stocktakes/{_ask(made, 'POST', '/stocktakes', plan)['id']}"
    yield "opening, as long work", _long_work(made, f"{path}/opening", 1)
    codes = made.codes[: batches * BATCH]
    took = [_timed(made, "POST", f"{path}/scans", _batch(codes, turn)) for turn in range(batches)]
    yield "batch of 500 scans, median", statistics.median(took)
    yield "batch of 500 scans, slowest", max(took)
    for name, what in (
        ("page of progress", "/progress"),
        ("page of 50 that are missing", "/lines?outcome=missing"),
        ("page of 50 scans", "/scans"),
    ):
        yield name, statistics.median(_timed(made, "GET", path + what) for _ in range(5))
    yield "closing, as long work", _long_work(made, f"{path}/closing", 2)


def _batch(codes: list[str], turn: int) -> dict[str, Any]:
    at = datetime.now(UTC).isoformat()
    scans = [
        {"scan_id": str(uuid7()), "text": code, "device_id": "bench", "device_time": at, "place": "P. 302"}
        for code in codes[turn * BATCH : (turn + 1) * BATCH]
    ]
    return {"sent_at": at, "scans": scans}


def _long_work(made: World, path: str, version: int) -> float:
    """Seconds until the task that does it is done."""
    began = time.perf_counter()
    headers = {"If-Match": f'"{version}"', "Prefer": "respond-async"}
    task = _ask(made, "POST", path, {}, headers)
    while (state := _ask(made, "GET", f"/tasks/{task['id']}")["state"]) in {"queued", "running"}:
        time.sleep(0.1)
    if state != "done":
        raise RuntimeError(f"{path} ended as {state}")
    return time.perf_counter() - began


def _timed(made: World, method: str, path: str, body: dict[str, Any] | None = None) -> float:
    began = time.perf_counter()
    _ask(made, method, path, body)
    return time.perf_counter() - began


def _ask(
    made: World, method: str, path: str, body: Any = None, headers: dict[str, str] | None = None
) -> dict[str, Any]:
    sent = {
        "Authorization": f"Bearer {made.token('assets')}",
        "Content-Type": "application/json",
        **(headers or {}),
    }
    address_ = f"http://127.0.0.1:{made.port}/api/assets{path}"
    content = None if body is None else json.dumps(body).encode()
    request = urllib.request.Request(address_, content, sent, method=method)
    with urllib.request.urlopen(request, timeout=120) as answer:
        answered: dict[str, Any] = json.load(answer)
    return answered
