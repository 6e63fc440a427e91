"""Who decides on disposals, at the door."""

from uuid import UUID

from sqlalchemy.orm import Session

from services.assets.commands.disposals import authorities as commands
from services.assets.queries import authorities as queries
from services.assets.routes.front import Json, door
from services.assets.schemas import disposals as said
from services.assets.schemas import disposals_shown as shown
from services.assets.schemas.parts import PageQuery
from shared.auth import Actor


@door.get("/disposal-authorities", query=PageQuery, answer=shown.AuthorityPage)
def list_authorities(session: Session, actor: Actor, query: Json) -> Json:
    """Who decides on disposals in the own units, by rows of theirs and of those above."""
    return queries.page_of_authorities(session, actor, query)


@door.post("/disposal-authorities", body=said.AuthorityIn, answer=shown.AuthorityOut, status=201)
def add_authority(session: Session, actor: Actor, body: Json) -> Json:
    """Record who was given the power to decide."""
    return commands.add_authority(session, actor, body)


@door.patch("/disposal-authorities/<uuid:row_id>", body=said.AuthorityEnd, answer=shown.AuthorityOut)
def end_authority(session: Session, actor: Actor, row_id: UUID, version: int, body: Json) -> Json:
    """Let a row hold until a day."""
    return commands.end_authority(session, actor, row_id, version, body)
