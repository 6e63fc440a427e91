"""What was known before, and until when: names, units and places as reports about the past print them."""

from sqlalchemy import ARRAY, BigInteger, Column, Date, DateTime, Integer, Table, Text, Uuid
from sqlalchemy.dialects.postgresql import JSONB

from services.handover.models.metadata import HANDOVER

FORMER_UNITS = Table(
    "former_units",
    HANDOVER,
    Column("unit_id", Uuid, primary_key=True),
    Column("code", Text),
    Column("name", Text),
    Column("known_until", DateTime(timezone=True), primary_key=True),
)


FORMER_PEOPLE = Table(
    "former_people",
    HANDOVER,
    Column("person_id", Uuid, primary_key=True),
    Column("code", Text),
    Column("name", Text),
    Column("post", Text),
    Column("known_until", DateTime(timezone=True), primary_key=True),
)


FORMER_ASSETS = Table(
    "former_assets",
    HANDOVER,
    Column("asset_id", Uuid, primary_key=True),
    Column("unit_id", Uuid),
    Column("code", Text),
    Column("name", Text),
    Column("serial", Text),
    Column("cost", BigInteger),
    Column("known_until", DateTime(timezone=True), primary_key=True),
)


# The unit that a row of custody belonged to before its asset moved on.
FORMER_PLACES = Table(
    "former_places",
    HANDOVER,
    Column("custody_id", Uuid, primary_key=True),
    Column("unit_id", Uuid),
    Column("known_until", DateTime(timezone=True), primary_key=True),
)


# A report that was made: what was asked, and the hashes of what came out.
REPORTS = Table(
    "custody_reports",
    HANDOVER,
    Column("id", Uuid, primary_key=True),
    Column("unit_id", Uuid),  # whose report it is
    Column("about", Text),  # unit | person | asset
    Column("about_id", Uuid),
    Column("about_name", Text),
    Column("units", ARRAY(Uuid)),  # the units that it covers; null: all
    Column("as_of", Date),
    Column("known_at", DateTime(timezone=True)),
    Column("form", Text),  # the version of our own layout: CUSTODY@1
    Column("rows", Integer),
    Column("cost", BigInteger),  # VND, of all rows together
    Column("files", JSONB),  # {format: {"sha256", "bytes"}}
    Column("made_by", Text),
    Column("made_at", DateTime(timezone=True)),
)
