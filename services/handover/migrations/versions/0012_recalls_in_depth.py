"""Recalls in depth: campaigns by one decision, outcomes, extensions, notices and delivery, clearances."""

from alembic import op

from shared.db.migration import append_only, grant, part_policy, unit_policy

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None

_STATES = "'open', 'lost', 'returned', 'passed_on', 'broken', 'compensated', 'kept'"

_CHANGES = (
    """ALTER TABLE recalls ADD COLUMN campaign_id uuid, ADD COLUMN category text,
        ADD COLUMN rules text[] NOT NULL DEFAULT '{}', ADD COLUMN left_on date""",
    "CREATE INDEX recalls_campaign ON recalls (campaign_id) WHERE campaign_id IS NOT NULL",
    f"""ALTER TABLE recall_lines DROP CONSTRAINT recall_lines_state_check,
        ADD COLUMN category text NOT NULL DEFAULT '',
        ADD CONSTRAINT recall_lines_state_check CHECK (state IN ({_STATES}))""",
    "SELECT set_config('app.scope', 'all', true)",
    "UPDATE recall_lines l SET category = a.category FROM known_assets a WHERE a.id = l.asset_id",
)
_TABLES = (
    """CREATE TABLE recall_campaigns (
        id uuid PRIMARY KEY, unit_id uuid NOT NULL, title text NOT NULL, decision_number text NOT NULL,
        decision_on date NOT NULL, signer text NOT NULL, category text, deadline date NOT NULL,
        rules text[] NOT NULL, opened_on date NOT NULL, created_by text NOT NULL,
        created_at timestamptz NOT NULL, version bigint NOT NULL,
        CONSTRAINT recall_campaigns_one_a_decision UNIQUE (unit_id, decision_number, decision_on))""",
    """CREATE TABLE recall_campaign_people (
        campaign_id uuid NOT NULL REFERENCES recall_campaigns, person_id uuid NOT NULL,
        person_name text NOT NULL, person_unit_name text NOT NULL, unit_id uuid NOT NULL,
        reason text NOT NULL, left_on date, recall_id uuid, added_at timestamptz NOT NULL,
        PRIMARY KEY (campaign_id, person_id))""",
    f"""CREATE TABLE recall_outcomes (
        id uuid PRIMARY KEY, recall_id uuid NOT NULL REFERENCES recalls, asset_id uuid NOT NULL,
        before text NOT NULL, outcome text NOT NULL CHECK (outcome IN ({_STATES})), reason text NOT NULL,
        document text NOT NULL, amount bigint CHECK (amount >= 0), record_id uuid, happened_on date NOT NULL,
        said_by text NOT NULL, said_at timestamptz NOT NULL)""",
    "CREATE INDEX recall_outcomes_recall ON recall_outcomes (recall_id, id)",
    """CREATE TABLE recall_extensions (
        id uuid PRIMARY KEY, recall_id uuid NOT NULL REFERENCES recalls, deadline_before date NOT NULL,
        deadline date NOT NULL CHECK (deadline > deadline_before), approver text NOT NULL,
        document text NOT NULL, reason text NOT NULL, said_by text NOT NULL, said_at timestamptz NOT NULL)""",
    "CREATE INDEX recall_extensions_recall ON recall_extensions (recall_id, id)",
    """CREATE TABLE recall_counters (
        unit_id uuid, year integer, paper text, last integer NOT NULL, PRIMARY KEY (unit_id, year, paper))""",
    """CREATE TABLE recall_notices (
        id uuid PRIMARY KEY, recall_id uuid NOT NULL REFERENCES recalls, unit_id uuid NOT NULL,
        year integer NOT NULL, number integer NOT NULL, issued_on date NOT NULL, content jsonb NOT NULL,
        content_hash bytea NOT NULL CHECK (length(content_hash) = 32), entry_id uuid NOT NULL,
        issued_by text NOT NULL, issued_at timestamptz NOT NULL,
        CONSTRAINT recall_notices_numbered_once UNIQUE (unit_id, year, number))""",
    "CREATE INDEX recall_notices_recall ON recall_notices (recall_id, id)",
    """CREATE TABLE recall_deliveries (
        id uuid PRIMARY KEY, recall_id uuid NOT NULL REFERENCES recalls, notice_id uuid NOT NULL
        REFERENCES recall_notices, kind text NOT NULL CHECK (kind IN ('delivered', 'acknowledged')),
        way text NOT NULL CHECK (way IN ('in_person', 'mail', 'in_app')), happened_on date NOT NULL,
        to_whom text NOT NULL, note text NOT NULL, said_by text NOT NULL, said_at timestamptz NOT NULL)""",
    "CREATE INDEX recall_deliveries_recall ON recall_deliveries (recall_id, id)",
    """CREATE TABLE recall_representatives (
        id uuid PRIMARY KEY, recall_id uuid NOT NULL REFERENCES recalls, name text NOT NULL,
        relation text NOT NULL, contact text NOT NULL, document text NOT NULL, said_by text NOT NULL,
        said_at timestamptz NOT NULL, erased_at timestamptz)""",
    "CREATE INDEX recall_representatives_recall ON recall_representatives (recall_id, id)",
    """CREATE TABLE clearances (
        id uuid PRIMARY KEY, unit_id uuid NOT NULL, person_id uuid NOT NULL,
        recall_id uuid REFERENCES recalls, year integer NOT NULL, number integer NOT NULL,
        issued_on date NOT NULL, content jsonb NOT NULL,
        content_hash bytea NOT NULL CHECK (length(content_hash) = 32), entry_id uuid NOT NULL,
        issued_by text NOT NULL, issued_at timestamptz NOT NULL,
        CONSTRAINT clearances_numbered_once UNIQUE (unit_id, year, number))""",
    "CREATE INDEX clearances_recall ON clearances (recall_id) WHERE recall_id IS NOT NULL",
    "CREATE INDEX clearances_person ON clearances (person_id, id)",
)
_PARTS = ("recall_outcomes", "recall_extensions", "recall_deliveries", "recall_representatives")


def upgrade() -> None:
    for statement in (*_CHANGES, *_TABLES):
        op.execute(statement)
    for table in ("recall_campaigns", "recall_campaign_people", "recall_counters"):
        grant(op, "handover", table)
    grant(
        op,
        "handover",
        "recall_representatives",
        "SELECT, INSERT, UPDATE (name, relation, contact, erased_at)",
    )
    for table in (
        "recall_outcomes",
        "recall_extensions",
        "recall_notices",
        "recall_deliveries",
        "clearances",
    ):
        append_only(op, "handover", table)
    _policies()


def _policies() -> None:
    # who sees a case sees the head of the campaign that it belongs to
    mine = "EXISTS (SELECT 1 FROM recalls r WHERE r.campaign_id = recall_campaigns.id)"
    unit_policy(op, "recall_campaigns", also=(mine,))
    unit_policy(op, "recall_campaign_people", persons=("person_id",))
    unit_policy(op, "recall_counters")
    unit_policy(op, "clearances", persons=("person_id",))
    for table in (*_PARTS, "recall_notices"):
        part_policy(op, table, "recalls", "recall_id")


def downgrade() -> None:
    raise NotImplementedError("what was recorded is never taken down by a migration")
