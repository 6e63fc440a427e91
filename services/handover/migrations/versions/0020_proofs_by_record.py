"""The entries of a record are found without reading all of the ledger: proofs stay quick however it grows."""

from alembic import op

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("CREATE INDEX ledger_entries_subject ON ledger_entries (subject)")


def downgrade() -> None:
    op.execute("DROP INDEX ledger_entries_subject")
