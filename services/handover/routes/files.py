"""Files of records that bear digital signatures."""

from uuid import UUID

from flask import current_app
from sqlalchemy.orm import Session

from services.handover.commands import files
from services.handover.queries import files as kept
from services.handover.routes.front import Json, door
from services.handover.schemas import files as shapes
from services.handover.schemas import parts
from services.handover.schemas import records as record_shapes
from services.handover.signing.office import Office
from shared.auth import Actor
from shared.web.door import Document


@door.get("/records/<uuid:record_id>/files", answer=shapes.FilePage)
def list_files(session: Session, actor: Actor, record_id: UUID) -> Json:
    """The files of a record with what their signatures are worth."""
    sealing = _office().seal is not None
    return kept.page_of_files(session, actor, record_id, sealing=sealing)


@door.get("/records/<uuid:record_id>/files/<int:number>", produces="application/pdf")
def show_file(session: Session, actor: Actor, record_id: UUID, number: int) -> Document:
    """One file, byte for byte as it was kept."""
    return kept.file_content(session, actor, record_id, number)


@door.post("/records/<uuid:record_id>/file-to-sign", body=parts.Nothing, answer=shapes.FileOut, status=201)
def prepare_file(session: Session, actor: Actor, record_id: UUID) -> Json:
    """The PDF that a person signs with a program of the own."""
    return files.prepare_file(session, actor, record_id, _office())


@door.post("/records/<uuid:record_id>/seal", body=parts.Nothing, answer=shapes.FileOut, status=201)
def seal_record(session: Session, actor: Actor, record_id: UUID) -> Json:
    """The agency's own seal on the minutes of a completed record."""
    return files.seal_record(session, actor, record_id, _office())


@door.post(
    "/records/<uuid:record_id>/signed-files",
    body=shapes.SignedFileIn,
    answer=record_shapes.RecordOut,
    if_match=True,
)
def take_signed_file(session: Session, actor: Actor, record_id: UUID, version: int, body: Json) -> Json:
    """A PDF that was signed outside: verified revision by revision, kept, counted."""
    sent = files.SignedFile(body["file"], body.get("side"), _office().roots)
    return files.take_signed_file(session, actor, record_id, version, sent)


def _office() -> Office:
    office: Office = current_app.config["OFFICE"]
    return office
