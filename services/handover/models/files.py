"""Files of records, by their content: kept once, never changed."""

from sqlalchemy import Column, DateTime, Integer, LargeBinary, Table, Text, Uuid
from sqlalchemy.dialects.postgresql import JSONB

from services.handover.models.metadata import HANDOVER

CONTENTS = Table(
    "kept_contents",
    HANDOVER,
    Column("sha256", LargeBinary, primary_key=True),
    Column("media_type", Text),
    Column("content", LargeBinary),
)

# The PDFs of a record that bear digital signatures, or are to bear them: each a version of its own.
FILES = Table(
    "record_files",
    HANDOVER,
    Column("record_id", Uuid, primary_key=True),
    Column("number", Integer, primary_key=True),
    Column("kind", Text),  # prepared: to be signed outside | signed: came back signed | sealed: by the agency
    Column("extends", Integer),  # the number of the file that it begins with; null for one set anew
    Column("sha256", LargeBinary),
    Column("size", Integer),
    Column("report", JSONB),  # what signing/examining.py read; null for a prepared file
    Column("kept_at", DateTime(timezone=True)),
    Column("kept_by", Text),
)
