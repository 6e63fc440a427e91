"""Caring for events from the command line: in the data folder's databases, or in the one DATABASE_URL names.

A deployment of separate services runs these commands in a service's own container, whose environment holds
SERVICE and DATABASE_URL(_FILE) and which reaches no other service's database.
"""

import getpass
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import orjson
import psycopg
from sqlalchemy import text
from sqlalchemy.orm import Session

from shared import dead_events
from shared.auth import system_actor
from shared.db import Database
from shared.settings import Settings, SettingsError
from taisan.scripting import TokenRefused, settings_of
from taisan.services import APIS

_ACTOR = system_actor("event-care")
_LAG = text(
    "SELECT (SELECT count(*) FROM outbox WHERE sent_at IS NULL) AS unsent,"
    " (SELECT min(occurred_at) FROM outbox WHERE sent_at IS NULL) AS oldest_unsent,"
    " (SELECT coalesce(max(position), 0) FROM outbox) AS position,"
    " (SELECT count(*) FROM dead_events WHERE state IN ('dead', 'asked')) AS dead"
)
_AGAIN = text(
    "UPDATE outbox SET sent_at = NULL WHERE position >= :first"
    " AND position <= coalesce(:last, position) AND sent_at IS NOT NULL"
)
_BELL = text("SELECT pg_notify('outbox', '')")

Env = Mapping[str, str]


class NotReachable(Exception):
    """No database of that service can be reached from here; the message says why."""


def lags(data: Path, env: Env) -> list[dict[str, Any]]:
    """[{service, unsent, oldest_unsent, position, dead}] of every service that is reached from here."""
    found = []
    for service in _reached(data, env):
        with _session(data, env, service) as session:
            found.append({"service": service, **session.execute(_LAG).mappings().one()})
    return found


def send_again(data: Path, env: Env, service: str, first: int, last: int | None) -> int:
    """Let the relay of `service` send its events from position `first` (to `last`) again, in their order; how
    many those are.
    """
    with _session(data, env, service) as session:
        count: int = session.execute(_AGAIN, {"first": first, "last": last}).rowcount  # type: ignore[attr-defined]
        session.execute(_BELL)
    return count


def dead_of_all(data: Path, env: Env, *, everything: bool) -> list[dict[str, Any]]:
    """What was given up, by service: {service, event_id, type, reason, state, died_at, …}, without bodies."""
    states = (
        (*dead_events.OPEN, dead_events.REPLAYED, dead_events.DROPPED) if everything else dead_events.OPEN
    )
    found = []
    for service in _reached(data, env):
        with _session(data, env, service) as session:
            rows = dead_events.dead_events(session, states)
        found += [{"service": service, **{k: v for k, v in row.items() if k != "body"}} for row in rows]
    return found


def one_dead(data: Path, env: Env, service: str, event_id: str) -> dict[str, Any]:
    """One of them with its body: the CloudEvent, or text where it is no JSON. Raises NotFound."""
    with _session(data, env, service) as session:
        row = dead_events.dead_event(session, event_id)
    body = bytes(row["body"])
    try:
        content = orjson.loads(body)
    except orjson.JSONDecodeError:
        content = body.decode(errors="backslashreplace")
    return {**row, "body": content}


def replay(data: Path, env: Env, service: str, event_ids: Sequence[str]) -> int:
    """Ask for these events, or for every dead one when none is named; how many. Raises NotFound, Conflict."""
    with _session(data, env, service) as session:
        wanted = event_ids or [
            row["event_id"] for row in dead_events.dead_events(session, (dead_events.DEAD,))
        ]
        for event_id in wanted:
            dead_events.ask_replay(session, event_id, _who())
    return len(wanted)


def drop_one(data: Path, env: Env, service: str, event_id: str, reason: str) -> None:
    """Settle one for good. Raises NotFound, Conflict."""
    with _session(data, env, service) as session:
        dead_events.drop(session, event_id, _who(), reason)


def _reached(data: Path, env: Env) -> Sequence[str]:
    return (env["SERVICE"],) if _stands_alone(env) else [*_settings(data)]


@contextmanager
def _session(data: Path, env: Env, service: str) -> Iterator[Session]:
    """A transaction in the database of `service`, which is committed at the end."""
    if _stands_alone(env):
        if service != env["SERVICE"]:
            raise NotReachable(f"Ở đây chỉ có {env['SERVICE']} · only {env['SERVICE']} is reached from here")
        try:
            settings = Settings.from_env(service, env)
        except SettingsError as error:
            raise NotReachable(str(error)) from error
    elif service in (known := _settings(data)):
        settings = known[service]
    else:
        raise NotReachable(f"Không có dịch vụ · no such service: {service} ({', '.join(APIS)})")
    database = Database(settings.database_url)
    try:
        with database.transaction(_ACTOR) as session:
            yield session
    except psycopg.OperationalError as error:
        raise NotReachable(f"{service}: {error}") from error
    finally:
        database.close()


def _stands_alone(env: Env) -> bool:
    return "SERVICE" in env and ("DATABASE_URL" in env or "DATABASE_URL_FILE" in env)


def _settings(data: Path) -> dict[str, Settings]:
    try:
        found = settings_of(data)
    except TokenRefused as error:
        raise NotReachable(str(error)) from error
    return {name: found[name] for name in APIS}


def _who() -> str:
    return f"cli:{getpass.getuser()}"
