"""What the subscriber gave up is kept here, with the reason."""

from alembic import op

from shared.db.migration import dead_event_table

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    dead_event_table(op, "handover")
