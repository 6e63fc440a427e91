"""Everything on one machine: PostgreSQL, what must be prepared, the web and the worker, until told to stop.

This process lives as long as the set does, so it stays small: standard library only. Whatever needs the
services' libraries runs in a child.
"""

import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from types import FrameType

from taisan import ports
from taisan.children import Child, wrapped
from taisan.embedded import postgres
from taisan.embedded.postgres import Postgres, PostgresFailed
from taisan.fingerprint import fingerprint
from taisan.folder import DataFolder
from taisan.services import ROOT, environments
from taisan.words import complain, say

FIRST_ANSWER_SECONDS = 60.0
GRACE = 10.0  # seconds that requests and messages under way get to finish
USUAL_DATABASE_PORT = 54329
ON_ONE_MACHINE = {
    "MALLOC_ARENA_MAX": "2",  # many threads otherwise keep many half-empty heaps
    "WEB_KEEPALIVE_SECONDS": "2",  # a stop waits for idle connections this long
}


@dataclass(frozen=True)
class Wish:
    """What the person asked for on the command line."""

    folder: Path
    port: int
    demo: bool
    https: bool


class NotStarted(Exception):
    """taisan could not be started; two lines for the person."""

    def __init__(self, vi: str, en: str) -> None:
        super().__init__(f"{vi}\n{en}")
        self.vi, self.en = vi, en


class Supervisor:
    """One run of the whole set."""

    def __init__(self, wish: Wish) -> None:
        self.wish = wish
        self.folder = DataFolder(wish.folder)
        self._stop = threading.Event()
        self._server: subprocess.Popen[bytes] | None = None
        self._start_server: Callable[[], subprocess.Popen[bytes]] | None = None
        self._children: list[Child] = []

    def run(self, greet: Callable[[DataFolder, Wish, str], None]) -> None:
        """Start everything, call `greet` with the address, and look after it until a signal ends it."""
        for asked in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(asked, self._end_asked)
        self.folder.take()
        try:
            server_url = self._database()
            port, base_url = self._address()
            self._prepare(server_url)
            self._serve(server_url, port, base_url)
            if self._wait_for_answer(port):
                self.folder.say(pid=os.getpid(), address=base_url)
                greet(self.folder, self.wish, base_url)
            self._look_after()
        finally:
            self._end_everything()

    def _end_asked(self, _signal: int, _frame: FrameType | None) -> None:
        self._stop.set()

    def _database(self) -> str:
        """Start our PostgreSQL, unless DATABASE_URL names another; the superuser's address of it."""
        if given := os.environ.get("DATABASE_URL"):
            return given
        cluster = Postgres(
            self.folder.path / "postgres", self.folder.logs / "postgresql.log", self.folder.secret("postgres")
        )
        try:
            if cluster.create():
                say(
                    "đã tạo máy chủ PostgreSQL riêng trong thư mục dữ liệu",
                    "made a private PostgreSQL in the data folder",
                )
            port = postgres.free_port(USUAL_DATABASE_PORT)
            self._start_server = partial(cluster.start, port)
            self._server = self._start_server()
        except PostgresFailed as error:
            raise NotStarted(
                "Không khởi động được PostgreSQL.", f"PostgreSQL could not be started. {error}"
            ) from error
        return cluster.url(port)

    def _address(self) -> tuple[int, str]:
        try:
            port = ports.free_web_port(self.wish.port, everywhere=self.wish.https)
        except OSError as error:
            raise NotStarted("Không còn cổng mạng nào trống.", f"No free port: {error}") from error
        if port != self.wish.port:
            say(
                f"cổng {self.wish.port} đã có chương trình khác dùng, chuyển sang {port}",
                f"port {self.wish.port} is taken, using {port}",
            )
        address = f"https://{ports.lan_address()}:{port}" if self.wish.https else f"http://localhost:{port}"
        return port, os.environ.get("PUBLIC_BASE_URL", address)

    def _prepare(self, server_url: str) -> None:
        """Migrate and load, when the code or the wish differs from what the folder was prepared for."""
        state = {"code": fingerprint(), "demo": self.wish.demo}
        before = self.folder.read("run/prepared.json") or {}
        if (
            os.environ.get("DATABASE_URL")
            or before.get("code") != state["code"]
            or (state["demo"] and not before.get("demo"))
        ):
            kind = "demo" if self.wish.demo else "empty"
            self._run_child("taisan.prepare", str(self.folder.path), server_url, kind)
            self.folder.write_private(
                "run/prepared.json", state | {"demo": state["demo"] or before.get("demo", False)}
            )
        if self.wish.https:
            self._run_child("taisan.certificate", str(self.folder.path), ports.lan_address())

    def _run_child(self, module: str, *arguments: str) -> None:
        """Run `python -m module` to its end; a signal to us ends it."""
        command = wrapped([sys.executable, "-m", module, *arguments], signal.SIGKILL)
        with subprocess.Popen(command, cwd=ROOT, start_new_session=True) as child:
            while child.poll() is None:
                if self._stop.wait(0.05):
                    child.kill()
                    raise KeyboardInterrupt
        if child.returncode != 0:
            raise NotStarted("Không chuẩn bị được dữ liệu (xem trên).", f"{module} failed (see above).")

    def _serve(self, server_url: str, port: int, base_url: str) -> None:
        described = environments(self.folder, server_url, base_url, os.environ)
        run_file = self.folder.write_private("run/services.json", described)
        environment = {
            **os.environ,
            "TAISAN_RUN": str(run_file),
            "WEB_GRACEFUL_SECONDS": str(int(GRACE)),
            **ON_ONE_MACHINE,
        }
        binds = [word for bind in ports.binds(port, everywhere=self.wish.https) for word in ("--bind", bind)]
        tls = self.folder.path / "tls"
        cover = (
            ["--certfile", str(tls / "server.pem"), "--keyfile", str(tls / "server.key")]
            if self.wish.https
            else []
        )
        gunicorn = ["-m", "gunicorn", "--config", str(ROOT / "deploy" / "gunicorn.conf.py"), *binds, *cover]
        web = [sys.executable, *gunicorn, "taisan.serving:application()"]
        worker = [sys.executable, "-m", "taisan.worker", str(run_file)]
        for name, command in (("web", web), ("worker", worker)):
            self._children.append(Child(name, command, self.folder.logs / f"{name}.log", environment))
        self._children[
            0
        ].start()  # first the web alone: the sooner it has the processors, the sooner it answers

    def _wait_for_answer(self, port: int) -> bool:
        """Wait until the web answers; False when a signal came first. A web that cannot start is given up."""
        deadline = time.monotonic() + FIRST_ANSWER_SECONDS
        while not self._stop.is_set():
            if _answers(port, https=self.wish.https):
                return True
            web = self._children[0]
            web.look_after()
            if web.failures >= 3 or time.monotonic() > deadline:
                raise NotStarted(
                    "Trang web không khởi động được.", f"The web does not start.\n{web.last_words()}"
                )
            self._stop.wait(0.05)
        return False

    def _look_after(self) -> None:
        while not self._stop.wait(0.5):
            self._look_after_database()
            for child in self._children:
                child.look_after()

    def _look_after_database(self) -> None:
        if self._start_server is None or self._server is None or self._server.poll() is None:
            return
        complain("PostgreSQL đã dừng, đang khởi động lại", "PostgreSQL ended, starting it again")
        try:
            self._server = self._start_server()
        except PostgresFailed as error:  # the disk is full, say: keep trying, a person may make room
            complain("PostgreSQL chưa khởi động lại được.", str(error))
            self._stop.wait(5.0)

    def _end_everything(self) -> None:
        """First who asks, then who is asked. Another signal meanwhile changes nothing: this is soon over."""
        deadline = time.monotonic() + GRACE
        for child in self._children:
            child.ask_to_end()
        for child in self._children:
            child.end(deadline - time.monotonic())
        if self._server is not None:
            postgres.stop(self._server)


def _answers(port: int, *, https: bool) -> bool:
    """Whether the web answers a request, whatever it says. By hand: http.client would stay in memory."""
    try:
        with socket.create_connection(("127.0.0.1", port), timeout=5) as plain:
            connection = _covered(plain) if https else plain
            connection.sendall(b"GET /login HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
            status = connection.recv(64).split(b" ", 2)[1:2]
    except OSError:
        return False
    return bool(status) and status[0] < b"500"


def _covered(plain: socket.socket) -> socket.socket:
    import ssl

    trust = ssl.create_default_context()
    trust.check_hostname, trust.verify_mode = False, ssl.CERT_NONE  # our own server, on this machine
    return trust.wrap_socket(plain)
