"""`taisan up` from the outside: what a person sees who starts it, breaks it and stops it."""

import json
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


def test_the_second_start_answers_within_five_seconds(data):
    """The best of three: another program may have the processors for a while."""
    took = []
    while len(took) < 3 and min(took, default=9.0) >= 5.0:
        began = time.monotonic()
        with running(data) as taisan:
            assert taisan.answers()
            took.append(time.monotonic() - began)
    assert min(took) < 5.0


def test_a_second_taisan_on_the_same_folder_is_refused_with_a_word(data):
    with running(data) as taisan:
        second = Running(data, "--port", str(free_port()))
        assert second.process.wait(20) == 1
        assert "đang được một taisan khác sử dụng" in second.text
        assert str(taisan.process.pid) in second.text
        assert taisan.address in second.text
        assert taisan.answers()


def test_a_taken_port_is_not_an_end(data):
    with running(data) as taisan:
        port = int(taisan.address.rsplit(":", 1)[1])
        other = Running(data.parent / "other", "--port", str(port)).wait_until_it_serves()
        try:
            assert int(other.address.rsplit(":", 1)[1]) > port
            assert f"cổng {port} đã có chương trình khác dùng" in other.text
        finally:
            other.process.terminate()
            other.process.wait(60)


@pytest.mark.parametrize("asked", [signal.SIGINT, signal.SIGTERM])
def test_it_ends_cleanly_and_leaves_nothing_running(data, asked):
    with running(data) as taisan:
        assert len(taisan.processes()) > 4
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
        pids = sorted(pid for pid, words in taisan.processes().items() if victim in words)
        os.kill(pids[0], signal.SIGKILL)

        def is_back() -> bool:
            now = {pid for pid, words in taisan.processes().items() if victim in words}
            return bool(now) and pids[0] not in now and taisan.answers()

        eventually(is_back, within=30)


def test_secrets_are_readable_by_their_owner_alone(data):
    kept = [*(data / "secrets").iterdir(), data / "run" / "services.json"]
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


def test_it_keeps_within_its_memory(data):
    with running(data) as taisan:
        for _ in range(50):
            assert taisan.answers()
        ours = [pid for pid, words in taisan.processes().items() if "postgres" not in words]
        ours.append(taisan.process.pid)
        assert sum(_resident(pid) for pid in set(ours)) < 450


def _resident(pid: int) -> float:
    """The process's share of memory in MiB, pages shared with others counted in part."""
    rollup = Path(f"/proc/{pid}/smaps_rollup").read_text(encoding="ascii")
    return int(re.findall(r"^Pss: +(\d+) kB", rollup, re.MULTILINE)[0]) / 1024


def test_what_it_was_prepared_for_is_remembered(data):
    assert json.loads((data / "run" / "prepared.json").read_text(encoding="utf-8"))["code"]
