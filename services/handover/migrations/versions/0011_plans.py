"""Plans of mass handover, and which unit took over from which as the register told it."""

from alembic import op

from shared.db import rls
from shared.db.migration import grant, unit_policy

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

_TABLES = (
    """CREATE TABLE known_successions (
        predecessor_id uuid NOT NULL, successor_id uuid NOT NULL, act_id uuid NOT NULL,
        happened_on date NOT NULL, share text, PRIMARY KEY (predecessor_id, successor_id))""",
    "CREATE INDEX known_successions_act ON known_successions (act_id)",
    """CREATE TABLE plans (
        id uuid PRIMARY KEY, unit_id uuid NOT NULL, act_id uuid, title text NOT NULL,
        document_number text NOT NULL, document_on date, document_signer text NOT NULL,
        effective_on date NOT NULL, happened_on date NOT NULL,
        state text NOT NULL CHECK (state IN ('draft', 'approved', 'written', 'completed', 'cancelled')),
        rules jsonb NOT NULL, units_count integer NOT NULL,
        created_by text NOT NULL, created_person_id uuid, created_at timestamptz NOT NULL,
        approved_by text, approved_person_id uuid, approved_at timestamptz, lines_hash bytea,
        ended_by text, ended_at timestamptz, ended_note text, version bigint NOT NULL,
        CONSTRAINT plans_approved_by_another CHECK (approved_by <> created_by))""",
    "CREATE UNIQUE INDEX plans_one_for_an_act ON plans (act_id) WHERE state <> 'cancelled'",
    """CREATE TABLE plan_units (
        plan_id uuid NOT NULL REFERENCES plans, unit_id uuid NOT NULL, lead_unit_id uuid NOT NULL,
        side text NOT NULL CHECK (side IN ('old', 'new')), person_id uuid, PRIMARY KEY (plan_id, unit_id))""",
    """CREATE TABLE plan_lines (
        plan_id uuid NOT NULL REFERENCES plans, asset_id uuid NOT NULL, lead_unit_id uuid NOT NULL,
        old_unit_id uuid NOT NULL, successor_unit_id uuid, receiver_person_id uuid, holder_person_id uuid,
        keeps_holder boolean NOT NULL, rule integer NOT NULL, why text NOT NULL, code text NOT NULL,
        name text NOT NULL, category text NOT NULL, cost bigint, remaining_value bigint,
        record_id uuid REFERENCES records, open boolean NOT NULL, PRIMARY KEY (plan_id, asset_id),
        CONSTRAINT plan_lines_target_or_reason CHECK ((successor_unit_id IS NULL) = (why <> '')))""",
    "CREATE UNIQUE INDEX plan_lines_one_open_plan ON plan_lines (asset_id) WHERE open",
    "CREATE INDEX plan_lines_record ON plan_lines (record_id) WHERE record_id IS NOT NULL",
)


def upgrade() -> None:
    for statement in _TABLES:
        op.execute(statement)
    grant(op, "handover", "known_successions", "SELECT, INSERT")
    for table in ("plans", "plan_units", "plan_lines"):
        grant(op, "handover", table)
    unit_policy(op, "plan_units", units=("unit_id", "lead_unit_id"))
    unit_policy(op, "plan_lines", units=("old_unit_id", "successor_unit_id", "lead_unit_id"))
    # a plan is seen by who leads it and by every unit that it names
    named = "EXISTS (SELECT 1 FROM plan_units named WHERE named.plan_id = plans.id)"
    for statement in rls.policy_statements("plans", rls.visible(also=(named,))):
        op.execute(statement)
