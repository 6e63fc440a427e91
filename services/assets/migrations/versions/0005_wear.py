"""Wear: what a row shows of its own sum, an opening for old books that said nothing, decisions on lives."""

from alembic import op

from shared.db.migration import append_only, unit_policy

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

_ROWS = """
ALTER TABLE wear_rows
    ADD COLUMN opening bigint NOT NULL DEFAULT 0, ADD COLUMN opening_on date,
    ADD COLUMN wear_class text NOT NULL DEFAULT '', ADD COLUMN rate integer,
    ADD COLUMN years_used integer NOT NULL DEFAULT 0, ADD COLUMN basis text NOT NULL DEFAULT '',
    DROP CONSTRAINT wear_rows_sum, DROP CONSTRAINT wear_rows_bounds,
    ADD CONSTRAINT wear_rows_sum CHECK (wear_after = wear_before + opening + amount),
    ADD CONSTRAINT wear_rows_bounds
        CHECK (amount >= 0 AND opening >= 0 AND wear_after <= greatest(cost, wear_before)),
    ADD CONSTRAINT wear_rows_opening CHECK ((opening > 0) = (opening_on IS NOT NULL))
"""
_CLOSINGS = """
ALTER TABLE year_closings
    ADD COLUMN opening_total bigint NOT NULL DEFAULT 0, ADD COLUMN left_out integer NOT NULL DEFAULT 0
"""
_DECISIONS = """
CREATE TABLE wear_decisions (
    id uuid PRIMARY KEY, unit_id uuid NOT NULL REFERENCES units, asset_id uuid REFERENCES assets,
    kind text NOT NULL, wear_class text NOT NULL, life_years integer, shift_percent integer, years integer,
    ground text NOT NULL, from_year integer NOT NULL, number text NOT NULL, decided_on date NOT NULL,
    note text NOT NULL, recorded_at timestamptz NOT NULL, recorded_by text NOT NULL,
    CONSTRAINT wear_decisions_kind CHECK (
        (asset_id IS NULL AND kind = 'life' AND life_years BETWEEN 1 AND 80)
        OR (asset_id IS NULL AND kind = 'rate_shift' AND shift_percent BETWEEN -20 AND 20)
        OR (asset_id IS NOT NULL AND kind = 'no_wear' AND ground IN ('unusable', 'special', 'keeps_value'))
        OR (asset_id IS NOT NULL AND kind = 'wear_again')
        OR (asset_id IS NOT NULL AND kind = 'used_before' AND years BETWEEN 0 AND 80)))
"""
# The opening is a movement of its own, so that no book shows it as the wear of the year.
_MOVEMENTS = """
CREATE OR REPLACE VIEW book_movements WITH (security_invoker = true) AS
SELECT asset_id, unit_id, effective_on, recorded_at, recorded_by, cause, quantity, cost,
       cost_budget, cost_other, wear, category, asset_kind, department, document_number, document_on, note,
       rules, source_id, number
FROM book_entries
UNION ALL
SELECT w.asset_id, w.unit_id, make_date(w.year, 12, 31), w.recorded_at, c.recorded_by, 'wear', 0::smallint,
       0::bigint, 0::bigint, 0::bigint, w.amount, w.category, w.asset_kind, w.department, '', NULL::date,
       w.formula, w.rules, w.closing_id, NULL::bigint
FROM wear_rows w JOIN year_closings c ON c.id = w.closing_id
UNION ALL
SELECT w.asset_id, w.unit_id, w.opening_on, w.recorded_at, c.recorded_by, 'opening_wear', 0::smallint,
       0::bigint, 0::bigint, 0::bigint, w.opening, w.category, w.asset_kind, w.department, '', NULL::date,
       '', w.rules, w.closing_id, NULL::bigint
FROM wear_rows w JOIN year_closings c ON c.id = w.closing_id WHERE w.opening > 0
"""


def upgrade() -> None:
    for statement in (_ROWS, _CLOSINGS, _DECISIONS, _MOVEMENTS):
        op.execute(statement)
    op.execute("CREATE INDEX wear_decisions_asset ON wear_decisions (asset_id) WHERE asset_id IS NOT NULL")
    op.execute("CREATE INDEX wear_decisions_unit ON wear_decisions (unit_id)")
    append_only(op, "assets", "wear_decisions")
    unit_policy(op, "wear_decisions")
    # A ward must know what the district above it decided about a class.
    op.execute("CREATE POLICY wear_decisions_read ON wear_decisions FOR SELECT USING (asset_id IS NULL)")
    # What wore off in whose books is for those who see the books; entries are only ever held against the
    # closed years of units that their writer sees.
    op.execute("DROP POLICY year_closings_read ON year_closings")
    op.execute("DROP POLICY wear_rows_scope ON wear_rows")
    unit_policy(op, "wear_rows")
