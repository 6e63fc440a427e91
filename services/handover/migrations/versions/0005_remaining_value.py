"""What remains of an asset follows from its cost and the wear that the register tells; tools have none."""

from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute(
        "ALTER TABLE known_assets DROP COLUMN remaining_value,"
        " ADD COLUMN kind text NOT NULL DEFAULT '', ADD COLUMN accumulated_wear bigint,"
        " ADD COLUMN remaining_value bigint GENERATED ALWAYS AS"
        " (CASE WHEN kind = 'fixed_asset' THEN cost - accumulated_wear END) STORED"
    )
