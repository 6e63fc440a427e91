"""From a sealed notice or clearance to its PDF: several notices are one document, a paper after the other."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any
from uuid import UUID

from sqlalchemy import select, text
from sqlalchemy.orm import Session

from services.handover import visibility
from services.handover.minutes.document import with_check
from services.handover.models import RECALL_REPRESENTATIVES
from services.handover.recall_papers.sheet import clearance_sheet, notice_sheet
from shared.auth import Actor
from shared.errors import Conflict
from shared.typeset import RENDERER
from shared.web.door import Document

TEMPLATE = Path(__file__).resolve().with_name("paper.typ")
_UNIT = text(
    "SELECT u.name, coalesce(a.name, '') AS above FROM known_units u"
    " LEFT JOIN known_units a ON a.id = u.parent_id WHERE u.id = :unit"
)
_OF_CAMPAIGN = text(
    "SELECT DISTINCT ON (n.recall_id) n.*, r.person_name FROM recall_notices n"
    " JOIN recalls r ON r.id = n.recall_id"
    " WHERE r.campaign_id = :campaign ORDER BY n.recall_id, n.id DESC"
)


def notice(session: Session, actor: Actor, row: Mapping[str, Any], base_url: str) -> Document:
    """The notice in `row` (queries.recall_acts.notice_row)."""
    visibility.only_own(session, actor)
    name = f"TB-{row['year']}-{row['number']:05d}.pdf"
    return _document([_notice(session, row, base_url)], name)


def notices(session: Session, actor: Actor, campaign_id: UUID, base_url: str) -> Document:
    """The last notices of all cases of a campaign, by number, as one document to print."""
    visibility.only_own(session, actor)
    rows = session.execute(_OF_CAMPAIGN, {"campaign": campaign_id}).mappings().all()
    if not rows:
        vi, en = "Đợt này chưa phát hành thông báo nào.", "No notice was issued yet."
        raise Conflict("no-notice", vi=vi, en=en)
    ordered = sorted(rows, key=lambda row: (str(row["unit_id"]), row["year"], row["number"]))
    return _document([_notice(session, dict(row), base_url) for row in ordered], "thong-bao-thu-hoi.pdf")


def clearance(session: Session, actor: Actor, row: Mapping[str, Any], base_url: str) -> Document:
    """The clearance in `row` (queries.recall_acts.clearance_row)."""
    visibility.only_own(session, actor)
    paper = _sealed(clearance_sheet(row["content"], _unit(session, row["unit_id"])), row, base_url)
    return _document([paper], f"XN-{row['year']}-{row['number']:05d}.pdf")


def _notice(session: Session, row: Mapping[str, Any], base_url: str) -> dict[str, Any]:
    heirs = RECALL_REPRESENTATIVES
    last = select(heirs.c.name, heirs.c.relation).where(heirs.c.recall_id == row["recall_id"])
    heir = session.execute(last.order_by(heirs.c.id.desc()).limit(1)).mappings().first()
    return _sealed(
        notice_sheet(row["content"], _unit(session, row["unit_id"]), dict(heir) if heir else None),
        row,
        base_url,
    )


def _sealed(sheet: dict[str, Any], row: Mapping[str, Any], base_url: str) -> dict[str, Any]:
    """The sheet with the address of the check page, its QR symbol and the hash that stands in the ledger."""
    return with_check({**sheet, "content_hash": row["content_hash"].hex()}, f"{base_url}/v/{row['id']}")


def _unit(session: Session, unit_id: UUID) -> dict[str, str]:
    row = session.execute(_UNIT, {"unit": unit_id}).mappings().first()
    return dict(row) if row else {"name": "", "above": ""}


def _document(papers: Sequence[dict[str, Any]], name: str) -> Document:
    return Document(RENDERER.pdf(TEMPLATE, {"papers": list(papers)}), "application/pdf", name)
