"""Prints of papers: what is kept of each copy given out, so that anybody's copy can be held to it."""

from alembic import op

from shared.db import rls
from shared.db.migration import append_only

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute(
        """CREATE TABLE paper_prints (
            id uuid PRIMARY KEY, paper_id uuid NOT NULL, kind text NOT NULL, unit_id uuid NOT NULL,
            version bigint NOT NULL, size bigint NOT NULL, sha256 bytea NOT NULL CHECK (length(sha256) = 32),
            blocks bytea NOT NULL, pages bytea[] NOT NULL, made_at timestamptz NOT NULL,
            CONSTRAINT paper_prints_once UNIQUE (paper_id, sha256))"""
    )
    append_only(op, "handover", "paper_prints")
    # a party of another unit may ask for a copy too
    for statement in rls.policy_statements("paper_prints", rls.visible(), write_condition="true"):
        op.execute(statement)


def downgrade() -> None:
    op.execute("DROP TABLE paper_prints")
