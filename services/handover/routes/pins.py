"""Signing PINs."""

from uuid import UUID

from sqlalchemy.orm import Session

from services.handover.commands import pins
from services.handover.routes.front import Json, door
from services.handover.schemas import pins as pin_shapes
from shared.auth import Actor


@door.put("/pins/<uuid:person_id>", body=pin_shapes.PinIn, answer=pin_shapes.PinOut)
def set_pin(session: Session, actor: Actor, person_id: UUID, body: Json) -> Json:
    return pins.set_pin(session, actor, person_id, body["pin"], body.get("current_pin"))
