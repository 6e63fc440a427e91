"""Disposal cases and who decides them."""

from sqlalchemy import ARRAY, BigInteger, Boolean, Column, Date, DateTime, Integer, Table, Text, Uuid
from sqlalchemy.dialects.postgresql import JSONB

from services.assets.models.metadata import ASSETS_SERVICE

# Who was given the power to decide; the columns are those of rules/authorities.py.
DISPOSAL_AUTHORITIES = Table(
    "disposal_authorities",
    ASSETS_SERVICE,
    Column("id", Uuid, primary_key=True),
    Column("unit_id", Uuid),  # holds for the unit and all below it
    Column("kind", Text),  # a form of disposal; null: any
    Column("asset_kind", Text),  # fixed_asset | tool; null: any
    Column("cost_from", BigInteger),  # VND per asset
    Column("cost_to", BigInteger),  # not included; null: no limit
    Column("title", Text),
    Column("role", Text),  # who writes the decision into the register
    Column("person_id", Uuid),
    Column("document", Text),  # of the decentralisation
    Column("valid_from", Date),
    Column("valid_to", Date),
    Column("recorded_by", Text),
    Column("recorded_at", DateTime(timezone=True)),
    Column("version", Integer),
)

DISPOSAL_COUNTERS = Table(
    "disposal_counters",
    ASSETS_SERVICE,
    Column("unit_id", Uuid, primary_key=True),
    Column("year", Integer, primary_key=True),
    Column("last", Integer),
)

DISPOSALS = Table(
    "disposals",
    ASSETS_SERVICE,
    Column("id", Uuid, primary_key=True),
    Column("unit_id", Uuid),
    Column("year", Integer),
    Column("number", Integer),
    Column("kind", Text),  # a form of disposal of law/disposals.toml
    Column("legal_case", Text),  # "45.1.b"
    Column("mode", Text),  # how it is to be done, as asked for
    Column("reason", Text),
    Column("receiver_unit_id", Uuid),  # a unit of this register, or
    Column("receiver_name", Text),  # … the name of a body outside of it
    Column("state", Text),  # see disposals/lifecycle.py
    Column("law_on", Date),  # the day by which the law was chosen
    Column("rules", ARRAY(Text)),
    Column("authority_id", Uuid),
    Column("authority", Text),
    Column("authority_source", Text),  # configured | law
    Column("authority_role", Text),
    Column("authority_person_id", Uuid),
    Column("drafted_by", Text),
    Column("drafted_person_id", Uuid),
    Column("drafted_at", DateTime(timezone=True)),
    Column("submitted_by", Text),
    Column("submitted_person_id", Uuid),
    Column("submitted_at", DateTime(timezone=True)),
    Column("found_on", Date),  # when a loss was discovered
    Column("file_complete_on", Date),
    Column("decided_by", Text),  # never who drafted or submitted: a CHECK holds it
    Column("decided_person_id", Uuid),
    Column("decided_at", DateTime(timezone=True)),
    Column("decision_number", Text),
    Column("decision_on", Date),
    Column("signer", Text),
    Column("responsibility", Text),
    Column("decision_note", Text),  # of proceeds; or why it was rejected, returned, lapsed
    Column("valid_until", Date),  # of a decision to sell
    Column("extended_by", Text),  # the paper that extended it, once
    Column("council", JSONB),  # {met_on, members: [{name, post, role}], conclusion}
    Column("begun_on", Date),
    Column("done_on", Date),
    Column("done_mode", Text),
    Column("result", Text),
    Column("minutes_number", Text),
    Column("minutes_on", Date),
    Column("handover_number", Text),  # of the minutes 02/TSC-BBGN
    Column("handover_on", Date),
    Column("buyer_kind", Text),  # person | organisation
    Column("buyer_name", Text),
    Column("proceeds", BigInteger),  # VND
    Column("paid_in", BigInteger),  # of these, paid into the temporary account
    Column("costs", BigInteger),
    Column("booked_on", Date),
    Column("booked_by", Text),
    Column("booked_at", DateTime(timezone=True)),
    Column("version", Integer),
)

# One asset of a case, with what the books said of it on `valued_on`.
DISPOSAL_LINES = Table(
    "disposal_lines",
    ASSETS_SERVICE,
    Column("disposal_id", Uuid, primary_key=True),
    Column("asset_id", Uuid, primary_key=True),
    Column("position", Integer),
    Column("code", Text),
    Column("tag", Text),
    Column("name", Text),
    Column("serial", Text),
    Column("category", Text),
    Column("asset_kind", Text),
    Column("put_to_use_on", Date),
    Column("cost", BigInteger),
    Column("cost_budget", BigInteger),
    Column("cost_other", BigInteger),
    Column("wear", BigInteger),
    Column("valued_on", Date),
    Column("reason", Text),
    Column("unrepairable", Boolean),
    Column("repair_estimate", BigInteger),
    Column("new_price", BigInteger),
    Column("revalued", BigInteger),
    Column("status_before", Text),  # what it goes back to when the decision lapses
    Column("holding", Boolean),  # the case is open and has the asset; at most one such line per asset
    Column("removed", Boolean),  # taken out again while the case was being drawn up
)

DISPOSAL_PAPERS = Table(
    "disposal_papers",
    ASSETS_SERVICE,
    Column("disposal_id", Uuid, primary_key=True),
    Column("paper", Text, primary_key=True),
    Column("present", Boolean),
    Column("number", Text),
    Column("dated_on", Date),
    Column("note", Text),
    Column("file_id", Uuid),
    Column("recorded_by", Text),
    Column("recorded_at", DateTime(timezone=True)),
)

DISPOSAL_DEADLINES = Table(
    "disposal_deadlines",
    ASSETS_SERVICE,
    Column("disposal_id", Uuid, primary_key=True),
    Column("step", Text, primary_key=True),  # found | decision | execution | books
    Column("rule", Text),  # "T-16@1"
    Column("what", Text),
    Column("triggered_on", Date, primary_key=True),
    Column("due_on", Date),
    Column("met_on", Date),
    Column("overdue_told_at", DateTime(timezone=True)),
)

# Who did what to a case; never altered.
DISPOSAL_STEPS = Table(
    "disposal_steps",
    ASSETS_SERVICE,
    Column("disposal_id", Uuid, primary_key=True),
    Column("version", Integer, primary_key=True),
    Column("act", Text),
    Column("state", Text),
    Column("at", DateTime(timezone=True)),
    Column("by", Text),
    Column("detail", JSONB),
)

# By which record of handover somebody holds an asset now (null: in store), as handover told.
CUSTODY_MARKS = Table(
    "custody_marks",
    ASSETS_SERVICE,
    Column("asset_id", Uuid, primary_key=True),
    Column("person_id", Uuid),
    Column("record_id", Uuid),
    Column("record_number", Text),
    Column("since", Date),
)

# Records of handover that wait for signatures, asset by asset, as handover told; ended, they stay.
WAITING_RECORDS = Table(
    "waiting_records",
    ASSETS_SERVICE,
    Column("record_id", Uuid, primary_key=True),
    Column("asset_id", Uuid, primary_key=True),
    Column("record_number", Text),
    Column("since", Date),
    Column("ended_at", DateTime(timezone=True)),
)
