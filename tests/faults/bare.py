"""A subscriber whose effect is one plain INSERT: nothing but the inbox stands between a repeat and a double.

The services' own handlers are safe twice over (newer versions win, a notice is unique), so a lost inbox would
hardly show in them. As a program (`python -m tests.faults.bare DATABASE-URL AMQP-URL`) it works until killed.
"""

import sys
import threading
from collections.abc import Mapping
from typing import Any

from alembic.migration import MigrationContext
from alembic.operations import Operations
from sqlalchemy import create_engine, text
from sqlalchemy.orm import Session

from shared.bus import Subscription
from shared.db.migration import dead_event_table, engine_tables, grant
from shared.runtime import Worker
from shared.settings import Settings

NAME = "bare"
TOPICS = tuple(f"handover.record.{act}.v1" for act in ("issued", "signed", "completed"))
SUBSCRIPTION = Subscription(NAME, TOPICS)
_EFFECT = text("INSERT INTO effects (event_id, subject, sequence) VALUES (:id, :subject, :sequence)")


def make_tables(owner_url: str) -> None:
    """What a migration would do."""
    engine = create_engine(owner_url.replace("postgresql://", "postgresql+psycopg://", 1))
    with engine.begin() as connection:
        op = Operations(MigrationContext.configure(connection))
        engine_tables(op, NAME)
        dead_event_table(op, NAME)
        op.execute(
            "CREATE TABLE effects (number int GENERATED ALWAYS AS IDENTITY, event_id text, subject text,"
            " sequence bigint)"
        )
        grant(op, NAME, "effects", "SELECT, INSERT")
    engine.dispose()


def on_anything(session: Session, event: Mapping[str, Any]) -> None:
    """The effect that must happen exactly once."""
    row = {"id": event["id"], "subject": event["subject"], "sequence": int(event["sequence"])}
    session.execute(_EFFECT, row)


def main(database_url: str, bus_url: str) -> None:
    """Work until killed."""
    settings = Settings(NAME, database_url, bus_url=bus_url, environment="test")
    Worker(settings, dict.fromkeys(TOPICS, on_anything)).run(threading.Event())


if __name__ == "__main__":
    main(*sys.argv[1:3])
