"""Keeping a file, and withdrawing one that should not be there."""

import hashlib
from typing import Any
from uuid import UUID

from sqlalchemy import func, insert, select, update
from sqlalchemy.orm import Session
from werkzeug.datastructures import FileStorage

from services.assets.files.subjects import unit_of
from services.assets.finding import Row, locked
from services.assets.models import FILES
from services.assets.queries.files import file as readable
from services.assets.queries.files import file_shape
from services.assets.rules import files as rules
from shared.auth import Actor
from shared.clock import now
from shared.errors import Conflict, FieldError, Invalid
from shared.files.isolation import Kept, clean_apart
from shared.ids import uuid7
from shared.text import clean


def add_file(session: Session, actor: Actor, body: dict[str, Any]) -> Row:
    """Keep a file that was sent for a thing that the actor sees."""
    noun, subject_id = body["subject_noun"], body["subject_id"]
    unit_id = unit_of(session, noun, subject_id)
    kept = keep_file(
        session, actor, unit_id, body["file"], body["kind"], subject=(noun, subject_id), title=body["title"]
    )
    return file_shape(kept)


def keep_file(
    session: Session,
    actor: Actor,
    unit_id: UUID,
    upload: FileStorage,
    kind: str,
    *,
    subject: tuple[str, UUID],
    title: str = "",
) -> Row:
    """Clean `upload` and keep it for `subject` (noun, id) of the unit; answers its row without the content.

    Raises Invalid for what is no sound JPEG, PNG or PDF of at most 10 MB, Conflict for the same file twice.
    """
    sent = _read(upload)
    sent_sha256 = hashlib.sha256(sent).hexdigest()
    _refuse_again(session, subject, kind, sent_sha256)
    kept = clean_apart(sent)
    row = {
        "id": uuid7(),
        "unit_id": unit_id,
        "subject_noun": subject[0],
        "subject_id": subject[1],
        "kind": kind,
        "title": clean(title),
        "filename": _name(upload.filename, kept.media_type),
        **_facts(kept),
        "sent_sha256": sent_sha256,
        "kept_at": now(),
        "kept_by": actor.subject,
        "withdrawn_at": None,
        "withdrawn_by": None,
        "withdrawn_reason": None,
        "version": 1,
    }
    session.execute(insert(FILES), {**row, "content": kept.content, "thumbnail": kept.thumbnail})
    return {**row, "has_thumbnail": kept.thumbnail is not None}


def withdraw_file(session: Session, actor: Actor, file_id: UUID, version: int, reason: str) -> Row:
    """Mark a file as withdrawn: it stays, and is shown as what should not count any more."""
    readable(session, actor, file_id)
    file = locked(session, FILES, file_id, version)
    if file["withdrawn_at"] is not None:
        raise Conflict("file-withdrawn", vi="Tệp này đã được rút.", en="The file was withdrawn already.")
    said = {
        "withdrawn_at": now(),
        "withdrawn_by": actor.subject,
        "withdrawn_reason": clean(reason),
        "version": version + 1,
    }
    session.execute(update(FILES).where(FILES.c.id == file_id), said)
    return file_shape({**file, **said, "has_thumbnail": file["thumbnail"] is not None})


def _facts(kept: Kept) -> Row:
    return {
        "media_type": kept.media_type,
        "size": len(kept.content),
        "width": kept.width,
        "height": kept.height,
        "pages": kept.pages,
        "sha256": hashlib.sha256(kept.content).hexdigest(),
    }


def _read(upload: Any) -> bytes:
    if not isinstance(upload, FileStorage):
        vi, en = "Hãy chọn một tệp.", "Send a file."
        raise Invalid("file-required", vi=vi, en=en, errors=[FieldError("/file", vi, en)])
    upload.seek(0)  # a transaction that is run again reads the file again
    content: bytes = upload.read(rules.LARGEST + 1)
    rules.check_size(len(content))
    return content


def _refuse_again(session: Session, subject: tuple[str, UUID], kind: str, sent_sha256: str) -> None:
    mine = (FILES.c.subject_noun == subject[0], FILES.c.subject_id == subject[1])
    rules.check_room(session.execute(select(func.count()).select_from(FILES).where(*mine)).scalar_one())
    same = (FILES.c.sent_sha256 == sent_sha256, FILES.c.kind == kind, FILES.c.withdrawn_at.is_(None))
    kept = session.execute(select(FILES.c.id).where(*mine, *same)).scalar()
    if kept is not None:
        vi, en = "Tệp này đã được gắn rồi.", "This file is kept already."
        faults = [FieldError("/file", vi, en)]
        raise Conflict("file-kept-already", vi=vi, en=en, errors=faults, file_id=str(kept))


def _name(said: str | None, media_type: str) -> str:
    """The name it came with, without folders, under the ending of what it really is."""
    stem = clean((said or "").replace("\\", "/").rpartition("/")[2]).rpartition(".")
    ending = {"image/jpeg": "jpg", "image/png": "png", "application/pdf": "pdf"}[media_type]
    return f"{(stem[0] or stem[2])[:150] or 'tep'}.{ending}"
