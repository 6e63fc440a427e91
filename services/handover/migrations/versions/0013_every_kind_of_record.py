"""Records of every kind: between units, to bodies outside, to repairers; reversals and disputes; decisions of
the register that records carry out.
"""

from alembic import op

from shared.db.migration import grant, part_policy, unit_policy

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None

_KINDS = (
    "'internal_handover', 'internal_return', 'internal_recall', 'transfer', 'state_recall',"
    " 'merger_handover', 'repair_out', 'repair_in', 'reversal'"
)
_STATES = "'draft', 'issued', 'signed', 'completed', 'refused', 'cancelled', 'disputed', 'upheld', 'reversed'"
_ROLES = "'store', 'holder', 'unit', 'outside', 'repairer'"

_RECORDS = (
    f"""ALTER TABLE records
        DROP CONSTRAINT records_kind_check, DROP CONSTRAINT records_state_check,
        DROP CONSTRAINT records_giver_as_check, DROP CONSTRAINT records_receiver_as_check,
        ADD CONSTRAINT records_kind_check CHECK (kind IN ({_KINDS})),
        ADD CONSTRAINT records_state_check CHECK (state IN ({_STATES})),
        ADD CONSTRAINT records_giver_as_check CHECK (giver_as IN ({_ROLES})),
        ADD CONSTRAINT records_receiver_as_check CHECK (receiver_as IN ({_ROLES})),
        ALTER COLUMN giver_person_id DROP NOT NULL, ALTER COLUMN receiver_person_id DROP NOT NULL,
        ADD COLUMN to_unit_id uuid, ADD COLUMN decision_number text, ADD COLUMN decision_on date,
        ADD COLUMN decision_by text, ADD COLUMN disposal_id uuid, ADD COLUMN due_on date,
        ADD COLUMN reverses uuid REFERENCES records, ADD COLUMN reason text,
        ADD CONSTRAINT records_strangers_only_nameless CHECK (
            (giver_person_id IS NULL) = (giver_as IN ('outside', 'repairer'))
            AND (receiver_person_id IS NULL) = (receiver_as IN ('outside', 'repairer'))),
        ADD CONSTRAINT records_reversal_points_back CHECK ((kind = 'reversal') = (reverses IS NOT NULL))""",
    """CREATE UNIQUE INDEX records_reversed_once ON records (reverses)
        WHERE reverses IS NOT NULL AND state NOT IN ('refused', 'cancelled')""",
    "CREATE INDEX records_to_unit ON records (to_unit_id) WHERE to_unit_id IS NOT NULL",
    """CREATE UNIQUE INDEX records_decision_carried_out_once ON records (disposal_id)
        WHERE disposal_id IS NOT NULL AND state NOT IN ('draft', 'refused', 'cancelled')""",
    "ALTER TABLE signatures ALTER COLUMN person_id DROP NOT NULL",
    "ALTER TABLE record_lines ADD COLUMN away boolean NOT NULL DEFAULT false",
    "CREATE UNIQUE INDEX record_lines_one_repairer ON record_lines (asset_id) WHERE away",
    """CREATE TABLE disputes (
        id uuid PRIMARY KEY, record_id uuid NOT NULL REFERENCES records, raised_by uuid NOT NULL,
        raised_at timestamptz NOT NULL, reason text NOT NULL, rule text NOT NULL,
        outcome text CHECK (outcome IN ('upheld', 'dismissed')), decided_by text, decided_at timestamptz,
        decision_reason text, CHECK ((outcome IS NULL) = (decided_at IS NULL)))""",
    "CREATE UNIQUE INDEX disputes_one_open ON disputes (record_id) WHERE outcome IS NULL",
    """CREATE TABLE known_decisions (
        id uuid PRIMARY KEY, unit_id uuid NOT NULL, to_unit_id uuid, kind text NOT NULL, state text NOT NULL,
        number text NOT NULL, decision_number text NOT NULL, decision_on date, decision_by text NOT NULL,
        receiver_name text NOT NULL, asset_ids uuid[] NOT NULL, version bigint NOT NULL)""",
)


def upgrade() -> None:
    for statement in _RECORDS:
        op.execute(statement)
    op.execute("DROP POLICY records_scope ON records")
    unit_policy(
        op, "records", units=("unit_id", "to_unit_id"), persons=("giver_person_id", "receiver_person_id")
    )
    grant(
        op,
        "handover",
        "disputes",
        "SELECT, INSERT, UPDATE (outcome, decided_by, decided_at, decision_reason)",
    )
    part_policy(op, "disputes", "records", "record_id")
    grant(op, "handover", "known_decisions")
    unit_policy(op, "known_decisions", units=("unit_id", "to_unit_id"))
