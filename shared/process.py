"""The processes of one service, as a deployment starts them, each told everything by its environment.

    python -m shared.process setup assets      migrate the database, once, as its owner
    gunicorn "shared.process:web('assets')"    serve
    python -m shared.process worker assets     relay, subscriptions and jobs, until SIGTERM
    python -m shared.process check assets      0 when some worker of the service is at work (health check)

`taisan` puts the same parts into fewer processes on one machine.
"""

import importlib
import inspect
import os
import signal
import sys
import threading
from collections.abc import Callable, Mapping
from typing import Any
from wsgiref.types import WSGIApplication

import psycopg

from shared import logs
from shared.db.migration import upgrade
from shared.peers import Peers
from shared.runtime import Worker
from shared.settings import Settings, SettingsError

_RELAY_IS_HELD = """
SELECT EXISTS (SELECT 1 FROM pg_locks l JOIN pg_database d ON d.oid = l.database
 WHERE l.locktype = 'advisory' AND l.granted AND d.datname = current_database()
 AND ((l.classid::bigint << 32) | l.objid::bigint) = hashtextextended('relay:' || %s, 0))
"""


def web(service: str) -> WSGIApplication:
    """The WSGI application of `service`, for gunicorn; its peers are reached over HTTP."""
    logs.configure(service)
    return application_of(service, Settings.from_env(service, os.environ))


def application_of(service: str, settings: Settings, **offered: Any) -> WSGIApplication:
    """The Flask application of a service; of what is `offered` it gets what its create_app asks for."""
    made: WSGIApplication = _accepting(_module(service).create_app, settings, offered)
    return made


def worker_of(service: str, settings: Settings, **offered: Any) -> Worker:
    """The worker of a service; of what is `offered` it gets what its create_worker asks for."""
    made: Worker = _accepting(_module(service).create_worker, settings, offered)
    return made


def stop_at_signal() -> threading.Event:
    """A flag that SIGTERM and SIGINT raise."""
    stop = threading.Event()
    for asked in (signal.SIGTERM, signal.SIGINT):
        signal.signal(asked, lambda *_: stop.set())
    return stop


def _setup(service: str, settings: Settings) -> int:
    if not settings.owner_url:
        raise SettingsError("DATABASE_OWNER_URL is required for setup")
    upgrade(service, settings.owner_url)
    return 0


def _work(service: str, settings: Settings) -> int:
    worker_of(service, settings, peers=Peers(settings)).run(stop_at_signal())
    return 0


def _check(service: str, settings: Settings) -> int:
    with psycopg.connect(settings.database_url, connect_timeout=5) as connection:
        row = connection.execute(_RELAY_IS_HELD, [service]).fetchone()
    return 0 if row and row[0] else 1


def _module(service: str) -> Any:
    return importlib.import_module(f"services.{service}.app")


def _accepting(make: Callable[..., Any], settings: Settings, offered: Mapping[str, Any]) -> Any:
    wanted = inspect.signature(make).parameters
    return make(settings, **{name: value for name, value in offered.items() if name in wanted})


def main(act: str, service: str) -> int:
    """Run one process to its end; its exit code. A wrong setting is said in one line."""
    logs.configure(service)
    try:
        settings = Settings.from_env(service, os.environ)
        return {"setup": _setup, "worker": _work, "check": _check}[act](service, settings)
    except SettingsError as error:
        print(f"{service}: {error}", file=sys.stderr)  # noqa: T201 - before there is a log worth reading
        return 2


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], sys.argv[2]))
