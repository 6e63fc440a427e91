"""Records, their lines, signatures and numbers. Signatures are append-only."""

from sqlalchemy import (
    ARRAY,
    BigInteger,
    Boolean,
    Column,
    Date,
    DateTime,
    Integer,
    LargeBinary,
    Table,
    Text,
    Uuid,
)

from services.handover.models.metadata import HANDOVER

RECORDS = Table(
    "records",
    HANDOVER,
    Column("id", Uuid, primary_key=True),
    Column("kind", Text),
    Column("state", Text),  # kinds, states and roles: lifecycle.py
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
    Column("template", Text),  # what is printed and signed: minutes@2 TSC-BBGN@2; null before it was recorded
    Column("rules", ARRAY(Text)),  # ids with versions: L15-23@2
    Column("recall_id", Uuid),
    Column("to_unit_id", Uuid),  # the unit that takes over, if it is one of the register
    Column("decision_number", Text),  # of the document that orders it
    Column("decision_on", Date),
    Column("decision_by", Text),  # the authority
    Column("disposal_id", Uuid),  # the register's case whose decision it carries out
    Column("due_on", Date),  # when the repairer is to give it back
    Column("reverses", Uuid),  # the record that it takes back
    Column("reason", Text),  # of a reversal
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
    Column("away", Boolean),  # true from a completed repair_out until it is back; unique per asset
)


SIGNATURES = Table(
    "signatures",
    HANDOVER,
    Column("record_id", Uuid, primary_key=True),
    Column("side", Text, primary_key=True),  # giver | receiver
    Column("person_id", Uuid),
    Column("name", Text),
    Column("method", Text),  # pin | drawn | paper | pades
    Column("way", Text),  # what it proves: signing/ways.py; null for those from before it was recorded
    Column("operator_name", Text),  # of the person behind that account, when there is one
    Column("file", LargeBinary),  # SHA-256 of the kept file that bears it: signed PDF, scan of the paper
    Column("operated_by", Text),  # the account whose device it was
    Column("drawing", LargeBinary),  # PNG, re-encoded by us
    Column("content_hash", LargeBinary),
    Column("signed_at", DateTime(timezone=True)),
)


DISPUTES = Table(
    "disputes",
    HANDOVER,
    Column("id", Uuid, primary_key=True),
    Column("record_id", Uuid),
    Column("raised_by", Uuid),
    Column("raised_at", DateTime(timezone=True)),
    Column("reason", Text),
    Column("rule", Text),  # INT-DISPUTE@1, by whose time it was raised
    Column("outcome", Text),  # upheld | dismissed; null while open
    Column("decided_by", Text),
    Column("decided_at", DateTime(timezone=True)),
    Column("decision_reason", Text),
)


COUNTERS = Table(
    "record_counters",
    HANDOVER,
    Column("unit_id", Uuid, primary_key=True),
    Column("year", Integer, primary_key=True),
    Column("last", Integer),
)
