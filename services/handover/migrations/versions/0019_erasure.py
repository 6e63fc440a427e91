"""Personal data of leavers can be erased: bodies of entries, never without the act that says so."""

from alembic import op

from shared.db.migration import app_role, append_only

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None

# A body goes only by this function, which belongs to the owner of the table and writes down why it went.
_ERASE = """
CREATE FUNCTION erase_ledger_bodies(gone uuid[], by_entry uuid) RETURNS void LANGUAGE plpgsql
SECURITY DEFINER SET search_path = public, pg_temp AS $$ BEGIN
    IF NOT EXISTS (SELECT 1 FROM ledger_entries WHERE id = by_entry AND act = 'person.erased') THEN
        RAISE EXCEPTION 'no act of erasing' USING ERRCODE = 'insufficient_privilege';
    END IF;
    INSERT INTO ledger_erasures (entry_id, erased_by) SELECT unnest(gone), by_entry;
    PERFORM set_config('app.erasing', 'on', true);
    DELETE FROM ledger_bodies WHERE entry_id = ANY(gone);
    PERFORM set_config('app.erasing', '', true);
END $$
"""
_GUARD = """
CREATE OR REPLACE FUNCTION ledger_bodies_is_append_only() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
    IF TG_OP = 'DELETE' AND current_setting('app.erasing', true) = 'on' THEN RETURN NULL; END IF;
    RAISE EXCEPTION 'ledger_bodies is append-only' USING ERRCODE = 'insufficient_privilege';
END $$
"""


def upgrade() -> None:
    role = app_role("handover")
    op.execute("ALTER TABLE known_people ADD COLUMN erased_at timestamptz")
    op.execute("CREATE TABLE ledger_erasures (entry_id uuid PRIMARY KEY, erased_by uuid NOT NULL)")
    append_only(op, "handover", "ledger_erasures")
    op.execute(_ERASE)
    op.execute(_GUARD)
    op.execute("REVOKE ALL ON FUNCTION erase_ledger_bodies(uuid[], uuid) FROM PUBLIC")
    op.execute(f"GRANT EXECUTE ON FUNCTION erase_ledger_bodies(uuid[], uuid) TO {role}")


def downgrade() -> None:
    raise NotImplementedError("what was erased is not brought back by a migration")
