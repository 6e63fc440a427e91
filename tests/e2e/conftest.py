"""The real set, started by its own command with the sample data, and a browser in front of it."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from urllib.request import urlopen

import pytest
from playwright.sync_api import BrowserContext, ConsoleMessage, Page

from taisan.embedded.postgres import free_port
from tests.servers import browser as browsers

FIRST_START_SECONDS = 240
DESK = {"width": 1280, "height": 860}
PHONE = {"width": 390, "height": 844}


@dataclass
class Site:
    """Where the set answers, and what browsers complained about while they visited it."""

    url: str
    complaints: list[str] = field(default_factory=list)

    def enter(self, context: BrowserContext, login: str = "canbo") -> Page:
        """A page of somebody of the sample data, logged in with one tap."""
        page = context.new_page()
        page.on("console", self._listen)
        page.on("pageerror", lambda error: self.complaints.append(f"{page.url}: {error}"))
        page.goto(f"{self.url}/login")
        page.locator(f"button[name=login][value={login}]").click()
        page.wait_for_url(f"{self.url}/")
        return page

    def _listen(self, message: ConsoleMessage) -> None:
        # a form that is refused answers 422, which Chromium notes as an error; anything else is one
        if message.type == "error" and "status of 422" not in message.text:
            self.complaints.append(f"{message.location.get('url', '')}: {message.text}")


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """`taisan demo` in a folder of its own, with the worker, as a user starts it."""
    folder, port = tmp_path_factory.mktemp("sổ tài sản"), free_port()
    command = [sys.executable, "-m", "taisan", "demo", "--port", str(port), "--data", str(folder / "data")]
    with (folder / "said.txt").open("w") as said:
        process = subprocess.Popen(
            command,
            cwd=Path(__file__).parents[2],
            stdout=said,
            stderr=subprocess.STDOUT,
            env=os.environ.copy(),
        )
        try:
            url = f"http://localhost:{port}"
            _wait(f"{url}/livez", process, folder / "said.txt")
            yield Site(url)
        finally:
            process.send_signal(signal.SIGINT)
            process.wait(30)


@pytest.fixture
def desk(chromium: browsers.Browser) -> Iterator[BrowserContext]:
    """A browser on a desk."""
    with browsers.visit(chromium, viewport=DESK, accept_downloads=True) as context:
        yield context


@pytest.fixture
def phone(chromium: browsers.Browser) -> Iterator[BrowserContext]:
    """A browser on a phone."""
    with browsers.visit(chromium, viewport=PHONE, has_touch=True, is_mobile=True) as context:
        yield context


def _wait(url: str, process: "subprocess.Popen[bytes]", said: Path) -> None:
    until = time.monotonic() + FIRST_START_SECONDS
    while time.monotonic() < until:
        assert process.poll() is None, said.read_text()
        try:
            with urlopen(url, timeout=5):
                return
        except OSError:
            time.sleep(0.3)
    pytest.fail(f"the set did not answer in {FIRST_START_SECONDS} s:\n{said.read_text()}")
