"""Filters of the asset list that people keep under a name."""

from sqlalchemy import Boolean, Column, DateTime, Integer, Table, Text, Uuid
from sqlalchemy.dialects.postgresql import JSONB

from services.assets.models.metadata import ASSETS_SERVICE

SAVED_VIEWS = Table(
    "saved_views",
    ASSETS_SERVICE,
    Column("id", Uuid, primary_key=True),
    Column("owner", Text),  # the subject of the account
    Column("unit_id", Uuid),  # of the owner when it was saved; null for who has none
    Column("name", Text),
    Column("query", JSONB),  # what is said of the query of GET /assets, as that schema writes it
    Column("shared", Boolean),  # with everybody who acts for the same unit
    Column("created_at", DateTime(timezone=True)),
    Column("withdrawn_at", DateTime(timezone=True)),
    Column("version", Integer),
)
