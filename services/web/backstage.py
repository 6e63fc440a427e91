"""The services behind the pages, spoken to for the visitor of this request."""

from collections.abc import Callable, Mapping
from typing import Any, TypeVar

import httpx
from flask import current_app, g

from services.web.language import language
from services.web.sessions import Visitor
from shared.auth import Actor
from shared.db import Database
from shared.errors import Unavailable
from shared.peers import Peer, PeerRefused, Peers

T = TypeVar("T")
Json = dict[str, Any]


class Backstage:
    """What one process of the web holds: its database and its peers."""

    def __init__(self, database: Database, peers: Peers) -> None:
        self.database = database
        self.peers = peers

    def peer(self, service: str) -> Peer:
        """The peer with that name: assets, handover or notifications."""
        peer: Peer = getattr(self.peers, service)
        return peer


def backstage() -> Backstage:
    """The one of this process."""
    held: Backstage = current_app.extensions["taisan.web"]
    return held


def visitor() -> Visitor:
    """Who is logged in; only on pages that are not public."""
    who: Visitor = g.visitor
    return who


def fetch(service: str, path: str, **params: Any) -> Any:
    """The JSON behind a service's path, as the visitor. Raises PeerRefused or Unavailable."""
    wanted = {name: value for name, value in params.items() if value not in {None, ""}}
    return _send(service, "GET", path, params=wanted).json()


def change(
    service: str,
    method: str,
    path: str,
    body: Mapping[str, Any],
    *,
    key: str = "",
    version: str | int | None = None,
    later: bool = False,
) -> Any:
    """Send a write with the form's idempotency key and the version that the person saw; `later` asks for a
    task to watch instead of the answer (routes/tasks.py). Raises as `fetch`.
    """
    headers = {"Idempotency-Key": key} if key else {}
    if later:
        headers["Prefer"] = "respond-async"
    if version not in {None, ""}:
        headers["If-Match"] = f'"{version}"'
    answer = _send(service, method, path, json=dict(body), headers=headers)
    return answer.json() if answer.content else {}


def upload(
    service: str, path: str, *, key: str, later: bool = False, version: str | None = None, **request: Any
) -> Any:
    """Send files (httpx's `files` and `data`) to a service; `later`, `version` as in `change`. Raises as
    `fetch`.
    """
    headers = {"Idempotency-Key": key} | ({"Prefer": "respond-async"} if later else {})
    if version:
        headers["If-Match"] = f'"{version}"'
    return _send(service, "POST", path, headers=headers, **request).json()


def document(service: str, method: str, path: str, **request: Any) -> httpx.Response:
    """A file that a service makes, such as a PDF. Raises as `fetch`."""
    return _send(service, method, path, **request)


def open_file(service: str, path: str, **params: Any) -> httpx.Response:
    """A file that a service makes while it sends it; its bytes are still to come (files.streamed_on). Raises
    as `fetch`.
    """
    wanted = {name: value for name, value in params.items() if value not in {None, ""}}
    headers = {"Accept-Language": language()}
    return backstage().peer(service).open(path, actor=_actor(visitor()), headers=headers, **wanted)


def attempt(work: Callable[[], T], missing: str) -> T | None:
    """Part of a page: None when the visitor may not see it, or (the page says so) the service is down."""
    try:
        return work()
    except Unavailable:
        g.setdefault("missing", []).append(missing)
    except PeerRefused as refused:
        if refused.status not in {403, 404}:
            raise
    return None


def as_machine(service: str, path: str) -> Any:
    """The JSON behind a path, asked by the web itself: only for what a page shows to the public."""
    return backstage().peer(service).get(path)


def shown_to_machine(service: str, path: str, **request: Any) -> Any:
    """The JSON that a service answers to a file, sent by the web itself for a stranger."""
    said = {"Accept-Language": language()}
    return backstage().peer(service).send("POST", path, headers=said, **request).json()


def _send(
    service: str, method: str, path: str, headers: Mapping[str, str] | None = None, **request: Any
) -> httpx.Response:
    sent = {"Accept-Language": language(), **(headers or {})}
    return backstage().peer(service).send(method, path, actor=_actor(visitor()), headers=sent, **request)


def _actor(who: Visitor) -> Actor:
    return Actor(
        subject=f"account:{who.account_id}", roles=who.roles, unit_id=who.unit_id, person_id=who.person_id
    )
