"""The kinds of notices grow with what the services do: the list stands in the code alone (schemas.KINDS)."""

from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("ALTER TABLE notices DROP CONSTRAINT notices_kind_check")
    op.execute("ALTER TABLE notices ADD CONSTRAINT notices_kind CHECK (kind ~ '^[a-z]+(_[a-z]+)+$')")
