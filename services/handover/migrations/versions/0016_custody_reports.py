"""What a report about the past needs: names, units and places as they were known, and the reports that were
made, with the hashes of their files.
"""

from alembic import op

from shared.db.migration import append_only, unit_policy

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None

_TABLES = (
    """CREATE TABLE former_units (
        unit_id uuid NOT NULL, code text NOT NULL, name text NOT NULL, known_until timestamptz NOT NULL,
        PRIMARY KEY (unit_id, known_until))""",
    """CREATE TABLE former_people (
        person_id uuid NOT NULL, code text, name text NOT NULL, post text NOT NULL,
        known_until timestamptz NOT NULL, PRIMARY KEY (person_id, known_until))""",
    """CREATE TABLE former_assets (
        asset_id uuid NOT NULL, unit_id uuid NOT NULL, code text NOT NULL, name text NOT NULL, serial text,
        cost bigint, known_until timestamptz NOT NULL, PRIMARY KEY (asset_id, known_until))""",
    """CREATE TABLE former_places (
        custody_id uuid NOT NULL REFERENCES custody, unit_id uuid NOT NULL, known_until timestamptz NOT NULL,
        PRIMARY KEY (custody_id, known_until))""",
    """CREATE TABLE custody_reports (
        id uuid PRIMARY KEY, unit_id uuid NOT NULL, about text NOT NULL CHECK (about IN ('unit', 'person',
        'asset')), about_id uuid NOT NULL, about_name text NOT NULL, units uuid[], as_of date NOT NULL,
        known_at timestamptz NOT NULL, form text NOT NULL, rows integer NOT NULL, cost bigint NOT NULL,
        files jsonb NOT NULL, made_by text NOT NULL, made_at timestamptz NOT NULL)""",
)


def upgrade() -> None:
    for statement in _TABLES:
        op.execute(statement)
    for table in ("former_units", "former_people", "former_assets", "former_places", "custody_reports"):
        append_only(op, "handover", table)
    for table in ("former_units", "former_assets", "former_places", "custody_reports"):
        unit_policy(op, table)
    unit_policy(op, "former_people", units=(), persons=("person_id",))
