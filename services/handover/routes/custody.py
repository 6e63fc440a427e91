"""Who answers for what."""

from sqlalchemy.orm import Session

from services.handover.queries import custody
from services.handover.routes.front import Json, door
from services.handover.schemas import custody as held
from shared.auth import Actor


@door.get("/custody", query=held.CustodyQuery, answer=held.CustodyPage)
def list_custody(session: Session, actor: Actor, query: Json) -> Json:
    return custody.custody(session, actor, **query)
