"""Projections of units and people; notices, their deliveries by channel, and the append-only attempts."""

from alembic import op

from shared.db.migration import append_only, engine_tables, grant, part_policy, unit_policy

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

_TABLES = (
    """CREATE TABLE known_units (
        id uuid PRIMARY KEY, code text NOT NULL, name text NOT NULL, parent_id uuid,
        version bigint NOT NULL)""",
    """CREATE TABLE known_people (
        id uuid PRIMARY KEY, unit_id uuid NOT NULL, name text NOT NULL, post text NOT NULL DEFAULT '',
        email text, duties text[] NOT NULL DEFAULT '{}', status text NOT NULL, version bigint NOT NULL)""",
    "CREATE INDEX known_people_unit ON known_people (unit_id)",
    """CREATE TABLE notices (
        id uuid PRIMARY KEY, cause_event_id text NOT NULL, cause_type text NOT NULL,
        kind text NOT NULL CHECK (kind IN ('record_waiting', 'record_completed', 'record_refused',
            'record_cancelled', 'recall_opened', 'recall_due', 'recall_overdue', 'recall_closed')),
        about_id uuid NOT NULL, recipient_person_id uuid NOT NULL, unit_id uuid NOT NULL,
        subject_vi text NOT NULL, text_vi text NOT NULL, subject_en text NOT NULL, text_en text NOT NULL,
        path text NOT NULL,
        state text NOT NULL DEFAULT 'unread' CHECK (state IN ('unread', 'read', 'acknowledged')),
        created_at timestamptz NOT NULL, read_at timestamptz, acknowledged_at timestamptz,
        settled_at timestamptz,
        version bigint NOT NULL DEFAULT 1,
        CONSTRAINT notices_once UNIQUE (cause_event_id, recipient_person_id, kind),
        CONSTRAINT notices_acknowledged CHECK ((state = 'acknowledged') = (acknowledged_at IS NOT NULL)))""",
    "CREATE INDEX notices_recipient ON notices (recipient_person_id, id)",
    "CREATE INDEX notices_unit ON notices (unit_id, id)",
    "CREATE INDEX notices_about ON notices (about_id)",
    """CREATE TABLE deliveries (
        id uuid PRIMARY KEY, notice_id uuid NOT NULL REFERENCES notices,
        channel text NOT NULL CHECK (channel IN ('in_app', 'email')),
        state text NOT NULL CHECK (state IN ('planned', 'sent', 'failed', 'dead', 'withdrawn')),
        attempts integer NOT NULL DEFAULT 0, due_at timestamptz NOT NULL, lease_until timestamptz,
        sent_at timestamptz, last_error text,
        CONSTRAINT deliveries_once UNIQUE (notice_id, channel),
        CONSTRAINT deliveries_sent_at CHECK ((state = 'sent') = (sent_at IS NOT NULL)))""",
    "CREATE INDEX deliveries_due ON deliveries (due_at) WHERE state IN ('planned', 'failed')",
    """CREATE TABLE attempts (
        id uuid PRIMARY KEY, delivery_id uuid NOT NULL REFERENCES deliveries, number integer NOT NULL,
        at timestamptz NOT NULL,
        outcome text NOT NULL CHECK (outcome IN ('sent', 'deferred', 'refused', 'interrupted')),
        answer text NOT NULL)""",
    "CREATE INDEX attempts_delivery ON attempts (delivery_id)",
)


def upgrade() -> None:
    engine_tables(op, "notifications")
    for statement in _TABLES:
        op.execute(statement)
    grant(op, "notifications", "known_units")
    grant(op, "notifications", "known_people")
    changing = "state, read_at, acknowledged_at, settled_at, version"
    grant(op, "notifications", "notices", f"SELECT, INSERT, UPDATE ({changing})")
    changing = "state, attempts, due_at, lease_until, sent_at, last_error"
    grant(op, "notifications", "deliveries", f"SELECT, INSERT, UPDATE ({changing})")
    append_only(op, "notifications", "attempts")
    unit_policy(op, "known_units", units=("id",))
    unit_policy(op, "known_people", persons=("id",))
    unit_policy(op, "notices", persons=("recipient_person_id",))
    part_policy(op, "deliveries", "notices", "notice_id")
    part_policy(op, "attempts", "deliveries", "delivery_id")


def downgrade() -> None:
    raise NotImplementedError("proof that a notice was sent is never taken down by a migration")
