"""Saved filters at the door."""

from uuid import UUID

from sqlalchemy.orm import Session

from services.assets.commands import saved_views as commands
from services.assets.queries import saved_views as queries
from services.assets.routes.front import Json, door
from services.assets.schemas import saved_views as shapes
from services.assets.schemas.parts import PageQuery
from shared.auth import Actor


@door.get("/saved-views", query=PageQuery, answer=shapes.SavedViewPage)
def list_views(session: Session, actor: Actor, query: Json) -> Json:
    """The caller's saved filters of the asset list and those shared with the unit."""
    return queries.page_of_views(session, actor, query)


@door.post("/saved-views", body=shapes.SavedViewIn, answer=shapes.SavedViewOut, status=201)
def save_view(session: Session, actor: Actor, body: Json) -> Json:
    """Keep a filter of the asset list under a name."""
    return commands.save_view(session, actor, body)


@door.patch("/saved-views/<uuid:view_id>", body=shapes.SavedViewPatch, answer=shapes.SavedViewOut)
def change_view(session: Session, actor: Actor, view_id: UUID, version: int, body: Json) -> Json:
    """Give a saved filter another name, filter or audience."""
    return commands.change_view(session, actor, view_id, version, body)


@door.post("/saved-views/<uuid:view_id>/withdrawal", answer=shapes.SavedViewOut, if_match=True)
def withdraw_view(session: Session, actor: Actor, view_id: UUID, version: int) -> Json:
    """Take a saved filter off every list."""
    return commands.withdraw_view(session, actor, view_id, version)
