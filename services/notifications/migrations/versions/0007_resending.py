"""Who asked for a letter to be sent once more stands among its attempts."""

from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("ALTER TABLE attempts DROP CONSTRAINT attempts_outcome_check")
    op.execute(
        "ALTER TABLE attempts ADD CONSTRAINT attempts_outcome_check CHECK"
        " (outcome IN ('sent', 'deferred', 'refused', 'interrupted', 'resend_asked'))"
    )
    op.execute("CREATE INDEX deliveries_dead ON deliveries (notice_id) WHERE state = 'dead'")


def downgrade() -> None:
    raise NotImplementedError("proof that a notice was sent is never taken down by a migration")
