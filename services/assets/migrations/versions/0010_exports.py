"""Exports: what was asked for, from which state of the books, and what came out."""

from alembic import op

from shared.db.migration import grant, unit_policy

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

_TABLE = """CREATE TABLE exports (
    id uuid PRIMARY KEY, unit_id uuid NOT NULL REFERENCES units,
    form jsonb NOT NULL, parameters jsonb NOT NULL,
    known_at timestamptz NOT NULL, position jsonb NOT NULL, layout jsonb NOT NULL,
    state text NOT NULL CHECK (state IN ('running', 'whole', 'broken')),
    rows integer, totals jsonb, sha256 text, bytes bigint,
    made_by text NOT NULL, made_at timestamptz NOT NULL, ended_at timestamptz,
    CONSTRAINT exports_ended CHECK ((state = 'running') = (ended_at IS NULL)),
    CONSTRAINT exports_sealed CHECK (state <> 'whole' OR (rows IS NOT NULL AND totals IS NOT NULL
        AND sha256 IS NOT NULL AND bytes IS NOT NULL)))"""

_SEALED = """
CREATE FUNCTION exports_are_sealed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' OR OLD.state <> 'running' THEN
        RAISE EXCEPTION 'an export that has ended is never altered' USING ERRCODE = 'insufficient_privilege';
    END IF;
    RETURN NEW;
END $$
"""


def upgrade() -> None:
    op.execute(_TABLE)
    op.execute("CREATE INDEX exports_newest ON exports (id DESC)")
    op.execute("CREATE INDEX exports_sha256 ON exports (sha256) WHERE sha256 IS NOT NULL")
    op.execute(_SEALED)
    op.execute(
        "CREATE TRIGGER exports_sealed BEFORE UPDATE OR DELETE ON exports"
        " FOR EACH ROW EXECUTE FUNCTION exports_are_sealed()"
    )
    grant(op, "assets", "exports", "SELECT, INSERT, UPDATE (state, rows, totals, sha256, bytes, ended_at)")
    unit_policy(op, "exports")
