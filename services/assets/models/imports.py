"""Imports and the mappings of their columns."""

from sqlalchemy import Column, Date, DateTime, Integer, LargeBinary, Table, Text, Uuid
from sqlalchemy.dialects.postgresql import JSONB

from services.assets.models.metadata import ASSETS_SERVICE

IMPORTS = Table(
    "imports",
    ASSETS_SERVICE,
    Column("id", Uuid, primary_key=True),
    Column("unit_id", Uuid),  # of whoever imports; null for the machinery
    Column("filename", Text),
    Column("sha256", Text),
    Column("sheet", Text),
    Column("content", LargeBinary),  # the file itself: a commit reads it again, an auditor may too
    Column("mapping", JSONB),
    Column("state", Text),  # reading | unread | dry_run | committed | undone
    Column("report", JSONB),
    Column("created_by", Text),
    Column("created_at", DateTime(timezone=True)),
    Column("committed_at", DateTime(timezone=True)),
    Column("version", Integer),
    Column("encoding", Text),  # in which its text is to be read; "" to find out
    Column("undone_at", DateTime(timezone=True)),
    Column("undone_reason", Text),
)

# What is wrong with the rows of an import, as it stood at one version of it; never altered.
IMPORT_FAULTS = Table(
    "import_faults",
    ASSETS_SERVICE,
    Column("import_id", Uuid, primary_key=True),
    Column("version", Integer, primary_key=True),
    Column("number", Integer, primary_key=True),
    Column("kind", Text),  # error | warning
    Column("row", Integer),  # as the sheet counts
    Column("column", Text),  # as the sheet calls it
    Column("at", Integer),  # the same column by its place from 0
    Column("reason", Text),
    Column("reason_en", Text),
)

# The sound rows of a checked book, ready to be written (imports/lines.py): made anew from the file whenever
# `basis` no longer holds, emptied when they are written or a day old.
IMPORT_PARTS = Table(
    "import_parts",
    ASSETS_SERVICE,
    Column("import_id", Uuid, primary_key=True),
    Column("version", Integer, primary_key=True),  # of the import
    Column("part", Integer, primary_key=True),
    Column("basis", Text),  # what the rows were checked by
    Column("checked_on", Date),
    Column("rows", Integer),
    Column("units", JSONB),  # [[the text that names a unit, its id or null], …]
    Column("pairs", JSONB),  # [[maker, model], …]
    Column("lines", Text),
)

IMPORT_MAPPINGS = Table(
    "import_mappings",
    ASSETS_SERVICE,
    Column("id", Text, primary_key=True),
    Column("unit_id", Uuid),  # null: for everybody
    Column("name", Text),
    Column("mapping", JSONB),
)
