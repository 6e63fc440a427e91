"""Signed papers that were sent in."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import RowMapping, and_, exists, or_, select
from sqlalchemy.orm import Session

from services.handover import visibility
from services.handover.models import CONTENTS, RECORDS
from services.handover.models.scans import SCAN_DECISIONS, SCAN_PAGES, SCANS
from services.handover.numbers import label
from services.handover.queries.records import record
from shared.auth import Actor
from shared.errors import NotFound
from shared.web.door import Document
from shared.web.pages import cursor_of, key_of

_HEAD = ("id", "filename", "media_type", "kept_at", "kept_by_name")
_DECISION = ("record_id", "verdict", "sides", "note", "decided_at", "decided_by_name")


def page_of_scans(
    session: Session, actor: Actor, *, limit: int, after: str | None = None, waiting: bool = False
) -> dict[str, Any]:
    """A page of the scans that the actor may see, the newest first; `waiting`: only those with
    something to decide.
    """
    visibility.only_own(session, actor)
    query = select(SCANS.c.id).order_by(SCANS.c.id.desc()).limit(limit + 1)
    if waiting:
        query = query.where(_waits())
    if after is not None:
        query = query.where(SCANS.c.id < key_of(after, UUID)[0])
    ids = list(session.execute(query).scalars())
    return {
        "items": [scan_shape(session, one) for one in ids[:limit]],
        "next": cursor_of(str(ids[limit - 1])) if len(ids) > limit else None,
    }


def scan(session: Session, actor: Actor, scan_id: UUID) -> dict[str, Any]:
    """One scan that the actor may see; raises NotFound."""
    visibility.only_own(session, actor)
    return scan_shape(session, scan_id)


def scans_of_record(session: Session, actor: Actor, record_id: UUID) -> dict[str, Any]:
    """The scans with a page or a decision of a record that the actor may see: its parties too."""
    record(session, actor, record_id)
    visibility.whole(session)
    paged = select(SCAN_PAGES.c.scan_id).where(SCAN_PAGES.c.record_id == record_id)
    decided = select(SCAN_DECISIONS.c.scan_id).where(SCAN_DECISIONS.c.record_id == record_id)
    ids = sorted({*session.execute(paged).scalars(), *session.execute(decided).scalars()})
    return {"items": [_only(scan_shape(session, one), record_id) for one in ids], "next": None}


def page_picture(session: Session, actor: Actor, scan_id: UUID, page: int) -> Document:
    """The picture of one page; the parties of the page's record may see it too. Raises NotFound."""
    visibility.only_own(session, actor)
    wanted = select(SCAN_PAGES).where(SCAN_PAGES.c.scan_id == scan_id, SCAN_PAGES.c.page == page)
    row = session.execute(wanted).mappings().first()
    if row is None:
        raise _no_scan()
    return Document(_content(session, row["picture"]), "image/jpeg", f"ban-giay-{page}.jpg", sandboxed=True)


def scan_content(session: Session, actor: Actor, scan_id: UUID) -> Document:
    """The file as it was kept; raises NotFound."""
    visibility.only_own(session, actor)
    row = scan_row(session, scan_id)
    return Document(
        _content(session, row["sha256"]), row["media_type"], row["filename"], inline=False, sandboxed=True
    )


def scan_row(session: Session, scan_id: UUID) -> RowMapping:
    """The row of a scan; raises NotFound."""
    row = session.execute(select(SCANS).where(SCANS.c.id == scan_id)).mappings().first()
    if row is None:
        raise _no_scan()
    return row


def scan_shape(session: Session, scan_id: UUID) -> dict[str, Any]:
    """One scan with its pages, the records that they belong to, and what was decided."""
    row = scan_row(session, scan_id)
    pages = session.execute(
        select(SCAN_PAGES).where(SCAN_PAGES.c.scan_id == scan_id).order_by(SCAN_PAGES.c.page)
    ).mappings()
    decided = session.execute(
        select(SCAN_DECISIONS)
        .where(SCAN_DECISIONS.c.scan_id == scan_id)
        .order_by(SCAN_DECISIONS.c.decided_at)
    ).mappings()
    shown = [{name: page[name] for name in ("page", "found", "symbol", "record_id")} for page in pages]
    decisions = [{name: one[name] for name in _DECISION} for one in decided]
    ids = [one["record_id"] for one in (*shown, *decisions) if one["record_id"]]
    return {
        **{name: row[name] for name in _HEAD},
        "sha256": row["sha256"].hex(),
        "sent_sha256": row["sent_sha256"].hex(),
        "pages": shown,
        "records": _records(session, dict.fromkeys(ids), shown),
        "decisions": decisions,
    }


def _records(
    session: Session, ids: Iterable[UUID], pages: Sequence[Mapping[str, Any]]
) -> list[dict[str, Any]]:
    on: dict[UUID, list[int]] = defaultdict(list)
    for page in pages:
        if page["record_id"]:
            on[page["record_id"]].append(page["page"])
    wanted = select(RECORDS).where(RECORDS.c.id.in_(list(ids)))
    return [
        {
            "id": row["id"],
            "number": label(row["number"]) if row["number"] else None,
            "state": row["state"],
            "giver_name": row["giver_name"],
            "receiver_name": row["receiver_name"],
            "version": row["version"],
            "pages": on[row["id"]],
        }
        for row in session.execute(wanted).mappings()
    ]


def _waits() -> Any:
    """That a page of the scan belongs to a record that nobody has decided on for this scan, or to none that
    could be read, and nobody has decided anything.
    """
    any_decision = exists().where(SCAN_DECISIONS.c.scan_id == SCANS.c.id)
    undecided = exists().where(
        SCAN_PAGES.c.scan_id == SCANS.c.id,
        SCAN_PAGES.c.found.in_(("record", "copy")),
        ~exists().where(
            SCAN_DECISIONS.c.scan_id == SCANS.c.id, SCAN_DECISIONS.c.record_id == SCAN_PAGES.c.record_id
        ),
    )
    unread = exists().where(SCAN_PAGES.c.scan_id == SCANS.c.id, SCAN_PAGES.c.found == "no_symbol")
    return or_(undecided, and_(unread, ~any_decision))


def _only(shape: dict[str, Any], record_id: UUID) -> dict[str, Any]:
    """What a scan says of one record: a party of one must not read of others in the same upload."""
    kept = {
        name: [one for one in shape[name] if one["record_id"] == record_id] for name in ("pages", "decisions")
    }
    return {**shape, **kept, "records": [one for one in shape["records"] if one["id"] == record_id]}


def _content(session: Session, sha256: bytes) -> bytes:
    return bytes(session.execute(select(CONTENTS.c.content).where(CONTENTS.c.sha256 == sha256)).scalar_one())


def _no_scan() -> NotFound:
    return NotFound("scan-not-found", vi="Không có bản giấy này.", en="There is no such scan.")
