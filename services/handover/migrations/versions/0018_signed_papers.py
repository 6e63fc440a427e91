"""Signed papers that are scanned, what an officer decided of them, and witnesses."""

from alembic import op

from shared.db import rls
from shared.db.migration import append_only, part_policy, unit_policy

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None

_TABLES = (
    """CREATE TABLE scans (
        id uuid PRIMARY KEY, unit_id uuid NOT NULL, person_id uuid, filename text NOT NULL,
        media_type text NOT NULL, sha256 bytea NOT NULL REFERENCES kept_contents, sent_sha256 bytea NOT NULL,
        kept_at timestamptz NOT NULL, kept_by text NOT NULL, kept_by_name text,
        CONSTRAINT scans_once UNIQUE (unit_id, sent_sha256))""",
    "CREATE INDEX scans_content ON scans (sha256)",
    """CREATE TABLE scan_pages (
        scan_id uuid NOT NULL REFERENCES scans, page integer NOT NULL,
        found text NOT NULL CHECK (found IN
            ('record', 'copy', 'superseded', 'unknown', 'label', 'foreign', 'no_symbol')),
        symbol text NOT NULL, record_id uuid REFERENCES records,
        picture bytea NOT NULL REFERENCES kept_contents,
        PRIMARY KEY (scan_id, page))""",
    "CREATE INDEX scan_pages_record ON scan_pages (record_id) WHERE record_id IS NOT NULL",
    "CREATE INDEX scan_pages_picture ON scan_pages (picture)",
    """CREATE TABLE scan_decisions (
        scan_id uuid NOT NULL REFERENCES scans, record_id uuid NOT NULL REFERENCES records,
        verdict text NOT NULL CHECK (verdict IN ('confirmed', 'rejected')), sides text[] NOT NULL,
        note text NOT NULL, decided_at timestamptz NOT NULL, decided_by text NOT NULL, decided_by_name text,
        CONSTRAINT scan_decided_once PRIMARY KEY (scan_id, record_id))""",
    "CREATE INDEX scan_decisions_record ON scan_decisions (record_id)",
    """CREATE TABLE witnesses (
        record_id uuid NOT NULL REFERENCES records, number integer NOT NULL, person_id uuid,
        name text NOT NULL, post text NOT NULL, unit_name text NOT NULL,
        method text NOT NULL CHECK (method IN ('pin', 'drawn', 'paper')), way text NOT NULL,
        operated_by text NOT NULL, operator_name text, drawing bytea, file bytea, content_hash bytea NOT NULL,
        signed_at timestamptz NOT NULL, PRIMARY KEY (record_id, number))""",
)
_SEEN = (
    "EXISTS (SELECT 1 FROM record_files f WHERE f.sha256 = kept_contents.sha256)"
    " OR EXISTS (SELECT 1 FROM scans s WHERE s.sha256 = kept_contents.sha256)"
    " OR EXISTS (SELECT 1 FROM scan_pages p WHERE p.picture = kept_contents.sha256)"
)


def upgrade() -> None:
    for statement in _TABLES:
        op.execute(statement)
    for table in ("scans", "scan_pages", "scan_decisions", "witnesses"):
        append_only(op, "handover", table)
    unit_policy(op, "scans", persons=("person_id",))
    # who sent the scan in sees all of it, the parties of a record see what belongs to it
    for table in ("scan_pages", "scan_decisions"):
        seen = f"{rls.through('scans', f'{table}.scan_id')} OR {rls.through('records', f'{table}.record_id')}"
        for statement in rls.policy_statements(table, seen):
            op.execute(statement)
    part_policy(op, "witnesses", "records", "record_id")
    op.execute("DROP POLICY kept_contents_scope ON kept_contents")
    op.execute(f"CREATE POLICY kept_contents_scope ON kept_contents USING ({_SEEN}) WITH CHECK (true)")
    op.execute("ALTER TABLE records ADD COLUMN template text")
