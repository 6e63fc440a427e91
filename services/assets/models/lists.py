"""Lists of units and of people that were imported."""

from sqlalchemy import Column, DateTime, Integer, LargeBinary, Table, Text, Uuid
from sqlalchemy.dialects.postgresql import JSONB

from services.assets.models.metadata import ASSETS_SERVICE

LIST_IMPORTS = Table(
    "list_imports",
    ASSETS_SERVICE,
    Column("id", Uuid, primary_key=True),
    Column("noun", Text),  # units | people
    Column("unit_id", Uuid),  # of whoever imports; null for the machinery
    Column("filename", Text),
    Column("sha256", Text),
    Column("sheet", Text),
    Column("content", LargeBinary),  # the file itself: a commit reads it again
    Column("state", Text),  # dry_run | committed
    Column("report", JSONB),
    Column("created_by", Text),
    Column("created_at", DateTime(timezone=True)),
    Column("committed_at", DateTime(timezone=True)),
    Column("version", Integer),
)
