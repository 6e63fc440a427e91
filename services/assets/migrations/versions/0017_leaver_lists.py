"""Lists of people who left are checked like those of people to register, and kept beside them."""

from alembic import op

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute(
        "ALTER TABLE list_imports DROP CONSTRAINT list_imports_noun_check,"
        " ADD CONSTRAINT list_imports_noun_check CHECK (noun IN ('units', 'people', 'leavers'))"
    )


def downgrade() -> None:
    op.execute(
        "ALTER TABLE list_imports DROP CONSTRAINT list_imports_noun_check,"
        " ADD CONSTRAINT list_imports_noun_check CHECK (noun IN ('units', 'people')) NOT VALID"
    )
