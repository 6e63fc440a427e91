"""Units: as they are, as they were, how others call them, and which took over from which."""

from sqlalchemy import Column, Date, DateTime, Integer, Numeric, Table, Text, Uuid

from services.assets.models.metadata import ASSETS_SERVICE

UNITS = Table(
    "units",
    ASSETS_SERVICE,
    Column("id", Uuid, primary_key=True),
    Column("code", Text),
    Column("name", Text),
    Column("match_key", Text),  # the folded words of the name: what an asset book is matched by
    Column("kind", Text),
    Column("parent_id", Uuid),
    Column("valid_from", Date),
    Column("valid_to", Date),  # the last day, null while it exists
    Column("version", Integer),
)

# Every version of every unit; append-only. `effective_on` never falls with the version: as it was on a day is
# its last version that had effect by then.
UNIT_VERSIONS = Table(
    "unit_versions",
    ASSETS_SERVICE,
    Column("unit_id", Uuid, primary_key=True),
    Column("version", Integer, primary_key=True),
    Column("act", Text),  # registered | changed | ended | reopened | succeeded
    Column("effective_on", Date),
    Column("code", Text),
    Column("name", Text),
    Column("match_key", Text),
    Column("kind", Text),
    Column("parent_id", Uuid),
    Column("valid_from", Date),
    Column("valid_to", Date),
    Column("reason", Text),
    Column("document_number", Text),
    Column("document_on", Date),
    Column("document_authority", Text),
    Column("recorded_at", DateTime(timezone=True)),
    Column("recorded_by", Text),
)

# What others call a unit: opaque strings. Only the last day of one is ever set.
UNIT_IDENTIFIERS = Table(
    "unit_identifiers",
    ASSETS_SERVICE,
    Column("id", Uuid, primary_key=True),
    Column("unit_id", Uuid),
    Column("kind", Text),  # budget_code (ĐVQHNS) | electronic_id | other
    Column("value", Text),
    Column("valid_from", Date),  # null: not known
    Column("valid_to", Date),
    Column("note", Text),
    Column("recorded_at", DateTime(timezone=True)),
    Column("recorded_by", Text),
    Column("version", Integer),
)

# One act of succession with its approving document; its pairs are the rows of unit_successions.
UNIT_SUCCESSION_ACTS = Table(
    "unit_succession_acts",
    ASSETS_SERVICE,
    Column("id", Uuid, primary_key=True),
    Column("happened_on", Date),  # the successors' first day
    Column("note", Text),
    Column("document_number", Text),
    Column("document_on", Date),
    Column("document_authority", Text),
    Column("recorded_at", DateTime(timezone=True)),
    Column("recorded_by", Text),
)

# Which unit took over from which, many to many: 14 wards became 4.
UNIT_SUCCESSIONS = Table(
    "unit_successions",
    ASSETS_SERVICE,
    Column("predecessor_id", Uuid, primary_key=True),
    Column("successor_id", Uuid, primary_key=True),
    Column("happened_on", Date),
    Column("basis", Text),
    Column("act_id", Uuid),
    Column("share", Numeric(7, 6)),  # of the predecessor, null while unknown
)
