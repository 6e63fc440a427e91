"""Filters that people keep under a name, for themselves or for their unit; cameras in the order of to-dos."""

from alembic import op

from shared.db.migration import grant
from shared.db.rls import policy_statements

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None

_ALL = "(SELECT current_setting('app.scope', true)) = 'all'"
_OWN = "owner = (SELECT nullif(current_setting('app.subject', true), ''))"
_UNITS = "shared AND unit_id = (SELECT nullif(current_setting('app.unit', true), '')::uuid)"

_TABLES = (
    """CREATE TABLE saved_views (
        id uuid PRIMARY KEY, owner text NOT NULL, unit_id uuid REFERENCES units, name text NOT NULL,
        query jsonb NOT NULL, shared boolean NOT NULL, created_at timestamptz NOT NULL,
        withdrawn_at timestamptz, version integer NOT NULL,
        CONSTRAINT saved_views_shared_with CHECK (unit_id IS NOT NULL OR NOT shared))""",
    "CREATE UNIQUE INDEX saved_views_name ON saved_views (owner, name) WHERE withdrawn_at IS NULL",
    "CREATE INDEX saved_views_unit ON saved_views (unit_id, id) WHERE shared AND withdrawn_at IS NULL",
    "CREATE INDEX assets_cameras_to_place ON assets ((latitude IS NOT NULL), id) WHERE category = 'camera'",
)


def upgrade() -> None:
    for statement in _TABLES:
        op.execute(statement)
    grant(op, "assets", "saved_views", "SELECT, INSERT, UPDATE (name, query, shared, withdrawn_at, version)")
    # the owner and the unit cannot be written anew, so nobody can take over what is shared with them
    seen = f"{_ALL} OR {_OWN} OR ({_UNITS})"
    for statement in policy_statements("saved_views", seen, write_condition=f"{_ALL} OR {_OWN}"):
        op.execute(statement)
