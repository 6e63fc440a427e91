"""Prints of papers that were given out: append-only."""

from sqlalchemy import ARRAY, BigInteger, Column, DateTime, LargeBinary, Table, Text, Uuid

from services.handover.models.metadata import HANDOVER

PRINTS = Table(
    "paper_prints",
    HANDOVER,
    Column("id", Uuid, primary_key=True),
    Column("paper_id", Uuid),
    Column("kind", Text),  # record | clearance | notice (papers/kinds.py)
    Column("unit_id", Uuid),
    Column("version", BigInteger),  # of the paper when the copy was made
    Column("size", BigInteger),
    Column("sha256", LargeBinary),
    Column("blocks", LargeBinary),  # prints.blocks_of
    Column("pages", ARRAY(LargeBinary)),  # fingerprint.pages_of
    Column("made_at", DateTime(timezone=True)),
)
