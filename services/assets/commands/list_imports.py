"""Importing a list of units or of people: a dry run that only reports, then a commit in one transaction.

A commit reads the kept file again and holds it against the register as it then is. Who is registered with
the same code and name is not registered again: committing twice, or the same file once more, adds only what
is missing.
"""

import hashlib
from typing import Any
from uuid import UUID

from sqlalchemy import insert, update
from sqlalchemy.orm import Session
from werkzeug.datastructures import FileStorage

from services.assets.commands.listed import write_people, write_units
from services.assets.finding import Row, locked, wait_turn
from services.assets.imports.leavers import LAYOUT as LEAVER_LAYOUT
from services.assets.imports.leavers import MOST_PEOPLE, compare_leavers
from services.assets.imports.lists import MOST_BYTES, read_listing
from services.assets.imports.people import LAYOUT as PEOPLE_LAYOUT
from services.assets.imports.people import PeopleFindings, compare_people
from services.assets.imports.tables import unreadable
from services.assets.imports.units import LAYOUT as UNIT_LAYOUT
from services.assets.imports.units import UnitFindings, compare_units
from services.assets.models import LIST_IMPORTS
from services.assets.queries.lists import (
    leaver_register,
    list_import_shape,
    people_register,
    report_of,
    report_of_leavers,
    unit_register,
)
from shared.auth import Actor
from shared.clock import now
from shared.contracts import json_ready
from shared.errors import Conflict, FieldError, Invalid
from shared.ids import uuid7
from shared.text import clean

Findings = UnitFindings | PeopleFindings


def check_list(session: Session, actor: Actor, noun: str, body: dict[str, Any]) -> Row:
    """Read a file of `noun` (units or people), report what it holds, keep both; nothing is registered."""
    content = _content_of(body)
    sheet, found = _held_against_register(session, actor, noun, content, body["sheet"] or None)
    return _kept(session, actor, body, content, noun=noun, sheet=sheet, report=report_of(found))


def check_leavers(session: Session, actor: Actor, body: dict[str, Any]) -> Row:
    """Read a list of people who left, say whom each row means, and keep both. Nothing else follows here:
    whoever recalls from them takes the people from the report.
    """
    content = _content_of(body)
    listing = read_listing(content, LEAVER_LAYOUT, body["sheet"] or None)
    if len(listing.lines) > MOST_PEOPLE:
        raise unreadable(f"Danh sách dài quá {MOST_PEOPLE} người.", f"More than {MOST_PEOPLE} people.")
    report = report_of_leavers(compare_leavers(listing, leaver_register(session)))
    return _kept(session, actor, body, content, noun="leavers", sheet=listing.sheet, report=report)


def commit_list(session: Session, actor: Actor, import_id: UUID, body: dict[str, Any], noun: str) -> Row:
    """Register the sound rows of a checked list, or with `all` every row or none."""
    before = locked(session, LIST_IMPORTS, import_id)
    if before["noun"] != noun:
        raise _wrong_noun()
    wait_turn(session, f"list-import:{noun}")
    _, found = _held_against_register(session, actor, noun, bytes(before["content"]), before["sheet"])
    if body["all"] and found.faults:
        vi, en = "Còn dòng sai nên chưa ghi dòng nào.", "Some rows are faulty, so none was written."
        raise Conflict("rows-faulty", vi=vi, en=en)
    if not found.sound and not found.already:
        vi, en = "Không có dòng nào ghi được. Hãy sửa các dòng lỗi.", "No row can be written."
        raise Conflict("nothing-to-import", vi=vi, en=en)
    if not found.sound and before["state"] == "committed":
        return list_import_shape(before)
    _write(session, actor, found, before)
    return _committed(session, before, found)


def _content_of(body: dict[str, Any]) -> bytes:
    """The bytes of the file that was sent; raises Invalid without one, Malformed for one too large."""
    file = body["file"]
    if not isinstance(file, FileStorage):
        vi, en = "Hãy gửi tệp CSV hoặc XLSX.", "Send a CSV or XLSX file."
        raise Invalid("file-required", vi=vi, en=en, errors=[FieldError("/file", vi, en)])
    file.seek(0)  # a transaction that is run again reads the file again
    content: bytes = file.read(MOST_BYTES + 1)
    if len(content) > MOST_BYTES:
        raise unreadable("Tệp lớn hơn 10 MB.", "The file is larger than 10 MB.")
    return content


def _kept(
    session: Session,
    actor: Actor,
    body: dict[str, Any],
    content: bytes,
    *,
    noun: str,
    sheet: str | None,
    report: dict[str, Any],
) -> Row:
    made = {
        "id": uuid7(),
        "noun": noun,
        "unit_id": actor.unit_id,
        "filename": clean(body["file"].filename or "")[:200] or noun,
        "sha256": hashlib.sha256(content).hexdigest(),
        "sheet": sheet,
        "content": content,
        "state": "dry_run",
        "report": json_ready(report),
        "created_by": actor.subject,
        "created_at": now(),
        "committed_at": None,
        "version": 1,
    }
    session.execute(insert(LIST_IMPORTS), made)
    return list_import_shape(made)


def _write(session: Session, actor: Actor, found: Findings, source: Row) -> None:
    reason = f"Nhập từ tệp {source['filename']}"
    if isinstance(found, UnitFindings):
        write_units(session, actor, found.sound, reason)
    else:
        write_people(session, actor, found.sound, reason)


def _committed(session: Session, before: Row, found: Findings) -> Row:
    """The import after a commit: `valid` counts what of the file stands in the register now."""
    added, earlier = len(found.sound), before["report"]["imported"]
    report = report_of(found)
    report |= {"imported": earlier + added, "already": max(found.already - earlier, 0)}
    after = {
        "state": "committed",
        "report": json_ready(report),
        "committed_at": now(),
        "version": before["version"] + 1,
    }
    session.execute(update(LIST_IMPORTS).where(LIST_IMPORTS.c.id == before["id"]), after)
    return list_import_shape({**before, **after})


def _held_against_register(
    session: Session, actor: Actor, noun: str, content: bytes, sheet: str | None
) -> tuple[str | None, Findings]:
    if noun == "units":
        listing = read_listing(content, UNIT_LAYOUT, sheet)
        return listing.sheet, compare_units(listing, unit_register(session, actor))
    listing = read_listing(content, PEOPLE_LAYOUT, sheet)
    return listing.sheet, compare_people(listing, people_register(session, actor))


def _wrong_noun() -> Conflict:
    vi, en = "Tệp này là danh sách khác.", "This file is a list of something else."
    return Conflict("another-list", vi=vi, en=en)
