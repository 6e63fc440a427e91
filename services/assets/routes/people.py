"""People at the door."""

from uuid import UUID

from sqlalchemy.orm import Session

from services.assets.commands import moves
from services.assets.commands import people as people_commands
from services.assets.queries import people as people_queries
from services.assets.routes.front import Json, door
from services.assets.schemas import people
from shared.auth import Actor


@door.get("/people", query=people.PersonQuery, answer=people.PersonPage)
def list_people(session: Session, actor: Actor, query: Json) -> Json:
    """People by given name."""
    return people_queries.page_of_people(session, actor, query)


@door.post("/people", body=people.PersonIn, answer=people.PersonOut, status=201)
def register_person(session: Session, actor: Actor, body: Json) -> Json:
    """Register a person."""
    return people_commands.register_person(session, actor, body)


@door.get("/people/<uuid:person_id>", answer=people.PersonOut)
def read_person(session: Session, actor: Actor, person_id: UUID) -> Json:
    """One person."""
    return people_queries.person(session, actor, person_id)


@door.patch("/people/<uuid:person_id>", body=people.PersonPatch, answer=people.PersonOut)
def change_person(session: Session, actor: Actor, person_id: UUID, version: int, body: Json) -> Json:
    """Change what is known of a person."""
    return people_commands.change_person(session, actor, person_id, version, body)


@door.post(
    "/people/<uuid:person_id>/departure",
    body=people.DepartureIn,
    answer=people.PersonOut,
    if_match=True,
)
def record_departure(session: Session, actor: Actor, person_id: UUID, version: int, body: Json) -> Json:
    """Mark a person as left; what they hold will be recalled."""
    return people_commands.record_departure(session, actor, person_id, version, body)


@door.post("/people/<uuid:person_id>/moves", body=people.MoveIn, answer=people.PersonOut, if_match=True)
def move_person(session: Session, actor: Actor, person_id: UUID, version: int, body: Json) -> Json:
    """Another unit or post from a day on."""
    return moves.move_person(session, actor, person_id, version, body)


@door.post("/people/<uuid:person_id>/return", body=people.ReturnIn, answer=people.PersonOut, if_match=True)
def take_back(session: Session, actor: Actor, person_id: UUID, version: int, body: Json) -> Json:
    """Somebody who had left works again."""
    return moves.take_back(session, actor, person_id, version, body)
