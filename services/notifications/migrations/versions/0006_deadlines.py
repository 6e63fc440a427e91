"""Deadlines that are watched, the versions of the policies by which people are told, what was told."""

from alembic import op

from shared.db.migration import append_only, grant, part_policy, unit_policy

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

_TABLES = (
    """CREATE TABLE notice_policies (
        cause text NOT NULL, step text NOT NULL, version integer NOT NULL CHECK (version > 1),
        offset_days integer NOT NULL, day_kind text NOT NULL CHECK (day_kind IN ('days', 'working_days')),
        recipients text[] NOT NULL, channels text[] NOT NULL, statutory boolean NOT NULL,
        enabled boolean NOT NULL, reason text NOT NULL, recorded_at timestamptz NOT NULL,
        recorded_by text NOT NULL, PRIMARY KEY (cause, step, version),
        CHECK (enabled OR NOT statutory))""",
    """CREATE TABLE terms (
        id uuid PRIMARY KEY, cause text NOT NULL, about_id uuid NOT NULL, unit_id uuid NOT NULL,
        person_id uuid, signers uuid[] NOT NULL, opened_on date NOT NULL, due_on date NOT NULL,
        path text NOT NULL, facts jsonb NOT NULL, next_on date,
        state text NOT NULL CHECK (state IN ('open', 'over')), over_at timestamptz,
        version bigint NOT NULL, CONSTRAINT terms_once UNIQUE (cause, about_id),
        CHECK ((state = 'over') = (over_at IS NOT NULL)))""",
    "CREATE INDEX terms_next ON terms (next_on, id) WHERE state = 'open' AND next_on IS NOT NULL",
    """CREATE TABLE term_steps (
        term_id uuid NOT NULL REFERENCES terms, due_on date NOT NULL, step text NOT NULL,
        policy_version integer NOT NULL, outcome text NOT NULL CHECK (outcome IN ('told', 'passed_over')),
        people integer NOT NULL, at timestamptz NOT NULL, PRIMARY KEY (term_id, due_on, step))""",
)


def upgrade() -> None:
    for statement in _TABLES:
        op.execute(statement)
    append_only(op, "notifications", "notice_policies")
    grant(op, "notifications", "terms")
    append_only(op, "notifications", "term_steps")
    unit_policy(op, "terms", persons=("person_id",))
    part_policy(op, "term_steps", "terms", "term_id")
