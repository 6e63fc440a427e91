"""The whole set as `taisan up` runs it, under load, while its processes and its database are killed.

The checker at the end is apart from the services: it reads the databases and what the clients were told.
"""

import json
import os
import random
import signal
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from uuid import UUID

import psycopg
import pytest

from shared.ids import uuid7
from shared.tokens import issue_token
from taisan.embedded.postgres import free_port
from tests.acts import drawing
from tests.waiting import eventually

pytestmark = [pytest.mark.postgres, pytest.mark.slow, pytest.mark.timeout(400)]

SEED = int(os.environ.get("FAULT_SEED", "2025"))
FAULTS = int(os.environ.get("FAULTS", "12"))
OFFICERS = 3


@dataclass
class Set:
    """A running taisan, told to and asked by HTTP only; its databases are read by the checker."""

    data: Path
    port: int
    supervisor: "subprocess.Popen[bytes]"
    told: list[dict[str, Any]] = field(default_factory=list)

    def call(self, method: str, path: str, *, key: str = "", version: int = 0, **said: Any) -> Any:
        """One request, again and again with the same key until it is answered; refusals (4xx) are raised."""
        service = path.split("/")[2]
        body = json.dumps(said.pop("json", None) or {}).encode()
        while True:
            headers = {"Content-Type": "application/json", "Idempotency-Key": key or str(uuid7())}
            headers["Authorization"] = f"Bearer {self.token(service, **said)}"
            if version:
                headers["If-Match"] = f'"{version}"'
            asked = urllib.request.Request(
                f"http://127.0.0.1:{self.port}{path}",
                body if method != "GET" else None,
                headers,
                method=method,
            )
            try:
                with urllib.request.urlopen(asked, timeout=20) as answer:
                    return json.load(answer)
            except urllib.error.HTTPError as error:
                if error.code < 500 and "busy" not in (problem := error.read().decode()):
                    raise AssertionError(f"{method} {path}: {error.code} {problem}") from error
            except (OSError, ValueError):
                pass  # the set is down or died while answering: the same key makes a repeat safe
            time.sleep(0.2)

    def token(self, service: str, role: str = "service", unit: str = "", person: str = "") -> str:
        key = json.loads((self.data / "run" / "services.json").read_text())["web"]["TOKEN_SIGNING_KEY"]
        return issue_token(
            key,
            subject=f"{role}-{person}",
            audience=service,
            roles=frozenset({role}),
            unit_id=UUID(unit) if unit else None,
            person_id=UUID(person) if person else None,
        )

    def look(self, database: str, query: str) -> list[Any]:
        """Ask a database as its administrator."""
        described = json.loads((self.data / "run" / "services.json").read_text())
        password = json.loads((self.data / "secrets" / "passwords.json").read_text())["postgres"]
        place = described["assets"]["DATABASE_URL"].rsplit("@", 1)[1].split("/", 1)[0]
        with psycopg.connect(f"postgresql://postgres:{password}@{place}/taisan_{database}") as admin:
            return admin.execute(query).fetchall()

    def victims(self) -> dict[str, list[int]]:
        """The processes that may be killed, by kind."""
        found: dict[str, list[int]] = {"web": [], "worker": [], "database": []}
        for process in Path("/proc").iterdir():
            if process.name.isdigit() and (words := _words_of(process)):
                line = " ".join(words)
                if str(self.data / "postgres") in line and words[0].endswith("/postgres"):
                    found["database"].append(int(process.name))
                elif words[1:3] == ["-m", "taisan.worker"] and str(self.data) in line:
                    found["worker"].append(int(process.name))
                elif "gunicorn" in line and f":{self.port}" in line and _parent_is(process, "gunicorn"):
                    found["web"].append(int(process.name))
        return found


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Set]:
    data, port = tmp_path_factory.mktemp("fire") / "data", free_port()
    command = [sys.executable, "-m", "taisan", "up", "--empty", "--data", str(data), "--port", str(port)]
    environment = {**os.environ, "PUBLIC_BASE_URL": f"http://127.0.0.1:{port}"}
    process = subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL, start_new_session=True)
    made = Set(data, port, process)
    eventually(lambda: _answers(port) or process.poll() is not None, within=90)
    yield made
    process.send_signal(signal.SIGINT)
    assert process.wait(40) == 0
    assert made.victims() == {"web": [], "worker": [], "database": []}


def test_nothing_is_lost_or_doubled_while_everything_is_killed(running: Set):
    scene = settled_scene(running)
    stop = threading.Event()
    officers = [threading.Thread(target=hand_over, args=(running, scene, n, stop)) for n in range(OFFICERS)]
    for officer in officers:
        officer.start()
    killed = kill_at_random(running)
    stop.set()
    for officer in officers:
        officer.join(120)
        assert not officer.is_alive()
    assert sum(killed.values()) == FAULTS
    assert len(running.told) >= 10, "the load was no load"
    eventually(lambda: quiet(running), within=120)
    check(running)


def settled_scene(running: Set) -> dict[str, Any]:
    """A unit, its officers and receivers, and enough tablets; handover knows of them all."""
    ward = {"code": "BD", "name": "UBND phường Bồ Đề", "kind": "ward", "valid_from": "2004-01-01"}
    unit = running.call("POST", "/api/assets/units", json=ward)["id"]
    people = []
    for number in range(OFFICERS * 2):
        duties = ["officer"] if number < OFFICERS else []
        person = {"code": f"P{number}", "name": f"Nguyễn Thị Mai {number}", "post": "CV", "unit_id": unit}
        people.append(running.call("POST", "/api/assets/people", json={**person, "duties": duties})["id"])
    codes = [running.call("POST", "/api/assets/assets", json=tablet(unit, n))["code"] for n in range(60)]
    eventually(lambda: running.look("handover", "SELECT count(*) FROM known_assets") == [(60,)], within=60)
    return {"unit": unit, "people": people, "codes": codes}


def tablet(unit: str, number: int) -> dict[str, Any]:
    said = {"name": "Máy tính bảng", "category": "tablet", "serial": f"SN{number}", "unit_id": unit}
    return {
        **said,
        "cost": 7_220_000,
        "cost_budget": 7_220_000,
        "cost_other": 0,
        "put_to_use_on": "2024-03-05",
    }


def hand_over(running: Set, scene: dict[str, Any], number: int, stop: threading.Event) -> None:
    """One officer: give a tablet, both sign, the next; each step with one key however often it is sent."""
    giver, receiver = scene["people"][number], scene["people"][number + OFFICERS]
    acting = {"role": "officer", "unit": scene["unit"], "person": giver}
    for code in scene["codes"][number::OFFICERS]:
        if stop.is_set():
            return
        record = running.call(
            "POST",
            "/api/handover/records",
            key=str(uuid7()),
            json={
                "kind": "internal_handover",
                "from": {"person_id": giver},
                "to": {"person_id": receiver},
                "lines": [{"code": code, "condition": "Tốt"}],
                "place": "P. 302",
                "basis": "Quy chế quản lý tài sản",
            },
            **acting,
        )
        for side in ("giver", "receiver"):
            record = running.call(
                "POST",
                f"/api/handover/records/{record['id']}/signatures",
                key=str(uuid7()),
                version=record["version"],
                json={"side": side, "method": "drawn", "drawing": drawing()},
                **acting,
            )
        running.told.append(record)


def kill_at_random(running: Set) -> Counter[str]:
    """FAULTS times, at random moments: SIGKILL one process of a random kind."""
    chance, killed = random.Random(SEED), Counter[str]()
    while sum(killed.values()) < FAULTS:
        time.sleep(chance.uniform(0.5, 2.5))
        kind = chance.choice(["web", "web", "worker", "worker", "database"])
        if found := running.victims()[kind]:
            os.kill(chance.choice(found), signal.SIGKILL)
            killed[kind] += 1
    return killed


def quiet(running: Set) -> bool:
    """Nothing waits to be sent, delivered or placed in the ledger's chain."""
    try:
        unsent = sum(
            running.look(name, "SELECT count(*) FROM outbox WHERE sent_at IS NULL")[0][0]
            for name in ("assets", "handover", "notifications")
        )
        waiting = running.look(
            "bus",
            "SELECT count(*) FROM bus_messages",
        )[0][0]
        unplaced = running.look("handover", "SELECT count(*) FROM ledger_queue WHERE waiting")[0][0]
    except psycopg.OperationalError:
        return False
    return (unsent, waiting, unplaced) == (0, 0, 0)


def check(running: Set) -> None:
    """What must hold after any number of faults."""
    stored = {
        str(row[0]): row[1:] for row in running.look("handover", "SELECT id, state, number FROM records")
    }
    for told in running.told:
        state, number = stored[told["id"]]
        assert (state, f"{number:05d}") == ("completed", told["number"].split("/")[0])
    assert len(stored) <= len(running.told) + OFFICERS, "records that no client asked for"
    numbers = sorted(number for _, number in stored.values())
    assert numbers == list(range(1, len(stored) + 1)), "numbers of a unit and year are dense"
    held = running.look(
        "handover", "SELECT asset_id, count(*) FROM custody WHERE closed_at IS NULL GROUP BY 1"
    )
    assert {count for _, count in held} == {1}
    assert len(held) == sum(state == "completed" for state, _ in stored.values())
    for name in ("assets", "handover", "notifications"):
        assert running.look(name, "SELECT type, reason FROM dead_events") == []
    for name in ("assets", "handover", "notifications"):
        positions = [row[0] for row in running.look(name, "SELECT position FROM outbox ORDER BY position")]
        assert positions == list(range(1, len(positions) + 1)), f"the feed of {name} has a gap"
    doubled = running.look(
        "notifications",
        "SELECT cause_event_id, recipient_person_id, kind FROM notices GROUP BY 1, 2, 3 HAVING count(*) > 1",
    )
    assert doubled == []
    completed = running.look("notifications", "SELECT count(*) FROM notices WHERE kind = 'record_completed'")
    assert completed[0][0] == 2 * len(held), "both sides are told of each completed record, once"
    chained = running.look("handover", "SELECT count(*), max(index) FROM ledger_chain")[0]
    entries = running.look("handover", "SELECT count(*) FROM ledger_entries")[0][0]
    assert chained == (entries, entries - 1)


def _answers(port: int) -> bool:
    try:
        urllib.request.urlopen(f"http://127.0.0.1:{port}/api/handover/readyz", timeout=2).close()
    except OSError:
        return False
    return True


def _words_of(process: Path) -> list[str]:
    try:
        return (process / "cmdline").read_bytes().decode(errors="replace").rstrip("\x00").split("\x00")
    except OSError:
        return []


def _parent_is(process: Path, word: str) -> bool:
    """Whether the parent's command line holds `word`: a gunicorn worker, not its arbiter."""
    try:
        parent = (process / "stat").read_text().rsplit(")", 1)[1].split()[1]
    except OSError:
        return False
    return (
        word in " ".join(_words_of(Path("/proc") / parent))
        and "launch" not in _words_of(Path("/proc") / parent)[3:4]
    )
