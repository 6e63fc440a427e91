"""Papers given out: the print of each copy is kept, and a stranger's copy is held to the prints."""

import hashlib
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from services.handover import visibility
from services.handover.models import PRINTS
from services.handover.papers import kinds
from services.handover.papers.apart import pages_apart
from services.handover.papers.fingerprint import pages_of
from services.handover.papers.kinds import Paper
from services.handover.papers.prints import Print, blocks_of
from services.handover.queries.papers import no_such_paper, paper_shape
from services.handover.rules.papers import Verdict, byte_for_byte, compared
from shared.auth import system_actor
from shared.clock import now
from shared.ids import uuid7


def keep_print(session: Session, paper_id: UUID, content: bytes) -> None:
    """Keep the print of a copy that is about to be given out; the same bytes twice are one print. A draft,
    which is no paper yet, leaves none.
    """
    known = kinds.found(session, paper_id)
    if known is None:
        return
    paper = known[1]
    visibility.whole(session)  # a party of another unit may ask for a copy; the print is the service's own
    row = {
        "id": uuid7(),
        "paper_id": paper_id,
        "kind": paper.kind,
        "unit_id": paper.unit_id,
        "version": paper.version,
        "size": len(content),
        "sha256": hashlib.sha256(content).digest(),
        "blocks": blocks_of(content),
        "pages": [bytes.fromhex(one) for one in pages_of(content)["pages"]],
        "made_at": now(),
    }
    # naming the constraint would need the right to see the print, which a holder of another unit has not
    session.execute(insert(PRINTS).values(row).on_conflict_do_nothing())


def compare(session: Session, paper_id: UUID, content: bytes, base_url: str) -> dict[str, Any]:
    """How far `content` is the paper `paper_id` as we gave it out (PaperOut with `comparison`). Raises
    NotFound for no paper of ours, Invalid for a file that cannot be read.
    """
    known = kinds.found(session, paper_id)
    if known is None:
        raise no_such_paper()
    kind, paper = known
    prints = _prints(session, paper_id)
    if not prints:
        fresh = kind.render(session, system_actor("handover"), paper_id, base_url)
        keep_print(session, paper_id, fresh.content)
        prints = _prints(session, paper_id)
    verdict = byte_for_byte(content, prints) or compared(content, pages_apart(content), prints)
    return {**paper_shape(paper), "comparison": _told(verdict, paper)}


def _prints(session: Session, paper_id: UUID) -> list[Print]:
    rows = session.execute(select(PRINTS).where(PRINTS.c.paper_id == paper_id).order_by(PRINTS.c.id.desc()))
    return [
        Print(
            row.version,
            row.size,
            bytes(row.sha256),
            bytes(row.blocks),
            tuple(bytes(one) for one in row.pages),
        )
        for row in rows
    ]


def _told(verdict: Verdict, paper: Paper) -> dict[str, Any]:
    spread = verdict.bytes_differ
    return {
        "verdict": verdict.verdict,
        "older": verdict.nearest is not None and verdict.nearest.version < paper.version,
        "pages": verdict.pages,
        "different": list(verdict.different),
        "missing": list(verdict.missing),
        "added": list(verdict.added),
        "stuck": list(verdict.stuck),
        "from_byte": spread[0] if spread else None,
        "to_byte": spread[1] if spread else None,
    }
