"""Projections, records with lines and signatures, custody, recalls, PINs, and the append-only ledger."""

from alembic import op

from shared.db import rls
from shared.db.migration import append_only, engine_tables, grant, part_policy, unit_policy

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

_ME = "(SELECT nullif(current_setting('app.person', true), '')::uuid)"

_PROJECTIONS = (
    """CREATE TABLE known_units (
        id uuid PRIMARY KEY, code text NOT NULL, name text NOT NULL, parent_id uuid,
        valid_from date, valid_to date, version bigint NOT NULL)""",
    """CREATE TABLE known_people (
        id uuid PRIMARY KEY, unit_id uuid NOT NULL, code text, name text NOT NULL, post text NOT NULL DEFAULT
        '',
        email text, status text NOT NULL, duties text[] NOT NULL DEFAULT '{}', left_on date, version bigint
        NOT NULL)""",
    """CREATE TABLE known_assets (
        id uuid PRIMARY KEY, unit_id uuid NOT NULL, code text NOT NULL, name text NOT NULL, serial text,
        category text NOT NULL, cost bigint, remaining_value bigint, status text NOT NULL, version bigint NOT
        NULL)""",
    "CREATE UNIQUE INDEX known_assets_code ON known_assets (code)",
    "CREATE INDEX known_people_unit ON known_people (unit_id)",
    "CREATE INDEX known_assets_unit ON known_assets (unit_id)",
)

_RECORDS = (
    """CREATE TABLE records (
        id uuid PRIMARY KEY,
        kind text NOT NULL CHECK (kind IN ('internal_handover', 'internal_return', 'internal_recall')),
        state text NOT NULL CHECK (state IN ('draft', 'issued', 'signed', 'completed', 'refused',
        'cancelled')),
        year integer, number integer, unit_id uuid NOT NULL,
        giver_person_id uuid NOT NULL, giver_name text NOT NULL, giver_post text NOT NULL,
        giver_unit_name text NOT NULL, giver_as text NOT NULL CHECK (giver_as IN ('store', 'holder')),
        receiver_person_id uuid NOT NULL, receiver_name text NOT NULL, receiver_post text NOT NULL,
        receiver_unit_name text NOT NULL, receiver_as text NOT NULL CHECK (receiver_as IN ('store',
        'holder')),
        place text NOT NULL, basis text NOT NULL, happened_on date NOT NULL, form text NOT NULL,
        rules text[] NOT NULL, recall_id uuid, content_hash bytea, created_by text NOT NULL,
        created_at timestamptz NOT NULL, issued_at timestamptz, completed_at timestamptz,
        ended_at timestamptz, ended_by text, ended_reason text, version bigint NOT NULL,
        CONSTRAINT records_numbered_once UNIQUE (unit_id, year, number),
        CONSTRAINT records_numbered_when_issued CHECK ((number IS NULL) = (issued_at IS NULL)),
        CONSTRAINT records_two_people CHECK (giver_person_id <> receiver_person_id))""",
    "CREATE INDEX records_giver ON records (giver_person_id, id)",
    "CREATE INDEX records_receiver ON records (receiver_person_id, id)",
    "CREATE INDEX records_recall ON records (recall_id) WHERE recall_id IS NOT NULL",
    """CREATE TABLE record_lines (
        record_id uuid NOT NULL REFERENCES records, position integer NOT NULL, asset_id uuid NOT NULL,
        code text NOT NULL, name text NOT NULL, serial text, category text NOT NULL, cost bigint,
        remaining_value bigint, condition text NOT NULL, accessories text NOT NULL, note text NOT NULL,
        waiting boolean NOT NULL, PRIMARY KEY (record_id, position))""",
    "CREATE UNIQUE INDEX record_lines_one_open_record ON record_lines (asset_id) WHERE waiting",
    "CREATE INDEX record_lines_asset ON record_lines (asset_id)",
    """CREATE TABLE signatures (
        record_id uuid NOT NULL REFERENCES records, side text NOT NULL CHECK (side IN ('giver', 'receiver')),
        person_id uuid NOT NULL, name text NOT NULL, method text NOT NULL CHECK (method IN ('pin', 'drawn')),
        operated_by text NOT NULL, drawing bytea, content_hash bytea NOT NULL, signed_at timestamptz NOT NULL,
        CONSTRAINT signatures_once_a_side PRIMARY KEY (record_id, side))""",
    """CREATE TABLE record_counters (
        unit_id uuid, year integer, last integer NOT NULL, PRIMARY KEY (unit_id, year))""",
    """CREATE TABLE custody (
        id uuid PRIMARY KEY, asset_id uuid NOT NULL, person_id uuid NOT NULL, unit_id uuid NOT NULL,
        since date NOT NULL, opened_by uuid NOT NULL REFERENCES records, number text NOT NULL, opened_at
        timestamptz NOT NULL,
        until date, closed_by uuid REFERENCES records, closed_at timestamptz, CHECK (until IS NULL OR until >=
        since))""",
    "CREATE UNIQUE INDEX custody_one_holder ON custody (asset_id) WHERE until IS NULL",
    "CREATE INDEX custody_asset ON custody (asset_id)",
    "CREATE INDEX custody_person ON custody (person_id) WHERE until IS NULL",
    "CREATE INDEX custody_unit ON custody (unit_id, asset_id) WHERE until IS NULL",
)

_RECALLS = (
    """CREATE TABLE recalls (
        id uuid PRIMARY KEY, unit_id uuid NOT NULL, person_id uuid NOT NULL, person_name text NOT NULL,
        person_post text NOT NULL, person_unit_name text NOT NULL, reason text NOT NULL, basis text NOT NULL,
        state text NOT NULL CHECK (state IN ('open', 'closed')), opened_on date NOT NULL, deadline date NOT
        NULL,
        closed_on date, due_told_at timestamptz, overdue_told_at timestamptz, version bigint NOT NULL)""",
    "CREATE UNIQUE INDEX recalls_one_open_case ON recalls (person_id) WHERE state = 'open'",
    "CREATE INDEX recalls_clock ON recalls (deadline) WHERE state = 'open'",
    """CREATE TABLE recall_lines (
        recall_id uuid NOT NULL REFERENCES recalls, asset_id uuid NOT NULL, code text NOT NULL, name text NOT
        NULL,
        serial text, state text NOT NULL CHECK (state IN ('open', 'returned')), record_id uuid,
        added_at timestamptz NOT NULL, PRIMARY KEY (recall_id, asset_id))""",
    "CREATE INDEX recall_lines_open ON recall_lines (asset_id) WHERE state = 'open'",
    """CREATE TABLE signing_pins (
        person_id uuid PRIMARY KEY, hash text NOT NULL, failures integer NOT NULL DEFAULT 0,
        locked_until timestamptz, version bigint NOT NULL)""",
)

_LEDGER = (
    """CREATE TABLE ledger_entries (
        id uuid PRIMARY KEY, act text NOT NULL, subject uuid NOT
        NULL,
        unit_id uuid NOT NULL, recorded_at timestamptz NOT NULL, header bytea NOT NULL,
        leaf bytea NOT NULL CHECK (length(leaf) = 32))""",
    "CREATE TABLE ledger_bodies (entry_id uuid PRIMARY KEY, salt bytea NOT NULL, body bytea NOT NULL)",
    """CREATE TABLE ledger_links (
        asset_id uuid NOT NULL, sequence bigint NOT NULL, entry_id uuid NOT NULL, position integer NOT NULL,
        previous bytea, leaf bytea NOT NULL, PRIMARY KEY (asset_id, sequence))""",
    "CREATE INDEX ledger_links_entry ON ledger_links (entry_id)",
    """CREATE TABLE ledger_queue (
        entry_id uuid PRIMARY KEY, number bigint GENERATED ALWAYS AS IDENTITY, waiting boolean NOT NULL
        DEFAULT true)""",
    "CREATE INDEX ledger_queue_waiting ON ledger_queue (number) WHERE waiting",
    """CREATE TABLE ledger_chain (
        index bigint PRIMARY KEY, entry_id uuid NOT NULL UNIQUE, leaf bytea NOT NULL, chain bytea NOT
        NULL)""",
)


def upgrade() -> None:
    engine_tables(op, "handover")
    for statement in (*_PROJECTIONS, *_RECORDS, *_RECALLS, *_LEDGER):
        op.execute(statement)
    for table in (
        "known_units",
        "known_people",
        "known_assets",
        "records",
        "record_lines",
        "record_counters",
        "custody",
        "recalls",
        "recall_lines",
        "signing_pins",
    ):
        grant(op, "handover", table)
    grant(op, "handover", "ledger_queue", "SELECT, INSERT, UPDATE (waiting)")
    for table in ("signatures", "ledger_entries", "ledger_bodies", "ledger_links", "ledger_chain"):
        append_only(op, "handover", table)
    _policies()


def _policies() -> None:
    # a person's row is also seen by who answers for an asset in the person's hands, wherever the person works
    # now
    held = "EXISTS (SELECT 1 FROM custody c WHERE c.person_id = known_people.id AND c.until IS NULL)"
    unit_policy(op, "known_people", persons=("id",), also=(held,))
    mine = (
        "EXISTS (SELECT 1 FROM custody c WHERE c.asset_id = known_assets.id"
        f" AND c.person_id = {_ME} AND c.until IS NULL)"
    )
    unit_policy(op, "known_assets", also=(mine,))
    unit_policy(op, "records", persons=("giver_person_id", "receiver_person_id"))
    unit_policy(op, "record_counters")
    unit_policy(op, "custody", persons=("person_id",))
    unit_policy(op, "recalls", persons=("person_id",))
    unit_policy(op, "signing_pins", units=(), persons=("person_id",))
    unit_policy(op, "ledger_entries")
    part_policy(op, "signatures", "records", "record_id")
    part_policy(op, "recall_lines", "recalls", "recall_id")
    # lines and bodies are written in the statement that writes their whole, which it cannot see yet
    for table, whole, column in (
        ("record_lines", "records", "record_id"),
        ("ledger_bodies", "ledger_entries", "entry_id"),
    ):
        seen = rls.through(whole, column)
        for statement in rls.policy_statements(table, seen, write_condition="true"):
            op.execute(statement)


def downgrade() -> None:
    raise NotImplementedError("a ledger is never taken down by a migration")
