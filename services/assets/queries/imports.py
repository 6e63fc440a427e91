"""Imports and their mappings, and what the register knows of the things that a book names."""

from collections import defaultdict
from collections.abc import Iterable
from typing import Any
from uuid import UUID

from sqlalchemy import Column, ColumnElement, Text, and_, case, cast, func, or_, select
from sqlalchemy.orm import Session

from services.assets.finding import listed, missing, units_below
from services.assets.imports.books import Book
from services.assets.imports.categories import Catalogue, catalogue_of
from services.assets.imports.register import (
    KnownUnit,
    Register,
    lookalike_key,
    serial_key,
    source_key,
    unit_key,
)
from services.assets.imports.reports import BLANK
from services.assets.models import (
    ASSET_MARKS,
    ASSETS,
    CATEGORIES,
    IMPORT_FAULTS,
    IMPORT_MAPPINGS,
    IMPORTS,
    UNITS,
)
from services.assets.queries.shapes import Row, Shape
from shared.auth import Actor
from shared.clock import today
from shared.db.tables import TASKS
from shared.text import fold
from shared.web import pages

_OWN = ("id", "filename", "sha256", "state", "sheet", "version")
_WHEN = ("created_at", "committed_at", "undone_at", "undone_reason")
_COUNTED = ("rows", "valid", "imported", "faulty_rows")
GONE = ("disposed", "withdrawn")
_STALLED = {
    "slug": "reading-failed",
    "vi": "Hệ thống chưa đọc được tệp sau ba lần thử. Hãy đọc lại, hoặc chọn bảng mã, trang tính khác.",
    "en": "The file could not be read in three attempts. Read it again, or with another encoding or sheet.",
}
_OF_IMPORT = and_(
    TASKS.c.kind == "imports.read", TASKS.c.given["import_id"].astext == cast(IMPORTS.c.id, Text)
)
_NEWEST_TASK = select(TASKS.c.state).where(_OF_IMPORT).order_by(TASKS.c.id.desc()).limit(1).scalar_subquery()
# What a task left in `reading` when it failed (its worker died, memory ran out) waits for a person, not for
# the task: it is as good as unread.
_STATE = case((and_(IMPORTS.c.state == "reading", _NEWEST_TASK == "failed"), "unread"), else_=IMPORTS.c.state)


def import_shape(row: Row) -> Shape:
    """An import with its report."""
    told = {name: row[name] for name in (*_OWN, *_WHEN, "mapping")}
    return {**BLANK, **row["report"], **told, "encoding_said": row["encoding"]}


def one_import(session: Session, import_id: UUID) -> Shape:
    """One import; raises NotFound."""
    names = (*_OWN, *_WHEN, "mapping", "encoding", "report")
    columns = [*map(_column, names), IMPORTS.c.state.label("kept_state")]
    row = session.execute(select(*columns).where(IMPORTS.c.id == import_id)).mappings().first()
    if row is None:
        raise missing("imports")
    shape = import_shape(row)
    return shape if row["state"] == row["kept_state"] else {**shape, "problem": _STALLED}


def saved_mappings(session: Session) -> Shape:
    """The column mappings that the actor may use, the shared ones first."""
    columns = (IMPORT_MAPPINGS.c.id, IMPORT_MAPPINGS.c.name, IMPORT_MAPPINGS.c.mapping)
    chosen = select(*columns).order_by(IMPORT_MAPPINGS.c.unit_id.is_not(None), IMPORT_MAPPINGS.c.id)
    return {"items": [dict(row) for row in session.execute(chosen).mappings()], "next": None}


def page_of_imports(session: Session, query: dict[str, Any]) -> Shape:
    """The imports, newest first, without what is wrong with them."""
    columns = [_column(name) for name in (*_OWN, *_WHEN)]
    told = [IMPORTS.c.report[name].label(name) for name in _COUNTED]
    chosen = select(*columns, *told).order_by(IMPORTS.c.id.desc()).limit(query["limit"] + 1)
    if query["after"]:
        (after,) = pages.key_of(query["after"], UUID)
        chosen = chosen.where(IMPORTS.c.id < after)
    rows = session.execute(chosen).mappings().all()
    return pages.page(rows, query["limit"], _line, lambda row: pages.cursor_of(str(row["id"])))


def faults_of_import(session: Session, import_id: UUID, query: dict[str, Any]) -> Shape:
    """What is wrong with an import as it now stands, page by page; raises NotFound."""
    version = session.execute(select(IMPORTS.c.version).where(IMPORTS.c.id == import_id)).scalar()
    if version is None:
        raise missing("imports")
    chosen = select(IMPORT_FAULTS).where(
        IMPORT_FAULTS.c.import_id == import_id, IMPORT_FAULTS.c.version == _told_at(import_id)
    )
    if query["kind"]:
        chosen = chosen.where(IMPORT_FAULTS.c.kind == query["kind"])
    if query["after"]:
        (after,) = pages.key_of(query["after"], int)
        chosen = chosen.where(IMPORT_FAULTS.c.number > after)
    rows = session.execute(chosen.order_by(IMPORT_FAULTS.c.number).limit(query["limit"] + 1)).mappings().all()
    return pages.page(rows, query["limit"], _fault, lambda row: pages.cursor_of(row["number"]))


def marked_faults(session: Session, import_id: UUID) -> list[Any]:
    """(row, at, kind, reason) of everything that is wrong with a row of an import as it now stands."""
    columns = [IMPORT_FAULTS.c[name] for name in ("row", "at", "kind", "reason")]
    chosen = select(*columns).where(
        IMPORT_FAULTS.c.import_id == import_id,
        IMPORT_FAULTS.c.version == _told_at(import_id),
        IMPORT_FAULTS.c.row.is_not(None),
    )
    return list(session.execute(chosen.order_by(IMPORT_FAULTS.c.number)))


def file_of_import(session: Session, import_id: UUID) -> Row:
    """The kept file of an import with what it was read by; raises NotFound."""
    names = ("filename", "content", "sheet", "encoding", "report")
    row = session.execute(select(*(IMPORTS.c[name] for name in names)).where(IMPORTS.c.id == import_id))
    found = row.mappings().first()
    if found is None:
        raise missing("imports")
    return dict(found)


def catalogue(session: Session) -> Catalogue:
    """The categories as the register has them."""
    columns = (CATEGORIES.c.code, CATEGORIES.c.name, CATEGORIES.c.attributes)
    return catalogue_of((row.code, row.name, row.attributes) for row in session.execute(select(*columns)))


def known_register(session: Session, actor: Actor, book: Book, digest: str) -> Register:
    """What the register knows of the things that `book`, a file with the SHA-256 `digest`, names."""
    serials = [key for draft in book.drafts if (key := serial_key(draft.category, draft.serial))]
    sources: list[str] = []
    if is_in_register(session, digest):
        sources = [source_key(digest, book.sheet, draft.row) for draft in book.drafts]
    return Register(
        units=_units_by_name(session, actor),
        serials=frozenset(_taken(session, ASSET_MARKS.c.serial_key, serials)),
        sources=frozenset(_taken(session, ASSET_MARKS.c.source_key, sources)),
        lookalikes=_without_serial(session, {draft.cost for draft in book.drafts if not draft.serial}),
        tags=_tags(session, {draft.tag for draft in book.drafts if draft.tag}),
    )


def units_named(session: Session, actor: Actor, said: Iterable[str]) -> dict[str, UUID | None]:
    """The unit that each of the texts names; None when that is none, several or one outside."""
    known = _units_by_name(session, actor)
    found = {text: known.get(unit_key(text), []) for text in said}
    return {text: one[0].id if len(one) == 1 and one[0].inside else None for text, one in found.items()}


def is_in_register(session: Session, digest: str) -> bool:
    """Whether some row of the file with that SHA-256 stands in the register."""
    between = ASSET_MARKS.c.source_key.between(f"{digest}/", f"{digest}0")  # "0" follows "/"
    return session.execute(select(ASSET_MARKS.c.asset_id).where(between).limit(1)).first() is not None


def _told_at(import_id: UUID) -> Any:
    """The newest version of an import that has faults, or had them: undoing tells none of its own."""
    newest = select(func.max(IMPORT_FAULTS.c.version)).where(IMPORT_FAULTS.c.import_id == import_id)
    return newest.scalar_subquery()


def _taken(session: Session, column: Column[str], keys: list[str]) -> Iterable[str]:
    """Those of `keys` that stand in `column`, however many they are."""
    if not keys:
        return ()
    return session.execute(select(column).where(column.in_(listed())), {"keys": "\n".join(keys)}).scalars()


def _tags(session: Session, tags: set[str]) -> dict[str, str]:
    """The label codes of the assets that bear one of `tags` as it is written, by folded tag."""
    if not tags:
        return {}
    chosen = select(ASSETS.c.tag, ASSETS.c.code).where(
        ASSETS.c.tag.in_(listed()), ASSETS.c.status.not_in(GONE)
    )
    return {fold(row.tag): row.code for row in session.execute(chosen, {"keys": "\n".join(sorted(tags))})}


def _column(name: str) -> ColumnElement[Any]:
    return _STATE.label("state") if name == "state" else IMPORTS.c[name]


def _line(row: Row) -> Shape:
    return {name: row[name] for name in (*_OWN, *_WHEN)} | {name: row[name] or 0 for name in _COUNTED}


def _fault(row: Row) -> Shape:
    return {name: row[name] for name in ("kind", "row", "column", "reason", "reason_en")}


def _without_serial(session: Session, costs: set[int]) -> dict[tuple[Any, ...], str]:
    """The label codes of the assets without a serial at one of `costs`, by what they look like."""
    columns: tuple[Any, ...] = (
        ASSETS.c.code,
        ASSETS.c.name,
        ASSETS.c.unit_id,
        ASSETS.c.cost,
        ASSETS.c.put_to_use_on,
    )
    chosen = select(*columns).where(
        ASSETS.c.serial == "", ASSETS.c.status.not_in(GONE), ASSETS.c.cost.in_(costs)
    )
    rows = session.execute(chosen) if costs else ()
    return {lookalike_key(row.name, row.unit_id, row.cost, row.put_to_use_on): row.code for row in rows}


def _units_by_name(session: Session, actor: Actor) -> dict[str, list[KnownUnit]]:
    """The units that exist today, by match key and by the words of their code."""
    inside = UNITS.c.id.in_(units_below(actor.unit_id)).label("inside")
    day = today()
    exists = or_(UNITS.c.valid_to.is_(None), UNITS.c.valid_to >= day)
    columns: tuple[Any, ...] = (UNITS.c.id, UNITS.c.name, UNITS.c.code, UNITS.c.match_key, inside)
    known: dict[str, list[KnownUnit]] = defaultdict(list)
    for row in session.execute(select(*columns).where(exists)):
        one = KnownUnit(row.id, row.name, row.inside or actor.scope_all)
        for key in {row.match_key, unit_key(row.code)}:
            known[key].append(one)
    return dict(known)
