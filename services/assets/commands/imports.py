"""Importing an asset book: a dry run that only reports, then a commit in one transaction.

A commit reads the kept file again and holds it against the register as it now is. Every asset remembers the
file and row it came from, and the database lets no row of a file in twice: committing again, or the same file
again, adds only what is missing (the rows of units that were not created the first time).
"""

import hashlib
import json
from typing import Any
from uuid import UUID

from sqlalchemy import insert, select, update
from sqlalchemy.orm import Session
from werkzeug.datastructures import FileStorage

from services.assets import events
from services.assets.commands.booked import booked_assets, create_units
from services.assets.commands.registering import register, serial_key
from services.assets.finding import Row, locked, wait_turn
from services.assets.imports.books import Book, read_book
from services.assets.imports.mappings import Mapping, mapping_from_json
from services.assets.imports.register import Findings, compare, fault_shape, report_of, unit_key
from services.assets.imports.rows import Fault
from services.assets.imports.tables import MAX_BYTES, unreadable
from services.assets.models import IMPORT_MAPPINGS, IMPORTS
from services.assets.queries.imports import import_shape, register_for
from shared import outbox
from shared.auth import Actor
from shared.clock import now, today
from shared.contracts import json_ready
from shared.errors import Conflict, FieldError, Invalid
from shared.ids import uuid7
from shared.text import clean


def dry_run(session: Session, actor: Actor, body: dict[str, Any]) -> Row:
    """Read a file, report what it holds, keep both; the register itself stays as it is."""
    file = body["file"]
    if not isinstance(file, FileStorage):
        vi, en = "Hãy gửi tệp CSV hoặc XLSX.", "Send a CSV or XLSX file."
        raise Invalid("file-required", vi=vi, en=en, errors=[FieldError("/file", vi, en)])
    file.seek(0)  # a transaction that is run again reads the file again
    content = file.read(MAX_BYTES + 1)
    if len(content) > MAX_BYTES:
        raise unreadable("Tệp lớn hơn 10 MB.", "The file is larger than 10 MB.")
    mapping, saved = _mappings(session, body["mapping"])
    book = read_book(content, mapping, today=today(), sheet=body["sheet"] or None, saved=saved)
    digest = hashlib.sha256(content).hexdigest()
    found = _held_against_register(session, actor, book, digest)
    made = {
        "id": uuid7(),
        "unit_id": actor.unit_id,
        "filename": clean(file.filename or "")[:200] or "so-tai-san",
        "sha256": digest,
        "sheet": book.sheet,
        "content": content,
        "mapping": book.mapping.as_json(),
        "state": "dry_run",
        "report": json_ready(report_of(book, found)),
        "created_by": actor.subject,
        "created_at": now(),
        "committed_at": None,
        "version": 1,
    }
    session.execute(insert(IMPORTS), made)
    return import_shape(made)


def commit_import(session: Session, actor: Actor, import_id: UUID, body: dict[str, Any]) -> Row:
    """Write the sound rows whose unit is known or now created. Committing again adds nothing twice."""
    before = locked(session, IMPORTS, import_id)
    wait_turn(session, before["sha256"])
    mapping = mapping_from_json(before["mapping"])
    book = read_book(bytes(before["content"]), mapping, today=today(), sheet=before["sheet"])
    found = _held_against_register(session, actor, book, before["sha256"])
    created = create_units(session, actor, _chosen(found, body["create_units"]))
    ready = [(draft, unit_id or created.get(unit_key(draft.unit))) for draft, unit_id in found.sound]
    assets = booked_assets([(draft, unit) for draft, unit in ready if unit], before, book.sheet)
    if not assets and not found.already:
        raise Conflict(
            "nothing-to-import",
            vi="Chưa có dòng nào ghi được. Hãy chọn tạo các đơn vị chưa có, hoặc sửa các dòng lỗi.",
            en="No row can be written. Choose which units to create, or mend the rows.",
        )
    if not assets and before["state"] == "committed":
        return import_shape(before)
    left = [_left_out(book, draft.row, draft.unit) for draft, unit in ready if not unit]
    after = _after(before, report_of(book, found), len(assets), created, left)
    _write(session, actor, after, assets, len(created))
    return import_shape(after)


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


def _write(session: Session, actor: Actor, done: Row, assets: list[Row], units: int) -> None:
    """Write the assets and the import's new state, and tell of both."""
    if assets:
        register(session, actor, assets, "imported")
    written = {name: done[name] for name in ("state", "report", "committed_at", "version")}
    session.execute(update(IMPORTS).where(IMPORTS.c.id == done["id"]), written)
    outbox.record(session, events.import_committed(done, assets=len(assets), units=units))


def _after(before: Row, report: Row, added: int, created: dict[str, UUID], left: list[Fault]) -> Row:
    """The import after a commit that added assets; `valid` now counts what of the file stands in the
    register, and the rows of units that were not created (`left`) are named among the errors.
    """
    earlier = before["report"]
    new_units = [unit["name"] for unit in report["unknown_units"] if unit_key(unit["name"]) in created]
    still_unknown = [unit for unit in report["unknown_units"] if unit["name"] not in new_units]
    report |= {
        "valid": added + report["already"],
        "imported": earlier["imported"] + added,
        "already": max(report["already"] - earlier["imported"], 0),
        "errors": report["errors"] + [fault_shape(fault) for fault in left],
        "unknown_units": still_unknown,
        "created_units": earlier["created_units"] + new_units,
    }
    now_committed = {"state": "committed", "report": json_ready(report), "committed_at": now()}
    return {**before, **now_committed, "version": before["version"] + 1}


def _left_out(book: Book, row: int, unit: str) -> Fault:
    vi, en = (
        f"Đơn vị “{unit}” chưa có trong sổ nên dòng chưa được ghi",
        f"The unit “{unit}” is not registered",
    )
    return Fault(row, book.headings.title("unit"), vi, en)


def _chosen(found: Findings, said: bool | list[str]) -> list[str]:
    """Which of the unknown units to create."""
    if isinstance(said, bool):
        return list(found.unknown) if said else []
    wanted = {unit_key(name) for name in said}
    return [name for name in found.unknown if unit_key(name) in wanted]


def _held_against_register(session: Session, actor: Actor, book: Book, digest: str) -> Findings:
    keys = {
        draft.row: (serial_key(draft.category, draft.serial), f"{digest}/{book.sheet or ''}/{draft.row}")
        for draft in book.drafts
    }
    costs = {draft.cost for draft in book.drafts if not draft.serial}
    return compare(book, register_for(session, actor, keys.values(), costs), keys)


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
