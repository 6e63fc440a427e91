"""Posts at the door, and where people have worked."""

from uuid import UUID

from sqlalchemy.orm import Session

from services.assets.commands import posts as post_commands
from services.assets.queries import posts as post_queries
from services.assets.routes.front import Json, door
from services.assets.schemas import posts
from shared.auth import Actor


@door.get("/posts", query=posts.PostQuery, answer=posts.PostPage)
def list_posts(session: Session, actor: Actor, query: Json) -> Json:
    """Posts with their norm groups."""
    return post_queries.page_of_posts(session, actor, query)


@door.post("/posts", body=posts.PostIn, answer=posts.PostOut, status=201)
def add_post(session: Session, actor: Actor, body: Json) -> Json:
    """Add a post."""
    return post_commands.add_post(session, actor, body)


@door.post("/posts/<uuid:post_id>/norm-groups", body=posts.NormGroupIn, answer=posts.PostOut, status=201)
def set_norm_group(session: Session, actor: Actor, post_id: UUID, body: Json) -> Json:
    """Say which norm group a post has from a day on."""
    return post_commands.set_norm_group(session, actor, post_id, body)


@door.post("/posts/<uuid:post_id>/ending", body=posts.PostEndingIn, answer=posts.PostOut, if_match=True)
def end_post(session: Session, post_id: UUID, version: int, body: Json) -> Json:
    """Set the last day of a post."""
    return post_commands.end_post(session, post_id, version, body)


@door.get("/people/<uuid:person_id>/assignments", query=posts.KnownQuery, answer=posts.AssignmentPage)
def list_assignments(session: Session, actor: Actor, person_id: UUID, query: Json) -> Json:
    """Where a person has worked, as it is or was known."""
    return post_queries.assignments_of_person(session, actor, person_id, query["known_on"])
