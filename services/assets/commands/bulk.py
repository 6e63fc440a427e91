"""Writing the assets of a whole book: COPY into a table of this transaction, then one statement a table.

It writes what `register` writes for single assets: row, marks, first change, book entry, event. PostgreSQL
takes no COPY into a table with row-level security; INSERT … SELECT keeps every policy and constraint.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from typing import Any
from uuid import UUID

import orjson
from sqlalchemy import text
from sqlalchemy.orm import Session

from services.assets.commands.booking import booking_day, last_closed_years
from services.assets.commands.makers import Link, Pair, links_of
from services.assets.commands.registering import fresh_codes
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
_SAID = (
    "tag", "name", "category", "maker", "model", "serial", "made_in", "made_year", "department", "place",
    "latitude", "longitude", "cost", "cost_budget", "cost_other", "put_to_use_on", "origin", "book_user",
)  # fmt: skip
_STAGED = (
    "position integer, id uuid, event_id uuid, code text, unit_id uuid, kind text, kind_rule text,"
    " serial_key text, source_key text, words text, booked_on date, attributes jsonb, opening_wear bigint,"
    " document_number text, document_on date, tag text, name text, category text, maker text, model text,"
    " serial text, made_in text, made_year integer, department text, place text, latitude double precision,"
    " longitude double precision, cost bigint, cost_budget bigint, cost_other bigint, put_to_use_on date,"
    " origin text, book_user text, maker_id uuid, model_id uuid"
)
_NAMES = [column.split()[0] for column in _STAGED.split(", ")]
_TEXTS = ("code", "tag", "name", "category", "maker", "model", "serial", "made_in", "department", "place",
          "origin", "kind", "kind_rule", "book_user")  # fmt: skip
_OTHERS = ("made_year", "unit_id", "latitude", "longitude", "cost", "cost_budget", "cost_other",
           "put_to_use_on", "attributes")  # fmt: skip
_TOLD = ("code", "tag", "name", "category", "serial", "unit_id", "cost", "kind", "put_to_use_on")

_STAGE = f"CREATE TEMPORARY TABLE arriving ({_STAGED}) ON COMMIT DROP"
_COPY = f"COPY arriving ({', '.join(_NAMES)}) FROM STDIN"
_WRITES = (
    f"""INSERT INTO assets (id, code, unit_id, kind, kind_rule, {", ".join(_SAID)}, attributes, maker_id,
            model_id, status, import_id, registered_at, version)
        SELECT id, code, unit_id, kind, kind_rule, {", ".join(_SAID)}, attributes, maker_id,
            model_id, 'in_store',
            CAST(:import_id AS uuid), CAST(:now AS timestamptz), 1
        FROM arriving ORDER BY position""",  # noqa: S608 - our own column names
    """INSERT INTO asset_marks (asset_id, unit_id, code, serial_key, source_key, words)
        SELECT id, unit_id, code, serial_key, source_key, array_to_tsvector(string_to_array(words, ' '))
        FROM arriving ORDER BY position""",
    f"""INSERT INTO asset_changes (asset_id, version, changed_at, changed_by, act, reason, before, after)
        SELECT id, 1, CAST(:now AS timestamptz), CAST(:subject AS text), 'imported', '', '{{}}',
            jsonb_strip_nulls(jsonb_build_object({", ".join(f"'{n}', nullif({n}, '')" for n in _TEXTS)},
                {", ".join(f"'{n}', {n}" for n in _OTHERS)}, 'status', 'in_store'))
        FROM arriving ORDER BY position""",  # noqa: S608 - our own column names
    """INSERT INTO book_entries (asset_id, unit_id, effective_on, recorded_at, recorded_by, cause, quantity,
            cost, cost_budget, cost_other, wear, category, asset_kind, department, document_number,
            document_on, note, rules, source_id)
        SELECT id, unit_id, booked_on, CAST(:now AS timestamptz), CAST(:subject AS text), 'opening', 1, cost,
            cost_budget, cost_other, opening_wear, category, kind, department, document_number, document_on,
            '', ARRAY[kind_rule], CAST(:import_id AS uuid)
        FROM arriving ORDER BY position""",
    f"""INSERT INTO outbox (id, type, subject, sequence, unit_id, occurred_at, correlation_id, causation_id,
            data)
        SELECT event_id, 'assets.asset.registered.v1', id::text, 1, unit_id, CAST(:now AS timestamptz),
            CAST(:correlation AS text), CAST(:causation AS text),
            jsonb_build_object('asset_id', id, 'status', 'in_store',
                {", ".join(f"'{n}', {n}" for n in _TOLD)})
        FROM arriving ORDER BY position""",  # noqa: S608 - our own column names
)  # fmt: skip


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
    session.execute(text(_STAGE))
    for start in range(0, len(arriving), CHUNK):
        part = arriving[start : start + CHUNK]
        codes = fresh_codes(session, len(part))
        lines.links = links_of(session, {(draft.maker, draft.model) for draft, _ in part})
        direct.copy(session, _COPY, lines.of(part, codes, start))
        for write in _WRITES:
            session.execute(text(write), given)
        if start == 0:
            _hold_to_contract(session)
        session.execute(text("TRUNCATE arriving"))
        progress(start + len(part), len(arriving))


def _hold_to_contract(session: Session) -> None:
    """One event of the book against its contract; the types and lengths of columns make all others alike."""
    told = "SELECT data FROM outbox WHERE id = (SELECT event_id FROM arriving ORDER BY position LIMIT 1)"
    check_event("assets.asset.registered.v1", session.execute(text(told)).scalar_one())


class _Lines:
    """Drafts as lines of COPY; what repeats in a book (kinds, words, days) is worked out once."""

    def __init__(self, source: Row, closed: Mapping[UUID, int]) -> None:
        self._source = source
        self._closed = closed
        self._day = today()
        self.links: Mapping[Pair, Link] = {}  # makers and models of the part that is being written
        self._kinds: dict[int, tuple[str, str]] = {}
        self._words: dict[str, str] = {"": ""}
        self._days: dict[tuple[UUID, date | None], date] = {}

    def of(self, part: Sequence[tuple[Draft, UUID]], codes: Sequence[str], start: int) -> Iterator[str]:
        """The lines of `part`, whose first row is the one at `start` of the whole."""
        ids = uuid7s(2 * len(part))
        block = []
        for at, (draft, unit_id) in enumerate(part):
            named = start + at, ids[at], ids[len(part) + at], codes[at]
            block.append(self._line(draft, unit_id, named))
        yield "".join(block)

    def _line(self, draft: Draft, unit_id: UUID, named: tuple[int, str, str, str]) -> str:
        """One line; `named` gives its position, the ids of asset and event, and its code."""
        code = named[3]
        kind = self._kinds.get(draft.cost)
        if kind is None:
            kind = self._kinds[draft.cost] = rules.kind_of(draft.cost, self._day)
        attributes = orjson.dumps(draft.attributes).decode() if draft.attributes else "{}"
        values = (
            *named, unit_id, kind[0], kind[1], serial_key(draft.category, draft.serial),
            source_key(self._source["sha256"], self._source["sheet"], draft.row), self._found_by(draft, code),
            self._booked_on(unit_id, draft.put_to_use_on), attributes, draft.opening_wear,
            draft.document_number, draft.document_on, draft.tag, draft.name, draft.category, draft.maker,
            draft.model, draft.serial, draft.made_in, draft.made_year, draft.department, draft.place,
            draft.latitude, draft.longitude, draft.cost, draft.cost_budget, draft.cost_other,
            draft.put_to_use_on, draft.origin, draft.book_user, *self.links[draft.maker, draft.model],
        )  # fmt: skip
        line = "\t".join(["\\N" if value is None else str(value) for value in values])
        if "\\" in line or line.count("\t") != len(values) - 1:  # seldom: a text with a mark of COPY in it
            line = "\t".join(map(_escaped, values))
        return line + "\n"

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


def _escaped(value: Any) -> str:
    if value is None:
        return "\\N"
    said = str(value).replace("\\", "\\\\")
    return said.replace("\t", "\\t").replace("\n", "\\n").replace("\r", "\\r")
