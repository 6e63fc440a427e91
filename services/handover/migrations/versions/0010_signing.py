"""Ways of signing: what a signature proves is recorded, files with digital signatures are kept by content."""

from alembic import op

from shared.db import rls
from shared.db.migration import append_only, part_policy

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

_TABLES = (
    """CREATE TABLE kept_contents (
        sha256 bytea PRIMARY KEY CHECK (length(sha256) = 32), media_type text NOT NULL,
        content bytea NOT NULL)""",
    """CREATE TABLE record_files (
        record_id uuid NOT NULL REFERENCES records, number integer NOT NULL,
        kind text NOT NULL CHECK (kind IN ('prepared', 'signed', 'sealed')), extends integer,
        sha256 bytea NOT NULL REFERENCES kept_contents, size integer NOT NULL, report jsonb,
        kept_at timestamptz NOT NULL, kept_by text NOT NULL, PRIMARY KEY (record_id, number))""",
    "CREATE INDEX record_files_content ON record_files (sha256)",
)
_SEEN = "EXISTS (SELECT 1 FROM record_files f WHERE f.sha256 = kept_contents.sha256)"


def upgrade() -> None:
    for statement in _TABLES:
        op.execute(statement)
    for table in ("kept_contents", "record_files"):
        append_only(op, "handover", table)
    part_policy(op, "record_files", "records", "record_id")
    # a content is written before what refers to it, and seen through that only
    for statement in rls.policy_statements("kept_contents", _SEEN, write_condition="true"):
        op.execute(statement)
    op.execute(
        "ALTER TABLE signatures ADD COLUMN way text, ADD COLUMN operator_name text, ADD COLUMN file bytea"
    )
    op.execute("ALTER TABLE signatures DROP CONSTRAINT signatures_method_check")
    op.execute(
        "ALTER TABLE signatures ADD CONSTRAINT signatures_method_check"
        " CHECK (method IN ('pin', 'drawn', 'paper', 'pades'))"
    )
