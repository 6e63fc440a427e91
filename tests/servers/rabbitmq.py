"""A RabbitMQ of the test run's own: Debian's programs, our ports, node name, name daemon and folder.

Nothing of the system's server is touched: its service is not started, its cookie and its data are not used.
"""

import base64
import json
import os
import signal
import socket
import subprocess
import time
import urllib.error
import urllib.request
from contextlib import suppress
from pathlib import Path
from typing import Any
from urllib.parse import quote

from taisan.children import wrapped
from taisan.embedded.postgres import free_port

USER = PASSWORD = "taisan"
START_SECONDS = 90.0
CONFIGURATION = """
listeners.tcp.1 = 127.0.0.1:{amqp}
management.tcp.ip = 127.0.0.1
management.tcp.port = {management}
management_agent.disable_metrics_collector = true
default_user = {user}
default_pass = {password}
disk_free_limit.absolute = 50MB
vm_memory_high_watermark.absolute = 2GB
log.file.level = warning
"""


def installation() -> Path | None:
    """The folder of the server's own scripts, or None where Debian's rabbitmq-server is not installed."""
    found = sorted(Path("/usr/lib/rabbitmq/lib").glob("rabbitmq_server-*/sbin/rabbitmq-server"))
    return found[-1].parent if found else None


class RabbitMQ:
    """One broker. `url` is the administrator's address of the vhost `/`."""

    def __init__(self, folder: Path) -> None:
        scripts = installation()
        assert scripts is not None
        self._scripts = scripts
        self._folder = folder
        self._amqp, self._management = free_port(), free_port()
        self._processes: list[subprocess.Popen[bytes]] = []
        self._vhosts = 0
        self._environment = self._described()

    @property
    def url(self) -> str:
        return self.url_of("/")

    def url_of(self, vhost: str, user: str = USER, password: str = PASSWORD) -> str:
        """The address of `vhost` for `user`."""
        return f"amqp://{user}:{password}@127.0.0.1:{self._amqp}/{quote(vhost, safe='')}"

    def start(self) -> None:
        """Start (or start again, with the same data) and wait until it serves."""
        self.launch()
        self.wait()

    def launch(self) -> None:
        """Start without waiting. The thread that calls this must outlive the server, which ends with it."""
        log = (self._folder / "console.log").open("ab")
        for command in self._commands():
            self._processes.append(
                subprocess.Popen(
                    wrapped(command, signal.SIGKILL),
                    env=self._environment,
                    cwd=self._folder,
                    stdin=subprocess.DEVNULL,
                    stdout=log,
                    stderr=log,
                    start_new_session=True,
                )
            )
        log.close()

    def wait(self) -> None:
        """Wait until it serves."""
        deadline = time.monotonic() + START_SECONDS
        while not self._serves():
            if self._processes[-1].poll() is not None or time.monotonic() > deadline:
                raise RuntimeError(
                    f"RabbitMQ did not start:\n{(self._folder / 'console.log').read_text()[-3000:]}"
                )
            time.sleep(0.1)

    def kill(self) -> None:
        """End it as a power cut would: SIGKILL to everything it runs. `start` brings it back."""
        for process in reversed(self._processes):
            with suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
            process.wait()
        self._processes.clear()

    def new_vhost(self) -> str:
        """The address of an empty vhost; each test may have its own."""
        self._vhosts += 1
        vhost = f"test-{self._vhosts}"
        self.ask("PUT", f"/vhosts/{vhost}")
        self.grant(vhost, USER, ".*", ".*", ".*")
        return self.url_of(vhost)

    def add_user(self, vhost: str, user: str, configure: str, write: str, read: str) -> str:
        """The address of `vhost` for a new user with these rights (regular expressions)."""
        self.ask("PUT", f"/users/{user}", {"password": PASSWORD, "tags": ""})
        self.grant(vhost, user, configure, write, read)
        return self.url_of(vhost, user)

    def grant(self, vhost: str, user: str, configure: str, write: str, read: str) -> None:
        rights = {"configure": configure, "write": write, "read": read}
        self.ask("PUT", f"/permissions/{quote(vhost, safe='')}/{user}", rights)

    def ask(self, method: str, path: str, body: Any = None) -> Any:
        """One request to the management API below /api; the JSON it answers, or None."""
        request = urllib.request.Request(
            f"http://127.0.0.1:{self._management}/api{path}",
            method=method,
            data=None if body is None and method == "GET" else json.dumps(body or {}).encode(),
            headers={"Content-Type": "application/json", "Authorization": f"Basic {_CREDENTIALS}"},
        )
        with urllib.request.urlopen(request, timeout=10) as answer:
            content = answer.read()
        return json.loads(content) if content else None

    def alarm(self, *, on: bool) -> None:
        """Raise or clear the disk alarm: while it is on, publishers are blocked."""
        self.control("set_disk_free_limit", "9000GB" if on else "50MB")

    def control(self, *words: str) -> str:
        """Run rabbitmqctl (about two seconds)."""
        command = [str(self._scripts / "rabbitmqctl"), *words]
        done = subprocess.run(command, env=self._environment, check=True, capture_output=True, text=True)
        return done.stdout

    def _commands(self) -> list[list[str]]:
        names = ["/usr/bin/epmd", "-port", self._environment["ERL_EPMD_PORT"], "-address", "127.0.0.1"]
        return [names, [str(self._scripts / "rabbitmq-server")]]

    def _serves(self) -> bool:
        try:
            with socket.create_connection(("127.0.0.1", self._amqp), timeout=1):
                return bool(self.ask("GET", "/overview"))
        except (OSError, urllib.error.URLError):
            return False

    def _described(self) -> dict[str, str]:
        """The environment of the server and of rabbitmqctl."""
        configuration = self._folder / "rabbitmq.conf"
        configuration.write_text(
            CONFIGURATION.format(amqp=self._amqp, management=self._management, user=USER, password=PASSWORD)
        )
        plugins = self._folder / "enabled_plugins"
        plugins.write_text("[rabbitmq_management].\n")
        return {
            "PATH": "/usr/local/bin:/usr/bin:/bin",
            "TAISAN_TEST_RUN": os.environ.get("TAISAN_TEST_RUN", ""),
            "LANG": "C.UTF-8",
            "HOME": str(self._folder),
            "RUNNING_UNDER_SYSTEMD": "true",  # lets the script become the server instead of its parent
            "RABBITMQ_NODENAME": f"taisan-{self._amqp}@localhost",
            "RABBITMQ_NODE_PORT": str(self._amqp),
            "RABBITMQ_DIST_PORT": str(free_port()),
            "ERL_EPMD_PORT": str(free_port()),
            "ERL_EPMD_ADDRESS": "127.0.0.1",
            "RABBITMQ_CONF_ENV_FILE": "/dev/null",
            "RABBITMQ_CONFIG_FILE": str(configuration),
            "RABBITMQ_ENABLED_PLUGINS_FILE": str(plugins),
            "RABBITMQ_MNESIA_BASE": str(self._folder / "mnesia"),
            "RABBITMQ_LOG_BASE": str(self._folder / "log"),
            "RABBITMQ_PID_FILE": str(self._folder / "rabbitmq.pid"),
            "RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS": "+S 2:2 +sbwt none +sbwtdcpu none +sbwtdio none",
        }


_CREDENTIALS = base64.b64encode(f"{USER}:{PASSWORD}".encode()).decode()
