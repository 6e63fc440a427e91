"""Label codes for ever, rolls of labels printed beforehand, printers with their offsets."""

from alembic import op

from shared.db.migration import append_only, grant, unit_policy

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

_TABLES = (
    """CREATE TABLE label_rolls (
        id uuid PRIMARY KEY, unit_id uuid NOT NULL REFERENCES units, template text NOT NULL,
        count integer NOT NULL CHECK (count BETWEEN 1 AND 5000), note text NOT NULL,
        made_at timestamptz NOT NULL, made_by text NOT NULL)""",
    """CREATE TABLE label_codes (
        code text PRIMARY KEY, unit_id uuid NOT NULL,
        state text NOT NULL CHECK (state IN ('unbound', 'bound', 'retired', 'void')),
        roll_id uuid REFERENCES label_rolls, asset_id uuid REFERENCES assets,
        bound_at timestamptz, bound_by text, retired_at timestamptz, retired_by text, reason text,
        CONSTRAINT label_codes_bound CHECK (
            (state IN ('bound', 'retired')) = (asset_id IS NOT NULL)
            AND (asset_id IS NULL) = (bound_at IS NULL)
            AND (state IN ('retired', 'void')) = (retired_at IS NOT NULL)
            AND (retired_at IS NULL) = (reason IS NULL)))""",
    "CREATE UNIQUE INDEX label_codes_live ON label_codes (asset_id) WHERE state = 'bound'",
    "CREATE INDEX label_codes_asset ON label_codes (asset_id) WHERE state = 'retired'",
    "CREATE INDEX label_codes_roll ON label_codes (roll_id, code) WHERE roll_id IS NOT NULL",
    """CREATE TABLE label_printers (
        id uuid PRIMARY KEY, unit_id uuid NOT NULL REFERENCES units, name text NOT NULL,
        offset_x_mm numeric(4, 2) NOT NULL CHECK (abs(offset_x_mm) <= 10),
        offset_y_mm numeric(4, 2) NOT NULL CHECK (abs(offset_y_mm) <= 10),
        version integer NOT NULL, CONSTRAINT label_printers_name UNIQUE (unit_id, name))""",
)

# What was registered before: every asset's code is on its label, or will be.
_BEGIN = """
INSERT INTO label_codes (code, unit_id, state, asset_id, bound_at, bound_by)
SELECT m.code, m.unit_id, 'bound', m.asset_id, a.registered_at, 'migration'
FROM asset_marks m JOIN assets a ON a.id = m.asset_id
"""

# One table knows all codes, so its key refuses a code that any label ever bore.
_NEW_ASSETS = (
    """CREATE FUNCTION keep_label_codes() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        INSERT INTO label_codes (code, unit_id, state, asset_id, bound_at, bound_by)
        SELECT m.code, m.unit_id, 'bound', m.asset_id, now(), 'registration' FROM added m;
        RETURN NULL;
    END $$""",
    """CREATE TRIGGER asset_marks_added AFTER INSERT ON asset_marks REFERENCING NEW TABLE AS added
    FOR EACH STATEMENT EXECUTE FUNCTION keep_label_codes()""",
)

# An asset takes another code only when that code is bound to it: first the label, then the asset.
_CHANGED_CODE = (
    """CREATE FUNCTION refuse_unbound_code() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        IF NOT EXISTS (SELECT 1 FROM label_codes c
                       WHERE c.code = NEW.code AND c.asset_id = NEW.asset_id AND c.state = 'bound') THEN
            RAISE EXCEPTION 'code % is not bound to asset %', NEW.code, NEW.asset_id
                USING ERRCODE = 'check_violation', CONSTRAINT = 'asset_marks_bound_code';
        END IF;
        RETURN NEW;
    END $$""",
    """CREATE TRIGGER asset_marks_changed BEFORE UPDATE ON asset_marks FOR EACH ROW
    WHEN (OLD.code IS DISTINCT FROM NEW.code) EXECUTE FUNCTION refuse_unbound_code()""",
)


def upgrade() -> None:
    for statement in _TABLES:
        op.execute(statement)
    op.execute("SELECT set_config('app.scope', 'all', true)")
    op.execute(_BEGIN)
    for statement in (*_NEW_ASSETS, *_CHANGED_CODE):
        op.execute(statement)
    append_only(op, "assets", "label_rolls")
    grant(op, "assets", "label_printers")
    _codes_are_kept()
    unit_policy(op, "label_rolls")
    unit_policy(op, "label_printers")
    through_asset = "EXISTS (SELECT 1 FROM assets a WHERE a.id = label_codes.asset_id)"
    unit_policy(op, "label_codes", also=(through_asset,))
    op.execute("CREATE POLICY label_codes_read ON label_codes FOR SELECT USING (true)")


def _codes_are_kept() -> None:
    """A code may be added and go its way through the states; nothing else of it ever changes."""
    grant(op, "assets", "label_codes", "SELECT, INSERT")
    moving = "state, asset_id, bound_at, bound_by, retired_at, retired_by, reason"
    grant(op, "assets", "label_codes", f"UPDATE ({moving})")
