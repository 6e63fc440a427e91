"""The tables that every service has, the same in each database."""

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    DateTime,
    Identity,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    Table,
    Text,
    Uuid,
    text,
)
from sqlalchemy.dialects.postgresql import JSONB

ENGINE = MetaData()

# What happened, written in the transaction in which it happened. `number` is the order of insertion and may
# have gaps and late commits; `position` is dense and given by the one relay to rows that it can see as
# committed.
OUTBOX = Table(
    "outbox",
    ENGINE,
    Column("id", Uuid, primary_key=True),
    Column("number", BigInteger, Identity(always=True), nullable=False),
    Column("position", BigInteger, unique=True),
    Column("type", Text, nullable=False),
    Column("subject", Text, nullable=False),
    Column("sequence", BigInteger, nullable=False),
    Column("unit_id", Uuid),
    Column("occurred_at", DateTime(timezone=True), nullable=False),
    Column("correlation_id", Text),
    Column("causation_id", Text),
    Column("data", JSONB, nullable=False),
    Column("sent_at", DateTime(timezone=True)),
    Index("outbox_unpositioned", "number", postgresql_where=text("position IS NULL")),
    Index("outbox_unsent", "position", postgresql_where=text("sent_at IS NULL AND position IS NOT NULL")),
    Index("outbox_one_event_per_step", "subject", "sequence", unique=True),
)

# Which events a consumer has acted on. Never expires: a late redelivery must never act twice.
INBOX = Table(
    "inbox",
    ENGINE,
    Column("consumer", Text, primary_key=True),
    Column("event_id", Text, primary_key=True),
    Column("type", Text, nullable=False),
    Column("received_at", DateTime(timezone=True), nullable=False, server_default=text("now()")),
)

# The answer given to each write, under the caller's key. Kept: a repeat a year later gets the same answer.
IDEMPOTENCY = Table(
    "idempotency_keys",
    ENGINE,
    Column("subject", Text, primary_key=True),
    Column("route", Text, primary_key=True),
    Column("key", Text, primary_key=True),
    Column("fingerprint", LargeBinary, nullable=False),
    Column("status", Integer),
    Column("answer", LargeBinary),
    Column("created_at", DateTime(timezone=True), nullable=False, server_default=text("now()")),
)

# The closure of `unit_edges`: every unit with itself and with all above it. Row-level security reads it.
UNIT_SCOPE = Table(
    "unit_scope",
    ENGINE,
    Column("ancestor_id", Uuid, primary_key=True),
    Column("descendant_id", Uuid, primary_key=True),
    Index("unit_scope_of_descendant", "descendant_id"),
)

# Which unit is directly above which: as its parent, or because it took over from it (shared/db/scope.py).
TREE = MetaData()
UNIT_EDGES = Table(
    "unit_edges",
    TREE,
    Column("above_id", Uuid, primary_key=True),
    Column("below_id", Uuid, primary_key=True),
    Column("succession", Boolean, primary_key=True),
    Index("unit_edges_of_below", "below_id"),
)

# What this service's subscriber gave up, brought over from the dead-letter queue (shared/dead_events.py).
GIVEN_UP = MetaData()
DEAD_EVENTS = Table(
    "dead_events",
    GIVEN_UP,
    Column("event_id", Text, primary_key=True),
    Column("type", Text, nullable=False),
    Column("body", LargeBinary, nullable=False),  # as delivered, which may be no JSON at all
    Column("reason", Text, nullable=False),
    Column("state", Text, nullable=False),  # dead | asked (to be acted on again) | replayed | dropped
    Column("died_at", DateTime(timezone=True), nullable=False),
    Column("settled_at", DateTime(timezone=True)),
    Column("settled_by", Text),
    Column("settled_reason", Text),
    Index("dead_events_open", "died_at", postgresql_where=text("state IN ('dead', 'asked')")),
)

# Work too long for a request (see shared/tasks.py); only services that have such work make the table.
LONG_WORK = MetaData()
TASKS = Table(
    "tasks",
    LONG_WORK,
    Column("id", Uuid, primary_key=True),
    Column("kind", Text, nullable=False),
    Column("unit_id", Uuid),  # of whoever asked, who may watch it
    Column("person_id", Uuid),
    Column("asked_by", JSONB, nullable=False),
    Column("given", JSONB, nullable=False),
    Column("state", Text, nullable=False),  # queued | running | done | failed
    Column("done", BigInteger, nullable=False),
    Column("total", BigInteger, nullable=False),
    Column("attempts", Integer, nullable=False),
    Column("answer", JSONB),
    Column("problem", JSONB),  # {vi: …, en: …}, RFC 9457
    Column("created_at", DateTime(timezone=True), nullable=False),
    Column("finished_at", DateTime(timezone=True)),
    Index("tasks_waiting", "id", postgresql_where=text("state IN ('queued', 'running')")),
)
