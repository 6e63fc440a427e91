"""The notifications service: its web application and its worker."""

import inspect
from collections.abc import Callable, Mapping
from functools import partial

from flask import Flask

from services.notifications.channels import Channels
from services.notifications.policies import POLICIES
from services.notifications.routes import CHANNELS, door
from services.notifications.sender import sending
from services.notifications.subscriptions import SUBSCRIPTIONS
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
    return app


def create_worker(settings: Settings, *, peers: Peers | None = None, bus: Bus | None = None) -> Worker:
    """The relay, the subscriber, and the sender where a mail server is configured."""
    channels = Channels.of(settings)
    return Worker(
        settings,
        handlers(channels),
        jobs=[sending(channels.email)] if channels.email else [],
        peers=peers or Peers(settings),
        bus=bus,
    )


def handlers(channels: Channels) -> Mapping[str, Callable[..., object]]:
    """The subscriptions, each handler that plans deliveries given `channels`."""
    return {
        kind: partial(handler, channels=channels)
        if "channels" in inspect.signature(handler).parameters
        else handler
        for kind, handler in SUBSCRIPTIONS.items()
    }
