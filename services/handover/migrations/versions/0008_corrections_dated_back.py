"""Corrections of custody dated back: what was known before is kept beside what is known now, and among what
is known now nobody answers for an asset on a day for which somebody else does.

The rule is an exclusion constraint over two ranges. Its first needs equality of ids in a GiST index, which
core PostgreSQL has for ranges only; so an asset is a range of ids that holds one id.
"""

from alembic import op

from shared.db.migration import grant, part_policy, unit_policy

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

_TABLES = (
    """CREATE TABLE custody_corrections (
        id uuid PRIMARY KEY, unit_id uuid NOT NULL, year integer, number integer,
        holder_person_id uuid, holder_name text NOT NULL, from_on date NOT NULL, until_on date,
        reason text NOT NULL, document text NOT NULL,
        state text NOT NULL CHECK (state IN ('proposed', 'approved', 'rejected')),
        proposed_by text NOT NULL, proposed_person_id uuid, proposed_name text NOT NULL,
        proposed_at timestamptz NOT NULL,
        decided_by text, decided_person_id uuid, decided_name text, decided_at timestamptz,
        decided_reason text, version bigint NOT NULL,
        CONSTRAINT corrections_numbered_once UNIQUE (unit_id, year, number),
        CONSTRAINT corrections_numbered_when_approved CHECK ((number IS NOT NULL) = (state = 'approved')),
        CONSTRAINT corrections_by_two CHECK (decided_by <> proposed_by),
        CHECK (until_on > from_on))""",
    """CREATE TABLE custody_correction_lines (
        correction_id uuid NOT NULL REFERENCES custody_corrections, position integer NOT NULL,
        asset_id uuid NOT NULL, code text NOT NULL, name text NOT NULL,
        PRIMARY KEY (correction_id, position), UNIQUE (correction_id, asset_id))""",
    "CREATE INDEX custody_correction_lines_asset ON custody_correction_lines (asset_id)",
    """CREATE TABLE correction_counters (
        unit_id uuid, year integer, last integer NOT NULL, PRIMARY KEY (unit_id, year))""",
)
_CUSTODY = (
    """ALTER TABLE custody ALTER COLUMN opened_by DROP NOT NULL,
        ADD COLUMN correction_id uuid REFERENCES custody_corrections,
        ADD COLUMN superseded_at timestamptz, ADD COLUMN superseded_by uuid REFERENCES custody_corrections,
        ADD CHECK (opened_by IS NOT NULL OR correction_id IS NOT NULL),
        ADD CHECK ((superseded_at IS NULL) = (superseded_by IS NULL)),
        ADD CHECK (superseded_at IS NULL OR until IS NOT NULL)""",
    "CREATE TYPE id_range AS RANGE (subtype = uuid)",
    """ALTER TABLE custody ADD CONSTRAINT custody_one_at_a_time EXCLUDE USING gist
        (id_range(asset_id, asset_id, '[]') WITH &&, daterange(since, until) WITH &&)
        WHERE (superseded_at IS NULL)""",
)


def upgrade() -> None:
    op.execute("SELECT set_config('app.scope', 'all', true)")
    for statement in (*_TABLES, *_CUSTODY):
        op.execute(statement)
    for table in ("custody_corrections", "correction_counters"):
        grant(op, "handover", table)
        unit_policy(op, table)
    grant(op, "handover", "custody_correction_lines", "SELECT, INSERT")
    part_policy(op, "custody_correction_lines", "custody_corrections", "correction_id")
