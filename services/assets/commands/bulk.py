"""Writing the assets of a whole book, some thousands with one statement.

It writes what `register` writes for single assets: row, marks, first change, book entry, event. Rows travel
as lines of text that the server takes apart: PostgreSQL takes no COPY into a table with row-level security
and our role makes no temporary tables, while INSERT … SELECT keeps every policy and constraint.
"""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any
from uuid import UUID

import orjson
from sqlalchemy import text
from sqlalchemy.orm import Session

from services.assets.commands.booking import booking_day, last_closed_years
from services.assets.commands.makers import Link, Pair, links_of
from services.assets.commands.registering import fresh_codes, worn_when_new
from services.assets.imports.drafts import Draft
from services.assets.imports.register import serial_key, source_key
from services.assets.rules import assets as rules
from shared.auth import Actor
from shared.clock import now, today
from shared.contracts import check_event
from shared.db import direct
from shared.ids import uuid7s
from shared.logs import correlation
from shared.text import words

Row = Mapping[str, Any]
Progress = Callable[[int, int], None]

CHUNK = 10_000
_NULL = "\x01"  # no cell can hold it: `clean` takes it out
_LINE = (
    ("id", "uuid"), ("code", "text"), ("unit_id", "uuid"), ("kind", "text"), ("kind_rule", "text"),
    ("attributes", "jsonb"), ("tag", "text"), ("name", "text"), ("category", "text"), ("maker", "text"),
    ("model", "text"), ("serial", "text"), ("made_in", "text"), ("made_year", "integer"),
    ("department", "text"), ("place", "text"), ("latitude", "double precision"),
    ("longitude", "double precision"), ("cost", "bigint"), ("cost_budget", "bigint"),
    ("cost_other", "bigint"), ("put_to_use_on", "date"), ("origin", "text"), ("book_user", "text"),
    ("maker_id", "uuid"), ("model_id", "uuid"),
)  # fmt: skip
_MORE = (
    ("id", "uuid"), ("event_id", "uuid"), ("serial_key", "text"), ("source_key", "text"), ("words", "text"),
    ("booked_on", "date"), ("opening_wear", "bigint"), ("document_number", "text"), ("document_on", "date"),
    ("worn", "bigint"),
)  # fmt: skip
_TEXTS = ("code", "tag", "name", "category", "maker", "model", "serial", "made_in", "department", "place",
          "origin", "kind", "kind_rule", "book_user")  # fmt: skip
_OTHERS = ("made_year", "unit_id", "latitude", "longitude", "cost", "cost_budget", "cost_other",
           "put_to_use_on", "attributes", "status")  # fmt: skip
_TOLD = ("code", "tag", "name", "category", "serial", "unit_id", "cost", "kind", "status", "put_to_use_on")


def _lines(columns: Sequence[tuple[str, str]], block: str) -> str:
    """A sub-select that takes the lines of the parameter `block` apart."""
    cast = ", ".join(f"CAST(f[{at}] AS {kind}) AS {name}" for at, (name, kind) in enumerate(columns, start=1))
    line = f"string_to_array(l, E'\\t', E'\\x01') AS f FROM unnest(string_to_array(%({block})s, E'\\n')) AS l"
    once = "OFFSET 0"  # keeps the planner from taking a line apart again for every column
    return f"SELECT {cast} FROM (SELECT {line} {once}) lines"  # noqa: S608 - our own column names, here and below


_NAMES = ", ".join(name for name, _ in _LINE)
_ASSETS = f"""
    INSERT INTO assets ({_NAMES}, status, import_id, registered_at, version)
    SELECT {_NAMES}, 'in_store', %(import_id)s, %(now)s, 1 FROM ({_lines(_LINE, "block")}) arriving
"""  # noqa: S608
_BATCH = "a.id BETWEEN %(first)s AND %(last)s AND a.import_id = %(import_id)s"
_CHANGES = f"""
    INSERT INTO asset_changes (asset_id, version, changed_at, changed_by, act, reason, before, after)
    SELECT id, 1, %(now)s, %(subject)s, 'imported', '', '{{}}', jsonb_strip_nulls(jsonb_build_object(
        {", ".join(f"'{name}', nullif({name}, '')" for name in _TEXTS)},
        {", ".join(f"'{name}', {name}" for name in _OTHERS)}))
    FROM assets a WHERE {_BATCH} ORDER BY id
"""  # noqa: S608
_REST = f"""
    WITH added AS MATERIALIZED (
        SELECT a.*, m.event_id, m.serial_key, m.source_key, m.words, m.booked_on, m.opening_wear,
            m.document_number, m.document_on, m.worn
        FROM ({_lines(_MORE, "more")}) m JOIN assets a ON a.id = m.id WHERE {_BATCH} ORDER BY a.id),
    marks AS (
        INSERT INTO asset_marks (asset_id, unit_id, code, serial_key, source_key, words)
        SELECT id, unit_id, code, serial_key, source_key, array_to_tsvector(string_to_array(words, ' '))
        FROM added),
    booked AS (
        INSERT INTO book_entries (asset_id, unit_id, effective_on, recorded_at, recorded_by, cause, quantity,
            cost, cost_budget, cost_other, wear, category, asset_kind, department, document_number,
            document_on, note, rules, source_id)
        SELECT id, unit_id, booked_on, %(now)s, %(subject)s, 'opening', 1, cost, cost_budget, cost_other,
            opening_wear, category, kind, department, document_number, document_on, '', ARRAY[kind_rule],
            import_id
        FROM added)
    INSERT INTO outbox (id, type, subject, sequence, unit_id, occurred_at, correlation_id, causation_id, data)
    SELECT event_id, 'assets.asset.registered.v1', id::text, 1, unit_id, %(now)s, %(correlation)s,
        %(causation)s, jsonb_build_object('asset_id', id, {", ".join(f"'{name}', {name}" for name in _TOLD)})
            || jsonb_strip_nulls(jsonb_build_object('accumulated_wear', worn))
    FROM added
"""  # noqa: S608


def register_book(
    session: Session, actor: Actor, source: Row, arriving: Sequence[tuple[Draft, UUID]], progress: Progress
) -> None:
    """Write `arriving` drafts with their units as assets of the import `source`, new in store. Raises what
    the database refuses (a serial that came meanwhile); `progress` is told after every CHUNK.
    """
    correlated, cause = correlation()
    given = {
        "import_id": source["id"], "now": now(), "subject": actor.subject,
        "correlation": correlated, "causation": str(cause) if cause else None,
    }  # fmt: skip
    lines = _Lines(source, last_closed_years(session, {unit for _, unit in arriving}))
    for start in range(0, len(arriving), CHUNK):
        part = arriving[start : start + CHUNK]
        ids, events = uuid7s(len(part)), uuid7s(len(part))
        codes = fresh_codes(session, len(part))
        lines.links = links_of(session, {(draft.maker, draft.model) for draft, _ in part})
        lines.take(part, ids, events, codes)
        batch = {**given, "block": lines.block, "more": lines.more, "first": ids[0], "last": ids[-1]}
        for write in (_ASSETS, _CHANGES, _REST):
            direct.rows(session, write, batch)
        if start == 0:
            _hold_to_contract(session, events[0])
        progress(start + len(part), len(arriving))


def _hold_to_contract(session: Session, event_id: str) -> None:
    """One event of the book against its contract; the types and lengths of columns make all others alike."""
    told = text("SELECT data FROM outbox WHERE id = CAST(:id AS uuid)")
    check_event("assets.asset.registered.v1", session.execute(told, {"id": event_id}).scalar_one())


class _Lines:
    """Drafts as lines of text; what repeats in a book (kinds, words, days) is worked out once. `block` are
    the lines of assets, `more` those of what is written beside them.
    """

    def __init__(self, source: Row, closed: Mapping[UUID, int]) -> None:
        self.block = self.more = ""
        self._source = source
        self._closed = closed
        self._day = today()
        self.links: Mapping[Pair, Link] = {}  # makers and models of the part that is being written
        self._kinds: dict[int, tuple[str, str]] = {}
        self._words: dict[str, str] = {"": ""}
        self._days: dict[tuple[UUID, date | None], date] = {}

    def take(
        self,
        part: Sequence[tuple[Draft, UUID]],
        ids: Sequence[str],
        events: Sequence[str],
        codes: Sequence[str],
    ) -> None:
        """Make the lines of `part`."""
        named = list(zip(part, ids, codes, events, strict=True))
        self.block = "\n".join([self._asset(one, unit, key, code) for (one, unit), key, code, _ in named])
        self.more = "\n".join([self._beside(one, unit, *keys) for (one, unit), *keys in named])

    def _asset(self, draft: Draft, unit_id: UUID, key: str, code: str) -> str:
        kind = self._kinds.get(draft.cost)
        if kind is None:
            kind = self._kinds[draft.cost] = rules.kind_of(draft.cost, self._day)
        attributes = orjson.dumps(draft.attributes).decode() if draft.attributes else "{}"
        return _line(
            key, code, unit_id, kind[0], kind[1], attributes, draft.tag, draft.name, draft.category,
            draft.maker, draft.model, draft.serial, draft.made_in, draft.made_year, draft.department,
            draft.place, draft.latitude, draft.longitude, draft.cost, draft.cost_budget, draft.cost_other,
            draft.put_to_use_on, draft.origin, draft.book_user, *self.links[draft.maker, draft.model],
        )  # fmt: skip

    def _beside(self, draft: Draft, unit_id: UUID, key: str, code: str, event: str) -> str:
        source = source_key(self._source["sha256"], self._source["sheet"], draft.row)
        return _line(
            key, event, serial_key(draft.category, draft.serial), source, self._found_by(draft, code),
            self._booked_on(unit_id, draft.put_to_use_on), draft.opening_wear, draft.document_number,
            draft.document_on, self._worn(draft),
        )  # fmt: skip

    def _worn(self, draft: Draft) -> int | None:
        return worn_when_new(self._kinds[draft.cost][0], draft.opening_wear, draft.put_to_use_on)

    def _booked_on(self, unit_id: UUID, used_on: date | None) -> date:
        key = unit_id, used_on
        if key not in self._days:
            self._days[key] = booking_day(used_on, self._closed.get(unit_id))
        return self._days[key]

    def _found_by(self, draft: Draft, code: str) -> str:
        """The folded words of `search_words`, joined."""
        known = self._words
        texts = (
            draft.name,
            draft.tag,
            draft.place,
            draft.department,
            draft.book_user,
            draft.model,
            draft.maker,
        )
        for said in texts:
            if said not in known:
                known[said] = " ".join(word[:100] for word in words(said))
        serial = words(draft.serial)
        joined, low = "".join(serial), code.lower()
        tails = [joined[-size:] for size in (4, 6) if len(joined) > size]
        found = [known[said] for said in texts]
        found += [word[:100] for word in serial]
        return " ".join([*filter(None, found), *tails, low, low[:4], low[4:]])


def _line(*values: Any) -> str:
    """One line; what `clean` left of a text holds neither tab nor end of line."""
    return "\t".join([_NULL if value is None else str(value) for value in values])
