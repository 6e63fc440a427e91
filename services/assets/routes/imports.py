"""Asset books at the door."""

from uuid import UUID

from sqlalchemy.orm import Session

from services.assets.commands import imports as import_commands
from services.assets.queries import imports as import_queries
from services.assets.routes.front import Json, door
from services.assets.schemas import imports
from shared.auth import Actor


@door.post("/imports", body=imports.ImportIn, answer=imports.ImportOut, status=201)
def check_book(session: Session, actor: Actor, body: Json) -> Json:
    """Check an asset book without writing it."""
    return import_commands.dry_run(session, actor, body)


@door.get("/imports/<uuid:import_id>", answer=imports.ImportOut)
def read_import(session: Session, import_id: UUID) -> Json:
    """One import with its report."""
    return import_queries.one_import(session, import_id)


@door.post("/imports/<uuid:import_id>/commit", body=imports.CommitIn, answer=imports.ImportOut)
def commit_book(session: Session, actor: Actor, import_id: UUID, body: Json) -> Json:
    """Write the sound rows of a checked book."""
    return import_commands.commit_import(session, actor, import_id, body)


@door.get("/import-mappings", answer=imports.MappingPage)
def list_mappings(session: Session) -> Json:
    """Saved column mappings."""
    return import_queries.saved_mappings(session)


@door.post("/import-mappings", body=imports.MappingIn, answer=imports.MappingOut, status=201)
def save_mapping(session: Session, actor: Actor, body: Json) -> Json:
    """Keep a column mapping."""
    return import_commands.save_mapping(session, actor, body)
