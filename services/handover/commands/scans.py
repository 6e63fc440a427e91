"""Signed papers: sent in at one place, found to their records by the symbol, counted when somebody looked."""

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from services.handover import lifecycle, visibility
from services.handover.commands import signatures, witnesses, writing
from services.handover.commands.files import keep_content, read
from services.handover.ledger import acts
from services.handover.models import RECORDS
from services.handover.models.scans import SCAN_DECISIONS, SCAN_PAGES, SCANS
from services.handover.queries import scans
from services.handover.signing import symbols
from services.handover.signing.reading import Page, read_paper
from shared import clock
from shared.auth import Actor
from shared.errors import Conflict, FieldError, Invalid, NotFound
from shared.ids import uuid7
from shared.text import clean

_ENDINGS = {"image/jpeg": "jpg", "image/png": "png", "application/pdf": "pdf"}


def take_paper(session: Session, actor: Actor, upload: Any) -> dict[str, Any]:
    """Keep a scan or photograph of signed papers and find the record of each page; nothing counts as
    signed yet.

    Raises Invalid for what is no readable JPEG, PNG or PDF, Conflict for the same file twice.
    """
    sent = read(upload)
    unit_id = _unit(actor)
    sent_sha256 = hashlib.sha256(sent).digest()
    _refuse_again(session, unit_id, sent_sha256)
    kept, pages = read_paper(sent)
    visibility.only_own(session, actor)
    found = [_found(session, page) for page in pages]
    visibility.whole(session)
    scan: dict[str, Any] = {
        "id": uuid7(),
        "unit_id": unit_id,
        "person_id": actor.person_id,
        "filename": _name(upload.filename, kept.media_type),
        "media_type": kept.media_type,
        "sha256": keep_content(session, kept.content, kept.media_type),
        "sent_sha256": sent_sha256,
        "kept_at": clock.now(),
        "kept_by": actor.subject,
        "kept_by_name": signatures.operator_name(session, actor),
    }
    session.execute(insert(SCANS), scan)
    session.execute(insert(SCAN_PAGES), list(_rows(session, scan["id"], pages, found)))
    return scans.scan_shape(session, scan["id"])


def decide_paper(
    session: Session, actor: Actor, scan_id: UUID, version: int, data: Mapping[str, Any]
) -> dict[str, Any]:
    """Say what is seen on a scan for one record (loaded PaperDecisionIn; `version` is the record's).

    Confirmed: the sides that are seen count as signed on paper, witnesses likewise. Rejected: nothing counts,
    with the reason. Raises Conflict for a scan that was decided on before, or of another record.
    """
    record = writing.locked(session, actor, data["record_id"], version)
    scan = dict(scans.scan_row(session, scan_id))
    _check_open(session, scan_id, record["id"])
    sides: Sequence[str] = data["sides"]
    if data["verdict"] == "confirmed":
        _check_seen(record, sides)
        for side in sides:
            signatures.admitted(session, actor, record, {"side": side, "method": "paper"})
    elif not data["note"]:
        vi = "Hãy ghi lý do không chấp nhận bản giấy này."
        raise Invalid("reason-missing", vi=vi, en="Say why.", errors=[FieldError("/note", vi, "Say why.")])
    visibility.whole(session)
    session.execute(
        insert(SCAN_DECISIONS),
        {
            "scan_id": scan_id,
            "record_id": record["id"],
            "verdict": data["verdict"],
            "sides": list(sides),
            "note": clean(data["note"]),
            "decided_at": clock.now(),
            "decided_by": actor.subject,
            "decided_by_name": signatures.operator_name(session, actor),
        },
    )
    if data["verdict"] == "confirmed":
        for side in sides:
            signatures.given(session, actor, record, {"side": side, "method": "paper"}, file=scan["sha256"])
        for one in data["witnesses"]:
            witnesses.seen_on_paper(session, actor, record, one, scan["sha256"])
    _tell(session, actor, record, scan, data)
    return scans.scan_shape(session, scan_id)


def _found(session: Session, page: Page) -> tuple[str, UUID | None]:
    """What a page is found to be, and the record that it belongs to, as the actor sees the books."""
    meaning = page.meaning
    if meaning.kind != symbols.RECORD:
        return meaning.kind, None
    wanted = select(RECORDS.c.state).where(RECORDS.c.id == meaning.record_id)
    state = session.execute(wanted).scalar()
    if state is None or state == lifecycle.DRAFT:
        return "unknown", None
    if state in lifecycle.WAITING:
        return "record", meaning.record_id
    return ("copy" if state in lifecycle.STANDING else "superseded"), meaning.record_id


def _rows(
    session: Session, scan_id: UUID, pages: Sequence[Page], found: Sequence[tuple[str, UUID | None]]
) -> Iterator[dict[str, Any]]:
    for number, (page, (kind, record_id)) in enumerate(zip(pages, found, strict=True), start=1):
        yield {
            "scan_id": scan_id,
            "page": number,
            "found": kind,
            "symbol": page.meaning.text,
            "record_id": record_id,
            "picture": keep_content(session, page.picture, "image/jpeg"),
        }


def _check_open(session: Session, scan_id: UUID, record_id: UUID) -> None:
    """The scan shows this record (or has a page without any symbol), and nobody has decided on it yet."""
    pages = session.execute(select(SCAN_PAGES).where(SCAN_PAGES.c.scan_id == scan_id)).all()
    if not any(page.record_id == record_id or page.found == symbols.NONE for page in pages):
        raise Conflict(
            "scan-of-another",
            vi="Bản giấy này mang mã của biên bản khác.",
            en="The scan carries the symbol of another record.",
        )
    decided = select(SCAN_DECISIONS.c.verdict).where(
        SCAN_DECISIONS.c.scan_id == scan_id, SCAN_DECISIONS.c.record_id == record_id
    )
    if session.execute(decided).scalar() is not None:
        raise Conflict(
            "scan-decided",
            vi="Bản giấy này đã có người xem và kết luận.",
            en="Somebody has decided on this scan already.",
        )


def _check_seen(record: Mapping[str, Any], sides: Sequence[str]) -> None:
    if not sides and record["state"] in lifecycle.WAITING:
        vi = "Hãy đánh dấu ít nhất một chữ ký nhìn thấy trên ảnh, hoặc không chấp nhận bản giấy."
        raise Invalid(
            "nothing-seen", vi=vi, en="Mark a signature that is seen, or reject the scan.",
            errors=[FieldError("/sides", vi, "Mark one.")],
        )  # fmt: skip


def _tell(
    session: Session,
    actor: Actor,
    record: Mapping[str, Any],
    scan: Mapping[str, Any],
    data: Mapping[str, Any],
) -> None:
    """The ledger keeps who looked at which file and what was said of it."""
    detail = {
        "scan": scan["id"],
        "file": scan["sha256"].hex(),
        "sent": scan["sent_sha256"].hex(),
        "sides": list(data["sides"]),
        "note": data["note"],
    }
    acts.enter(session, actor, f"record.paper_{data['verdict']}", record, detail)


def _refuse_again(session: Session, unit_id: UUID, sent_sha256: bytes) -> None:
    wanted = select(SCANS.c.id).where(SCANS.c.unit_id == unit_id, SCANS.c.sent_sha256 == sent_sha256)
    known = session.execute(wanted).scalar()
    if known is not None:
        raise Conflict(
            "scan-kept-already",
            vi="Tệp này đã được nộp rồi.",
            en="This file was sent in already.",
            scan_id=str(known),
        )


def _unit(actor: Actor) -> UUID:
    if actor.unit_id is None:
        raise NotFound(
            "no-unit", vi="Tài khoản này không thuộc đơn vị nào.", en="This account belongs to no unit."
        )
    return actor.unit_id


def _name(said: str | None, media_type: str) -> str:
    """The name it came with, without folders, under the ending of what it really is."""
    stem = clean((said or "").replace("\\", "/").rpartition("/")[2]).rpartition(".")
    return f"{(stem[0] or stem[2])[:150] or 'ban-giay'}.{_ENDINGS[media_type]}"
