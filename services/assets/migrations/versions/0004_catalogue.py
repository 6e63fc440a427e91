"""Files; the catalogue as data that may grow; makers and models; parts, warranty, upkeep and cost."""

import json

from alembic import op
from sqlalchemy import text

from services.assets.catalogue import CATEGORIES
from shared.db.migration import append_only, grant, part_policy, unit_policy

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

_TABLES = (
    """CREATE TABLE files (
        id uuid PRIMARY KEY, unit_id uuid NOT NULL REFERENCES units, subject_noun text NOT NULL,
        subject_id uuid NOT NULL, kind text NOT NULL, title text NOT NULL, filename text NOT NULL,
        media_type text NOT NULL CHECK (media_type IN ('image/jpeg', 'image/png', 'application/pdf')),
        size integer NOT NULL CHECK (size = octet_length(content)), width integer, height integer,
        pages integer, sha256 text NOT NULL, sent_sha256 text NOT NULL, content bytea NOT NULL,
        thumbnail bytea, kept_at timestamptz NOT NULL, kept_by text NOT NULL,
        withdrawn_at timestamptz, withdrawn_by text, withdrawn_reason text, version integer NOT NULL,
        CONSTRAINT files_withdrawn CHECK ((withdrawn_at IS NULL) = (withdrawn_reason IS NULL)))""",
    "ALTER TABLE files ALTER COLUMN content SET STORAGE EXTERNAL",  # pictures do not shrink twice
    "CREATE INDEX files_subject ON files (subject_noun, subject_id, id)",
    """CREATE UNIQUE INDEX files_once ON files (subject_noun, subject_id, kind, sent_sha256)
        WHERE withdrawn_at IS NULL""",
    """ALTER TABLE categories
        ADD COLUMN asset_group text NOT NULL DEFAULT 'machinery_equipment',
        ADD COLUMN unit_of_measure text NOT NULL DEFAULT 'chiếc',
        ADD COLUMN may_have_parts boolean NOT NULL DEFAULT false,
        ADD COLUMN short_lived boolean NOT NULL DEFAULT false,
        ADD COLUMN retired boolean NOT NULL DEFAULT false,
        ADD COLUMN version integer NOT NULL DEFAULT 1""",
    """CREATE TABLE category_changes (
        category text NOT NULL REFERENCES categories, version integer NOT NULL,
        changed_at timestamptz NOT NULL, changed_by text NOT NULL, reason text NOT NULL,
        before jsonb NOT NULL, after jsonb NOT NULL, PRIMARY KEY (category, version))""",
    """CREATE TABLE makers (
        id uuid PRIMARY KEY, name text NOT NULL, name_key text NOT NULL CONSTRAINT makers_name UNIQUE,
        alike_key text NOT NULL, merged_into uuid REFERENCES makers, version integer NOT NULL,
        CONSTRAINT makers_merged CHECK (merged_into <> id))""",
    "CREATE INDEX makers_alike ON makers (alike_key)",
    """CREATE TABLE models (
        id uuid PRIMARY KEY, maker_id uuid NOT NULL REFERENCES makers, name text NOT NULL,
        name_key text NOT NULL, CONSTRAINT models_name UNIQUE (maker_id, name_key))""",
    """ALTER TABLE assets
        ADD COLUMN parent_id uuid REFERENCES assets CHECK (parent_id <> id),
        ADD COLUMN maker_id uuid REFERENCES makers, ADD COLUMN model_id uuid REFERENCES models,
        ADD COLUMN warranty_until date, ADD COLUMN warranty_provider text NOT NULL DEFAULT '',
        ADD COLUMN warranty_contract text NOT NULL DEFAULT '',
        ADD COLUMN increase_cause text NOT NULL DEFAULT 'opening',
        ADD COLUMN increase_document text NOT NULL DEFAULT '', ADD COLUMN increase_document_on date,
        ADD COLUMN cost_parts jsonb NOT NULL DEFAULT '{}'""",
    "CREATE INDEX assets_parent ON assets (parent_id) WHERE parent_id IS NOT NULL",
    """CREATE TABLE maintenance (
        id uuid PRIMARY KEY, asset_id uuid NOT NULL REFERENCES assets, done_on date NOT NULL,
        what text NOT NULL, cost bigint NOT NULL CHECK (cost >= 0), provider text NOT NULL,
        document_number text NOT NULL, document_on date,
        downtime_hours numeric(8, 1) CHECK (downtime_hours >= 0),
        recorded_at timestamptz NOT NULL, recorded_by text NOT NULL)""",
    "CREATE INDEX maintenance_asset ON maintenance (asset_id, done_on, id)",
    """CREATE TABLE cost_changes (
        id uuid PRIMARY KEY, asset_id uuid NOT NULL REFERENCES assets, cause text NOT NULL,
        state text NOT NULL CHECK (state IN ('waiting', 'booked', 'refused')), effective_on date NOT NULL,
        document_number text NOT NULL CHECK (document_number <> ''), document_on date NOT NULL,
        reason text NOT NULL, file_id uuid REFERENCES files, cost_before bigint NOT NULL,
        cost bigint NOT NULL, cost_budget bigint NOT NULL, cost_other bigint NOT NULL,
        wear_before bigint NOT NULL, wear bigint NOT NULL, kind_before text NOT NULL, kind text NOT NULL,
        rules text[] NOT NULL, recorded_at timestamptz NOT NULL, recorded_by text NOT NULL,
        decided_at timestamptz, decided_by text, decided_note text, version integer NOT NULL,
        CONSTRAINT cost_changes_by_source
            CHECK (cost = cost_budget + cost_other AND cost_budget >= 0 AND cost_other >= 0),
        CONSTRAINT cost_changes_wear CHECK (wear BETWEEN 0 AND cost),
        CONSTRAINT cost_changes_four_eyes
            CHECK (cause <> 'correction' OR state = 'waiting' OR decided_by <> recorded_by))""",
    "CREATE INDEX cost_changes_asset ON cost_changes (asset_id, id)",
    """CREATE UNIQUE INDEX cost_changes_one_waiting ON cost_changes (asset_id)
        WHERE state = 'waiting'""",
)

# A file of an asset goes with the asset, to another unit and to whoever holds it.
_WITH_THE_ASSET = "(subject_noun = 'asset' AND EXISTS (SELECT 1 FROM assets a WHERE a.id = files.subject_id))"

_CATEGORY = text(
    "INSERT INTO categories (code, position, name, name_en, attributes, asset_group, unit_of_measure,"
    " may_have_parts, short_lived) VALUES (:code, :position, :name, :name_en, CAST(:attributes AS jsonb),"
    " :asset_group, :unit_of_measure, :may_have_parts, :short_lived) ON CONFLICT (code) DO UPDATE SET"
    " position = excluded.position, attributes = excluded.attributes, asset_group = excluded.asset_group,"
    " unit_of_measure = excluded.unit_of_measure, may_have_parts = excluded.may_have_parts"
)


def upgrade() -> None:
    for statement in _TABLES:
        op.execute(statement)
    withdrawn = "withdrawn_at, withdrawn_by, withdrawn_reason, version"
    grant(op, "assets", "files", f"SELECT, INSERT, UPDATE ({withdrawn})")
    unit_policy(op, "files", also=(_WITH_THE_ASSET,))
    for table in ("categories", "makers"):
        grant(op, "assets", table)
    grant(op, "assets", "models", "SELECT, INSERT")
    for table in ("category_changes", "maintenance"):
        append_only(op, "assets", table)
    decided = "state, decided_at, decided_by, decided_note, rules, kind, wear, version"
    grant(op, "assets", "cost_changes", f"SELECT, INSERT, UPDATE ({decided})")
    part_policy(op, "maintenance", "assets", "asset_id")
    part_policy(op, "cost_changes", "assets", "asset_id")
    _seed()


def _seed() -> None:
    """The catalogue as it is now, over what the first migration wrote."""
    for position, one in enumerate(CATEGORIES):
        attributes = json.dumps(one.attributes)
        op.get_bind().execute(_CATEGORY, {**vars(one), "position": position, "attributes": attributes})
