"""The books: entries, yearly wear, closed years; reasons of changes; tasks."""

from alembic import op

from shared.db.migration import append_only, grant, part_policy, task_table, unit_policy

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

_TABLES = (
    "ALTER TABLE asset_changes ADD COLUMN reason text NOT NULL DEFAULT ''",
    """CREATE TABLE book_entries (
        number bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
        asset_id uuid NOT NULL REFERENCES assets, unit_id uuid NOT NULL,
        effective_on date NOT NULL, recorded_at timestamptz NOT NULL, recorded_by text NOT NULL,
        cause text NOT NULL, quantity smallint NOT NULL CHECK (quantity IN (-1, 0, 1)),
        cost bigint NOT NULL, cost_budget bigint NOT NULL, cost_other bigint NOT NULL, wear bigint NOT NULL,
        category text NOT NULL, asset_kind text NOT NULL, department text NOT NULL,
        document_number text NOT NULL, document_on date, note text NOT NULL,
        rules text[] NOT NULL, source_id uuid,
        CONSTRAINT book_entries_cost_by_source CHECK (cost = cost_budget + cost_other))""",
    "CREATE INDEX book_entries_asset ON book_entries (asset_id, effective_on)",
    "CREATE INDEX book_entries_unit ON book_entries (unit_id, effective_on)",
    """CREATE TABLE year_closings (
        id uuid PRIMARY KEY, unit_id uuid NOT NULL REFERENCES units, year integer NOT NULL,
        recorded_at timestamptz NOT NULL, recorded_by text NOT NULL, assets integer NOT NULL,
        wear_total bigint NOT NULL, rules text[] NOT NULL,
        CONSTRAINT year_closings_once UNIQUE (unit_id, year))""",
    """CREATE TABLE wear_rows (
        asset_id uuid NOT NULL REFERENCES assets, year integer NOT NULL, unit_id uuid NOT NULL,
        closing_id uuid NOT NULL REFERENCES year_closings, recorded_at timestamptz NOT NULL,
        category text NOT NULL, asset_kind text NOT NULL, department text NOT NULL,
        cost bigint NOT NULL, wear_before bigint NOT NULL, amount bigint NOT NULL, wear_after bigint NOT NULL,
        life_years numeric(5, 2), formula text NOT NULL, rules text[] NOT NULL,
        PRIMARY KEY (asset_id, year),
        CONSTRAINT wear_rows_sum CHECK (wear_after = wear_before + amount),
        CONSTRAINT wear_rows_bounds CHECK (amount >= 0 AND wear_after <= cost))""",
    "CREATE INDEX wear_rows_unit ON wear_rows (unit_id, year)",
)

# All that moved the books, one way to read it: entries, and the wear of each closed year on its last day.
_MOVEMENTS = """
CREATE VIEW book_movements WITH (security_invoker = true) AS
SELECT asset_id, unit_id, effective_on, recorded_at, recorded_by, cause, quantity, cost,
       cost_budget, cost_other, wear, category, asset_kind, department, document_number, document_on, note,
       rules, source_id, number
FROM book_entries
UNION ALL
SELECT w.asset_id, w.unit_id, make_date(w.year, 12, 31), w.recorded_at, c.recorded_by, 'wear', 0::smallint,
       0::bigint, 0::bigint, 0::bigint, w.amount, w.category, w.asset_kind, w.department, '', NULL::date,
       w.formula, w.rules, w.closing_id, NULL::bigint
FROM wear_rows w JOIN year_closings c ON c.id = w.closing_id
"""

# An entry and the closing of its year wait for one another by an advisory lock per unit, shared by entries.
_CLOSED = """
CREATE FUNCTION refuse_closed_year() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE one record;
BEGIN
    FOR one IN SELECT unit_id, min(effective_on) AS earliest FROM added GROUP BY unit_id ORDER BY unit_id LOOP
        PERFORM pg_advisory_xact_lock_shared(hashtextextended('books:' || one.unit_id, 0));
        IF EXISTS (SELECT 1 FROM year_closings c
                   WHERE c.unit_id = one.unit_id AND c.year >= extract(year FROM one.earliest)) THEN
            RAISE EXCEPTION 'the year % of unit % is closed', extract(year FROM one.earliest), one.unit_id
                USING ERRCODE = 'check_violation', CONSTRAINT = 'book_entries_open_year';
        END IF;
    END LOOP;
    RETURN NULL;
END $$
"""

# What was registered before there were books: one opening entry each.
_OPENING = """
INSERT INTO book_entries (asset_id, unit_id, effective_on, recorded_at, recorded_by, cause, quantity, cost,
    cost_budget, cost_other, wear, category, asset_kind, department, document_number, document_on, note,
    rules)
SELECT id, unit_id, coalesce(put_to_use_on, (registered_at AT TIME ZONE 'Asia/Ho_Chi_Minh')::date),
    registered_at, 'migration', 'opening', 1, cost, cost_budget, cost_other, 0, category, kind, department,
    '', NULL, '', ARRAY[kind_rule]
FROM assets WHERE status <> 'disposed'
"""


def upgrade() -> None:
    for statement in _TABLES:
        op.execute(statement)
    op.execute("SELECT set_config('app.scope', 'all', true)")
    op.execute(_OPENING)
    append_only(op, "assets", "book_entries")
    append_only(op, "assets", "year_closings")
    append_only(op, "assets", "wear_rows")
    op.execute(_MOVEMENTS)
    grant(op, "assets", "book_movements", "SELECT")
    op.execute(_CLOSED)
    op.execute(
        "CREATE TRIGGER book_entries_open_year AFTER INSERT ON book_entries REFERENCING NEW TABLE AS added"
        " FOR EACH STATEMENT EXECUTE FUNCTION refuse_closed_year()"
    )
    unit_policy(op, "book_entries")
    unit_policy(op, "year_closings")
    op.execute("CREATE POLICY year_closings_read ON year_closings FOR SELECT USING (true)")
    part_policy(op, "wear_rows", "year_closings", "closing_id")
    task_table(op, "assets")
