"""What belongs to others: projections fed by events; the newer version wins."""

from sqlalchemy import ARRAY, BigInteger, Column, Computed, Date, DateTime, Integer, Table, Text, Uuid

from services.handover.models.metadata import HANDOVER

_REMAINING = "CASE WHEN kind = 'fixed_asset' THEN cost - accumulated_wear END"


KNOWN_UNITS = Table(
    "known_units",
    HANDOVER,
    Column("id", Uuid, primary_key=True),
    Column("code", Text),
    Column("name", Text),
    Column("parent_id", Uuid),
    Column("valid_from", Date),
    Column("valid_to", Date),
    Column("version", BigInteger),
)


KNOWN_PEOPLE = Table(
    "known_people",
    HANDOVER,
    Column("id", Uuid, primary_key=True),
    Column("unit_id", Uuid),
    Column("code", Text),
    Column("name", Text),
    Column("post", Text),
    Column("email", Text),
    Column("status", Text),  # working | retired | transferred | resigned | dead
    Column("duties", ARRAY(Text)),
    Column("left_on", Date),
    Column("erased_at", DateTime(timezone=True)),  # since then no address is kept
    Column("version", BigInteger),
)


KNOWN_ASSETS = Table(
    "known_assets",
    HANDOVER,
    Column("id", Uuid, primary_key=True),
    Column("unit_id", Uuid),
    Column("code", Text),
    Column("name", Text),
    Column("serial", Text),
    Column("category", Text),
    Column("cost", BigInteger),  # VND
    Column("remaining_value", BigInteger, Computed(_REMAINING)),  # VND, null while nobody knows
    Column("kind", Text),  # fixed_asset | tool
    Column("accumulated_wear", BigInteger),  # VND, null while the register does not state it
    Column("wear_lives", ARRAY(Text)),  # the lives of law/lives.toml that it rests on: LIFE-COMPUTER@2
    Column("worn_year", Integer),  # the newest year whose close said so; null when none has
    Column("worn_at", DateTime(timezone=True)),  # when the register said what had worn off
    Column("status", Text),
    Column("version", BigInteger),
)


# Decided cases of disposal that records of handover carry out.
KNOWN_DECISIONS = Table(
    "known_decisions",
    HANDOVER,
    Column("id", Uuid, primary_key=True),
    Column("unit_id", Uuid),
    Column("to_unit_id", Uuid),
    Column("kind", Text),
    Column("state", Text),
    Column("number", Text),  # of the case: 12/2026/HSXL
    Column("decision_number", Text),
    Column("decision_on", Date),
    Column("decision_by", Text),
    Column("receiver_name", Text),  # of a body outside the register
    Column("asset_ids", ARRAY(Uuid)),
    Column("version", BigInteger),
)
