"""Imports that are read later, refused, undone; their faults as rows; assets that were withdrawn, and the
records of handover that wait for a signature: what keeps an import from being undone.
"""

from alembic import op

from shared.db.migration import app_role, grant, part_policy

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

_TABLES = (
    "ALTER TABLE imports DROP CONSTRAINT imports_state_check",
    """ALTER TABLE imports
        ADD CONSTRAINT imports_state_check
            CHECK (state IN ('reading', 'unread', 'dry_run', 'committed', 'undone')),
        ADD COLUMN encoding text NOT NULL DEFAULT '',
        ADD COLUMN undone_at timestamptz,
        ADD COLUMN undone_reason text NOT NULL DEFAULT ''""",
    "CREATE INDEX imports_sha256 ON imports (sha256)",
    "ALTER TABLE assets DROP CONSTRAINT assets_status_check",
    """ALTER TABLE assets ADD CONSTRAINT assets_status_check CHECK (status IN (
        'in_store', 'in_use', 'broken', 'lost', 'disposed', 'withdrawn', 'awaiting_disposal'))""",
    """CREATE TABLE import_faults (
        import_id uuid NOT NULL REFERENCES imports, version integer NOT NULL, number integer NOT NULL,
        kind text NOT NULL CHECK (kind IN ('error', 'warning')), row integer, "column" text, at integer,
        reason text NOT NULL, reason_en text NOT NULL, PRIMARY KEY (import_id, version, number))""",
    # a server that stood before books were laid out in a temporary table
    f"""DO $$ BEGIN
        EXECUTE format('GRANT TEMPORARY ON DATABASE %I TO {app_role("assets")}', current_database());
    END $$""",
    """CREATE TABLE waiting_records (
        record_id uuid NOT NULL, asset_id uuid NOT NULL REFERENCES assets, record_number text NOT NULL,
        since date NOT NULL, ended_at timestamptz, PRIMARY KEY (record_id, asset_id))""",
    "CREATE INDEX tasks_of_imports ON tasks ((given ->> 'import_id')) WHERE kind = 'imports.read'",
    "CREATE INDEX waiting_records_open ON waiting_records (asset_id) WHERE ended_at IS NULL",
)


def upgrade() -> None:
    for statement in _TABLES:
        op.execute(statement)
    grant(op, "assets", "import_faults", "SELECT, INSERT")
    part_policy(op, "import_faults", "imports", "import_id")
    grant(op, "assets", "waiting_records", "SELECT, INSERT, UPDATE")
    part_policy(op, "waiting_records", "assets", "asset_id")
