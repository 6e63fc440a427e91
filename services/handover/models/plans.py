"""Plans of mass handover: what ends and what takes over, by which rules, and each asset's line once it is
approved.
"""

from sqlalchemy import BigInteger, Boolean, Column, Date, DateTime, Integer, LargeBinary, Table, Text, Uuid
from sqlalchemy.dialects.postgresql import JSONB

from services.handover.models.metadata import HANDOVER

# Which unit took over from which, as the register told it (assets.unit.merged.v1); the name of no unit here.
KNOWN_SUCCESSIONS = Table(
    "known_successions",
    HANDOVER,
    Column("predecessor_id", Uuid, primary_key=True),
    Column("successor_id", Uuid, primary_key=True),
    Column("act_id", Uuid),
    Column("happened_on", Date),  # the successors' first day
    Column("share", Text),
)

PLANS = Table(
    "plans",
    HANDOVER,
    Column("id", Uuid, primary_key=True),
    Column("unit_id", Uuid),  # who leads it
    Column("act_id", Uuid),  # the act of succession it carries out; null: opened by hand
    Column("title", Text),
    Column("document_number", Text),  # the approving document: number, date, who signed it
    Column("document_on", Date),
    Column("document_signer", Text),
    Column("effective_on", Date),  # from when the successors have taken over
    Column("happened_on", Date),  # the day of the handover: of the minutes and of the books
    Column("state", Text),  # draft | approved | written | completed | cancelled
    Column("rules", JSONB),  # in order; see rules/plans/deciding.py
    Column("units_count", Integer),
    Column("created_by", Text),
    Column("created_person_id", Uuid),
    Column("created_at", DateTime(timezone=True)),
    Column("approved_by", Text),
    Column("approved_person_id", Uuid),
    Column("approved_at", DateTime(timezone=True)),
    Column("lines_hash", LargeBinary),  # SHA-256 over the canonical lines that were approved
    Column("ended_by", Text),  # completed or cancelled
    Column("ended_at", DateTime(timezone=True)),
    Column("ended_note", Text),
    Column("version", BigInteger),
)

PLAN_UNITS = Table(
    "plan_units",
    HANDOVER,
    Column("plan_id", Uuid, primary_key=True),
    Column("unit_id", Uuid, primary_key=True),
    Column("lead_unit_id", Uuid),  # the plan's unit again: row-level security reads it here
    Column("side", Text),  # old | new
    Column("person_id", Uuid),  # who signs for the unit; null while nobody was named
)

PLAN_LINES = Table(
    "plan_lines",
    HANDOVER,
    Column("plan_id", Uuid, primary_key=True),
    Column("asset_id", Uuid, primary_key=True),
    Column("lead_unit_id", Uuid),
    Column("old_unit_id", Uuid),
    Column("successor_unit_id", Uuid),  # null while `why` says that it has none
    Column("receiver_person_id", Uuid),
    Column("holder_person_id", Uuid),  # who held it at the approval
    Column("keeps_holder", Boolean),
    Column("rule", Integer),  # which rule decided, from 1
    Column("why", Text),  # "" | rules.plans UNDECIDED and CONFLICTS
    Column("code", Text),
    Column("name", Text),
    Column("category", Text),
    Column("cost", BigInteger),
    Column("remaining_value", BigInteger),
    Column("record_id", Uuid),  # the record that hands it over
    Column("open", Boolean),  # until the plan ends; unique per asset
)
