"""Stocktakes: the session, the frozen lines, scans, devices, proposals, reminders."""

from sqlalchemy import (
    ARRAY,
    BigInteger,
    Column,
    Date,
    DateTime,
    Identity,
    Integer,
    SmallInteger,
    Table,
    Text,
    Uuid,
)
from sqlalchemy.dialects.postgresql import JSONB

from services.assets.models.metadata import ASSETS_SERVICE

STOCKTAKES = Table(
    "stocktakes",
    ASSETS_SERVICE,
    Column("id", Uuid, primary_key=True),
    Column("unit_id", Uuid),
    Column("title", Text),
    Column("kind", Text),  # see rules/stocktakes.py
    Column("as_of", Date),  # the day whose books are counted against
    Column("units", ARRAY(Uuid)),  # each with all below it
    Column("places", ARRAY(Text)),  # empty: all
    Column("categories", ARRAY(Text)),  # empty: all
    Column("basis", Text),
    Column("board", JSONB),  # [{person_id, name, post, represents, role: chair | member}]
    Column("member_ids", ARRAY(Uuid)),  # of the board, as far as they are people of the register
    Column("second_person_id", Uuid),  # who counts a second time, not knowing the first result
    Column("state", Text),
    Column("expected", Integer),  # frozen lines
    Column("results", JSONB(none_as_null=True)),  # counts by outcome, null until closed
    Column("note", Text),  # said at the end
    Column("rules", ARRAY(Text)),
    Column("created_at", DateTime(timezone=True)),
    Column("created_by", Text),
    Column("opened_at", DateTime(timezone=True)),
    Column("ended_at", DateTime(timezone=True)),
    Column("version", Integer),
)

# What the books expected when the stocktake was opened. Only the result is ever written later.
STOCKTAKE_LINES = Table(
    "stocktake_lines",
    ASSETS_SERVICE,
    Column("stocktake_id", Uuid, primary_key=True),
    Column("asset_id", Uuid, primary_key=True),
    Column("position", Integer),
    Column("code", Text),
    Column("tag", Text),
    Column("serial", Text),
    Column("name", Text),
    Column("category", Text),
    Column("asset_kind", Text),
    Column("unit_id", Uuid),
    Column("unit_name", Text),
    Column("department", Text),
    Column("place", Text),
    Column("holder_person_id", Uuid),
    Column("holder_name", Text),
    Column("status", Text),
    Column("quantity", SmallInteger),
    Column("cost", BigInteger),
    Column("wear", BigInteger),
    Column("outcome", Text),  # null until closed
    Column("differs", Text),  # "yes" when both counts disagree, null until closed
    Column("seen_place", Text),
    Column("seen_holder_person_id", Uuid),
    Column("seen_condition", Text),
)

# One scan as a device told it; a mistaken one is retracted by a further row. Append-only.
STOCKTAKE_SCANS = Table(
    "stocktake_scans",
    ASSETS_SERVICE,
    Column("stocktake_id", Uuid, primary_key=True),
    Column("scan_id", Uuid, primary_key=True),  # made by the device
    Column("number", BigInteger, Identity(always=True)),
    Column("count", Text),  # first | second
    Column("typed", Text),  # what was scanned or typed
    Column("code", Text),
    Column("asset_id", Uuid),
    Column("outcome", Text),  # what was answered
    Column("place", Text),
    Column("holder_person_id", Uuid),
    Column("condition", Text),
    Column("description", Text),  # of a thing without a label
    Column("note", Text),
    Column("photo_file_id", Uuid),
    Column("device_id", Text),
    Column("device_time", DateTime(timezone=True)),  # by the device's own clock
    Column("skew_seconds", Integer),  # how far that clock was ahead of ours; null when it did not say
    Column("seen_at", DateTime(timezone=True)),  # device_time put right by the skew, never after received_at
    Column("received_at", DateTime(timezone=True)),
    Column("received_by", Text),
    Column("person_id", Uuid),
    Column("fingerprint", Text),  # of all that the device said
    Column("retracts", Uuid),  # the scan that this row takes back
    Column("reason", Text),
)

# What the scans of each asset in each count say that nobody has taken back, the newest word first: a view.
STOCKTAKE_SIGHTINGS = Table(
    "stocktake_sightings",
    ASSETS_SERVICE,
    Column("stocktake_id", Uuid),
    Column("count", Text),
    Column("asset_id", Uuid),
    Column("scan_id", Uuid),
    Column("outcome", Text),
    Column("place", Text),
    Column("holder_person_id", Uuid),
    Column("condition", Text),
    Column("note", Text),
    Column("photo_file_id", Uuid),
    Column("seen_at", DateTime(timezone=True)),
)

STOCKTAKE_DEVICES = Table(
    "stocktake_devices",
    ASSETS_SERVICE,
    Column("stocktake_id", Uuid, primary_key=True),
    Column("device_id", Text, primary_key=True),
    Column("person_id", Uuid),
    Column("person_name", Text),
    Column("unsent", Integer),
    Column("last_seen_at", DateTime(timezone=True)),
    Column("written_off_at", DateTime(timezone=True)),
    Column("written_off_by", Text),
    Column("write_off_reason", Text),
)

# What is proposed about a difference, and what a person decided.
STOCKTAKE_PROPOSALS = Table(
    "stocktake_proposals",
    ASSETS_SERVICE,
    Column("id", Uuid, primary_key=True),
    Column("stocktake_id", Uuid),
    Column("asset_id", Uuid),
    Column("scan_id", Uuid),
    Column("kind", Text),  # loss | disposal | set_place | handover | increase | clarify
    Column("code", Text),
    Column("name", Text),
    Column("detail", JSONB),  # {expected_place, place, holder_person_id, condition, description, outcome, …}
    Column("due_on", Date),  # by when the law wants it filed; null without a deadline
    Column("rules", ARRAY(Text)),
    Column("state", Text),  # proposed | accepted | declined
    Column("reason", Text),
    Column("decided_at", DateTime(timezone=True)),
    Column("decided_by", Text),
    Column("version", Integer),
)

# Which units were reminded of the year-end stocktake of which year: once each.
STOCKTAKE_REMINDERS = Table(
    "stocktake_reminders",
    ASSETS_SERVICE,
    Column("unit_id", Uuid, primary_key=True),
    Column("year", Integer, primary_key=True),
    Column("id", Uuid),
    Column("told_at", DateTime(timezone=True)),
)
