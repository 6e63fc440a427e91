"""Recall cases, and what happens in them."""

from uuid import UUID

from sqlalchemy.orm import Session

from services.handover.commands import recall_notices, recall_settling, recalls
from services.handover.queries import recalls as cases
from services.handover.routes.front import Json, door
from services.handover.schemas import parts
from services.handover.schemas import recall_acts as said
from services.handover.schemas import recalls as case_shapes
from shared.auth import Actor

_CASE = "/recalls/<uuid:recall_id>"


@door.get("/recalls", query=case_shapes.RecallQuery, answer=case_shapes.RecallPage)
def list_recalls(session: Session, actor: Actor, query: Json) -> Json:
    return cases.page_of_recalls(session, actor, **query)


@door.get(_CASE, answer=said.RecallWholeOut)
def show_recall(session: Session, actor: Actor, recall_id: UUID) -> Json:
    return cases.recall(session, actor, recall_id)


@door.post("/recalls", body=case_shapes.RecallIn, answer=case_shapes.RecallOut, status=201)
def open_recall(session: Session, actor: Actor, body: Json) -> Json:
    return recalls.open_recall(session, actor, body)


@door.post(f"{_CASE}/outcomes", body=said.OutcomeIn, answer=case_shapes.RecallOut, if_match=True)
def settle_lines(session: Session, actor: Actor, recall_id: UUID, version: int, body: Json) -> Json:
    """Say what became of some of the things; a correction is one more."""
    return recall_settling.settle(session, actor, recall_id, version, body)


@door.post(f"{_CASE}/extension", body=said.ExtensionIn, answer=case_shapes.RecallOut, if_match=True)
def extend_recall(session: Session, actor: Actor, recall_id: UUID, version: int, body: Json) -> Json:
    """Give more time."""
    return recalls.extend(session, actor, recall_id, version, body)


@door.post(f"{_CASE}/notices", body=parts.Nothing, answer=case_shapes.RecallOut, if_match=True)
def issue_notice(session: Session, actor: Actor, recall_id: UUID, version: int) -> Json:
    """Issue the notice to the leaver, as the case now is."""
    return recall_notices.issue_notice(session, actor, recall_id, version)


@door.post(f"{_CASE}/deliveries", body=said.DeliveryIn, answer=case_shapes.RecallOut, if_match=True)
def record_delivery(session: Session, actor: Actor, recall_id: UUID, version: int, body: Json) -> Json:
    """The notice was delivered, or its receipt acknowledged."""
    return recall_notices.record_delivery(session, actor, recall_id, version, body)


@door.post(f"{_CASE}/acknowledgement", body=parts.Nothing, answer=case_shapes.RecallOut, if_match=True)
def acknowledge_notice(session: Session, actor: Actor, recall_id: UUID, version: int) -> Json:
    """The leaver says that the notice has come."""
    return recall_notices.acknowledge(session, actor, recall_id, version)


@door.post(f"{_CASE}/representative", body=said.RepresentativeIn, answer=case_shapes.RecallOut, if_match=True)
def name_representative(session: Session, actor: Actor, recall_id: UUID, version: int, body: Json) -> Json:
    """Who hands over in the place of the person."""
    return recall_notices.name_representative(session, actor, recall_id, version, body)


@door.post(f"{_CASE}/representative/erasure", body=parts.Nothing, answer=case_shapes.RecallOut, if_match=True)
def erase_representatives(session: Session, actor: Actor, recall_id: UUID, version: int) -> Json:
    """Erase the personal data of representatives."""
    return recall_notices.erase_representatives(session, actor, recall_id, version)
