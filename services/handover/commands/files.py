"""PDFs of a record that bear digital signatures: prepared, sealed by the agency, signed outside and sent in.

Every file is a row of its own that points at its content; none is ever changed or overwritten.
"""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import RowMapping, insert, select
from sqlalchemy.dialects.postgresql import insert as upsert
from sqlalchemy.orm import Session
from werkzeug.datastructures import FileStorage

from services.handover import lifecycle, visibility
from services.handover.commands import signatures, writing
from services.handover.commands.papers import keep_print
from services.handover.minutes import document
from services.handover.models import CONTENTS, FILES
from services.handover.queries import records
from services.handover.queries.files import file_shape, files_of
from services.handover.signing import differences, judging
from services.handover.signing.examination import examine
from services.handover.signing.office import Office
from shared import clock
from shared.auth import Actor
from shared.errors import Conflict, FieldError, Invalid


@dataclass(frozen=True)
class SignedFile:
    """A PDF that came back signed: the upload, the side it is for where names do not tell, trusted roots."""

    upload: Any
    side: str | None
    roots: str


LARGEST = 20_000_000  # bytes of a signed PDF
PDF = "application/pdf"


def prepare_file(session: Session, actor: Actor, record_id: UUID, office: Office) -> dict[str, Any]:
    """The PDF that is to be signed outside: the newest file of the record, or the minutes set now
    and kept.
    """
    writing.held(session, actor, record_id)
    shown = records.record(session, actor, record_id)
    lifecycle.step("sign", shown["state"])
    newest = newest_file(session, record_id)
    if newest is not None:
        return file_shape(newest)
    pdf = document.minutes(
        session, actor, record_id, office.base_url, to_sign=True, copies=office.copies
    ).content
    return keep_file(session, actor, record_id, "prepared", pdf, before=None, report=None)


def take_signed_file(
    session: Session, actor: Actor, record_id: UUID, version: int, data: SignedFile
) -> dict[str, Any]:
    """Take a PDF that was signed outside, and count whose signatures it newly bears.

    Raises Invalid that names what is wrong: bytes that differ from the file given out, signatures that do not
    hold, certificates that nobody trusts or that bear no party's name.
    """
    record = writing.locked(session, actor, record_id, version)
    lifecycle.step("sign", record["state"])
    sent = read(data.upload)
    before = _origin(session, record_id, sent)
    report = examine(sent, data.roots)
    judging.check_readable(report)
    new = judging.new_signatures(report, before["size"])
    names = {side: record[f"{side}_name"] for side in ("giver", "receiver")}
    sides = [judging.side_of(one, names, data.side) for one in new]
    for one, side in zip(new, sides, strict=True):
        if side is None:
            raise judging.not_a_party(one, names)
        signatures.admitted(session, actor, record, {"side": side, "method": "pades"})
    if len(set(sides)) < len(sides):
        raise Conflict("already-signed", vi="Một bên ký hai lần trong tệp.", en="One side signed twice.")
    visibility.whole(session)
    file = keep_file(session, actor, record_id, "signed", sent, before=before, report=report)
    bears = bytes.fromhex(file["sha256"])
    done: dict[str, Any] = {}
    for side in sides:
        done = signatures.given(session, actor, record, {"side": side, "method": "pades"}, file=bears)
    return done


def read(upload: Any) -> bytes:
    """The bytes of an uploaded file of at most LARGEST bytes; raises Invalid."""
    if not isinstance(upload, FileStorage):
        raise _bad_file("file-required", "Hãy chọn một tệp.", "Send a file.")
    upload.seek(0)  # a transaction that is run again reads the file again
    content: bytes = upload.read(LARGEST + 1)
    if len(content) > LARGEST:
        raise _bad_file("file-too-large", "Tệp lớn hơn 20 MB.", "The file is over 20 MB.")
    return content


def keep_content(session: Session, content: bytes, media_type: str) -> bytes:
    """Keep `content` under its SHA-256, which is answered; the same content is kept once."""
    sha256 = hashlib.sha256(content).digest()
    row = {"sha256": sha256, "media_type": media_type, "content": content}
    session.execute(upsert(CONTENTS).on_conflict_do_nothing(), row)
    return sha256


def keep_file(
    session: Session,
    actor: Actor,
    record_id: UUID,
    kind: str,
    content: bytes,
    *,
    before: RowMapping | None,
    report: Mapping[str, Any] | None,
) -> dict[str, Any]:
    """Keep `content` as the next file of the record, made upon `before`; answers its shape."""
    visibility.whole(session)
    row = {
        "record_id": record_id,
        "number": len(files_of(session, record_id)) + 1,
        "kind": kind,
        "extends": before["number"] if before is not None else None,
        "sha256": keep_content(session, content, PDF),
        "size": len(content),
        "report": report,
        "kept_at": clock.now(),
        "kept_by": actor.subject,
    }
    session.execute(insert(FILES), row)
    keep_print(session, record_id, content)
    return file_shape(row)


def _origin(session: Session, record_id: UUID, sent: bytes) -> RowMapping:
    """The newest file of the record, which `sent` must begin with, byte for byte. Raises Invalid,
    Conflict.
    """
    kept = files_of(session, record_id)
    if not kept:
        vi = "Chưa có bản để ký số. Hãy tải bản để ký số của biên bản này, ký rồi nộp lại."
        raise Conflict("no-file-to-sign", vi=vi, en="Fetch the file to sign of this record first.")
    newest = kept[-1]
    gone = differences.begins_with(sent, content_of(session, newest))
    if gone is None:
        return newest
    for older in reversed(kept[:-1]):
        if sent.startswith(content_of(session, older)):
            raise _superseded(older["number"], newest["number"])
    vi, en = gone.said()
    raise _bad_file(
        "not-our-file",
        f"Tệp không phải bản đã tải từ biên bản này rồi ký tiếp. {vi}",
        f"The file does not begin with the file to sign of this record. {en}",
    )


def newest_file(session: Session, record_id: UUID) -> RowMapping | None:
    """The row of the newest file of a record, or None."""
    kept = files_of(session, record_id)
    return kept[-1] if kept else None


def content_of(session: Session, file: RowMapping) -> bytes:
    """The bytes of a file."""
    return bytes(
        session.execute(select(CONTENTS.c.content).where(CONTENTS.c.sha256 == file["sha256"])).scalar_one()
    )


def _superseded(number: int, newest: int) -> Conflict:
    vi = f"Tệp này ký trên bản số {number}; bản mới nhất là số {newest}. Hãy tải bản mới nhất để ký tiếp."
    return Conflict("file-superseded", vi=vi, en=f"It extends file {number}; file {newest} is newer.")


def _bad_file(slug: str, vi: str, en: str) -> Invalid:
    return Invalid(slug, vi=vi, en=en, errors=[FieldError("/file", vi, en)])
