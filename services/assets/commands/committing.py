"""Writing a checked book into the register, in one transaction.

A commit reads the kept file again and holds it against the register as it now is. Every asset remembers the
file and row it came from, and the database lets no row of a file in twice: committing again, or the same file
again, adds only what is missing (the rows of units that were not created the first time).
"""

from typing import Any
from uuid import UUID

from sqlalchemy import update
from sqlalchemy.orm import Session

from services.assets import events
from services.assets.commands.booked import create_units
from services.assets.commands.bulk import register_book
from services.assets.commands.faults import keep_faults
from services.assets.commands.imports import held_against_register
from services.assets.finding import Row, locked, wait_turn
from services.assets.imports.books import Book, read_book
from services.assets.imports.drafts import Draft, Fault
from services.assets.imports.mappings import mapping_from_json
from services.assets.imports.register import Findings, unit_key
from services.assets.imports.reports import named, report_of
from services.assets.models import IMPORTS
from services.assets.queries.imports import catalogue, import_shape
from services.assets.rules.imports import refuse_unless_committable
from shared import outbox
from shared.auth import Actor
from shared.clock import now, today
from shared.contracts import json_ready
from shared.errors import Conflict
from shared.tasks import UNWATCHED, Progress


def commit_import(
    session: Session, actor: Actor, import_id: UUID, body: dict[str, Any], progress: Progress = UNWATCHED
) -> Row:
    """Write the sound rows whose unit is known or now created. Committing again adds nothing twice."""
    before = locked(session, IMPORTS, import_id)
    refuse_unless_committable(before["state"])
    wait_turn(session, before["sha256"])
    book = _book(session, before)
    found = held_against_register(session, actor, book, before["sha256"])
    created = create_units(session, actor, _chosen(found, body["create_units"]))
    ready, left = _parted(book, found, created)
    if not ready and not found.already:
        raise Conflict(
            "nothing-to-import",
            vi="Chưa có dòng nào ghi được. Hãy chọn tạo các đơn vị chưa có, hoặc sửa các dòng lỗi.",
            en="No row can be written. Choose which units to create, or mend the rows.",
        )
    if not ready and before["state"] == "committed":
        return import_shape(before)
    if ready:
        register_book(session, actor, {**before, "sheet": book.sheet}, ready, progress)
    report = _report(before["report"], report_of(book, found), len(ready), created)
    report |= named([*found.faults, *left], [*book.warnings, *found.warnings])
    after = _committed(before, report)
    written = {name: after[name] for name in ("state", "report", "committed_at", "version")}
    session.execute(update(IMPORTS).where(IMPORTS.c.id == import_id), written)
    keep_faults(session, after, [*found.faults, *left], [*book.warnings, *found.warnings])
    outbox.record(session, events.import_committed(after, assets=len(ready), units=len(created)))
    return import_shape(after)


def commit_later(session: Session, actor: Actor, given: dict[str, Any], progress: Progress) -> Row:
    """The work of the task `imports.commit`."""
    shape = commit_import(session, actor, UUID(str(given["import_id"])), given["body"], progress)
    return dict(json_ready({name: shape[name] for name in ("id", "state", "version", "imported")}))


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
    book: Book, found: Findings, created: dict[str, UUID]
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


def _report(earlier: Row, report: Row, added: int, created: dict[str, UUID]) -> Row:
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


def _committed(before: Row, report: Row) -> Row:
    now_committed = {"state": "committed", "report": json_ready(report), "committed_at": now()}
    return {**before, **now_committed, "version": before["version"] + 1}


def _left_out(book: Book, row: int, unit: str) -> Fault:
    vi = f"Đơn vị “{unit}” chưa có trong sổ nên dòng chưa được ghi"
    places = book.headings.columns.get("unit")
    title = book.headings.title("unit")
    return Fault(row, title, vi, f"The unit “{unit}” is not registered", places[0] if places else None)


def _chosen(found: Findings, said: bool | list[str]) -> list[str]:
    """Which of the unknown units to create."""
    if isinstance(said, bool):
        return list(found.unknown) if said else []
    wanted = {unit_key(name) for name in said}
    return [name for name in found.unknown if unit_key(name) in wanted]
