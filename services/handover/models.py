"""The tables of custody. The migrations make them; a test holds both against one another.

What belongs to others is a projection fed by events (`known_…`, newer version wins). Ledger tables and
signatures are append-only: the service's role has INSERT and SELECT on them, nothing else.
"""

from sqlalchemy import (
    ARRAY,
    BigInteger,
    Boolean,
    Column,
    Computed,
    Date,
    DateTime,
    Integer,
    LargeBinary,
    MetaData,
    Table,
    Text,
    Uuid,
)

HANDOVER = MetaData()

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
    Column("status", Text),
    Column("version", BigInteger),
)

RECORDS = Table(
    "records",
    HANDOVER,
    Column("id", Uuid, primary_key=True),
    Column("kind", Text),
    Column("state", Text),
    Column("year", Integer),
    Column("number", Integer),
    Column("unit_id", Uuid),
    Column("giver_person_id", Uuid),
    Column("giver_name", Text),
    Column("giver_post", Text),
    Column("giver_unit_name", Text),
    Column("giver_as", Text),
    Column("receiver_person_id", Uuid),
    Column("receiver_name", Text),
    Column("receiver_post", Text),
    Column("receiver_unit_name", Text),
    Column("receiver_as", Text),
    Column("place", Text),
    Column("basis", Text),
    Column("happened_on", Date),
    Column("form", Text),  # the form's number as printed: 02/TSC-BBGN
    Column("rules", ARRAY(Text)),  # ids with versions: L15-23@2
    Column("recall_id", Uuid),
    Column(
        "content_hash", LargeBinary
    ),  # SHA-256 of the canonical content that both sides sign; null for a draft
    Column("created_by", Text),
    Column("created_at", DateTime(timezone=True)),
    Column("issued_at", DateTime(timezone=True)),
    Column("completed_at", DateTime(timezone=True)),
    Column("ended_at", DateTime(timezone=True)),  # refused or cancelled
    Column("ended_by", Text),
    Column("ended_reason", Text),
    Column("version", BigInteger),
)

LINES = Table(
    "record_lines",
    HANDOVER,
    Column("record_id", Uuid, primary_key=True),
    Column("position", Integer, primary_key=True),
    Column("asset_id", Uuid),
    Column("code", Text),
    Column("name", Text),
    Column("serial", Text),
    Column("category", Text),
    Column("cost", BigInteger),
    Column("remaining_value", BigInteger),
    Column("condition", Text),
    Column("accessories", Text),
    Column("note", Text),
    Column("waiting", Boolean),  # true from issue until completed, refused or cancelled; unique per asset
)

SIGNATURES = Table(
    "signatures",
    HANDOVER,
    Column("record_id", Uuid, primary_key=True),
    Column("side", Text, primary_key=True),  # giver | receiver
    Column("person_id", Uuid),
    Column("name", Text),
    Column("method", Text),  # pin | drawn
    Column("operated_by", Text),  # the account whose device it was
    Column("drawing", LargeBinary),  # PNG, re-encoded by us
    Column("content_hash", LargeBinary),
    Column("signed_at", DateTime(timezone=True)),
)

COUNTERS = Table(
    "record_counters",
    HANDOVER,
    Column("unit_id", Uuid, primary_key=True),
    Column("year", Integer, primary_key=True),
    Column("last", Integer),
)

CUSTODY = Table(
    "custody",
    HANDOVER,
    Column("id", Uuid, primary_key=True),
    Column("asset_id", Uuid),
    Column("person_id", Uuid),
    Column("unit_id", Uuid),
    Column("since", Date),
    Column("opened_by", Uuid),
    Column("number", Text),  # of the record that opened it, as printed
    Column("opened_at", DateTime(timezone=True)),
    Column("until", Date),
    Column("closed_by", Uuid),
    Column("closed_at", DateTime(timezone=True)),
)

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
)

RECALL_LINES = Table(
    "recall_lines",
    HANDOVER,
    Column("recall_id", Uuid, primary_key=True),
    Column("asset_id", Uuid, primary_key=True),
    Column("code", Text),
    Column("name", Text),
    Column("serial", Text),
    Column("state", Text),  # open | returned
    Column("record_id", Uuid),
    Column("added_at", DateTime(timezone=True)),
)

PINS = Table(
    "signing_pins",
    HANDOVER,
    Column("person_id", Uuid, primary_key=True),
    Column("hash", Text),
    Column("failures", Integer),
    Column("locked_until", DateTime(timezone=True)),
    Column("version", BigInteger),
)
