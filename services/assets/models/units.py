"""Units and which took over from which."""

from sqlalchemy import Column, Date, Integer, Table, Text, Uuid

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

# Which unit took over from which, many to many: 14 wards became 4.
UNIT_SUCCESSIONS = Table(
    "unit_successions",
    ASSETS_SERVICE,
    Column("predecessor_id", Uuid, primary_key=True),
    Column("successor_id", Uuid, primary_key=True),
    Column("happened_on", Date),
    Column("basis", Text),
)
