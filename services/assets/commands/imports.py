"""Reading an asset book: it is kept, checked and reported; the register itself stays as it is.

A file is read at once (`dry_run`), or kept and read by a task (`set_aside`, `read_kept`), or read again as a
person has chosen its columns, sheet or encoding (`read_again`).
"""

import hashlib
import json
from typing import Any
from uuid import UUID

from sqlalchemy import insert, select, update
from sqlalchemy.orm import Session
from werkzeug.datastructures import FileStorage

from services.assets.commands.faults import keep_faults
from services.assets.commands.staging import keep_parts
from services.assets.finding import Row, locked
from services.assets.imports.books import Book, book_in, chosen_mapping, table_in
from services.assets.imports.lines import parts_of
from services.assets.imports.mappings import Mapping, mapping_from_json
from services.assets.imports.register import Findings, compare
from services.assets.imports.reports import BLANK, Report, refused_report, report_of
from services.assets.imports.tables import MAX_BYTES, unreadable
from services.assets.models import IMPORT_MAPPINGS, IMPORTS
from services.assets.queries.imports import catalogue, import_shape, known_register
from services.assets.rules.imports import refuse_unless_readable
from shared.auth import Actor
from shared.clock import now, today
from shared.contracts import json_ready
from shared.errors import FieldError, Invalid, Malformed
from shared.ids import uuid7
from shared.tasks import UNWATCHED, Progress
from shared.text import clean

_STEPS = 4  # open, read, hold against the register, write down


def dry_run(session: Session, actor: Actor, body: dict[str, Any]) -> Row:
    """Read a file, report what it holds, keep both. With `keep`, a table whose columns do not make a book is
    kept too, for a person to name them; without it that is refused.
    """
    mappings = _mappings(session, body["mapping"])
    made = _new(actor, body)
    after, found = _read(session, actor, made, mappings, keep=body["keep"])
    session.execute(insert(IMPORTS), after)
    _note(session, after, found)
    return import_shape(after)


def set_aside(session: Session, actor: Actor, body: dict[str, Any]) -> dict[str, Any]:
    """Keep a file to be read by a task; answers what the task is given."""
    _mappings(session, body["mapping"])  # what is not there is refused now, not later
    made = _new(actor, body)
    session.execute(insert(IMPORTS), made)
    said = {name: body[name] for name in ("mapping", "sheet", "encoding")}
    return {"import_id": made["id"], "version": made["version"], "body": said}


def read_again(
    session: Session,
    actor: Actor,
    import_id: UUID,
    version: int,
    body: dict[str, Any],
    *,
    progress: Progress = UNWATCHED,
) -> Row:
    """Read a kept file with the mapping, sheet and encoding now said, and report anew."""
    before = locked(session, IMPORTS, import_id, version)
    refuse_unless_readable(before["state"])
    mappings = _mappings(session, body["mapping"])
    said = {**before, "sheet": body["sheet"] or None, "encoding": body["encoding"], "version": version + 1}
    after, found = _read(session, actor, said, mappings, keep=True, progress=progress)
    names = ("state", "report", "mapping", "sheet", "encoding", "version")
    written = {name: after[name] for name in names}
    session.execute(update(IMPORTS).where(IMPORTS.c.id == import_id), written)
    _note(session, after, found)
    return import_shape(after)


def read_kept(session: Session, actor: Actor, given: dict[str, Any], progress: Progress) -> Row:
    """The work of the task `imports.read`."""
    import_id, version = UUID(str(given["import_id"])), int(given["version"])
    shape = read_again(session, actor, import_id, version, given["body"], progress=progress)
    return dict(json_ready({"id": shape["id"], "state": shape["state"], "version": shape["version"]}))


def save_mapping(session: Session, actor: Actor, body: dict[str, Any]) -> Row:
    """Keep a column mapping for the actor's unit."""
    mapping = mapping_from_json(body["mapping"])
    row = {
        "id": str(uuid7()),
        "unit_id": actor.unit_id,
        "name": clean(body["name"]),
        "mapping": mapping.as_json(),
    }
    session.execute(insert(IMPORT_MAPPINGS), row)
    return {name: row[name] for name in ("id", "name", "mapping")}


def held_against_register(session: Session, actor: Actor, book: Book, digest: str) -> Findings:
    """What the register says to `book`, whose file has the SHA-256 `digest`."""
    return compare(book, known_register(session, actor, book, digest), digest)


def _new(actor: Actor, body: dict[str, Any]) -> Row:
    """The row of an import that is still to be read. Raises Invalid or Malformed for what is no file."""
    file = body["file"]
    if not isinstance(file, FileStorage):
        vi, en = "Hãy gửi tệp CSV hoặc XLSX.", "Send a CSV or XLSX file."
        raise Invalid("file-required", vi=vi, en=en, errors=[FieldError("/file", vi, en)])
    file.seek(0)  # a transaction that is run again reads the file again
    content = file.read(MAX_BYTES + 1)
    if len(content) > MAX_BYTES:
        most = MAX_BYTES // 1024 // 1024
        raise unreadable(f"Tệp lớn hơn {most} MB.", f"The file is larger than {most} MB.")
    return {
        "id": uuid7(),
        "unit_id": actor.unit_id,
        "filename": clean(file.filename or "")[:200] or "so-tai-san",
        "sha256": hashlib.sha256(content).hexdigest(),
        "sheet": body["sheet"] or None,
        "encoding": body["encoding"],
        "content": content,
        "mapping": Mapping().as_json(),
        "state": "reading",
        "report": dict(BLANK),
        "created_by": actor.subject,
        "created_at": now(),
        "committed_at": None,
        "undone_at": None,
        "undone_reason": "",
        "version": 1,
    }


def _read(
    session: Session,
    actor: Actor,
    row: Row,
    mappings: tuple[Mapping | None, list[Mapping]],
    *,
    keep: bool,
    progress: Progress = UNWATCHED,
) -> tuple[Row, tuple[Book, Findings] | None]:
    """`row` with what reading its content found; a refusal is noted in it when it is to be kept."""
    table, used = None, mappings[0] or Mapping()
    try:
        progress(0, _STEPS)
        table = table_in(bytes(row["content"]), sheet=row["sheet"], encoding=row["encoding"])
        progress(1, _STEPS)
        used = chosen_mapping(table, *mappings)
        book = book_in(table, used, today=today(), catalogue=catalogue(session))
    except (Invalid, Malformed) as refused:
        if not keep or (table is None and row["version"] == 1):
            raise
        return _told(row, used, "unread", refused_report(table, used, refused)), None
    progress(2, _STEPS)
    found = held_against_register(session, actor, book, row["sha256"])
    progress(3, _STEPS)
    report = report_of(book, found)
    return _told(row, used, "dry_run", report), (book, found)


def _told(row: Row, mapping: Mapping, state: str, report: Report) -> Row:
    told = {"mapping": mapping.as_json(), "state": state, "report": json_ready(report)}
    return {**row, **told, "sheet": report["sheet"] or row["sheet"]}


def _note(session: Session, row: Row, found: tuple[Book, Findings] | None) -> None:
    """Keep what was found: the faults to be read page by page, the sound rows ready to be written."""
    if found:
        book, held = found
        keep_faults(session, row, held.faults, [*book.warnings, *held.warnings])
        keep_parts(session, row, parts_of(held.sound, today()))


def _mappings(session: Session, said: str) -> tuple[Mapping | None, list[Mapping]]:
    """(the mapping that was said, the saved ones to try when none was)."""
    if said.startswith("{"):
        try:
            return mapping_from_json(json.loads(said)), []
        except ValueError as error:
            vi, en = "Cấu hình cột không phải JSON hợp lệ.", "The mapping is not valid JSON."
            raise Invalid("mapping-invalid", vi=vi, en=en, errors=[FieldError("/mapping", vi, en)]) from error
    kept = {
        row.id: row.mapping
        for row in session.execute(select(IMPORT_MAPPINGS.c.id, IMPORT_MAPPINGS.c.mapping))
    }
    if not said:
        return None, [mapping_from_json(mapping) for mapping in kept.values()]
    if said not in kept:
        vi, en = f"Không có cấu hình cột “{said}”.", f"There is no saved mapping “{said}”."
        raise Invalid("mapping-not-found", vi=vi, en=en, errors=[FieldError("/mapping", vi, en)])
    return mapping_from_json(kept[said]), []
