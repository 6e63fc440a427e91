"""What witnesses said of the ledger's checkpoints; public as these are, and append-only."""

from alembic import op

from shared.db.migration import append_only

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute(
        """CREATE TABLE ledger_cosignatures (
            size bigint NOT NULL REFERENCES ledger_checkpoints, witness text NOT NULL, number bigint NOT NULL,
            line text NOT NULL, cosigned_at timestamptz NOT NULL, PRIMARY KEY (size, witness))"""
    )
    append_only(op, "handover", "ledger_cosignatures")


def downgrade() -> None:
    op.execute("DROP TABLE ledger_cosignatures")
