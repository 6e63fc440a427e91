"""Signed papers that were scanned, what was decided of them, and witnesses. All append-only."""

from sqlalchemy import ARRAY, Column, DateTime, Integer, LargeBinary, Table, Text, Uuid

from services.handover.models.metadata import HANDOVER

SCANS = Table(
    "scans",
    HANDOVER,
    Column("id", Uuid, primary_key=True),
    Column("unit_id", Uuid),  # of who sent it in
    Column("person_id", Uuid),  # who sent it in
    Column("filename", Text),
    Column("media_type", Text),
    Column("sha256", LargeBinary),  # of what was kept
    Column("sent_sha256", LargeBinary),  # of what came
    Column("kept_at", DateTime(timezone=True)),
    Column("kept_by", Text),
    Column("kept_by_name", Text),
)

SCAN_PAGES = Table(
    "scan_pages",
    HANDOVER,
    Column("scan_id", Uuid, primary_key=True),
    Column("page", Integer, primary_key=True),
    Column("found", Text),  # record | copy | superseded | unknown | label | foreign | no_symbol
    Column("symbol", Text),
    Column("record_id", Uuid),
    Column("picture", LargeBinary),  # SHA-256 of a JPEG in kept_contents
)

SCAN_DECISIONS = Table(
    "scan_decisions",
    HANDOVER,
    Column("scan_id", Uuid, primary_key=True),
    Column("record_id", Uuid, primary_key=True),
    Column("verdict", Text),  # confirmed | rejected
    Column("sides", ARRAY(Text)),  # whose signatures were seen
    Column("note", Text),
    Column("decided_at", DateTime(timezone=True)),
    Column("decided_by", Text),
    Column("decided_by_name", Text),
)

WITNESSES = Table(
    "witnesses",
    HANDOVER,
    Column("record_id", Uuid, primary_key=True),
    Column("number", Integer, primary_key=True),
    Column("person_id", Uuid),  # null for somebody whom the register does not know
    Column("name", Text),
    Column("post", Text),
    Column("unit_name", Text),
    Column("method", Text),  # pin | drawn | paper
    Column("way", Text),
    Column("operated_by", Text),
    Column("operator_name", Text),
    Column("drawing", LargeBinary),
    Column("file", LargeBinary),
    Column("content_hash", LargeBinary),
    Column("signed_at", DateTime(timezone=True)),
)
