"""Erasing the data of a leaver."""

from uuid import UUID

from sqlalchemy.orm import Session

from services.handover.commands import erasure
from services.handover.routes.front import Json, door
from services.handover.schemas import erasure as shapes
from services.handover.schemas import parts
from shared.auth import Actor


@door.post("/people/<uuid:person_id>/erasure", body=parts.ReasonIn, answer=shapes.ErasedOut)
def erase_person(session: Session, actor: Actor, person_id: UUID, body: Json) -> Json:
    """Erase what no rule keeps of a person who left; proofs go on to hold."""
    return erasure.erase_person(session, actor, person_id, body["reason"])
