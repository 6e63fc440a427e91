"""Maintenance, and changes of the original cost."""

from sqlalchemy import ARRAY, BigInteger, Column, Date, DateTime, Integer, Numeric, Table, Text, Uuid

from services.assets.models.metadata import ASSETS_SERVICE

# What was done to keep an asset working; never altered. Its cost is never added to the asset's
# (Circular 141/2025/TT-BTC Art. 5(6)).
MAINTENANCE = Table(
    "maintenance",
    ASSETS_SERVICE,
    Column("id", Uuid, primary_key=True),
    Column("asset_id", Uuid),
    Column("done_on", Date),
    Column("what", Text),
    Column("cost", BigInteger),  # VND
    Column("provider", Text),
    Column("document_number", Text),
    Column("document_on", Date),
    Column("downtime_hours", Numeric(8, 1)),
    Column("recorded_at", DateTime(timezone=True)),
    Column("recorded_by", Text),
)

# A change of an asset's original cost: by one of the six causes of the law it is booked at once; a
# correction of a mistake waits until somebody else approves it. All but the decision is never altered.
COST_CHANGES = Table(
    "cost_changes",
    ASSETS_SERVICE,
    Column("id", Uuid, primary_key=True),
    Column("asset_id", Uuid),
    Column("cause", Text),  # rules/books.py COST_CHANGES, CORRECTION
    Column("state", Text),  # waiting | booked | refused
    Column("effective_on", Date),
    Column("document_number", Text),
    Column("document_on", Date),
    Column("reason", Text),
    Column("file_id", Uuid),
    Column("cost_before", BigInteger),
    Column("cost", BigInteger),
    Column("cost_budget", BigInteger),
    Column("cost_other", BigInteger),
    Column("wear_before", BigInteger),  # accumulated, as the books had it
    Column("wear", BigInteger),
    Column("kind_before", Text),
    Column("kind", Text),
    Column("rules", ARRAY(Text)),
    Column("recorded_at", DateTime(timezone=True)),
    Column("recorded_by", Text),
    Column("decided_at", DateTime(timezone=True)),
    Column("decided_by", Text),
    Column("decided_note", Text),
    Column("version", Integer),
)
