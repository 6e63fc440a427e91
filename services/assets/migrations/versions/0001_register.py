"""Units, people, the catalogue, assets with their marks and their history, imports."""

import json

from alembic import op
from sqlalchemy import text

from services.assets.catalogue import CATEGORIES
from services.assets.imports.mappings import SEEDED_MAPPINGS
from shared.db.migration import append_only, engine_tables, grant, part_policy, unit_policy

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

_TABLES = (
    """CREATE TABLE units (
        id uuid PRIMARY KEY, code text NOT NULL CONSTRAINT units_code UNIQUE, name text NOT NULL,
        match_key text NOT NULL, kind text NOT NULL, parent_id uuid REFERENCES units,
        valid_from date NOT NULL, valid_to date, version integer NOT NULL,
        CONSTRAINT units_dates CHECK (valid_to IS NULL OR valid_to >= valid_from))""",
    "CREATE INDEX units_match_key ON units (match_key)",
    """CREATE TABLE unit_successions (
        predecessor_id uuid NOT NULL REFERENCES units, successor_id uuid NOT NULL REFERENCES units,
        happened_on date NOT NULL, basis text NOT NULL, PRIMARY KEY (predecessor_id, successor_id))""",
    """CREATE TABLE people (
        id uuid PRIMARY KEY, code text NOT NULL CONSTRAINT people_code UNIQUE, name text NOT NULL,
        sort_name text NOT NULL, search_name text NOT NULL, post text NOT NULL,
        unit_id uuid NOT NULL REFERENCES units, email text NOT NULL, phone text NOT NULL,
        status text NOT NULL CHECK (status IN ('working', 'retired', 'transferred', 'resigned', 'dead')),
        duties text[] NOT NULL, left_on date, left_basis text, version integer NOT NULL,
        CONSTRAINT people_left CHECK ((status = 'working') = (left_on IS NULL)))""",
    "CREATE INDEX people_sort_name ON people (sort_name, id)",
    "CREATE INDEX people_unit ON people (unit_id)",
    """CREATE TABLE categories (
        code text PRIMARY KEY, position integer NOT NULL, name text NOT NULL, name_en text NOT NULL,
        attributes jsonb NOT NULL)""",
    """CREATE TABLE imports (
        id uuid PRIMARY KEY, unit_id uuid, filename text NOT NULL, sha256 text NOT NULL, sheet text,
        content bytea NOT NULL, mapping jsonb NOT NULL,
        state text NOT NULL CHECK (state IN ('dry_run', 'committed')), report jsonb NOT NULL,
        created_by text NOT NULL, created_at timestamptz NOT NULL, committed_at timestamptz,
        version integer NOT NULL)""",
    """CREATE TABLE import_mappings (
        id text PRIMARY KEY, unit_id uuid, name text NOT NULL, mapping jsonb NOT NULL)""",
    """CREATE TABLE assets (
        id uuid PRIMARY KEY, code text NOT NULL CONSTRAINT assets_code UNIQUE, tag text NOT NULL,
        name text NOT NULL, category text NOT NULL REFERENCES categories, maker text NOT NULL,
        model text NOT NULL, serial text NOT NULL, made_in text NOT NULL, made_year integer,
        unit_id uuid NOT NULL REFERENCES units,
        department text NOT NULL, place text NOT NULL, latitude double precision, longitude double precision,
        cost bigint NOT NULL, cost_budget bigint NOT NULL, cost_other bigint NOT NULL, put_to_use_on date,
        origin text NOT NULL, kind text NOT NULL CHECK (kind IN ('fixed_asset', 'tool')),
        kind_rule text NOT NULL,
        status text NOT NULL CHECK (status IN ('in_store', 'in_use', 'broken', 'lost', 'disposed')),
        book_user text NOT NULL, holder_person_id uuid, attributes jsonb NOT NULL,
        import_id uuid REFERENCES imports, registered_at timestamptz NOT NULL, version integer NOT NULL,
        CONSTRAINT assets_cost_by_source
            CHECK (cost = cost_budget + cost_other AND cost_budget >= 0 AND cost_other >= 0),
        CONSTRAINT assets_position CHECK ((latitude IS NULL) = (longitude IS NULL)))""",
    "CREATE INDEX assets_unit ON assets (unit_id, id)",
    "CREATE INDEX assets_category ON assets (category, id)",
    "CREATE INDEX assets_status ON assets (status, id)",
    "CREATE INDEX assets_holder ON assets (holder_person_id) WHERE holder_person_id IS NOT NULL",
    "CREATE INDEX assets_import ON assets (import_id) WHERE import_id IS NOT NULL",
    """CREATE TABLE asset_marks (
        asset_id uuid PRIMARY KEY REFERENCES assets, unit_id uuid NOT NULL,
        code text NOT NULL CONSTRAINT asset_marks_code UNIQUE,
        serial_key text CONSTRAINT asset_marks_serial UNIQUE,
        source_key text CONSTRAINT asset_marks_source UNIQUE, words tsvector NOT NULL)""",
    "CREATE INDEX asset_marks_words ON asset_marks USING gin (words)",
    """CREATE TABLE asset_changes (
        asset_id uuid NOT NULL REFERENCES assets, version integer NOT NULL, changed_at timestamptz NOT NULL,
        changed_by text NOT NULL, act text NOT NULL, before jsonb NOT NULL, after jsonb NOT NULL,
        PRIMARY KEY (asset_id, version))""",
)


def upgrade() -> None:
    engine_tables(op, "assets")
    for statement in _TABLES:
        op.execute(statement)
    for table in ("units", "people", "assets", "asset_marks", "imports"):
        grant(op, "assets", table)
    for table in ("unit_successions", "import_mappings"):
        grant(op, "assets", table, "SELECT, INSERT")
    for table in ("categories", "alembic_version"):
        grant(op, "assets", table, "SELECT")
    append_only(op, "assets", "asset_changes")
    _policies()
    _seed()


def _policies() -> None:
    """Rows are written, and but for units and marks seen, within the actor's units, by the person concerned,
    or with the whole they belong to. The names of units and what is taken may be read by everybody inside.
    """
    unit_policy(op, "units", units=("id",))
    unit_policy(op, "unit_successions", units=("predecessor_id", "successor_id"))
    unit_policy(op, "asset_marks")
    for table in ("units", "unit_successions", "asset_marks"):
        op.execute(f"CREATE POLICY {table}_read ON {table} FOR SELECT USING (true)")
    unit_policy(op, "people", persons=("id",))
    unit_policy(op, "assets", persons=("holder_person_id",))
    unit_policy(op, "imports")
    unit_policy(op, "import_mappings")
    op.execute("CREATE POLICY import_mappings_shared ON import_mappings FOR SELECT USING (unit_id IS NULL)")
    part_policy(op, "asset_changes", "assets", "asset_id")


def _seed() -> None:
    """The catalogue and the mappings that everybody has. The owner is bound by the policies too."""
    connection = op.get_bind()
    connection.execute(text("SELECT set_config('app.scope', 'all', true)"))
    category = "INSERT INTO categories VALUES (:code, :position, :name, :name_en, CAST(:attributes AS jsonb))"
    for position, one in enumerate(CATEGORIES):
        row = {"code": one.code, "position": position, "name": one.name, "name_en": one.name_en}
        connection.execute(text(category), {**row, "attributes": json.dumps(one.attributes)})
    for key, (name, mapping) in SEEDED_MAPPINGS.items():
        connection.execute(
            text("INSERT INTO import_mappings VALUES (:id, NULL, :name, CAST(:mapping AS jsonb))"),
            {"id": key, "name": name, "mapping": json.dumps(mapping.as_json())},
        )
