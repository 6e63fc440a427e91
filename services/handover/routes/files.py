"""Files of records that bear signatures: digital ones, scans of signed papers; witnesses."""

from typing import Any
from uuid import UUID

from flask import current_app
from sqlalchemy.orm import Session

from services.handover.commands import files, scans, sealing, witnesses
from services.handover.queries import files as kept
from services.handover.queries import scans as scanned
from services.handover.queries import witnesses as seen
from services.handover.routes.front import Json, door
from services.handover.schemas import files as shapes
from services.handover.schemas import parts
from services.handover.schemas import records as record_shapes
from services.handover.schemas import scans as scan_shapes
from services.handover.signing.office import Office
from shared.auth import Actor
from shared.web.door import Document


@door.get("/records/<uuid:record_id>/files", answer=shapes.FilePage)
def list_files(session: Session, actor: Actor, record_id: UUID) -> Json:
    """The files of a record with what their signatures are worth."""
    return kept.page_of_files(session, actor, record_id, sealing=_office().seal is not None)


@door.get("/records/<uuid:record_id>/files/<int:number>", produces="application/pdf")
def show_file(session: Session, actor: Actor, record_id: UUID, number: int) -> Document:
    """One file, byte for byte as it was kept."""
    return kept.file_content(session, actor, record_id, number)


@door.post("/records/<uuid:record_id>/file-to-sign", body=parts.Nothing, answer=shapes.FileOut, status=201)
def prepare_file(session: Session, actor: Actor, record_id: UUID) -> Json:
    """The PDF that a person signs with a program of the own."""
    return files.prepare_file(session, actor, record_id, _office())


def _make_seal(run: sealing.Run[Any], actor: Actor, record_id: UUID) -> sealing.Sealed:
    return sealing.make_seal(run, actor, record_id, _office())


@door.post(
    "/records/<uuid:record_id>/seal",
    body=parts.Nothing,
    answer=shapes.FileOut,
    status=201,
    outside=_make_seal,
)
def seal_record(session: Session, actor: Actor, record_id: UUID, made: sealing.Sealed) -> Json:
    """The agency's own seal on the minutes of a completed record."""
    return sealing.store_seal(session, actor, record_id, made)


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


@door.post("/scans", body=scan_shapes.PaperIn, answer=scan_shapes.ScanOut, status=201)
def take_paper(session: Session, actor: Actor, body: Json) -> Json:
    """A scan of signed papers, of any records: the symbols find them."""
    return scans.take_paper(session, actor, body["file"])


@door.get("/scans", query=scan_shapes.ScanQuery, answer=scan_shapes.ScanPage)
def list_scans(session: Session, actor: Actor, query: Json) -> Json:
    return scanned.page_of_scans(session, actor, **query)


@door.get("/scans/<uuid:scan_id>", answer=scan_shapes.ScanOut)
def show_scan(session: Session, actor: Actor, scan_id: UUID) -> Json:
    return scanned.scan(session, actor, scan_id)


@door.get("/scans/<uuid:scan_id>/content", produces="application/octet-stream")
def show_scan_content(session: Session, actor: Actor, scan_id: UUID) -> Document:
    """The file as it was scanned."""
    return scanned.scan_content(session, actor, scan_id)


@door.get("/scans/<uuid:scan_id>/pages/<int:page>", produces="image/jpeg")
def show_scan_page(session: Session, actor: Actor, scan_id: UUID, page: int) -> Document:
    """The picture of one page."""
    return scanned.page_picture(session, actor, scan_id, page)


@door.post(
    "/scans/<uuid:scan_id>/decisions",
    body=scan_shapes.PaperDecisionIn,
    answer=scan_shapes.ScanOut,
    if_match=True,
)
def decide_paper(session: Session, actor: Actor, scan_id: UUID, version: int, body: Json) -> Json:
    """What is seen on the scan for one record; If-Match is the record's version."""
    return scans.decide_paper(session, actor, scan_id, version, body)


@door.get("/records/<uuid:record_id>/scans", answer=scan_shapes.ScanPage)
def list_record_scans(session: Session, actor: Actor, record_id: UUID) -> Json:
    """The signed papers of a record."""
    return scanned.scans_of_record(session, actor, record_id)


@door.get("/records/<uuid:record_id>/witnesses", answer=scan_shapes.WitnessPage)
def list_witnesses(session: Session, actor: Actor, record_id: UUID) -> Json:
    return seen.page_of_witnesses(session, actor, record_id)


@door.post(
    "/records/<uuid:record_id>/witnesses",
    body=scan_shapes.WitnessIn,
    answer=scan_shapes.WitnessPage,
    status=201,
    if_match=True,
)
def sign_as_witness(session: Session, actor: Actor, record_id: UUID, version: int, body: Json) -> Json:
    return witnesses.sign_as_witness(session, actor, record_id, version, body)


def _office() -> Office:
    office: Office = current_app.config["OFFICE"]
    return office
