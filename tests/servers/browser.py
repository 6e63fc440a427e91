"""Chromium for the tests: Debian's, driven by playwright, never speaking to another host than ours."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from playwright.sync_api import Browser, BrowserContext, sync_playwright

CHROMIUM = Path("/usr/bin/chromium")
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-dev-shm-usage",
    "--use-fake-ui-for-media-stream",
    "--use-fake-device-for-media-stream",
]
OURS = {"localhost", "127.0.0.1", ""}  # "": data: and blob: addresses have no host


@contextmanager
def chromium(camera: Path | None = None) -> Iterator[Browser]:
    """A headless browser; `camera` is a film (.y4m, .mjpeg) that its camera shows, else a test pattern."""
    film = [f"--use-file-for-fake-video-capture={camera}"] if camera else []
    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=str(CHROMIUM), args=[*FLAGS, *film])
        try:
            yield browser
        finally:
            browser.close()


@contextmanager
def visit(browser: Browser, **wishes: Any) -> Iterator[BrowserContext]:
    """A context of its own (cookies, permissions); fails at the end if any page asked another host."""
    context = browser.new_context(**wishes)
    strangers: list[str] = []
    context.on("request", lambda request: _note(strangers, request.url))
    try:
        yield context
    finally:
        context.close()
    assert not strangers, f"the pages asked other hosts: {strangers}"


def _note(strangers: list[str], url: str) -> None:
    if urlsplit(url).hostname not in OURS | {None}:
        strangers.append(url)
