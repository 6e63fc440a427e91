"""The services as docker compose runs them, with wires between that can be spoiled: load, faults, and waiting
until everything has come to rest.
"""

import json
import os
import signal
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Sequence
from pathlib import Path
from typing import Any
from uuid import UUID

import psycopg

from shared.bus import make_bus
from shared.ids import uuid7
from shared.tokens import issue_token
from taisan.children import wrapped
from taisan.deployment import VHOST
from taisan.embedded.provision import provision
from taisan.promises import subscribed
from taisan.services import APIS, ROOT, role_url
from tests.faults import bare
from tests.faults.carried import SERVICES, Findings, examine, letters, unsent
from tests.servers.composed import Composed
from tests.servers.mail import Mailbox
from tests.servers.proxy import Proxy
from tests.servers.rabbitmq import RabbitMQ
from tests.waiting import eventually

_PASSWORD = "bare"


class Chaos:
    """The running set. `told` are the records that clients were told are completed."""

    def __init__(self, folder: Path, broker: RabbitMQ) -> None:
        self.broker = broker
        self.mailbox = Mailbox()
        self.mailbox.start()
        self.post = Proxy(self.mailbox.url.removeprefix("smtp://"))
        self._wires: list[Proxy] = []
        self.composed = Composed(folder, broker, self._between)
        self.wire = self._wires[0]
        self.topics = {**subscribed(), bare.NAME: bare.TOPICS}
        self._bare: subprocess.Popen[bytes] | None = None
        self._variant = ""
        self.lock = threading.Lock()
        self.told: list[dict[str, Any]] = []

    def up(self) -> None:
        """Start everything."""
        self.composed.told["notifications-worker"] = {"SMTP_URL": f"smtp://{self.post.place}"}
        self.composed.up()
        provision(self.composed.admin_url("postgres"), [bare.NAME], lambda _role: _PASSWORD)
        bare.make_tables(role_url(self.composed.admin_url("x"), bare.NAME, "bare_owner", _PASSWORD))
        self.restore_topology()
        self.start("bare")
        self.key = (self.composed.secrets / "web_signing_key").read_text()

    def down(self) -> None:
        """End everything."""
        self.kill("bare")
        self.composed.down()
        for wire in (self.wire, self.post):
            wire.close()
        self.mailbox.stop()

    def look(self, database: str, query: str, parameters: Sequence[object] = ()) -> list[Any]:
        """Ask a database as the administrator, again while the server is away."""
        while True:
            try:
                with psycopg.connect(self.composed.admin_url(f"taisan_{database}")) as admin:
                    return admin.execute(query, parameters or None).fetchall()  # type: ignore[arg-type]
            except psycopg.OperationalError:
                time.sleep(0.2)

    def change(self, database: str, query: str) -> None:
        """Change a database as the administrator."""
        with psycopg.connect(self.composed.admin_url(f"taisan_{database}")) as admin:
            admin.execute(query)  # type: ignore[call-overload]

    def start(self, process: str) -> None:
        """Start a process, as the present variant has it."""
        if process != "bare":
            self.composed.start(process)
            return
        url = role_url(self.composed.admin_url("x"), bare.NAME, "bare_app", _PASSWORD)
        words = [url, self.broker_url()]
        module = ["tests.faults.broken", self._variant, "bare"] if self._variant else ["tests.faults.bare"]
        with (self.composed.folder / "bare.log").open("ab") as log:
            self._bare = subprocess.Popen(
                wrapped([sys.executable, "-m", *module, *words]), cwd=ROOT, stdin=subprocess.DEVNULL,
                stdout=log, stderr=log, start_new_session=True,
                env={"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT)},
            )  # fmt: skip

    def kill(self, process: str) -> None:
        """SIGKILL a process and all it began."""
        if process != "bare":
            self.composed.kill(process)
        elif self._bare is not None:
            os.killpg(self._bare.pid, signal.SIGKILL)
            self._bare.wait()

    def restart(self, process: str) -> None:
        """SIGKILL a process and start it again, as a supervisor does."""
        with self.lock:
            self.kill(process)
            self.start(process)

    def become(self, variant: str) -> None:
        """Run all workers, and handover's web, as `variant`; "" is the product as it is."""
        self._variant = variant
        self.composed.instead.clear()
        if variant:
            for name in APIS:
                self.composed.instead[f"{name}-worker"] = _broken_worker(variant, name)
            self.composed.instead["handover-web"] = _broken_web(variant)
        for process in (*_WORKERS, "handover-web"):
            self.restart(process)
        for process in (*(f"{name}-worker" for name in APIS), "handover-web"):
            eventually(lambda one=process: self.composed.is_healthy(one), within=60)  # type: ignore[misc]

    def broker_url(self) -> str:
        """The broker for its administrator, through the wire."""
        host = self.broker.url_of(VHOST).split("@")[1].split("/")[0]
        return self.broker.url_of(VHOST).replace(host, self.wire.place)

    def restore_topology(self) -> None:
        """Exchanges, queues and bindings as a deployment loads them, with the bare subscriber's."""
        definitions = (self.composed.secrets / "rabbitmq_definitions").read_text()
        self.ask_broker("POST", "/definitions", json.loads(definitions))
        make_bus(self.broker.url_of(VHOST)).declare([bare.SUBSCRIPTION])

    def ask_broker(self, method: str, path: str, body: Any = None) -> None:
        """Ask the management API, again while it is not up; what is not there is deleted already."""
        for left in range(100, -1, -1):
            try:
                self.broker.ask(method, path, body)
                return
            except OSError as error:
                if method == "DELETE" and isinstance(error, urllib.error.HTTPError) and error.code == 404:
                    return
                if not left:
                    raise
                time.sleep(0.3)

    def call(self, method: str, path: str, body: Any = None, *, version: int = 0, **acting: str) -> Any:
        """One request, again with the same key until it is answered; refusals (4xx) are raised."""
        service, key = path.split("/")[2], str(uuid7())
        while True:
            headers = {"Content-Type": "application/json", "Idempotency-Key": key}
            headers["Authorization"] = f"Bearer {self.token(service, **acting)}"
            if version:
                headers["If-Match"] = f'"{version}"'
            content = None if body is None else json.dumps(body).encode()
            url = self.composed.address(service) + path
            asked = urllib.request.Request(url, content, headers, method=method)
            try:
                with urllib.request.urlopen(asked, timeout=20) as answer:
                    return json.load(answer)
            except urllib.error.HTTPError as error:
                if error.code < 500 and "busy" not in (problem := error.read().decode()):
                    raise AssertionError(f"{method} {path}: {error.code} {problem}") from error
            except (OSError, ValueError):
                pass  # a repeat under the same key is safe
            time.sleep(0.2)

    def token(self, service: str, role: str = "service", unit: str = "", person: str = "") -> str:
        """A token such as the web mints."""
        return issue_token(
            self.key,
            subject=f"{role}-{person}",
            audience=service,
            roles=frozenset({role}),
            unit_id=UUID(unit) if unit else None,
            person_id=UUID(person) if person else None,
        )

    def positions(self) -> dict[str, int]:
        """The newest position of each service."""
        newest = "SELECT coalesce(max(position), 0) FROM outbox"
        return {name: self.look(name, newest)[0][0] for name in SERVICES}

    def rest(self, within: float = 300.0) -> int:
        """Wait until nothing moves any more; how many dead letters had to be acted on again.

        The clock of the mail is helped on: its lease of three minutes and its pauses are not waited for. What
        the broker gave up after its delivery limit is replayed, as an operator would.
        """
        replayed, last, still = 0, -1, 0
        deadline = time.monotonic() + within
        while still < 8 and time.monotonic() < deadline:
            time.sleep(1.0)
            for name in self.topics:
                given_up = self.look(name, "SELECT count(*) FROM dead_events WHERE state = 'dead'")[0][0]
                replayed += given_up
                if given_up:
                    self.change(name, "UPDATE dead_events SET state = 'asked' WHERE state = 'dead'")
            self.change("notifications", _HURRY)
            moved = self._moved()
            waiting = unsent(self.look) + self._letters_waiting() + self._unplaced()
            still, last = (still + 1, moved) if moved == last and not waiting else (0, moved)
        return replayed

    def _moved(self) -> int:
        acted = sum(self.look(name, "SELECT count(*) FROM inbox")[0][0] for name in self.topics)
        return int(
            acted + sum(self.positions().values()) + self.look("bare", "SELECT count(*) FROM effects")[0][0]
        )

    def _letters_waiting(self) -> int:
        waiting = "SELECT count(*) FROM deliveries WHERE channel = 'email' AND state IN ('planned', 'failed')"
        return int(self.look("notifications", waiting)[0][0])

    def _unplaced(self) -> int:
        return int(self.look("handover", "SELECT count(*) FROM ledger_queue WHERE waiting")[0][0])

    def findings(self, since: dict[str, int], followed: Sequence[str]) -> Findings:
        """What the checker says of everything since."""
        found = examine(self.look, self.topics, since, followed, self.told)
        letters(self.look, [str(one["Message-ID"]) for one in self.mailbox.letters], found)
        return found

    def _between(self, place: str) -> str:
        self._wires.append(Proxy(place))
        return self._wires[-1].place


_WORKERS = (*(f"{name}-worker" for name in APIS), "bare")
_HURRY = """
UPDATE deliveries SET due_at = least(due_at, now()),
  lease_until = CASE WHEN lease_until < now() + interval '170 seconds' THEN now() ELSE lease_until END
WHERE channel = 'email' AND state IN ('planned', 'failed')
"""


def _broken_worker(variant: str, service: str) -> list[str]:
    return ["-m", "tests.faults.broken", variant, "worker", service]


def _broken_web(variant: str) -> list[str]:
    made = f"tests.faults.broken:web('{variant}', 'handover')"
    bound = ["--config", "deploy/gunicorn.conf.py", "--bind", "0.0.0.0:8000"]
    return ["-m", "gunicorn", *bound, made]


class Follower(threading.Thread):
    """Reads handover's feed from a position on, page by page, as another team's program would."""

    def __init__(self, chaos: Chaos, after: int) -> None:
        super().__init__(daemon=True)
        self._chaos, self._after, self._end = chaos, after, threading.Event()
        self.followed: list[str] = []

    def run(self) -> None:
        """Read until told to finish."""
        while not self._end.is_set():
            if not self._page():
                time.sleep(0.05)

    def finish(self) -> list[str]:
        """Read what is left; the ids in the order in which they came."""
        self._end.set()
        self.join(60)
        while self._page():
            pass
        return self.followed

    def _page(self) -> int:
        page = self._chaos.call("GET", f"/api/handover/events?after={self._after}")
        self.followed += [event["id"] for event in page["events"]]
        self._after = page["next"]
        return len(page["events"])
