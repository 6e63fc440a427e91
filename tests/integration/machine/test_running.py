"""`taisan up` from the outside: what a person sees who starts it, breaks it and stops it."""

import os
import re
import signal
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from taisan.embedded.postgres import free_port
from tests.waiting import eventually

pytestmark = [pytest.mark.postgres, pytest.mark.timeout(240)]


class Running:
    """A started taisan and what it has said so far."""

    def __init__(self, data: Path, *options: str) -> None:
        self.data = data
        self.said = data.parent / f"said-{free_port()}"
        with self.said.open("wb") as said:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "taisan", "up", "--data", str(data), *options],
                stdout=said, stderr=subprocess.STDOUT, start_new_session=True,
            )  # fmt: skip

    @property
    def text(self) -> str:
        return self.said.read_text(encoding="utf-8")

    @property
    def address(self) -> str:
        found = re.search(r"taisan → (\S+)/", self.text)
        return found[1] if found else ""

    def wait_until_it_serves(self) -> "Running":
        eventually(lambda: self.address or self.process.poll() is not None, within=90)
        assert self.address, self.text
        return self

    def processes(self) -> dict[int, str]:
        """Everything that works on the data folder, by pid."""
        found = {}
        for entry in Path("/proc").glob("[0-9]*"):
            try:
                words = (entry / "cmdline").read_bytes().replace(b"\0", b" ").decode()
                environment = (entry / "environ").read_bytes().decode()
            except OSError:
                continue
            if f"{self.data}/" in words or f"TAISAN_RUN={self.data}/" in environment:
                found[int(entry.name)] = words
        return found

    def processor_seconds(self) -> float:
        """What all its processes have used of the processors so far."""
        ticks = 0
        for pid in {*self.processes(), self.process.pid}:
            fields = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()
            ticks += int(fields[11]) + int(fields[12])
        return ticks / os.sysconf("SC_CLK_TCK")

    def answers(self) -> bool:
        try:
            with urllib.request.urlopen(f"{self.address}/login", timeout=5) as answer:
                return bool(answer.status == 200)
        except OSError:
            return False


@contextmanager
def running(data: Path, *options: str) -> Iterator[Running]:
    started = Running(data, "--port", str(free_port()), *options)
    try:
        yield started.wait_until_it_serves()
    finally:
        if started.process.poll() is None:
            started.process.send_signal(signal.SIGTERM)
            started.process.wait(60)


@pytest.fixture(scope="module")
def data(tmp_path_factory) -> Path:
    """A data folder that has been served from once, so that later starts are second starts."""
    folder = tmp_path_factory.mktemp("dữ liệu") / "phường Phúc Đồng"
    with running(folder) as taisan:
        assert taisan.answers()
    return folder


@pytest.fixture(scope="module")
def taisan(tmp_path_factory) -> Iterator[Running]:
    """One that serves all the while, for the tests that only look."""
    with running(tmp_path_factory.mktemp("served") / "dữ liệu") as served:
        yield served


def test_the_second_start_answers_within_five_seconds(data):
    """By the clock, or by the processor's time where other programs have the processors."""
    began = time.monotonic()
    with running(data) as taisan:
        assert taisan.answers()
        assert min(time.monotonic() - began, taisan.processor_seconds()) < 5.0


def test_a_second_taisan_on_the_same_folder_is_refused_with_a_word(taisan):
    second = Running(taisan.data, "--port", str(free_port()))
    assert second.process.wait(20) == 1
    assert "đang được một taisan khác sử dụng" in second.text
    assert str(taisan.process.pid) in second.text
    assert taisan.address in second.text
    assert taisan.answers()


def test_a_taken_port_is_not_an_end(taisan, data):
    port = int(taisan.address.rsplit(":", 1)[1])
    other = Running(data, "--port", str(port)).wait_until_it_serves()
    try:
        assert int(other.address.rsplit(":", 1)[1]) > port
        assert f"cổng {port} đã có chương trình khác dùng" in other.text
    finally:
        other.process.terminate()
        other.process.wait(60)


@pytest.mark.parametrize("asked", [signal.SIGINT, signal.SIGTERM])
def test_it_ends_cleanly_and_leaves_nothing_running(data, asked):
    with running(data) as taisan:
        eventually(lambda: len(taisan.processes()) > 4)
        taisan.process.send_signal(asked)
        assert taisan.process.wait(30) == 0
        assert taisan.processes() == {}
        assert "taisan has stopped" in taisan.text


def test_it_leaves_nothing_running_even_when_it_is_killed_and_starts_again(data):
    with running(data) as taisan:
        taisan.process.kill()
        taisan.process.wait()
        eventually(lambda: taisan.processes() == {}, within=20)
    with running(data) as taisan:
        assert taisan.answers()


@pytest.mark.parametrize("victim", ["taisan.worker", "-m gunicorn", "bin/postgres"])
def test_whatever_dies_is_started_again(data, victim):
    with running(data) as taisan:

        def pids() -> list[int]:
            return sorted(pid for pid, words in taisan.processes().items() if victim in words)

        eventually(pids)
        killed = pids()[0]
        os.kill(killed, signal.SIGKILL)
        eventually(lambda: pids() and killed not in pids() and taisan.answers(), within=30)


def test_secrets_are_readable_by_their_owner_alone(taisan):
    kept = [*(taisan.data / "secrets").iterdir(), taisan.data / "run" / "services.json"]
    assert len(kept) >= 3
    assert {path.stat().st_mode & 0o777 for path in kept} == {0o600}


def test_over_https_the_certificate_is_for_this_machine(data):
    with running(data, "--https") as taisan:
        assert taisan.address.startswith("https://")
        authority = data / "tls" / "taisan-ca.pem"
        port = taisan.address.rsplit(":", 1)[1]
        fetched = subprocess.run(
            ["curl", "--silent", "--cacert", authority, f"https://localhost:{port}/login"],
            capture_output=True, check=True,
        )  # fmt: skip
        assert b"<html" in fetched.stdout


def test_it_keeps_within_its_memory(taisan):
    for _ in range(50):
        assert taisan.answers()
    ours = {pid for pid, words in taisan.processes().items() if "postgres" not in words}
    assert sum(_resident(pid) for pid in {*ours, taisan.process.pid}) < 450


def _resident(pid: int) -> float:
    """The process's share of memory in MiB, pages shared with others counted in part."""
    rollup = Path(f"/proc/{pid}/smaps_rollup").read_text(encoding="ascii")
    return int(re.findall(r"^Pss: +(\d+) kB", rollup, re.MULTILINE)[0]) / 1024


@pytest.mark.parametrize("path", ["assets/categories", "handover/records", "notifications/notices"])
def test_a_script_gets_a_token_that_every_service_takes(taisan, path):
    token = taisan_says("token", "--data", str(taisan.data), "--role", "officer")
    request = urllib.request.Request(
        f"{taisan.address}/api/{path}", headers={"Authorization": f"Bearer {token}"}
    )
    with urllib.request.urlopen(request, timeout=10) as answer:
        assert answer.status == 200


@pytest.mark.parametrize("wish", [["--role", "king"], ["--role", "officer", "--unit", "NOWHERE"]])
def test_a_token_for_a_role_or_unit_that_is_not_there_is_refused(taisan, wish):
    with pytest.raises(subprocess.CalledProcessError):
        taisan_says("token", "--data", str(taisan.data), *wish)


def test_the_doctor_finds_this_machine_fit(tmp_path):
    assert "✗" not in taisan_says("doctor", "--data", str(tmp_path), "--port", str(free_port()))


def taisan_says(*words: str) -> str:
    command = [sys.executable, "-m", "taisan", *words]
    return subprocess.run(
        command, check=True, capture_output=True, text=True, encoding="utf-8"
    ).stdout.strip()
