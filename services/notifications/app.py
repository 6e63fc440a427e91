"""The notifications service: its web application and its worker."""

import inspect
from collections.abc import Callable, Mapping
from functools import partial
from urllib.parse import urlsplit

from flask import Flask, current_app, request

from services.notifications.channels import Channels
from services.notifications.deadlines.ticking import ticking
from services.notifications.policies import POLICIES
from services.notifications.routes import CHANNELS, door
from services.notifications.sender import sending
from services.notifications.subscriptions import SUBSCRIPTIONS
from services.notifications.witness import shown
from services.notifications.witness.watching import watching
from shared.auth import system_actor
from shared.bus import Bus
from shared.peers import Peers
from shared.runtime import Worker
from shared.settings import Settings
from shared.web.app import build_app


def create_app(settings: Settings) -> Flask:
    """The WSGI application. Raises SettingsError for an SMTP_URL that cannot be used."""
    channels = Channels.of(settings)
    app = build_app(settings, door, POLICIES)
    app.extensions[CHANNELS] = channels
    app.before_request(_measure)
    return app


def _measure() -> None:
    """What /metrics tells of the witness is read when somebody asks for it."""
    if request.path.endswith("/metrics"):
        current_app.extensions["taisan.database"].run(system_actor("notifications"), shown.measure)


def create_worker(settings: Settings, *, peers: Peers | None = None, bus: Bus | None = None) -> Worker:
    """The relay, the subscriber, the clock of deadlines, the sender where there is a mail server, and the
    ledger's witness where it has a key.
    """
    channels, peers = Channels.of(settings), peers or Peers(settings)
    jobs = [ticking(channels), *([sending(channels.email)] if channels.email else [])]
    if settings.witness_key:
        name = f"{urlsplit(settings.public_base_url).hostname}/witness"
        jobs.append(watching(settings.witness_key, name, peers))
    return Worker(settings, handlers(channels), jobs=jobs, peers=peers, bus=bus)


def handlers(channels: Channels) -> Mapping[str, Callable[..., object]]:
    """The subscriptions, each handler that plans deliveries given `channels`."""
    return {
        kind: partial(handler, channels=channels)
        if "channels" in inspect.signature(handler).parameters
        else handler
        for kind, handler in SUBSCRIPTIONS.items()
    }
