"""500 assets handed over in one record, signed by both, minutes included; the floor: bare INSERTs and a page.

Usage: make bench ARGS="records [-n ASSETS] [-r ROUNDS]"

Ours is four requests to a running taisan: draw up and issue, two drawn signatures, the minutes as PDF. The
floor is as many INSERTs of one row each in one transaction on the same PostgreSQL, and one page set by typst
in a child process as ours are. The minutes of 500 assets have some twenty pages: that is in the ratio too.
"""

import argparse
import json
import urllib.request
from pathlib import Path
from typing import Any
from uuid import uuid4

import psycopg

from bench.rounds import HEAD, interleaved
from bench.world import HANDED_OVER, WARDS, World, address, world
from shared.ids import uuid7
from shared.typeset import RENDERER
from tests.acts import drawing

GOAL = 6.0  # a bound to notice what gets worse; nobody asked for a number
_PAGE = Path(__file__).resolve().with_name("page.typ")
_TEXT = "Biên bản bàn giao tài sản. " * 60


def main(arguments: list[str]) -> int:
    """Measure and print; 0 when the goal is met."""
    parser = argparse.ArgumentParser(prog="bench records")
    parser.add_argument("-n", type=int, default=500)
    parser.add_argument("-r", type=int, default=3)
    asked = parser.parse_args(arguments)
    needed = min((asked.r + 2) * asked.n * WARDS, HANDED_OVER)
    with world(needed) as made, psycopg.connect(address(made.data, "assets")) as floor:
        batches = iter(range(asked.r + 1))
        signed = drawing()
        ratio = interleaved(
            f"{asked.n} assets, both signatures, minutes",
            lambda: _handed_over(made, next(batches), asked.n, signed),
            lambda: _floor(floor, asked.n),
            goal=GOAL,
            rounds=asked.r,
        )
    print(HEAD)
    print(ratio.line())
    return 0 if ratio.met else 1


def _handed_over(made: World, batch: int, count: int, signed: str) -> None:
    """A record of the assets of one ward that no other batch takes, signed by both; its minutes."""
    ward = made.wards[0]
    codes = made.codes[:HANDED_OVER][::WARDS][batch * count : (batch + 1) * count]
    parties = {"from": {"person_id": str(ward.giver)}, "to": {"person_id": str(ward.receiver)}}
    lines = [{"code": code, "condition": "Tốt"} for code in codes]
    said = {"kind": "internal_handover", **parties, "lines": lines, "place": "P. 302", "basis": "Quy chế"}
    record = json.loads(_send(made, "/records", said))
    for side in ("giver", "receiver"):
        body = {"side": side, "method": "drawn", "drawing": signed}
        answer = _send(made, f"/records/{record['id']}/signatures", body, version=record["version"])
        record = json.loads(answer)
    assert record["state"] == "completed"
    assert len(record["lines"]) == count
    assert _send(made, f"/records/{record['id']}/minutes.pdf").startswith(b"%PDF")


def _send(made: World, path: str, body: dict[str, Any] | None = None, *, version: int = 0) -> bytes:
    headers = {"Authorization": f"Bearer {made.token('handover', made.wards[0])}"}
    headers |= {"Content-Type": "application/json", "Idempotency-Key": str(uuid7())}
    if version:
        headers["If-Match"] = f'"{version}"'
    asked = urllib.request.Request(
        f"http://127.0.0.1:{made.port}/api/handover{path}",
        json.dumps(body).encode() if body is not None else None,
        headers,
    )
    with urllib.request.urlopen(asked, timeout=120) as answer:
        content: bytes = answer.read()
    return content


def _floor(connection: "psycopg.Connection[Any]", count: int) -> None:
    with connection.transaction():
        for number in range(count):
            connection.execute(
                "INSERT INTO floor_records (id, note, made_at) VALUES (%s, %s, now())", [uuid4(), f"{number}"]
            )
    RENDERER.pdf(_PAGE, {"text": _TEXT})
