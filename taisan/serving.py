"""One WSGI application with every service under its base path: what gunicorn serves on one machine."""

import json
import os
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from threading import Lock
from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

from shared import logs
from shared.process import application_of
from shared.settings import Settings
from taisan.services import APIS, SERVICES


def application() -> WSGIApplication:
    """The whole set, as the file named by TAISAN_RUN describes it (gunicorn calls this in each worker)."""
    logs.configure("taisan")
    settings = read_settings(Path(os.environ["TAISAN_RUN"]))
    apis = {name: application_of(name, settings[name]) for name in APIS}
    web = application_of("web", settings["web"], applications=apis)
    return _Prefixes({f"/api/{name}": app for name, app in apis.items()}, web)


def read_settings(run_file: Path) -> dict[str, Settings]:
    """The settings of each service that the supervisor described."""
    described: dict[str, dict[str, str]] = json.loads(run_file.read_text(encoding="utf-8"))
    return {name: Settings.from_env(name, described[name]) for name in SERVICES}


class LateApplication:
    """A WSGI application built at its first request: the worker process seldom needs one."""

    def __init__(self, make: Callable[[], WSGIApplication]) -> None:
        self._make = make
        self._made: WSGIApplication | None = None
        self._lock = Lock()

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        with self._lock:
            self._made = self._made or self._make()
        return self._made(environ, start_response)


class _Prefixes:
    """Chooses the application by the beginning of the path, and leaves the path whole."""

    def __init__(self, applications: Mapping[str, WSGIApplication], otherwise: WSGIApplication) -> None:
        self._applications = applications
        self._otherwise = otherwise

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        prefix = "/".join(environ.get("PATH_INFO", "").split("/", 3)[:3])
        return self._applications.get(prefix, self._otherwise)(environ, start_response)
