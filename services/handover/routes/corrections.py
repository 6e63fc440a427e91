"""Custody put right, dated back."""

from uuid import UUID

from sqlalchemy.orm import Session

from services.handover.commands import corrections
from services.handover.queries import corrections as papers
from services.handover.queries import custody
from services.handover.routes.front import Json, door
from services.handover.schemas import corrections as shapes
from services.handover.schemas import parts
from shared.auth import Actor


@door.get("/custody-history", query=shapes.HistoryQuery, answer=shapes.HistoryOut)
def show_custody_history(session: Session, query: Json) -> Json:
    """Every row of an asset's custody, in both times; what was superseded too."""
    return custody.history(session, query["asset"])


@door.post("/custody-corrections", body=shapes.CorrectionIn, answer=shapes.CorrectionOut, status=201)
def propose_correction(session: Session, actor: Actor, body: Json) -> Json:
    return corrections.propose_correction(session, actor, body)


@door.get("/custody-corrections", query=shapes.CorrectionQuery, answer=shapes.CorrectionPage)
def list_corrections(session: Session, query: Json) -> Json:
    return papers.page_of_corrections(session, **query)


@door.get("/custody-corrections/<uuid:correction_id>", answer=shapes.CorrectionOut)
def show_correction(session: Session, correction_id: UUID) -> Json:
    return papers.correction(session, correction_id)


@door.post(
    "/custody-corrections/<uuid:correction_id>/approval",
    body=shapes.ApprovalIn,
    answer=shapes.CorrectionOut,
    if_match=True,
)
def approve_correction(session: Session, actor: Actor, correction_id: UUID, version: int, body: Json) -> Json:
    return corrections.approve_correction(session, actor, correction_id, version, body["remark"])


@door.post(
    "/custody-corrections/<uuid:correction_id>/rejection",
    body=parts.ReasonIn,
    answer=shapes.CorrectionOut,
    if_match=True,
)
def reject_correction(session: Session, actor: Actor, correction_id: UUID, version: int, body: Json) -> Json:
    return corrections.reject_correction(session, actor, correction_id, version, body["reason"])
