"""Which unit is directly above which, so that an ended unit can lie below those that took over from it."""

from alembic import op

from shared.db.migration import edge_table

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    edge_table(op, "notifications", "known_units")
