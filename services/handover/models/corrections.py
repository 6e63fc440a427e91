"""Corrections of custody dated back, their lines and numbers."""

from sqlalchemy import BigInteger, Column, Date, DateTime, Integer, Table, Text, Uuid

from services.handover.models.metadata import HANDOVER

CORRECTIONS = Table(
    "custody_corrections",
    HANDOVER,
    Column("id", Uuid, primary_key=True),
    Column("unit_id", Uuid),
    Column("year", Integer),  # year and number: given when it is approved
    Column("number", Integer),
    Column("holder_person_id", Uuid),  # null: the assets were in store
    Column("holder_name", Text),
    Column("from_on", Date),  # the first day of what is put right
    Column("until_on", Date),  # the first day that it no longer holds for; null: it holds still
    Column("reason", Text),
    Column("document", Text),  # number and sign of the paper it stands on
    Column("state", Text),  # proposed | approved | rejected
    Column("proposed_by", Text),
    Column("proposed_person_id", Uuid),
    Column("proposed_name", Text),
    Column("proposed_at", DateTime(timezone=True)),
    Column("decided_by", Text),
    Column("decided_person_id", Uuid),
    Column("decided_name", Text),
    Column("decided_at", DateTime(timezone=True)),
    Column("decided_reason", Text),
    Column("version", BigInteger),
)


CORRECTION_LINES = Table(
    "custody_correction_lines",
    HANDOVER,
    Column("correction_id", Uuid, primary_key=True),
    Column("position", Integer, primary_key=True),
    Column("asset_id", Uuid),
    Column("code", Text),
    Column("name", Text),
)


CORRECTION_COUNTERS = Table(
    "correction_counters",
    HANDOVER,
    Column("unit_id", Uuid, primary_key=True),
    Column("year", Integer, primary_key=True),
    Column("last", Integer),
)
