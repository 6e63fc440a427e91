"""Writing a checked book into the register, in one transaction.

What the check left ready is written as it is, when nothing that it rests on has changed since and every unit
is known or now created. Else, and when the database finds a serial or a row taken meanwhile, the kept file
is read again and held against the register as it now is. Every asset remembers the file and row it came
from, and the database lets no row of a file in twice: committing again, or the same file again, adds only
what is missing (the rows of units that were not created the first time).
"""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from sqlalchemy import update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from services.assets import events
from services.assets.commands.booked import create_units
from services.assets.commands.bulk import write_parts
from services.assets.commands.faults import carry_faults, keep_faults
from services.assets.commands.imports import held_against_register
from services.assets.commands.staging import empty_parts, keep_parts, ready_parts
from services.assets.finding import Row, locked, wait_turn
from services.assets.imports.books import Book, read_book
from services.assets.imports.drafts import Draft, Fault
from services.assets.imports.lines import parts_of
from services.assets.imports.mappings import mapping_from_json
from services.assets.imports.register import Findings, unit_key
from services.assets.imports.reports import named, report_of
from services.assets.models import IMPORTS
from services.assets.queries.imports import catalogue, import_shape, is_in_register, units_named
from services.assets.rules.imports import refuse_unless_committable
from shared import outbox
from shared.auth import Actor
from shared.clock import now, today
from shared.contracts import json_ready
from shared.db import constraint_of
from shared.errors import Conflict
from shared.tasks import UNWATCHED, Progress

_TAKEN = ("asset_marks_serial", "asset_marks_source")


def commit_import(
    session: Session, actor: Actor, import_id: UUID, body: dict[str, Any], progress: Progress = UNWATCHED
) -> Row:
    """Write the sound rows whose unit is known or now created. Committing again adds nothing twice."""
    before = locked(session, IMPORTS, import_id)
    refuse_unless_committable(before["state"])
    wait_turn(session, before["sha256"])
    units = body["create_units"]
    after = _write_ready(session, actor, before, units, progress) or _write_read_again(
        session, actor, before, units, progress
    )
    return import_shape(after or before)


def commit_later(session: Session, actor: Actor, given: dict[str, Any], progress: Progress) -> Row:
    """The work of the task `imports.commit`."""
    shape = commit_import(session, actor, UUID(str(given["import_id"])), given["body"], progress)
    return dict(json_ready({name: shape[name] for name in ("id", "state", "version", "imported")}))


def _write_ready(
    session: Session, actor: Actor, before: Row, said: bool | list[str], progress: Progress
) -> Row | None:
    """Write what the check left ready; the import afterwards, None when it must be read again."""
    parts = ready_parts(session, before)
    if before["state"] != "dry_run" or not parts or is_in_register(session, before["sha256"]):
        return None
    known = units_named(session, actor, {text for part in parts for text, _ in part.units})
    if any(known[text] != unit for part in parts for text, unit in part.units):
        return None
    unknown = [unit["name"] for unit in before["report"]["unknown_units"]]
    chosen = _chosen(unknown, said)
    if len(chosen) < len(unknown):
        return None
    try:
        with session.begin_nested():
            created = create_units(session, actor, chosen)
            units = {text: unit or created[unit_key(text)] for text, unit in known.items()}
            added = write_parts(session, actor, before, units, progress)
    except IntegrityError as error:
        if constraint_of(error) in _TAKEN:
            return None
        raise
    after = _committed(session, before, _report(before["report"], before["report"], added, created))
    carry_faults(session, before, after)
    _tell(session, after, added, created)
    return after


def _write_read_again(
    session: Session, actor: Actor, before: Row, said: bool | list[str], progress: Progress
) -> Row | None:
    """Read the file again and write what is sound; the import afterwards, None when there was nothing new."""
    book = _book(session, before)
    found = held_against_register(session, actor, book, before["sha256"])
    created = create_units(session, actor, _chosen(list(found.unknown), said))
    ready, left = _parted(book, found, created)
    if not ready and not found.already:
        raise Conflict(
            "nothing-to-import",
            vi="Chưa có dòng nào ghi được. Hãy chọn tạo các đơn vị chưa có, hoặc sửa các dòng lỗi.",
            en="No row can be written. Choose which units to create, or mend the rows.",
        )
    if not ready and before["state"] == "committed":
        return None
    if ready:
        source = {**before, "sheet": book.sheet, "version": before["version"] + 1}
        keep_parts(session, source, parts_of(ready, today()))
        units = {draft.unit: unit_id for draft, unit_id in ready}
        write_parts(session, actor, source, units, progress)
    report = _report(before["report"], report_of(book, found), len(ready), created)
    faults, warnings = [*found.faults, *left], [*book.warnings, *found.warnings]
    after = _committed(session, before, report | named(faults, warnings))
    keep_faults(session, after, faults, warnings)
    _tell(session, after, len(ready), created)
    return after


def _book(session: Session, row: Row) -> Book:
    return read_book(
        bytes(row["content"]),
        mapping_from_json(row["mapping"]),
        today=today(),
        sheet=row["sheet"],
        encoding=row["encoding"],
        catalogue=catalogue(session),
    )


def _parted(
    book: Book, found: Findings, created: Mapping[str, UUID]
) -> tuple[list[tuple[Draft, UUID]], list[Fault]]:
    """The sound drafts with their unit, and a fault for each whose unit nobody created."""
    ready, left = [], []
    for draft, known in found.sound:
        unit_id = known or created.get(unit_key(draft.unit))
        if unit_id:
            ready.append((draft, unit_id))
        else:
            left.append(_left_out(book, draft.row, draft.unit))
    return ready, left


def _report(earlier: Row, report: Row, added: int, created: Mapping[str, UUID]) -> Row:
    """The report after a commit that added assets; `valid` now counts what of the file stands in the
    register.
    """
    new_units = [unit["name"] for unit in report["unknown_units"] if unit_key(unit["name"]) in created]
    still_unknown = [unit for unit in report["unknown_units"] if unit["name"] not in new_units]
    return report | {
        "valid": added + report["already"],
        "imported": earlier["imported"] + added,
        "already": max(report["already"] - earlier["imported"], 0),
        "unknown_units": still_unknown,
        "created_units": earlier["created_units"] + new_units,
    }


def _committed(session: Session, before: Row, report: Row) -> Row:
    """The import, committed with that `report`; what was ready is written, so it is forgotten."""
    version = before["version"] + 1
    told = {"state": "committed", "report": json_ready(report), "committed_at": now(), "version": version}
    session.execute(update(IMPORTS).where(IMPORTS.c.id == before["id"]), told)
    empty_parts(session, before["id"])
    return {**before, **told}


def _tell(session: Session, after: Row, added: int, created: Mapping[str, UUID]) -> None:
    outbox.record(session, events.import_committed(after, assets=added, units=len(created)))


def _left_out(book: Book, row: int, unit: str) -> Fault:
    vi = f"Đơn vị “{unit}” chưa có trong sổ nên dòng chưa được ghi"
    places = book.headings.columns.get("unit")
    title = book.headings.title("unit")
    return Fault(row, title, vi, f"The unit “{unit}” is not registered", places[0] if places else None)


def _chosen(unknown: list[str], said: bool | list[str]) -> list[str]:
    """Which of the unknown units to create."""
    if isinstance(said, bool):
        return unknown if said else []
    wanted = {unit_key(name) for name in said}
    return [name for name in unknown if unit_key(name) in wanted]
