"""docker-compose.yml brought to life without an engine: the same commands, environments, secrets and users.

What an engine would add is played here: names of hosts become ports on loopback, /run/secrets a folder.
"""

import json
import os
import re
import shlex
import signal
import subprocess
import sys
import urllib.request
from collections.abc import Callable
from pathlib import Path
from typing import Any

import yaml

from taisan.children import wrapped
from taisan.deployment import VHOST, make_secrets
from taisan.embedded import postgres
from taisan.embedded.postgres import Postgres, free_port, programs
from taisan.services import APIS, SERVICES
from tests.servers.rabbitmq import RabbitMQ
from tests.waiting import eventually

ROOT = Path(__file__).resolve().parents[2]


class Composed:
    """The services of docker-compose.yml as processes, over a PostgreSQL of their own and RabbitMQ."""

    def __init__(
        self, folder: Path, broker: RabbitMQ, between: Callable[[str], str] = lambda place: place
    ) -> None:
        """`between` answers the place (host:port) to speak to instead of the broker's own."""
        self.folder = folder
        self.instead: dict[str, list[str]] = {}  # {process: words of a command}, for tests that break one
        self.told: dict[str, dict[str, str]] = {}  # {process: environment} beside what the compose file says
        self.secrets = folder / "secrets"
        self.ports = {name: free_port() for name in SERVICES}
        described = yaml.safe_load((ROOT / "docker-compose.yml").read_text("utf-8"))
        self._services: dict[str, dict[str, Any]] = described["services"]
        self._hosts = {f"{name}-web:8000": f"127.0.0.1:{port}" for name, port in self.ports.items()}
        self._processes: dict[str, subprocess.Popen[bytes]] = {}
        self._database = self._start_database()
        make_secrets(self.secrets)
        self._make_databases()
        broker.ask("POST", "/definitions", json.loads((self.secrets / "rabbitmq_definitions").read_text()))
        self._hosts["rabbitmq:5672"] = between(broker.url_of(VHOST).split("@")[1].split("/")[0])
        self._point_secrets_at_loopback()

    def up(self) -> None:
        """Set up, serve and work; returns when every health check is content."""
        for name in SERVICES:
            assert self.run(f"{name}-setup") == 0, self.log(f"{name}-setup")
        lasting = [f"{name}-web" for name in SERVICES] + [f"{name}-worker" for name in APIS]
        for process in lasting:
            self.start(process)
        for process in lasting:
            eventually(lambda process=process: self.is_healthy(process), within=60)  # type: ignore[misc]

    def run(self, process: str) -> int:
        """Run a one-shot process to its end; its exit code."""
        self.start(process)
        return self._processes.pop(process).wait(120)

    def start(self, process: str) -> None:
        """Start one process of the compose file."""
        with (self.folder / f"{process}.log").open("ab") as log:
            self._processes[process] = subprocess.Popen(
                wrapped(self._command(process)), env=self.environment(process), cwd=ROOT,
                stdin=subprocess.DEVNULL, stdout=log, stderr=log, start_new_session=True,
            )  # fmt: skip

    def kill(self, process: str) -> None:
        """SIGKILL one process and whatever it started."""
        os.killpg(self._processes[process].pid, signal.SIGKILL)
        self._processes.pop(process).wait()

    def is_healthy(self, process: str) -> bool:
        """What the health check of the compose file says."""
        assert process not in self._processes or self._processes[process].poll() is None, self.log(process)
        test = [self._here(word, process) for word in self._services[process]["healthcheck"]["test"][1:]]
        return (
            subprocess.run(
                [sys.executable, *test[1:]],
                env=self.environment(process),
                cwd=ROOT,
                capture_output=True,
                check=False,
            ).returncode
            == 0
        )

    def environment(self, process: str) -> dict[str, str]:
        """The environment of a process as the compose file gives it."""
        given = self._services[process].get("environment", {})
        own = {name: self._here(str(value), process) for name, value in given.items()}
        kept = {name: os.environ[name] for name in ("PATH", "TAISAN_TEST_RUN") if name in os.environ}
        return {
            **kept,
            **own,
            "SERVICE": process.split("-", maxsplit=1)[0],
            "WEB_WORKERS": "1",
            "PYTHONPATH": str(ROOT),
            **self.told.get(process, {}),
        }

    def log(self, process: str) -> str:
        return (self.folder / f"{process}.log").read_text(encoding="utf-8", errors="replace")[-3000:]

    def address(self, service: str) -> str:
        return f"http://127.0.0.1:{self.ports[service]}"

    def ask(self, token: str, method: str, url: str, body: Any = None, **headers: str) -> Any:
        """The JSON answer to one request that must succeed."""
        said = {"Authorization": f"Bearer {token}", "Content-Type": "application/json", **headers}
        content = None if body is None else json.dumps(body).encode()
        request = urllib.request.Request(url, method=method, data=content, headers=said)
        with urllib.request.urlopen(request, timeout=10) as answer:
            return json.load(answer)

    def admin_url(self, database: str) -> str:
        """The address of one database for its server's administrator."""
        return f"postgresql://postgres:x@{self._hosts['postgres:5432']}/{database}"

    def crash_database(self) -> None:
        """End PostgreSQL as `pg_ctl stop -m immediate` does, nothing written down; start it again."""
        self._database.send_signal(signal.SIGQUIT)
        self._database.wait(30)
        self._database = self._cluster.start(int(self._hosts["postgres:5432"].split(":")[1]))

    def down(self) -> None:
        """End everything."""
        for process in self._processes.values():
            process.terminate()
        for process in self._processes.values():
            process.wait(60)
        postgres.stop(self._database)

    def _command(self, process: str) -> list[str]:
        """The command of the compose file, or of the image where it gives none."""
        if process in self.instead:
            return [sys.executable, *(self._here(word, process) for word in self.instead[process])]
        words = self._services[process].get("command")
        if words is None:
            image = re.findall(
                r'^CMD \["sh", "-c", "(.*)"\]$', (ROOT / "deploy/Dockerfile").read_text(), re.MULTILINE
            )
            line = image[0].replace('\\"', '"').replace("$SERVICE", process.split("-", maxsplit=1)[0])
            words = shlex.split(line.removeprefix("exec "))
        return [sys.executable, *(self._here(word, process) for word in words[1:])]

    def _here(self, word: str, process: str) -> str:
        word = re.sub(r"\$\{\w+:-([^}]*)\}", r"\1", word).replace("/run/secrets", str(self.secrets))
        own = self.ports[process.split("-", maxsplit=1)[0]]
        word = word.replace("127.0.0.1:8000", f"127.0.0.1:{own}").replace("0.0.0.0:8000", f"127.0.0.1:{own}")
        for host, here in self._hosts.items():
            word = word.replace(host, here)
        return word

    def _start_database(self) -> "subprocess.Popen[bytes]":
        settings = (("fsync", "off"),)
        self._cluster = Postgres(self.folder / "postgres", self.folder / "postgres.log", "x", settings)
        self._cluster.create()
        port = free_port()
        self._hosts["postgres:5432"] = f"127.0.0.1:{port}"
        return self._cluster.start(port)

    def _make_databases(self) -> None:
        host, port = self._hosts["postgres:5432"].split(":")
        environment = {"PATH": f"{programs()}:/usr/bin:/bin", "SECRETS_DIR": str(self.secrets)}
        environment |= {"PGHOST": host, "PGPORT": port, "PGUSER": "postgres", "PGPASSWORD": "x"}
        subprocess.run(["sh", ROOT / "deploy/postgres/10-databases.sh"], env=environment, check=True)

    def _point_secrets_at_loopback(self) -> None:
        for path in self.secrets.glob("*_url"):
            content = path.read_text(encoding="utf-8")
            path.chmod(0o644)
            path.write_text(self._here(content, path.name.replace("_", "-")), encoding="utf-8")
