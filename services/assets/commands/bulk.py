"""Writing the assets of a whole book, some thousands with one statement.

It writes what `register` writes for single assets: row, marks, first change (without its fields, which
queries/histories.py knows), book entry; and events, each of up to EVENT assets of a unit. Rows come as
lines of text that the server takes apart: PostgreSQL takes no COPY into a table with row-level security,
while INSERT … SELECT keeps every policy and constraint.
"""

from collections.abc import Callable, Mapping
from typing import Any
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.orm import Session

from services.assets.commands.booking import first_open_day, last_closed_years
from services.assets.commands.makers import links_of
from services.assets.commands.registering import fresh_codes
from services.assets.commands.staging import Ready, ready_parts
from services.assets.imports.lines import LINE, OF_ASSET
from services.assets.imports.register import source_key
from shared.auth import Actor
from shared.clock import now, today
from shared.contracts import check_event
from shared.db import direct
from shared.ids import uuid7s
from shared.logs import correlation

Row = Mapping[str, Any]
Progress = Callable[[int, int], None]

EVENT = 500  # assets that one event tells of
TOGETHER = "assets.batch.registered.v1"

_NONE = UUID(int=0)  # arrays without nulls are read by place in no time
_TOLD = ("code", "tag", "name", "category", "serial", "unit_id", "cost", "kind", "status", "put_to_use_on")

_ROOM = "SELECT set_config('work_mem', '64MB', true)"
_FIELDS = ", ".join(f"CAST(f[{at}] AS {kind}) AS {name}" for at, (name, kind) in enumerate(LINE, start=1))
_NAMES = ", ".join(OF_ASSET)
# OFFSET 0 keeps the planner from taking a line apart again for every column.
_WRITE = f"""
    WITH told AS (
        SELECT id, code, {_FIELDS} FROM (
            SELECT CAST(id AS uuid) AS id, code, string_to_array(l, E'\\t', E'\\x01') AS f
            FROM import_parts p, ROWS FROM (
                unnest(string_to_array(p.lines, E'\\n')), unnest(string_to_array(%(ids)s, ' ')),
                unnest(string_to_array(%(codes)s, ' '))) AS t (l, id, code)
            WHERE p.import_id = %(import_id)s AND p.version = %(version)s AND p.part = %(part)s
            OFFSET 0) lines
    ), arriving AS MATERIALIZED (
        SELECT *, (CAST(%(units)s AS uuid[]))[unit] AS unit_id, 'in_store' AS status,
            nullif((CAST(%(makers)s AS uuid[]))[pair], %(none)s) AS maker_id,
            nullif((CAST(%(models)s AS uuid[]))[pair], %(none)s) AS model_id
        FROM told
    ), added AS (
        INSERT INTO assets (id, code, unit_id, maker_id, model_id, status, {_NAMES}, import_id, registered_at,
            version)
        SELECT id, code, unit_id, maker_id, model_id, status, {_NAMES}, %(import_id)s, %(now)s, 1
        FROM arriving
    ), marked AS (
        INSERT INTO asset_marks (asset_id, unit_id, code, serial_key, source_key, words)
        SELECT id, unit_id, code, serial_key, %(source)s || "row", array_to_tsvector(string_to_array(
            words || lower(' ' || code || ' ' || right(code, 4)), ' '))
        FROM arriving
    ), booked AS (
        INSERT INTO book_entries (asset_id, unit_id, effective_on, recorded_at, recorded_by, cause, quantity,
            cost, cost_budget, cost_other, wear, category, asset_kind, department, document_number,
            document_on, note, rules, source_id)
        SELECT id, unit_id, greatest(least(put_to_use_on, %(today)s), (CAST(%(open_from)s AS date[]))[unit]),
            %(now)s, %(subject)s, 'opening', 1, cost, cost_budget, cost_other, opening_wear, category, kind,
            department, document_number, document_on, '', ARRAY[kind_rule], %(import_id)s
        FROM arriving
    ), changed AS (
        INSERT INTO asset_changes (asset_id, version, changed_at, changed_by, act, reason, before, after)
        SELECT id, 1, %(now)s, %(subject)s, 'imported', '', '{{}}', '{{}}'
        FROM arriving
    ), told_together AS (
        SELECT unit_id, (row_number() OVER (PARTITION BY unit_id ORDER BY id) - 1) / {EVENT} AS chunk,
            jsonb_build_object('asset_id', id, {", ".join(f"'{name}', {name}" for name in _TOLD)})
            || CASE WHEN worn IS NULL THEN '{{}}' ELSE jsonb_build_object('accumulated_wear', worn) END
            AS said
        FROM arriving
    ), batches AS (
        SELECT gen_random_uuid() AS batch_id, unit_id, jsonb_agg(said) AS assets
        FROM told_together GROUP BY unit_id, chunk
    )
    INSERT INTO outbox (id, type, subject, sequence, unit_id, occurred_at, correlation_id, causation_id,
        data)
    SELECT gen_random_uuid(), '{TOGETHER}', batch_id::text, 1, unit_id, %(now)s, %(correlation)s,
        %(causation)s, jsonb_build_object('batch_id', batch_id, 'import_id', %(import_id)s::uuid,
            'unit_id', unit_id, 'assets', assets)
    FROM batches
    RETURNING subject
"""  # noqa: S608


def write_parts(
    session: Session, actor: Actor, source: Row, units: Mapping[str, UUID], progress: Progress
) -> int:
    """Write what is ready of the import `source` (a row with its version) as new assets in store, each in the
    unit that `units` has for its text; answers how many. Raises what the database refuses: a serial or a row
    that came meanwhile.
    """
    session.connection().exec_driver_sql(_ROOM)
    correlated, cause = correlation()
    given = {
        "import_id": source["id"], "version": source["version"], "now": now(), "today": today(),
        "subject": actor.subject, "correlation": correlated, "causation": str(cause) if cause else None,
        "none": _NONE, "source": source_key(source["sha256"], source["sheet"], ""),
    }  # fmt: skip
    closed = last_closed_years(session, set(units.values()))
    parts = ready_parts(session, source)
    done, total = 0, sum(part.rows for part in parts)
    for part in parts:
        ids = uuid7s(part.rows)
        keys = {"ids": " ".join(ids), "codes": " ".join(fresh_codes(session, part.rows))}
        batch = {**given, **_places(session, part, units, closed), "part": part.part, **keys}
        batches = direct.rows(session, _WRITE, batch)
        if not done:
            _hold_to_contract(session, batches[0].subject)
        done += part.rows
        progress(done, total)
    return total


def _places(
    session: Session, part: Ready, units: Mapping[str, UUID], closed: Mapping[UUID, int]
) -> dict[str, list[Any]]:
    """What the numbers in the lines of a part stand for."""
    links = links_of(session, part.pairs)
    chosen = [units[said] for said, _ in part.units]
    makers = [links[pair] for pair in part.pairs]
    return {
        "units": chosen,
        "open_from": [first_open_day(closed.get(unit)) for unit in chosen],
        "makers": [maker or _NONE for maker, _ in makers],
        "models": [model or _NONE for _, model in makers],
    }


def _hold_to_contract(session: Session, batch_id: str) -> None:
    """One event of the book against its contract; the types and lengths of columns make all others alike."""
    told = text("SELECT data FROM outbox WHERE subject = :id")
    check_event(TOGETHER, session.execute(told, {"id": batch_id}).scalar_one())
