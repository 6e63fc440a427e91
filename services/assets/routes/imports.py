"""Asset books at the door."""

from uuid import UUID

from sqlalchemy.orm import Session

from services.assets.commands import committing, undoing
from services.assets.commands import imports as import_commands
from services.assets.queries import imports as import_queries
from services.assets.queries.marked import XLSX, marked_copy
from services.assets.routes.front import Json, door
from services.assets.schemas import imports
from services.assets.schemas.parts import PageQuery
from shared.auth import Actor
from shared.web.door import Document


@door.get("/imports", query=PageQuery, answer=imports.ImportPage)
def list_imports(session: Session, query: Json) -> Json:
    """Imports, newest first."""
    return import_queries.page_of_imports(session, query)


@door.post(
    "/imports",
    body=imports.ImportIn,
    answer=imports.ImportOut,
    status=201,
    later="imports.read",
    sets_aside=import_commands.set_aside,
)
def check_book(session: Session, actor: Actor, body: Json) -> Json:
    """Check an asset book without writing it."""
    return import_commands.dry_run(session, actor, body)


@door.get("/imports/<uuid:import_id>", answer=imports.ImportOut)
def read_import(session: Session, import_id: UUID) -> Json:
    """One import with its report."""
    return import_queries.one_import(session, import_id)


@door.post(
    "/imports/<uuid:import_id>/reading",
    body=imports.ReadingIn,
    answer=imports.ImportOut,
    if_match=True,
    later="imports.read",
)
def read_again(session: Session, actor: Actor, import_id: UUID, version: int, body: Json) -> Json:
    """Check a kept book again with other columns, another sheet or encoding."""
    return import_commands.read_again(session, actor, import_id, version, body)


@door.get("/imports/<uuid:import_id>/faults", query=imports.FaultsQuery, answer=imports.FaultPage)
def list_faults(session: Session, import_id: UUID, query: Json) -> Json:
    """What is wrong with a book, page by page."""
    return import_queries.faults_of_import(session, import_id, query)


@door.get("/imports/<uuid:import_id>/marked.xlsx", produces=XLSX)
def marked_book(session: Session, import_id: UUID) -> Document:
    """The user's own workbook with the wrong cells marked and commented."""
    return marked_copy(session, import_id)


@door.post(
    "/imports/<uuid:import_id>/commit",
    body=imports.CommitIn,
    answer=imports.ImportOut,
    later="imports.commit",
)
def commit_book(session: Session, actor: Actor, import_id: UUID, body: Json) -> Json:
    """Write the sound rows of a checked book."""
    return committing.commit_import(session, actor, import_id, body)


@door.post(
    "/imports/<uuid:import_id>/undo",
    body=imports.UndoIn,
    answer=imports.ImportOut,
    if_match=True,
    later="imports.undo",
)
def undo_import(session: Session, actor: Actor, import_id: UUID, version: int, body: Json) -> Json:
    """Withdraw all that an import brought in, while nothing depends on it."""
    return undoing.undo_import(session, actor, import_id, version, body)


@door.get("/import-mappings", answer=imports.MappingPage)
def list_mappings(session: Session) -> Json:
    """Saved column mappings."""
    return import_queries.saved_mappings(session)


@door.post("/import-mappings", body=imports.MappingIn, answer=imports.MappingOut, status=201)
def save_mapping(session: Session, actor: Actor, body: Json) -> Json:
    """Keep a column mapping."""
    return import_commands.save_mapping(session, actor, body)
