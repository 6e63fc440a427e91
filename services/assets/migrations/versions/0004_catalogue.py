"""Files of things."""

from alembic import op

from shared.db.migration import grant, unit_policy

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

_TABLES = (
    """CREATE TABLE files (
        id uuid PRIMARY KEY, unit_id uuid NOT NULL REFERENCES units, subject_noun text NOT NULL,
        subject_id uuid NOT NULL, kind text NOT NULL, title text NOT NULL, filename text NOT NULL,
        media_type text NOT NULL CHECK (media_type IN ('image/jpeg', 'image/png', 'application/pdf')),
        size integer NOT NULL CHECK (size = octet_length(content)), width integer, height integer,
        pages integer, sha256 text NOT NULL, sent_sha256 text NOT NULL, content bytea NOT NULL,
        thumbnail bytea, kept_at timestamptz NOT NULL, kept_by text NOT NULL,
        withdrawn_at timestamptz, withdrawn_by text, withdrawn_reason text, version integer NOT NULL,
        CONSTRAINT files_withdrawn CHECK ((withdrawn_at IS NULL) = (withdrawn_reason IS NULL)))""",
    "ALTER TABLE files ALTER COLUMN content SET STORAGE EXTERNAL",  # pictures do not shrink twice
    "CREATE INDEX files_subject ON files (subject_noun, subject_id, id)",
    """CREATE UNIQUE INDEX files_once ON files (subject_noun, subject_id, kind, sent_sha256)
        WHERE withdrawn_at IS NULL""",
)

# A file of an asset goes with the asset, to another unit and to whoever holds it.
_WITH_THE_ASSET = "(subject_noun = 'asset' AND EXISTS (SELECT 1 FROM assets a WHERE a.id = files.subject_id))"


def upgrade() -> None:
    for statement in _TABLES:
        op.execute(statement)
    grant(
        op,
        "assets",
        "files",
        "SELECT, INSERT, UPDATE (withdrawn_at, withdrawn_by, withdrawn_reason, version)",
    )
    unit_policy(op, "files", also=(_WITH_THE_ASSET,))
