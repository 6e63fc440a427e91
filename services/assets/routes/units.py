"""Units at the door."""

from uuid import UUID

from sqlalchemy.orm import Session

from services.assets.commands import units as unit_commands
from services.assets.queries import units as unit_queries
from services.assets.routes.front import Json, door
from services.assets.schemas import units
from shared.auth import Actor


@door.get("/units", query=units.UnitQuery, answer=units.UnitPage)
def list_units(session: Session, actor: Actor, query: Json) -> Json:
    """Units within the caller's own."""
    return unit_queries.page_of_units(session, actor, query)


@door.post("/units", body=units.UnitIn, answer=units.UnitOut, status=201)
def register_unit(session: Session, actor: Actor, body: Json) -> Json:
    """Register a unit."""
    return unit_commands.register_unit(session, actor, body)


@door.get("/units/<uuid:unit_id>", answer=units.UnitOut)
def read_unit(session: Session, actor: Actor, unit_id: UUID) -> Json:
    """One unit."""
    return unit_queries.unit(session, actor, unit_id)


@door.patch("/units/<uuid:unit_id>", body=units.UnitPatch, answer=units.UnitOut)
def change_unit(session: Session, actor: Actor, unit_id: UUID, version: int, body: Json) -> Json:
    """Change a unit."""
    return unit_commands.change_unit(session, actor, unit_id, version, body)
