"""Stocktakes: sessions, frozen lines, scans, devices, proposals, reminders."""

from alembic import op

from shared.db.migration import append_only, grant, part_policy, unit_policy

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

_TABLES = (
    """CREATE TABLE stocktakes (
        id uuid PRIMARY KEY, unit_id uuid NOT NULL REFERENCES units, title text NOT NULL,
        kind text NOT NULL CHECK (kind IN ('year_end', 'unscheduled', 'reorganisation', 'after_loss')),
        as_of date NOT NULL, units uuid[] NOT NULL, places text[] NOT NULL, categories text[] NOT NULL,
        basis text NOT NULL, board jsonb NOT NULL, member_ids uuid[] NOT NULL, second_person_id uuid,
        state text NOT NULL CHECK (state IN ('planned', 'counting', 'recounting', 'closed', 'cancelled')),
        expected integer NOT NULL, results jsonb, note text NOT NULL, rules text[] NOT NULL,
        created_at timestamptz NOT NULL, created_by text NOT NULL, opened_at timestamptz,
        ended_at timestamptz, version integer NOT NULL,
        CONSTRAINT stocktakes_results CHECK ((state = 'closed') = (results IS NOT NULL)),
        CONSTRAINT stocktakes_second CHECK (state <> 'recounting' OR second_person_id IS NOT NULL))""",
    "CREATE INDEX stocktakes_unit ON stocktakes (unit_id, id)",
    """CREATE TABLE stocktake_lines (
        stocktake_id uuid NOT NULL REFERENCES stocktakes, asset_id uuid NOT NULL, position integer NOT NULL,
        code text NOT NULL, tag text NOT NULL, serial text NOT NULL, name text NOT NULL,
        category text NOT NULL, asset_kind text NOT NULL, unit_id uuid NOT NULL, unit_name text NOT NULL,
        department text NOT NULL, place text NOT NULL, holder_person_id uuid, holder_name text NOT NULL,
        status text NOT NULL, quantity smallint NOT NULL CHECK (quantity = 1), cost bigint NOT NULL,
        wear bigint NOT NULL,
        outcome text CHECK (outcome IN ('found', 'wrong_place', 'wrong_holder', 'broken', 'missing')),
        differs text, seen_place text, seen_holder_person_id uuid, seen_condition text,
        PRIMARY KEY (stocktake_id, asset_id))""",
    "CREATE UNIQUE INDEX stocktake_lines_position ON stocktake_lines (stocktake_id, position)",
    """CREATE TABLE stocktake_scans (
        stocktake_id uuid NOT NULL REFERENCES stocktakes, scan_id uuid NOT NULL,
        number bigint GENERATED ALWAYS AS IDENTITY,
        count text NOT NULL CHECK (count IN ('first', 'second')), typed text NOT NULL, code text,
        asset_id uuid, outcome text NOT NULL, place text NOT NULL, holder_person_id uuid,
        condition text NOT NULL, description text NOT NULL, note text NOT NULL,
        photo_file_id uuid REFERENCES files,
        device_id text NOT NULL, device_time timestamptz NOT NULL, skew_seconds integer,
        seen_at timestamptz NOT NULL, received_at timestamptz NOT NULL, received_by text NOT NULL,
        person_id uuid, fingerprint text NOT NULL, retracts uuid, reason text NOT NULL,
        PRIMARY KEY (stocktake_id, scan_id),
        CONSTRAINT stocktake_scans_retracted_once UNIQUE (stocktake_id, retracts),
        CONSTRAINT stocktake_scans_retraction FOREIGN KEY (stocktake_id, retracts)
            REFERENCES stocktake_scans (stocktake_id, scan_id))""",
    "CREATE INDEX stocktake_scans_asset ON stocktake_scans (stocktake_id, count, asset_id)",
    "CREATE INDEX stocktake_scans_number ON stocktake_scans (stocktake_id, number)",
    """CREATE TABLE stocktake_devices (
        stocktake_id uuid NOT NULL REFERENCES stocktakes, device_id text NOT NULL, person_id uuid,
        person_name text NOT NULL, unsent integer NOT NULL CHECK (unsent >= 0),
        last_seen_at timestamptz NOT NULL, written_off_at timestamptz, written_off_by text,
        write_off_reason text, PRIMARY KEY (stocktake_id, device_id))""",
    """CREATE TABLE stocktake_proposals (
        id uuid PRIMARY KEY, stocktake_id uuid NOT NULL REFERENCES stocktakes, asset_id uuid, scan_id uuid,
        kind text NOT NULL
            CHECK (kind IN ('loss', 'disposal', 'set_place', 'handover', 'increase', 'clarify')),
        code text NOT NULL, name text NOT NULL, detail jsonb NOT NULL, due_on date, rules text[] NOT NULL,
        state text NOT NULL CHECK (state IN ('proposed', 'accepted', 'declined')), reason text NOT NULL,
        decided_at timestamptz, decided_by text, version integer NOT NULL,
        CONSTRAINT stocktake_proposals_decided CHECK ((state = 'proposed') = (decided_at IS NULL)))""",
    "CREATE INDEX stocktake_proposals_stocktake ON stocktake_proposals (stocktake_id, id)",
    "CREATE INDEX stocktake_proposals_asset ON stocktake_proposals (asset_id)",
    """CREATE TABLE stocktake_reminders (
        unit_id uuid NOT NULL REFERENCES units, year integer NOT NULL, id uuid NOT NULL,
        told_at timestamptz NOT NULL, PRIMARY KEY (unit_id, year))""",
)

# Offline devices send late: what was seen last counts, not what came in last. A scan that says nothing of the
# place, holder or condition takes nothing away from an earlier one that did.
_LAST = "(array_agg(s.{0} ORDER BY s.seen_at DESC, s.number DESC){1})[1]"
_SIGHTINGS = f"""
CREATE VIEW stocktake_sightings WITH (security_invoker = true) AS
SELECT s.stocktake_id, s.count, s.asset_id, {_LAST.format("scan_id", "")} AS scan_id,
       {_LAST.format("outcome", "")} AS outcome,
       coalesce({_LAST.format("place", " FILTER (WHERE s.place <> '')")}, '') AS place,
       {_LAST.format("holder_person_id", " FILTER (WHERE s.holder_person_id IS NOT NULL)")}
           AS holder_person_id,
       coalesce({_LAST.format("condition", " FILTER (WHERE s.condition <> '')")}, '') AS condition,
       coalesce({_LAST.format("note", " FILTER (WHERE s.note <> '')")}, '') AS note,
       {_LAST.format("photo_file_id", " FILTER (WHERE s.photo_file_id IS NOT NULL)")} AS photo_file_id,
       max(s.seen_at) AS seen_at
FROM stocktake_scans s
WHERE s.asset_id IS NOT NULL AND s.retracts IS NULL AND s.outcome <> 'late' AND NOT EXISTS (
    SELECT 1 FROM stocktake_scans r WHERE r.stocktake_id = s.stocktake_id AND r.retracts = s.scan_id)
GROUP BY s.stocktake_id, s.count, s.asset_id
"""


def upgrade() -> None:
    for statement in _TABLES:
        op.execute(statement)
    grant(op, "assets", "stocktakes")
    grant(op, "assets", "stocktake_devices")
    written = "outcome, differs, seen_place, seen_holder_person_id, seen_condition"
    grant(op, "assets", "stocktake_lines", f"SELECT, INSERT, UPDATE ({written})")
    decided = "state, reason, decided_at, decided_by, version, asset_id"
    grant(op, "assets", "stocktake_proposals", f"SELECT, INSERT, UPDATE ({decided})")
    append_only(op, "assets", "stocktake_scans")
    append_only(op, "assets", "stocktake_reminders")
    unit_policy(op, "stocktakes")
    unit_policy(op, "stocktake_reminders")
    for part in ("stocktake_lines", "stocktake_scans", "stocktake_devices", "stocktake_proposals"):
        part_policy(op, part, "stocktakes", "stocktake_id")
    op.execute(_SIGHTINGS)
    grant(op, "assets", "stocktake_sightings", "SELECT")
