"""The ledger as a transparency log: roots of complete tiles, the keys that sign, the signed checkpoints."""

from alembic import op

from shared.db.migration import append_only

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

_TABLES = (
    """CREATE TABLE ledger_tile_roots (
        level smallint NOT NULL CHECK (level > 0), index bigint NOT NULL,
        hash bytea NOT NULL CHECK (length(hash) = 32), PRIMARY KEY (level, index))""",
    """CREATE TABLE ledger_keys (
        number integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY, name text NOT NULL,
        public_key bytea NOT NULL UNIQUE CHECK (length(public_key) = 32), since_size bigint NOT NULL,
        introduced_at timestamptz NOT NULL, endorsement bytea)""",
    """CREATE TABLE ledger_checkpoints (
        size bigint PRIMARY KEY, root bytea NOT NULL CHECK (length(root) = 32), note text NOT NULL,
        signed_at timestamptz NOT NULL)""",
)


def upgrade() -> None:
    for statement in _TABLES:
        op.execute(statement)
    for table in ("ledger_tile_roots", "ledger_keys", "ledger_checkpoints"):
        append_only(op, "handover", table)
    # whoever may see a record may keep the proof of it
    op.execute(
        "CREATE POLICY ledger_entries_parties ON ledger_entries FOR SELECT"
        " USING (EXISTS (SELECT 1 FROM records r WHERE r.id = ledger_entries.subject))"
    )
