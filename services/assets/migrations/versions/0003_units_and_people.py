"""Units that change and end: their versions, identifiers, successions; posts with norm groups; where people
have worked; lists of units and people imported.
"""

from alembic import op

from shared.db.migration import append_only, edge_table, grant, unit_policy

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

_DOCUMENT = "document_number text NOT NULL, document_on date, document_authority text NOT NULL"
_RECORDED = "recorded_at timestamptz NOT NULL, recorded_by text NOT NULL"

_UNITS = (
    f"""CREATE TABLE unit_versions (
        unit_id uuid NOT NULL REFERENCES units, version integer NOT NULL, act text NOT NULL,
        effective_on date NOT NULL, code text NOT NULL, name text NOT NULL, match_key text NOT NULL,
        kind text NOT NULL, parent_id uuid, valid_from date NOT NULL, valid_to date, reason text NOT NULL,
        {_DOCUMENT}, {_RECORDED}, PRIMARY KEY (unit_id, version))""",
    f"""CREATE TABLE unit_identifiers (
        id uuid PRIMARY KEY, unit_id uuid NOT NULL REFERENCES units,
        kind text NOT NULL CHECK (kind IN ('budget_code', 'electronic_id', 'other')),
        value text NOT NULL, valid_from date, valid_to date, note text NOT NULL, {_RECORDED},
        version integer NOT NULL,
        CONSTRAINT unit_identifiers_dates CHECK (valid_to >= valid_from))""",
    """CREATE UNIQUE INDEX unit_identifiers_one_open ON unit_identifiers (unit_id, kind)
        WHERE valid_to IS NULL AND kind <> 'other'""",
    """CREATE UNIQUE INDEX unit_identifiers_value_taken ON unit_identifiers (kind, value)
        WHERE valid_to IS NULL AND kind <> 'other'""",
    f"""CREATE TABLE unit_succession_acts (
        id uuid PRIMARY KEY, happened_on date NOT NULL, note text NOT NULL, {_DOCUMENT}, {_RECORDED})""",
    # no route has ever written here: the table is empty, and the migration stops loudly should it not be
    """ALTER TABLE unit_successions ADD COLUMN act_id uuid NOT NULL REFERENCES unit_succession_acts,
        ADD COLUMN share numeric(7, 6) CHECK (share > 0 AND share <= 1),
        ADD CONSTRAINT unit_successions_two CHECK (predecessor_id <> successor_id)""",
    "CREATE INDEX unit_successions_successor ON unit_successions (successor_id)",
    "CREATE INDEX unit_successions_act ON unit_successions (act_id)",
)

_PEOPLE = (
    f"""CREATE TABLE posts (
        id uuid PRIMARY KEY, unit_id uuid NOT NULL REFERENCES units, name text NOT NULL,
        valid_from date NOT NULL, valid_to date, {_RECORDED}, version integer NOT NULL,
        CONSTRAINT posts_dates CHECK (valid_to >= valid_from))""",
    "CREATE INDEX posts_unit ON posts (unit_id)",
    f"""CREATE TABLE post_norm_groups (
        id uuid PRIMARY KEY, post_id uuid NOT NULL REFERENCES posts, unit_id uuid NOT NULL,
        norm_group text CHECK (norm_group IN ('II', 'III', 'IV', 'V', 'VI', 'VII', 'VIII')),
        valid_from date NOT NULL, basis text NOT NULL, {_RECORDED})""",
    "CREATE INDEX post_norm_groups_post ON post_norm_groups (post_id, valid_from, id)",
    "ALTER TABLE people ADD COLUMN post_id uuid REFERENCES posts",
    f"""CREATE TABLE assignments (
        person_id uuid NOT NULL REFERENCES people, version integer NOT NULL, act text NOT NULL
            CHECK (act IN ('registered', 'moved', 'left', 'returned', 'corrected')),
        from_on date, status text NOT NULL, unit_id uuid NOT NULL REFERENCES units,
        post_id uuid REFERENCES posts, post text NOT NULL, basis text NOT NULL, {_DOCUMENT}, {_RECORDED},
        PRIMARY KEY (person_id, version))""",
    "CREATE INDEX assignments_unit ON assignments (unit_id)",
    """CREATE TABLE list_imports (
        id uuid PRIMARY KEY, noun text NOT NULL CHECK (noun IN ('units', 'people')), unit_id uuid,
        filename text NOT NULL, sha256 text NOT NULL, sheet text, content bytea NOT NULL,
        state text NOT NULL CHECK (state IN ('dry_run', 'committed')), report jsonb NOT NULL,
        created_by text NOT NULL, created_at timestamptz NOT NULL, committed_at timestamptz,
        version integer NOT NULL)""",
)

# What stands in the register now is the first version that is known of it.
_FILLED = (
    "SELECT set_config('app.scope', 'all', true)",
    """INSERT INTO unit_versions SELECT id, version, 'registered', valid_from, code, name, match_key, kind,
        parent_id, valid_from, valid_to, '', '', NULL, '', now(), 'migration' FROM units""",
    """INSERT INTO assignments SELECT id, version, 'registered', NULL, 'working', unit_id, NULL, post, '', '',
        NULL, '', now(), 'migration' FROM people WHERE status = 'working'""",
    """INSERT INTO assignments SELECT id, version - 1, 'registered', NULL, 'working', unit_id, NULL, post, '',
        '', NULL, '', now(), 'migration' FROM people WHERE status <> 'working'""",
    """INSERT INTO assignments SELECT id, version, 'left', left_on, status, unit_id, NULL, post,
        coalesce(left_basis, ''), '', NULL, '', now(), 'migration' FROM people WHERE status <> 'working'""",
)


def upgrade() -> None:
    edge_table(op, "assets", "units")
    for statement in (*_UNITS, *_PEOPLE, *_FILLED):
        op.execute(statement)
    for table in ("unit_versions", "unit_succession_acts", "post_norm_groups", "assignments"):
        append_only(op, "assets", table)
    grant(op, "assets", "unit_identifiers", "SELECT, INSERT, UPDATE (valid_to, version)")
    grant(op, "assets", "posts", "SELECT, INSERT, UPDATE (valid_to, version)")
    grant(op, "assets", "list_imports", "SELECT, INSERT, UPDATE (state, report, committed_at, version)")
    _policies()


def _policies() -> None:
    """As for units themselves: what they are and were may be read by everybody inside; written is it within
    the actor's units. Where somebody worked is read with the person, or from the unit where it was.
    """
    for table in ("unit_versions", "unit_identifiers", "posts", "post_norm_groups"):
        unit_policy(op, table)
        op.execute(f"CREATE POLICY {table}_read ON {table} FOR SELECT USING (true)")
    op.execute("ALTER TABLE unit_succession_acts ENABLE ROW LEVEL SECURITY")
    op.execute("ALTER TABLE unit_succession_acts FORCE ROW LEVEL SECURITY")
    # an act is only ever read through its pairs, and written before them
    op.execute("CREATE POLICY unit_succession_acts_read ON unit_succession_acts FOR SELECT USING (true)")
    op.execute("CREATE POLICY unit_succession_acts_add ON unit_succession_acts FOR INSERT WITH CHECK (true)")
    seen = "EXISTS (SELECT 1 FROM people p WHERE p.id = assignments.person_id)"
    unit_policy(op, "assignments", persons=("person_id",), also=(seen,))
    unit_policy(op, "list_imports")
