"""Photos and papers at the door."""

from uuid import UUID

from sqlalchemy.orm import Session

from services.assets.commands import files as file_commands
from services.assets.queries import files as file_queries
from services.assets.routes.front import Json, door
from services.assets.schemas import files
from shared.auth import Actor
from shared.web.door import Document


@door.get("/files", query=files.FileQuery, answer=files.FilePage)
def list_files(session: Session, actor: Actor, query: Json) -> Json:
    """The files of one thing."""
    return file_queries.files_of(session, actor, query)


@door.post("/files", body=files.FileIn, answer=files.FileOut, status=201)
def keep_file(session: Session, actor: Actor, body: Json) -> Json:
    """Keep a photo or a paper, cleaned of all but what it shows."""
    return file_commands.add_file(session, actor, body)


@door.get("/files/<uuid:file_id>", answer=files.FileOut)
def read_file(session: Session, actor: Actor, file_id: UUID) -> Json:
    """What is known of a file."""
    return file_queries.file(session, actor, file_id)


@door.get("/files/<uuid:file_id>/content", produces="application/octet-stream")
def read_content(session: Session, actor: Actor, file_id: UUID) -> Document:
    """The file itself."""
    return file_queries.content_of(session, actor, file_id)


@door.get("/files/<uuid:file_id>/thumbnail", produces="image/jpeg")
def read_thumbnail(session: Session, actor: Actor, file_id: UUID) -> Document:
    """A picture in small."""
    return file_queries.thumbnail_of(session, actor, file_id)


@door.post("/files/<uuid:file_id>/withdrawal", body=files.FileWithdrawal, answer=files.FileOut, if_match=True)
def withdraw_file(session: Session, actor: Actor, file_id: UUID, version: int, body: Json) -> Json:
    """Say that a file should not count any more; it stays."""
    return file_commands.withdraw_file(session, actor, file_id, version, body["reason"])
