"""Photos and papers."""

from sqlalchemy import Column, DateTime, Integer, LargeBinary, Table, Text, Uuid

from services.assets.models.metadata import ASSETS_SERVICE

# `content` is what was kept after cleaning and `sha256` is of that; `sent_sha256` is of the file as it came,
# so that an original kept elsewhere can be recognised. Never deleted: withdrawn, with a reason.
FILES = Table(
    "files",
    ASSETS_SERVICE,
    Column("id", Uuid, primary_key=True),
    Column("unit_id", Uuid),
    Column("subject_noun", Text),  # asset | … (files/subjects.py)
    Column("subject_id", Uuid),
    Column("kind", Text),  # see rules/files.py
    Column("title", Text),
    Column("filename", Text),
    Column("media_type", Text),
    Column("size", Integer),  # bytes of `content`
    Column("width", Integer),
    Column("height", Integer),
    Column("pages", Integer),
    Column("sha256", Text),
    Column("sent_sha256", Text),
    Column("content", LargeBinary),
    Column("thumbnail", LargeBinary),
    Column("kept_at", DateTime(timezone=True)),
    Column("kept_by", Text),
    Column("withdrawn_at", DateTime(timezone=True)),
    Column("withdrawn_by", Text),
    Column("withdrawn_reason", Text),
    Column("version", Integer),
)
