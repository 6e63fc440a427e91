"""Checked rows of an import, kept until they are written."""

from alembic import op

from shared.db.migration import grant, part_policy

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None

_TABLES = (
    """CREATE TABLE import_parts (
        import_id uuid NOT NULL REFERENCES imports, version integer NOT NULL, part integer NOT NULL,
        basis text NOT NULL, checked_on date NOT NULL, rows integer NOT NULL, units jsonb NOT NULL,
        pairs jsonb NOT NULL, lines text NOT NULL, PRIMARY KEY (import_id, version, part))""",
    # large, written once, read once: packing it would cost more than it spares
    "ALTER TABLE import_parts ALTER COLUMN lines SET STORAGE EXTERNAL",
    "CREATE INDEX import_parts_kept ON import_parts (checked_on) WHERE lines <> ''",
)


def upgrade() -> None:
    for statement in _TABLES:
        op.execute(statement)
    grant(op, "assets", "import_parts", "SELECT, INSERT, UPDATE (lines)")
    part_policy(op, "import_parts", "imports", "import_id")
