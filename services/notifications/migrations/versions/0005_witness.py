"""The witness of the ledger: the log as first met, our keys, cosignatures, alarms; all append-only."""

from alembic import op

from shared.db.migration import append_only

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

_TABLES = (
    "CREATE TABLE witness_logs (origin text PRIMARY KEY, key text NOT NULL, met_at timestamptz NOT NULL)",
    """CREATE TABLE witness_keys (
        number integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY, key text NOT NULL UNIQUE,
        introduced_at timestamptz NOT NULL)""",
    """CREATE TABLE witness_cosignatures (
        number bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, origin text NOT NULL, size bigint NOT NULL,
        root bytea NOT NULL CHECK (length(root) = 32), note text NOT NULL, line text NOT NULL,
        key text NOT NULL, cosigned_at timestamptz NOT NULL, UNIQUE (origin, size, key))""",
    """CREATE TABLE witness_alarms (
        id uuid PRIMARY KEY, origin text NOT NULL, kind text NOT NULL CHECK (kind IN ('forked',
        'unbelievable')), reason text NOT NULL, kept_size bigint NOT NULL, kept_note text NOT NULL,
        shown_note text NOT NULL, raised_at timestamptz NOT NULL, UNIQUE (kept_size, kind))""",
)


def upgrade() -> None:
    for statement in _TABLES:
        op.execute(statement)
    for table in ("witness_logs", "witness_keys", "witness_cosignatures", "witness_alarms"):
        append_only(op, "notifications", table)


def downgrade() -> None:
    raise NotImplementedError("what a witness saw is never taken down by a migration")
