"""Units at the door."""

from uuid import UUID

from sqlalchemy.orm import Session

from services.assets.commands import identifiers as identifier_commands
from services.assets.commands import units as unit_commands
from services.assets.queries import units as unit_queries
from services.assets.routes.front import Json, door
from services.assets.schemas import units
from services.assets.schemas.parts import PageQuery
from shared.auth import Actor


@door.get("/units", query=units.UnitQuery, answer=units.UnitPage)
def list_units(session: Session, actor: Actor, query: Json) -> Json:
    """Units within the caller's own, on a day as they were then."""
    return unit_queries.page_of_units(session, actor, query)


@door.post("/units", body=units.UnitIn, answer=units.UnitOut, status=201)
def register_unit(session: Session, actor: Actor, body: Json) -> Json:
    """Register a unit."""
    return unit_commands.register_unit(session, actor, body)


@door.get("/units/<uuid:unit_id>", query=units.DayQuery, answer=units.UnitOut)
def read_unit(session: Session, actor: Actor, unit_id: UUID, query: Json) -> Json:
    """One unit."""
    return unit_queries.unit(session, actor, unit_id, query["on"])


@door.patch("/units/<uuid:unit_id>", body=units.UnitPatch, answer=units.UnitOut)
def change_unit(session: Session, actor: Actor, unit_id: UUID, version: int, body: Json) -> Json:
    """Change a unit; what it was is kept."""
    return unit_commands.change_unit(session, actor, unit_id, version, body)


@door.post("/units/<uuid:unit_id>/ending", body=units.EndingIn, answer=units.UnitOut, if_match=True)
def end_unit(session: Session, actor: Actor, unit_id: UUID, version: int, body: Json) -> Json:
    """Set a unit's last day by its approving document."""
    return unit_commands.end_unit(session, actor, unit_id, version, body)


@door.get("/units/<uuid:unit_id>/history", query=PageQuery, answer=units.UnitHistory)
def list_versions(session: Session, actor: Actor, unit_id: UUID, query: Json) -> Json:
    """What a unit was, since when, by whom and why."""
    return unit_queries.history_of_unit(session, actor, unit_id, query)


@door.get("/units/<uuid:unit_id>/counts", answer=units.UnitCounts)
def count_in_unit(session: Session, actor: Actor, unit_id: UUID) -> Json:
    """What belongs to a unit; of one that has ended, what remains to be handed over."""
    return unit_queries.counted_in_unit(session, actor, unit_id)


@door.get("/units/<uuid:unit_id>/identifiers", answer=units.IdentifierPage)
def list_identifiers(session: Session, actor: Actor, unit_id: UUID) -> Json:
    """What others call and called a unit."""
    return unit_queries.identifiers_of(session, actor, unit_id)


@door.post(
    "/units/<uuid:unit_id>/identifiers", body=units.IdentifierIn, answer=units.IdentifierOut, status=201
)
def add_identifier(session: Session, actor: Actor, unit_id: UUID, body: Json) -> Json:
    """Another identifier; the open one of the same kind ends on the day before."""
    return identifier_commands.add_identifier(session, actor, unit_id, body)


@door.post(
    "/units/<uuid:unit_id>/identifiers/<uuid:identifier_id>/ending",
    body=units.IdentifierEndingIn,
    answer=units.IdentifierOut,
    if_match=True,
)
def end_identifier(session: Session, unit_id: UUID, identifier_id: UUID, version: int, body: Json) -> Json:
    """Set the last day of an identifier."""
    return identifier_commands.end_identifier(session, unit_id, identifier_id, version, body)
