"""On which lives the wear of an asset rests: minutes that print what remains must say how sure these are."""

from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("ALTER TABLE known_assets ADD COLUMN wear_lives text[] NOT NULL DEFAULT '{}'")
    # Whose wear was taken over before: nobody kept the lives, so they count as never compared.
    op.execute(
        "UPDATE known_assets SET wear_lives = '{LIFE-UNSTATED@0}'"
        " WHERE kind = 'fixed_asset' AND accumulated_wear > 0"
    )
