"""Imports and the mappings of their columns."""

from sqlalchemy import Column, DateTime, Integer, LargeBinary, Table, Text, Uuid
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
    Column("state", Text),  # dry_run | committed
    Column("report", JSONB),
    Column("created_by", Text),
    Column("created_at", DateTime(timezone=True)),
    Column("committed_at", DateTime(timezone=True)),
    Column("version", Integer),
)

IMPORT_MAPPINGS = Table(
    "import_mappings",
    ASSETS_SERVICE,
    Column("id", Text, primary_key=True),
    Column("unit_id", Uuid),  # null: for everybody
    Column("name", Text),
    Column("mapping", JSONB),
)
