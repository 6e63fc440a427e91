"""The processes of the register: the web application and the worker."""

from collections.abc import Sequence

from flask import Flask

from services.assets.commands import stocktake_clock
from services.assets.commands.disposals import clock
from services.assets.policies import POLICIES
from services.assets.routes import door
from services.assets.subscriptions import SUBSCRIPTIONS
from services.assets.works import WORKS
from shared.bus import Bus
from shared.db import Database
from shared.peers import Peers
from shared.runtime import Job, Worker
from shared.settings import Settings
from shared.web.app import build_app

JOBS: Sequence[Job] = (
    Job("year-end stocktakes", every=3600.0, run=stocktake_clock.remind),
    Job("disposal clock", every=60.0, run=clock.tell_overdue),
)


def create_app(settings: Settings, *, database: Database | None = None) -> Flask:
    """The WSGI application, mounted at /api/assets."""
    app = build_app(settings, door, POLICIES, database=database)
    app.config["PUBLIC_BASE_URL"] = settings.public_base_url
    return app


def create_worker(settings: Settings, *, peers: Peers | None = None, bus: Bus | None = None) -> Worker:
    """The worker: relay, subscriber, long work, the clocks. It asks no other service for anything: `peers` go
    unused.
    """
    return Worker(settings, SUBSCRIPTIONS, jobs=JOBS, works=WORKS, peers=peers, bus=bus)
