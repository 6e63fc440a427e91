"""Custody of the past is asked for by person and by unit, not only custody that lasts."""

from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("CREATE INDEX custody_person_past ON custody (person_id, since) WHERE until IS NOT NULL")
    op.execute("CREATE INDEX custody_unit_past ON custody (unit_id, since) WHERE until IS NOT NULL")
