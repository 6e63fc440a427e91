"""What whoever holds a paper may know of it."""

from dataclasses import asdict
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from services.handover.papers import kinds
from services.handover.papers.kinds import Paper
from shared.errors import NotFound

_SHOWN = ("id", "kind", "title", "standing", "number", "on", "count", "unit_name", "content_hash")


def paper(session: Session, paper_id: UUID) -> dict[str, Any]:
    """The paper behind a QR symbol; raises NotFound."""
    known = kinds.found(session, paper_id)
    if known is None:
        raise no_such_paper()
    return paper_shape(known[1])


def paper_shape(shown: Paper) -> dict[str, Any]:
    """A paper as anybody may see it."""
    whole = asdict(shown)
    return {name: whole[name] for name in _SHOWN}


def no_such_paper() -> NotFound:
    """That no paper of ours has this id."""
    return NotFound(
        "paper-not-found", vi="Không có giấy tờ này trong sổ.", en="There is no such paper in the books."
    )
