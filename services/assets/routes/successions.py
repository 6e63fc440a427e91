"""Successions of units at the door."""

from uuid import UUID

from sqlalchemy.orm import Session

from services.assets.commands import successions as succession_commands
from services.assets.queries import lineage
from services.assets.routes.front import Json, door
from services.assets.schemas import successions
from shared.auth import Actor


@door.post("/units/successions", body=successions.SuccessionIn, answer=successions.SuccessionOut, status=201)
def record_succession(session: Session, actor: Actor, body: Json) -> Json:
    """End units and let others take over, many to many, in one act."""
    return succession_commands.record_succession(session, actor, body)


@door.get("/units/<uuid:unit_id>/lineage", answer=successions.LineageOut)
def read_lineage(session: Session, actor: Actor, unit_id: UUID) -> Json:
    """What a unit came from and what came after it."""
    return lineage.lineage_of(session, actor, unit_id)
