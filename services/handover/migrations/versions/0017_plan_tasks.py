"""Long work of custody: writing the minutes of a plan."""

from alembic import op

from shared.db.migration import task_table

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None


def upgrade() -> None:
    task_table(op, "handover")
