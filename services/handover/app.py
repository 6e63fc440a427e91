"""The processes of custody: the web application and the worker."""

from collections.abc import Sequence
from urllib.parse import urlsplit

from flask import Flask

from services.handover.commands import clocks
from services.handover.ledger import cosignatures, signing, store
from services.handover.policies import POLICIES
from services.handover.routes import door
from services.handover.signing.office import office_of
from services.handover.subscriptions import SUBSCRIPTIONS
from services.handover.works import WORKS
from shared.bus import Bus
from shared.db import Database
from shared.peers import Peers
from shared.runtime import Job, Worker
from shared.settings import Settings
from shared.web.app import build_app

JOBS: Sequence[Job] = (
    Job("ledger sequencer", every=1.0, run=store.sequence),
    Job("recall clock", every=60.0, run=clocks.tell),
)


def create_app(settings: Settings, *, database: Database | None = None) -> Flask:
    """The WSGI application, mounted at /api/handover."""
    app = build_app(settings, door, POLICIES, database=database)
    app.config["PUBLIC_BASE_URL"] = settings.public_base_url
    app.config["OFFICE"] = office_of(settings)
    return app


def create_worker(settings: Settings, *, peers: Peers | None = None, bus: Bus | None = None) -> Worker:
    """The worker: relay, subscriber, the ledger's sequencer and signer, the clock of recalls, long work.

    Without LEDGER_KEY nothing is signed: the ledger still hangs together, but nobody outside can hold it to a
    state that it had.
    """
    peers = peers or Peers(settings)
    jobs = [*JOBS, cosignatures.fetching(peers)]
    if settings.ledger_key:
        name = f"{urlsplit(settings.public_base_url).hostname}/custody"
        sign = signing.signer(settings.ledger_key, settings.ledger_key_before, name)
        jobs.append(Job("ledger signer", every=1.0, run=sign))
    return Worker(settings, SUBSCRIPTIONS, jobs=jobs, works=WORKS, peers=peers, bus=bus)
