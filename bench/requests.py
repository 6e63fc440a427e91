"""Requests a second of label look-up, list and handover, against a bare floor of Flask and one statement.

Usage: make bench ARGS="requests --assets 100000 --rounds 5 --seconds 3"
"""

import argparse
import json
import statistics
from collections.abc import Callable
from dataclasses import dataclass, field

from bench.load import Measured, Request, burst, request
from bench.world import HANDED_OVER, WARDS, World, end, start, world
from shared.ids import uuid7

CLIENTS = 8


@dataclass
class Comparison:
    """One thing measured against its floor, round by round."""

    name: str
    goal: float
    ours: Callable[[World, int], tuple[int, list[Request]]]
    floor: Callable[[World, int], tuple[int, list[Request]]]
    rounds: list[tuple[Measured, Measured]] = field(default_factory=list)

    def ratio(self) -> float:
        """The median over the rounds of ours / floor in requests per second."""
        return statistics.median(ours.rate / floor.rate for ours, floor in self.rounds)

    def line(self) -> str:
        """One row of the table."""
        ours, floor = (statistics.median(pair[side].rate for pair in self.rounds) for side in (0, 1))
        spread = [our.rate / bare.rate for our, bare in self.rounds]
        failed = sum(pair[side].failures for pair in self.rounds for side in (0, 1))
        verdict = "yes" if self.ratio() >= self.goal and not failed else "NO"
        return (
            f"| {self.name} | {ours:,.0f} | {floor:,.0f} | **{self.ratio():.2f}**"
            f" ({min(spread):.2f}–{max(spread):.2f}) | {self.goal:.2f} | {verdict} | {failed} |"
        )


def lookups(world: World, turn: int) -> tuple[int, list[Request]]:
    """`GET /api/assets/codes/{code}`."""
    headers = {"Authorization": f"Bearer {world.token('assets')}"}
    chosen = world.codes[turn * 1000 : turn * 1000 + 1000]
    return world.port, [request("GET", f"/api/assets/codes/{code}", world.port, headers) for code in chosen]


def bare_lookups(world: World, turn: int) -> tuple[int, list[Request]]:
    """The same rows by one SELECT."""
    chosen = world.codes[turn * 1000 : turn * 1000 + 1000]
    return world.floor_port, [request("GET", f"/lookup/{code}", world.floor_port) for code in chosen]


def pages(world: World, turn: int) -> tuple[int, list[Request]]:
    """`GET /api/assets/assets?limit=50&after=…` at places all over the register."""
    from shared.web.pages import cursor_of

    headers = {"Authorization": f"Bearer {world.token('assets')}"}
    step = len(world.assets) // 101
    places = [cursor_of(str(world.assets[step * n + turn])) for n in range(100)]
    paths = [f"/api/assets/assets?limit=50&after={place}" for place in places]
    return world.port, [request("GET", path, world.port, headers) for path in paths]


def bare_pages(world: World, turn: int) -> tuple[int, list[Request]]:
    """The same rows by one SELECT."""
    step = len(world.assets) // 101
    paths = [f"/page?limit=50&after={world.assets[step * n + turn]}" for n in range(100)]
    return world.floor_port, [request("GET", path, world.floor_port) for path in paths]


def records(world: World, turn: int) -> tuple[int, list[Request]]:
    """`POST /api/handover/records`, one line each, every asset once, each with its idempotency key."""
    most = HANDED_OVER // 10
    made = []
    tokens = [world.token("handover", ward) for ward in world.wards]
    for number in range(turn * most, turn * most + most):
        ward = world.wards[number % WARDS]
        body = {
            "kind": "internal_handover",
            "from": {"person_id": str(ward.giver)},
            "to": {"person_id": str(ward.receiver)},
            "lines": [{"asset_id": str(world.assets[number]), "condition": "Tốt"}],
            "place": "P. 302",
            "basis": "Quy chế quản lý, sử dụng tài sản công",
        }
        headers = {"Authorization": f"Bearer {tokens[number % WARDS]}", "Idempotency-Key": str(uuid7())}
        made.append(request("POST", "/api/handover/records", world.port, headers, json.dumps(body).encode()))
    return world.port, made


def bare_inserts(world: World, _turn: int) -> tuple[int, list[Request]]:
    """One INSERT and its COMMIT."""
    body = json.dumps({"note": "x" * 200}).encode()
    return world.floor_port, [request("POST", "/insert", world.floor_port, body=body)]


COMPARISONS = [
    Comparison("label lookup", 0.5, lookups, bare_lookups),
    Comparison("page of 50 assets", 0.4, pages, bare_pages),
    Comparison("one-line handover", 0.35, records, bare_inserts),
]


def main(arguments: list[str]) -> int:
    """Measure, print, and answer 0 when every goal is met."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--assets", type=int, default=100_000)
    options.add_argument("--rounds", type=int, default=5, choices=range(1, 10))
    options.add_argument("--seconds", type=float, default=3.0)
    chosen = options.parse_args(arguments)
    print(f"filling {chosen.assets:,} assets …", flush=True)
    with world(chosen.assets) as made:
        for turn in range(chosen.rounds + 1):
            for comparison in COMPARISONS:
                ours = burst(*comparison.ours(made, turn), chosen.seconds, CLIENTS)
                floor = burst(*comparison.floor(made, turn), chosen.seconds, CLIENTS)
                if turn:  # the first turn warms both up
                    comparison.rounds.append((ours, floor))
            print(f"round {turn} of {chosen.rounds}", flush=True)
        memory = made.memory()
        end(made.supervisor)
        cold = cold_start(made)
    print(report(chosen, memory, cold))
    good = (
        all(each.ratio() >= each.goal for each in COMPARISONS) and memory["taisan"] <= 450 * 1024 and cold < 5
    )
    return 0 if good else 1


def cold_start(made: World) -> float:
    """Seconds from the command to the first answer, on a folder that has data."""
    import time

    began = time.perf_counter()
    process = start(made.data, made.port)
    took = time.perf_counter() - began
    end(process)
    return took


def report(chosen: argparse.Namespace, memory: dict[str, int], cold: float) -> str:
    """The table, in Markdown."""
    how = (
        f"{chosen.assets:,} assets, {chosen.rounds} rounds of {chosen.seconds:g} s each, {CLIENTS} clients;"
        " clients and servers share the cores; the floor is bench/floor.py under the same gunicorn settings."
    )
    used = (
        f"Memory after load (proportional): taisan {memory['taisan'] / 1024:.0f} MiB (goal ≤ 450),"
        f" PostgreSQL {memory['PostgreSQL'] / 1024:.0f} MiB."
    )
    table = [
        "| | taisan req/s | floor req/s | ratio (min–max) | goal | met | failed requests |",
        "|---|---|---|---|---|---|---|",
        *(comparison.line() for comparison in COMPARISONS),
    ]
    start_up = f"Cold start to the first answer, data present: {cold:.1f} s (goal < 5)."
    lines = ["", how, "", *table, "", used, start_up]
    return "\n".join(lines)
