"""Writing the assets of a whole book, some thousands with one statement.

It writes what `register` writes for single assets: row, marks, first change, book entry, event. Rows come as
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
from services.assets.imports.lines import LINE
from services.assets.imports.register import source_key
from shared.auth import Actor
from shared.clock import now, today
from shared.contracts import check_event
from shared.db import direct
from shared.ids import uuid7s
from shared.logs import correlation

Row = Mapping[str, Any]
Progress = Callable[[int, int], None]

_NONE = UUID(int=0)  # arrays without nulls are read by place in no time
_TEXTS = ("code", "tag", "name", "category", "maker", "model", "serial", "made_in", "department", "place",
          "origin", "kind", "kind_rule", "book_user")  # fmt: skip
_OTHERS = ("made_year", "unit_id", "latitude", "longitude", "cost", "cost_budget", "cost_other",
           "put_to_use_on", "attributes", "status")  # fmt: skip
_TOLD = ("code", "tag", "name", "category", "serial", "unit_id", "cost", "kind", "status", "put_to_use_on")
_ASSET = tuple(name for name, _ in LINE if name not in {
    "row", "unit", "pair", "serial_key", "words", "worn", "opening_wear", "document_number", "document_on"
})  # fmt: skip

_ROOM = "SELECT set_config('work_mem', '64MB', true)"
_FIELDS = ", ".join(f"CAST(f[{at}] AS {kind}) AS {name}" for at, (name, kind) in enumerate(LINE, start=1))
_NAMES = ", ".join(_ASSET)
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
            words || lower(' ' || code || ' ' || left(code, 4) || ' ' || right(code, 4)), ' '))
        FROM arriving
    ), booked AS (
        INSERT INTO book_entries (asset_id, unit_id, effective_on, recorded_at, recorded_by, cause, quantity,
            cost, cost_budget, cost_other, wear, category, asset_kind, department, document_number,
            document_on, note, rules, source_id)
        SELECT id, unit_id, greatest(least(put_to_use_on, %(today)s), (CAST(%(open_from)s AS date[]))[unit]),
            %(now)s, %(subject)s, 'opening', 1, cost, cost_budget, cost_other, opening_wear, category, kind,
            department, document_number, document_on, '', ARRAY[kind_rule], %(import_id)s
        FROM arriving
    )
    INSERT INTO outbox (id, type, subject, sequence, unit_id, occurred_at, correlation_id, causation_id, data)
    SELECT gen_random_uuid(), 'assets.asset.registered.v1', id::text, 1, unit_id, %(now)s, %(correlation)s,
        %(causation)s, jsonb_build_object('asset_id', id, {", ".join(f"'{name}', {name}" for name in _TOLD)})
            || jsonb_strip_nulls(jsonb_build_object('accumulated_wear', worn))
    FROM arriving
"""  # noqa: S608 - our own column names, here and below
_CHANGES = f"""
    INSERT INTO asset_changes (asset_id, version, changed_at, changed_by, act, reason, before, after)
    SELECT id, 1, %(now)s, %(subject)s, 'imported', '', '{{}}', jsonb_strip_nulls(jsonb_build_object(
        {", ".join(f"'{name}', nullif({name}, '')" for name in _TEXTS)},
        {", ".join(f"'{name}', {name}" for name in _OTHERS)}))
    FROM assets WHERE id BETWEEN %(first)s AND %(last)s AND import_id = %(import_id)s ORDER BY id
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
        span = {"part": part.part, "first": ids[0], "last": ids[-1]}
        batch = {**given, **_places(session, part, units, closed), **span, **keys}
        direct.rows(session, _WRITE, batch)
        direct.rows(session, _CHANGES, batch)
        if not done:
            _hold_to_contract(session, ids[0])
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


def _hold_to_contract(session: Session, asset_id: str) -> None:
    """One event of the book against its contract; the types and lengths of columns make all others alike."""
    told = text("SELECT data FROM outbox WHERE subject = :id")
    check_event("assets.asset.registered.v1", session.execute(told, {"id": asset_id}).scalar_one())
