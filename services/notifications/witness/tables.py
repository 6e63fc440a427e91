"""What the witness keeps: append-only."""

from sqlalchemy import BigInteger, Column, DateTime, Identity, Integer, LargeBinary, Table, Text, Uuid

from services.notifications.models import NOTIFICATIONS

LOGS = Table(
    "witness_logs",
    NOTIFICATIONS,
    Column("origin", Text, primary_key=True),
    Column("key", Text),  # the log's verifier key when it was first met; later keys need its word
    Column("met_at", DateTime(timezone=True)),
)

KEYS = Table(
    "witness_keys",
    NOTIFICATIONS,
    Column("number", Integer, Identity(always=True), primary_key=True),
    Column("key", Text),  # the witness's own, public
    Column("introduced_at", DateTime(timezone=True)),
)

COSIGNATURES = Table(
    "witness_cosignatures",
    NOTIFICATIONS,
    Column("number", BigInteger, Identity(always=True), primary_key=True),
    Column("origin", Text),
    Column("size", BigInteger),
    Column("root", LargeBinary),
    Column("note", Text),  # as the log signed it
    Column("line", Text),  # ours
    Column("key", Text),
    Column("cosigned_at", DateTime(timezone=True)),
)

# Both notes of a log that contradicts itself; together they are the evidence.
ALARMS = Table(
    "witness_alarms",
    NOTIFICATIONS,
    Column("id", Uuid, primary_key=True),
    Column("origin", Text),
    Column("kind", Text),  # forked: another past; unbelievable: a note that no known key has signed
    Column("reason", Text),
    Column("kept_size", BigInteger),
    Column("kept_note", Text),
    Column("shown_note", Text),
    Column("raised_at", DateTime(timezone=True)),
)
