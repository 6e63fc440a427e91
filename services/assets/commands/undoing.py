"""Undoing a whole import while nothing depends on it: its assets are withdrawn, never deleted.

Their entries are reversed on the day they were booked, their serials and rows are free for the mended file;
the units that the import created stay, others may already stand under them.
"""

from typing import Any
from uuid import UUID

from sqlalchemy import text, update
from sqlalchemy.orm import Session

from services.assets import events
from services.assets.finding import Row, locked
from services.assets.models import IMPORTS
from services.assets.queries.dependents import assets_depended_on
from services.assets.queries.imports import import_shape
from services.assets.rules import books
from services.assets.rules.imports import refuse_dependents, refuse_unless_committed
from shared import outbox
from shared.auth import Actor
from shared.clock import now
from shared.contracts import json_ready
from shared.logs import correlation

_BATCH = "import_id = :import_id AND status <> 'withdrawn'"
_LOCK = f"SELECT id FROM assets WHERE {_BATCH} ORDER BY id FOR UPDATE"  # noqa: S608 - our own condition, here and below
_CLOSED = f"""
    SELECT extract(year FROM min(e.effective_on))::integer AS year, max(c.year) AS closed
    FROM book_entries e JOIN assets a ON a.id = e.asset_id JOIN year_closings c ON c.unit_id = e.unit_id
    WHERE a.{_BATCH} AND c.year >= extract(year FROM e.effective_on)
    HAVING count(*) > 0
"""  # noqa: S608
_STEPS = (
    f"""INSERT INTO book_entries (asset_id, unit_id, effective_on, recorded_at, recorded_by, cause, quantity,
            cost, cost_budget, cost_other, wear, category, asset_kind, department, document_number,
            document_on, note, rules, source_id)
        SELECT e.asset_id, e.unit_id, e.effective_on, :now, :subject, 'import_undone', -e.quantity, -e.cost,
            -e.cost_budget, -e.cost_other, -e.wear, e.category, e.asset_kind, e.department, '', NULL, :reason,
            e.rules, a.import_id
        FROM book_entries e JOIN assets a ON a.id = e.asset_id WHERE a.{_BATCH} ORDER BY e.number""",  # noqa: S608
    f"""INSERT INTO asset_changes (asset_id, version, changed_at, changed_by, act, reason, before, after)
        SELECT id, version + 1, :now, :subject, 'withdrawn', :reason, jsonb_build_object('status', status),
            '{{"status": "withdrawn"}}'
        FROM assets WHERE {_BATCH} ORDER BY id""",  # noqa: S608
    f"""UPDATE asset_marks SET serial_key = NULL, source_key = NULL
        WHERE asset_id IN (SELECT id FROM assets WHERE {_BATCH})""",  # noqa: S608
    f"""INSERT INTO outbox (id, type, subject, sequence, unit_id, occurred_at, correlation_id, causation_id,
            data)
        SELECT gen_random_uuid(), 'assets.asset.changed.v1', id::text, version + 1, unit_id, :now,
            :correlation, :causation,
            jsonb_build_object('asset_id', id, 'code', code, 'tag', tag, 'name', name, 'category', category,
                'serial', serial, 'unit_id', unit_id, 'cost', cost, 'kind', kind, 'status', 'withdrawn',
                'put_to_use_on', put_to_use_on)
        FROM assets WHERE {_BATCH} ORDER BY id""",  # noqa: S608
    f"UPDATE assets SET status = 'withdrawn', version = version + 1 WHERE {_BATCH}",  # noqa: S608
)


def undo_import(session: Session, actor: Actor, import_id: UUID, version: int, body: dict[str, Any]) -> Row:
    """Withdraw all that an import brought in. Raises Conflict when something depends on one of its assets
    (naming up to 20), or when the year it was booked in is closed.
    """
    before = locked(session, IMPORTS, import_id, version)
    refuse_unless_committed(before["state"])
    batch = session.execute(text(_LOCK), {"import_id": import_id}).scalars().all()
    refuse_dependents(*assets_depended_on(session, import_id))
    _refuse_closed_years(session, import_id)
    correlated, cause = correlation()
    given = {
        "import_id": import_id,
        "now": now(),
        "subject": actor.subject,
        "reason": body["reason"],
        "correlation": correlated,
        "causation": str(cause) if cause else None,
    }
    for step in _STEPS:
        session.execute(text(step), given)
    changed = {"state": "undone", "undone_at": given["now"], "undone_reason": body["reason"]}
    after = {**before, **changed, "version": version + 1}
    session.execute(
        update(IMPORTS).where(IMPORTS.c.id == import_id), {**changed, "version": after["version"]}
    )
    outbox.record(session, events.import_undone(after, assets=len(batch)))
    return import_shape(after)


def undo_later(session: Session, actor: Actor, given: dict[str, Any], _progress: object) -> Row:
    """The work of the task `imports.undo`."""
    shape = undo_import(session, actor, UUID(str(given["import_id"])), int(given["version"]), given["body"])
    return dict(json_ready({name: shape[name] for name in ("id", "state", "version")}))


def _refuse_closed_years(session: Session, import_id: UUID) -> None:
    closed = session.execute(text(_CLOSED), {"import_id": import_id}).first()
    if closed:
        books.refuse_closed(closed.year, closed.closed)
