"""Who answers for what."""

from sqlalchemy.orm import Session

from services.handover.queries import custody, receivers, repairs
from services.handover.routes.front import Json, door
from services.handover.schemas import custody as held
from shared.auth import Actor


@door.get("/custody", query=held.CustodyQuery, answer=held.CustodyPage)
def list_custody(session: Session, actor: Actor, query: Json) -> Json:
    return custody.custody(session, actor, **query)


@door.get("/repairs", query=held.AwayQuery, answer=held.AwayPage)
def list_repairs(session: Session, actor: Actor, query: Json) -> Json:
    """What is at repairers now, and who goes on answering for it."""
    return repairs.away(session, actor, **query)


@door.get("/receivers", query=held.ReceiversQuery, answer=held.Receivers)
def list_receivers(session: Session, query: Json) -> Json:
    """Who may take things over for a unit, one of the own or another."""
    return receivers.keepers_of(session, query["unit"])
