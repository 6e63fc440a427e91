"""Corrections of wear wait for another person than the one who asks."""

from alembic import op

from shared.db.migration import grant, part_policy

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None

_TABLE = """
CREATE TABLE wear_corrections (
    id uuid PRIMARY KEY, asset_id uuid NOT NULL REFERENCES assets,
    state text NOT NULL CHECK (state IN ('waiting', 'booked', 'refused')),
    amount bigint NOT NULL CHECK (amount <> 0), wear_before bigint NOT NULL, reason text NOT NULL,
    document_number text NOT NULL CHECK (document_number <> ''), document_on date NOT NULL,
    effective_on date, recorded_at timestamptz NOT NULL, recorded_by text NOT NULL, decided_at timestamptz,
    decided_by text, decided_note text, version integer NOT NULL,
    CONSTRAINT wear_corrections_decided CHECK ((state = 'waiting') = (decided_by IS NULL)),
    CONSTRAINT wear_corrections_booked CHECK ((state = 'booked') = (effective_on IS NOT NULL)),
    CONSTRAINT wear_corrections_four_eyes CHECK (decided_by <> recorded_by))
"""


def upgrade() -> None:
    op.execute(_TABLE)
    op.execute("CREATE INDEX wear_corrections_asset ON wear_corrections (asset_id, id)")
    op.execute(
        "CREATE UNIQUE INDEX wear_corrections_one_waiting ON wear_corrections (asset_id)"
        " WHERE state = 'waiting'"
    )
    decided = "state, effective_on, decided_at, decided_by, decided_note, version"
    grant(op, "assets", "wear_corrections", f"SELECT, INSERT, UPDATE ({decided})")
    part_policy(op, "wear_corrections", "assets", "asset_id")
