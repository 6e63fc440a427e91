"""Recall cases."""

from uuid import UUID

from sqlalchemy.orm import Session

from services.handover.commands import recalls
from services.handover.queries import recalls as cases
from services.handover.routes.front import Json, door
from services.handover.schemas import recalls as case_shapes
from shared.auth import Actor


@door.get("/recalls", query=case_shapes.RecallQuery, answer=case_shapes.RecallPage)
def list_recalls(session: Session, actor: Actor, query: Json) -> Json:
    return cases.page_of_recalls(session, actor, **query)


@door.get("/recalls/<uuid:recall_id>", answer=case_shapes.RecallOut)
def show_recall(session: Session, actor: Actor, recall_id: UUID) -> Json:
    return cases.recall(session, actor, recall_id)


@door.post("/recalls", body=case_shapes.RecallIn, answer=case_shapes.RecallOut, status=201)
def open_recall(session: Session, actor: Actor, body: Json) -> Json:
    return recalls.open_recall(session, actor, body)
