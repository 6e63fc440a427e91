"""Disposal cases with lines, papers, deadlines and steps; who decides; who holds an asset by which record."""

from alembic import op

from shared.db.migration import append_only, grant, part_policy, unit_policy

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

_STATES = (
    "'draft', 'submitted', 'returned', 'rejected', 'cancelled', 'decided', 'carrying_out', 'done', 'booked',"
    " 'lapsed'"
)

_TABLES = (
    "ALTER TABLE assets DROP CONSTRAINT IF EXISTS assets_status_check",
    """ALTER TABLE assets ADD CONSTRAINT assets_status_check CHECK (status IN
        ('in_store', 'in_use', 'broken', 'lost', 'disposed', 'withdrawn', 'awaiting_disposal'))""",
    """CREATE TABLE disposal_authorities (
        id uuid PRIMARY KEY, unit_id uuid NOT NULL REFERENCES units, kind text,
        asset_kind text CHECK (asset_kind IN ('fixed_asset', 'tool')),
        cost_from bigint NOT NULL CHECK (cost_from >= 0), cost_to bigint, title text NOT NULL,
        role text NOT NULL CHECK (role IN ('head', 'officer', 'admin')), person_id uuid REFERENCES people,
        document text NOT NULL, valid_from date NOT NULL, valid_to date,
        recorded_by text NOT NULL, recorded_at timestamptz NOT NULL, version integer NOT NULL,
        CONSTRAINT disposal_authorities_range CHECK (cost_to IS NULL OR cost_to > cost_from),
        CONSTRAINT disposal_authorities_dates CHECK (valid_to IS NULL OR valid_to >= valid_from))""",
    "CREATE INDEX disposal_authorities_unit ON disposal_authorities (unit_id)",
    """CREATE TABLE disposal_counters (
        unit_id uuid NOT NULL REFERENCES units, year integer NOT NULL, last integer NOT NULL,
        PRIMARY KEY (unit_id, year))""",
    f"""CREATE TABLE disposals (
        id uuid PRIMARY KEY, unit_id uuid NOT NULL REFERENCES units, year integer NOT NULL,
        number integer NOT NULL, kind text NOT NULL, legal_case text NOT NULL, mode text NOT NULL,
        reason text NOT NULL, receiver_unit_id uuid REFERENCES units, receiver_name text NOT NULL,
        state text NOT NULL CHECK (state IN ({_STATES})), law_on date NOT NULL, rules text[] NOT NULL,
        authority_id uuid REFERENCES disposal_authorities, authority text NOT NULL,
        authority_source text NOT NULL, authority_role text NOT NULL, authority_person_id uuid,
        drafted_by text NOT NULL, drafted_person_id uuid, drafted_at timestamptz NOT NULL,
        submitted_by text, submitted_person_id uuid, submitted_at timestamptz, found_on date,
        file_complete_on date, decided_by text, decided_person_id uuid, decided_at timestamptz,
        decision_number text NOT NULL, decision_on date, signer text NOT NULL, responsibility text NOT NULL,
        decision_note text NOT NULL, valid_until date, extended_by text NOT NULL,
        council jsonb, begun_on date, done_on date, done_mode text NOT NULL, result text NOT NULL,
        minutes_number text NOT NULL, minutes_on date, handover_number text NOT NULL, handover_on date,
        buyer_kind text NOT NULL, buyer_name text NOT NULL,
        proceeds bigint NOT NULL CHECK (proceeds >= 0), paid_in bigint NOT NULL CHECK (paid_in >= 0),
        costs bigint NOT NULL CHECK (costs >= 0), booked_on date, booked_by text, booked_at timestamptz,
        version integer NOT NULL,
        CONSTRAINT disposals_number UNIQUE (unit_id, year, number),
        CONSTRAINT disposals_paid CHECK (paid_in <= proceeds),
        CONSTRAINT disposals_decided CHECK ((decided_by IS NULL) = (state IN
            ('draft', 'submitted', 'returned', 'cancelled'))),
        CONSTRAINT disposals_two_people CHECK (decided_by IS NULL OR (
            decided_by <> drafted_by AND decided_by <> submitted_by
            AND (decided_person_id IS NULL OR (decided_person_id IS DISTINCT FROM drafted_person_id
                AND decided_person_id IS DISTINCT FROM submitted_person_id)))))""",
    "CREATE INDEX disposals_unit ON disposals (unit_id, id)",
    "CREATE INDEX disposals_state ON disposals (state, id)",
    """CREATE TABLE disposal_lines (
        disposal_id uuid NOT NULL REFERENCES disposals, asset_id uuid NOT NULL REFERENCES assets,
        position integer NOT NULL, code text NOT NULL, tag text NOT NULL, name text NOT NULL,
        serial text NOT NULL, category text NOT NULL, asset_kind text NOT NULL, put_to_use_on date,
        cost bigint NOT NULL, cost_budget bigint NOT NULL, cost_other bigint NOT NULL, wear bigint NOT NULL,
        valued_on date NOT NULL, reason text NOT NULL, unrepairable boolean NOT NULL,
        repair_estimate bigint, new_price bigint, revalued bigint, status_before text NOT NULL,
        holding boolean NOT NULL, removed boolean NOT NULL, PRIMARY KEY (disposal_id, asset_id),
        CONSTRAINT disposal_lines_removed CHECK (NOT (removed AND holding)))""",
    # an asset is in one open case at the most, on every path
    "CREATE UNIQUE INDEX disposal_lines_one_open_case ON disposal_lines (asset_id) WHERE holding",
    "CREATE INDEX disposal_lines_asset ON disposal_lines (asset_id)",
    """CREATE TABLE disposal_papers (
        disposal_id uuid NOT NULL REFERENCES disposals, paper text NOT NULL, present boolean NOT NULL,
        number text NOT NULL, dated_on date, note text NOT NULL, file_id uuid, recorded_by text NOT NULL,
        recorded_at timestamptz NOT NULL, PRIMARY KEY (disposal_id, paper))""",
    """CREATE TABLE disposal_deadlines (
        disposal_id uuid NOT NULL REFERENCES disposals, step text NOT NULL, rule text NOT NULL,
        what text NOT NULL, triggered_on date NOT NULL, due_on date NOT NULL, met_on date,
        overdue_told_at timestamptz, PRIMARY KEY (disposal_id, step, triggered_on))""",
    "CREATE INDEX disposal_deadlines_due ON disposal_deadlines (due_on) WHERE met_on IS NULL",
    """CREATE TABLE disposal_steps (
        disposal_id uuid NOT NULL REFERENCES disposals, version integer NOT NULL, act text NOT NULL,
        state text NOT NULL, at timestamptz NOT NULL, by text NOT NULL, detail jsonb NOT NULL,
        PRIMARY KEY (disposal_id, version))""",
    """CREATE TABLE custody_marks (
        asset_id uuid PRIMARY KEY REFERENCES assets, person_id uuid, record_id uuid NOT NULL,
        record_number text NOT NULL, since date NOT NULL)""",
)


def upgrade() -> None:
    for statement in _TABLES:
        op.execute(statement)
    for table in (
        "disposal_authorities",
        "disposal_counters",
        "disposals",
        "disposal_lines",
        "disposal_papers",
        "disposal_deadlines",
        "custody_marks",
    ):
        grant(op, "assets", table)
    append_only(op, "assets", "disposal_steps")
    unit_policy(op, "disposal_authorities")
    # what the unit above has decentralised binds those below, who must be able to read it
    op.execute("CREATE POLICY disposal_authorities_read ON disposal_authorities FOR SELECT USING (true)")
    unit_policy(op, "disposal_counters")
    unit_policy(op, "disposals")
    for table in ("disposal_lines", "disposal_papers", "disposal_deadlines", "disposal_steps"):
        part_policy(op, table, "disposals", "disposal_id")
    part_policy(op, "custody_marks", "assets", "asset_id")
