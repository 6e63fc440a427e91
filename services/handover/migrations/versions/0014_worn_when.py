"""Of which year and when the register said what an asset has worn off: a late word of earlier years does not
undo a newer one.
"""

from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("ALTER TABLE known_assets ADD COLUMN worn_year integer, ADD COLUMN worn_at timestamptz")
