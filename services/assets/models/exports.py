"""What was exported."""

from sqlalchemy import BigInteger, Column, DateTime, Integer, Table, Text, Uuid
from sqlalchemy.dialects.postgresql import JSONB

from services.assets.models.metadata import ASSETS_SERVICE

# One export each: noted when it begins, sealed when its last byte was handed over; never altered after that.
EXPORTS = Table(
    "exports",
    ASSETS_SERVICE,
    Column("id", Uuid, primary_key=True),
    Column("unit_id", Uuid),
    Column("form", JSONB),  # name, key, code, title, certainty, amounts
    Column("parameters", JSONB),  # what was asked for
    Column("known_at", DateTime(timezone=True)),
    Column("position", JSONB),  # how far the books had been written: entry, closed_year
    Column("layout", JSONB),  # where the rows stand in the file, and what is added up
    Column("state", Text),  # running | whole | broken
    Column("rows", Integer),
    Column("totals", JSONB),
    Column("sha256", Text),
    Column("bytes", BigInteger),
    Column("made_by", Text),
    Column("made_at", DateTime(timezone=True)),
    Column("ended_at", DateTime(timezone=True)),
)
