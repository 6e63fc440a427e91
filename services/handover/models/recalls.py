"""Recall cases and their lines."""

from sqlalchemy import BigInteger, Column, Date, DateTime, Table, Text, Uuid
from sqlalchemy.dialects.postgresql import ARRAY

from services.handover.models.metadata import HANDOVER

RECALLS = Table(
    "recalls",
    HANDOVER,
    Column("id", Uuid, primary_key=True),
    Column("unit_id", Uuid),
    Column("person_id", Uuid),
    Column("person_name", Text),
    Column("person_post", Text),
    Column("person_unit_name", Text),
    Column("reason", Text),
    Column("basis", Text),
    Column("state", Text),  # open | closed
    Column("opened_on", Date),
    Column("deadline", Date),
    Column("closed_on", Date),
    Column("due_told_at", DateTime(timezone=True)),
    Column("overdue_told_at", DateTime(timezone=True)),
    Column("version", BigInteger),
    Column("campaign_id", Uuid),
    Column("category", Text),  # only assets of this category are recalled; null: all that is held
    Column("rules", ARRAY(Text)),
    Column("left_on", Date),
)


RECALL_LINES = Table(
    "recall_lines",
    HANDOVER,
    Column("recall_id", Uuid, primary_key=True),
    Column("asset_id", Uuid, primary_key=True),
    Column("code", Text),
    Column("name", Text),
    Column("serial", Text),
    Column("state", Text),  # as services/handover/rules/outcomes.py has them
    Column("record_id", Uuid),
    Column("added_at", DateTime(timezone=True)),
    Column("category", Text),
)
