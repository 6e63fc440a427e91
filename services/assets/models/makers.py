"""Makers and models, as people write them, and which of them are the same."""

from sqlalchemy import Column, Integer, Table, Text, Uuid

from services.assets.models.metadata import ASSETS_SERVICE

MAKERS = Table(
    "makers",
    ASSETS_SERVICE,
    Column("id", Uuid, primary_key=True),
    Column("name", Text),
    Column("name_key", Text),  # folded: what an asset's text is matched by
    Column("alike_key", Text),  # folded without words that any firm has: who shares it may be the same
    Column("merged_into", Uuid),  # the one that counts, never one that is itself merged
    Column("version", Integer),
)

MODELS = Table(
    "models",
    ASSETS_SERVICE,
    Column("id", Uuid, primary_key=True),
    Column("maker_id", Uuid),
    Column("name", Text),
    Column("name_key", Text),
)
