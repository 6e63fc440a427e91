"""A service small enough to read at a glance, built on the common library: counters that belong to units.

The engine's promises are tested on it, so that a failure here is the engine's and nobody else's.
Run as a program it is the toy's relay or subscriber, in a process that a test may kill.
"""

import json
import shutil
import sys
import tempfile
import threading
from contextlib import closing
from pathlib import Path
from typing import Any
from uuid import UUID

from alembic.migration import MigrationContext
from alembic.operations import Operations
from flask import Flask
from marshmallow import Schema, fields, validate
from sqlalchemy import create_engine, text
from sqlalchemy.orm import Session

import shared.contracts
from shared import failpoints, outbox
from shared.auth import Actor
from shared.db import Database
from shared.db.migration import append_only, dead_event_table, engine_tables, grant, unit_policy
from shared.errors import Conflict, NotFound, Stale
from shared.events import Event
from shared.ids import uuid7
from shared.runtime import Worker
from shared.settings import Settings
from shared.web.app import build_app
from shared.web.door import Door
from shared.web.policy import allow

COUNTED = "toy.counter.counted.v1"
SPOILED = "toy.counter.spoiled.v1"
_CONTRACT = {"type": "object", "required": ["counter_id", "value"], "additionalProperties": False}
_CONTRACT["properties"] = {"counter_id": {"type": "string", "format": "uuid"}, "value": {"type": "integer"}}


def promise() -> None:
    """Let the toy's events have contracts, in a folder of their own beside copies of everybody's."""
    folder = Path(tempfile.mkdtemp())
    shutil.copytree(shared.contracts.CONTRACTS, folder, dirs_exist_ok=True)
    for kind in (COUNTED, SPOILED):
        (folder / "events" / f"{kind}.json").write_text(json.dumps(_CONTRACT))
    shared.contracts.CONTRACTS = folder
    shared.contracts._validator.cache_clear()


def make_tables(owner_url: str) -> None:
    """What migrations do for a real service."""
    engine = create_engine(owner_url.replace("postgresql://", "postgresql+psycopg://", 1))
    with engine.begin() as connection:
        op = Operations(MigrationContext.configure(connection))
        engine_tables(op, "toy")
        dead_event_table(op, "toy")
        op.execute(
            "CREATE TABLE counters (id uuid PRIMARY KEY, unit_id uuid NOT NULL, value int NOT NULL,"
            " version int NOT NULL CHECK (value < 1000))"
        )
        op.execute("CREATE TABLE effects (number int GENERATED ALWAYS AS IDENTITY, event_id text, value int)")
        op.execute("CREATE TABLE diary (entry text)")
        op.execute("CREATE TABLE alembic_version (version_num text)")
        grant(op, "toy", "counters")
        grant(op, "toy", "alembic_version", "SELECT")
        grant(op, "toy", "effects", "SELECT, INSERT")
        unit_policy(op, "counters")
        append_only(op, "toy", "diary")
    engine.dispose()


class CounterIn(Schema):
    """A new counter."""

    unit_id = fields.UUID(required=True)
    value = fields.Integer(load_default=0, strict=True, validate=validate.Range(max=10_000))


class CounterOut(Schema):
    """A counter."""

    id = fields.UUID(required=True)
    value = fields.Integer(required=True)
    version = fields.Integer(required=True)


door = Door("toy")


@door.post("/counters", body=CounterIn, answer=CounterOut, status=201)
def create_counter(session: Session, body: dict[str, Any]) -> dict[str, Any]:
    """Make a counter."""
    made = {"id": uuid7(), "unit_id": body["unit_id"], "value": body["value"], "version": 1}
    session.execute(text("INSERT INTO counters VALUES (:id, :unit_id, :value, :version)"), made)
    _tell(session, made)
    return {name: made[name] for name in ("id", "value", "version")}


@door.get("/counters/<uuid:counter_id>", answer=CounterOut)
def read_counter(session: Session, counter_id: UUID) -> dict[str, Any]:
    """Look at a counter."""
    row = (
        session.execute(text("SELECT * FROM counters WHERE id = :id"), {"id": counter_id}).mappings().first()
    )
    if row is None:
        raise NotFound("counter-not-found", vi="Không có bộ đếm này.", en="There is no such counter.")
    return {name: row[name] for name in ("id", "value", "version")}


@door.post("/counters/<uuid:counter_id>/counting", answer=CounterOut, if_match=True)
def count_on(session: Session, counter_id: UUID, version: int) -> dict[str, Any]:
    """Count one further."""
    found = (
        session.execute(text("SELECT * FROM counters WHERE id = :id FOR UPDATE"), {"id": counter_id})
        .mappings()
        .first()
    )
    if found is None:
        raise NotFound("counter-not-found", vi="Không có bộ đếm này.", en="There is no such counter.")
    if found["version"] != version:
        raise Stale("version-stale", vi="Có người đã sửa trước.", en="It was changed before.")
    if found["value"] == 13:
        raise Conflict("unlucky", vi="Không đếm tiếp được.", en="It goes no further.")
    counted = dict(found) | {"value": found["value"] + 1, "version": version + 1}
    session.execute(text("UPDATE counters SET value = :value, version = :version WHERE id = :id"), counted)
    _tell(session, counted)
    return {name: counted[name] for name in ("id", "value", "version")}


POLICIES = {
    "POST /counters": allow("officer", "admin"),
    "GET /counters/<uuid:counter_id>": allow("officer", "auditor", "admin"),
    "POST /counters/<uuid:counter_id>/counting": allow("officer"),
}


def _tell(session: Session, counter: dict[str, Any]) -> None:
    data = {"counter_id": counter["id"], "value": counter["value"]}
    outbox.record(session, Event(COUNTED, str(counter["id"]), counter["version"], data, counter["unit_id"]))


POISON = {666}


def on_counted(session: Session, event: dict[str, Any]) -> None:
    """The effect that must happen exactly once; some values are poison."""
    value = event["data"]["value"]
    if value in POISON:
        raise ValueError("this value cannot be digested")
    if value == 777:
        failpoints.arm("consumer.before_commit")
    session.execute(
        text("INSERT INTO effects (event_id, value) VALUES (:id, :value)"),
        {"id": event["id"], "value": value},
    )


SUBSCRIPTIONS = {COUNTED: on_counted}


def app(settings: Settings) -> Flask:
    """The toy's web application."""
    return build_app(settings, door, POLICIES)


def worker(settings: Settings) -> Worker:
    """The toy's relay and subscriber."""
    return Worker(settings, SUBSCRIPTIONS)


def record_counts(settings: Settings, unit: UUID, values: list[int]) -> None:
    """Commit one event per value, as a web process would, and be gone."""
    with closing(Database(settings.database_url)) as database:
        for value in values:
            with database.transaction(Actor("test", frozenset({"officer"}), scope_all=True)) as session:
                create_counter(session, {"unit_id": unit, "value": value})


def main() -> None:
    """`toy.py SETTINGS-JSON FAILPOINT`: work until killed."""
    promise()
    settings = Settings(**json.loads(sys.argv[1]))
    if len(sys.argv) > 2 and sys.argv[2]:
        failpoints.arm(sys.argv[2])
    worker(settings).run(threading.Event())


if __name__ == "__main__":
    main()
