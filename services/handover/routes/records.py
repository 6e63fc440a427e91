"""Records: drawn up, issued, signed, refused, cancelled; their minutes and proofs."""

from uuid import UUID

from flask import current_app
from sqlalchemy.orm import Session

from services.handover.commands import disputes, records, signatures
from services.handover.commands.papers import keep_print
from services.handover.minutes import document
from services.handover.queries import disputes as told_disputes
from services.handover.queries import proofs
from services.handover.queries import records as papers
from services.handover.routes.front import Json, door
from services.handover.schemas import ledger as proof_shapes
from services.handover.schemas import parts
from services.handover.schemas import records as shapes
from shared.auth import Actor
from shared.web.door import Document


@door.post("/records", body=shapes.RecordIn, answer=shapes.RecordOut, status=201)
def create_record(session: Session, actor: Actor, body: Json) -> Json:
    return records.create_record(session, actor, body)


@door.get("/records", query=shapes.RecordQuery, answer=shapes.RecordPage)
def list_records(session: Session, actor: Actor, query: Json) -> Json:
    return papers.page_of_records(session, actor, **query)


@door.get("/records/<uuid:record_id>", answer=shapes.RecordOut)
def show_record(session: Session, actor: Actor, record_id: UUID) -> Json:
    return papers.record(session, actor, record_id)


@door.get("/records/<uuid:record_id>/minutes.pdf", produces="application/pdf")
def show_minutes(session: Session, actor: Actor, record_id: UUID) -> Document:
    """The minutes as they stand now; the print of each copy is kept (papers)."""
    office = current_app.config["OFFICE"]
    made = document.minutes(session, actor, record_id, office.base_url, copies=office.copies)
    keep_print(session, record_id, made.content)
    return made


@door.post("/records/<uuid:record_id>/issue", body=parts.Nothing, answer=shapes.RecordOut, if_match=True)
def issue_record(session: Session, actor: Actor, record_id: UUID, version: int) -> Json:
    return records.issue_record(session, actor, record_id, version)


@door.post(
    "/records/<uuid:record_id>/signatures",
    body=shapes.SignatureIn,
    answer=shapes.RecordOut,
    if_match=True,
)
def sign_record(session: Session, actor: Actor, record_id: UUID, version: int, body: Json) -> Json:
    return signatures.sign_record(session, actor, record_id, version, body)


@door.post("/records/<uuid:record_id>/refusal", body=parts.ReasonIn, answer=shapes.RecordOut, if_match=True)
def refuse_record(session: Session, actor: Actor, record_id: UUID, version: int, body: Json) -> Json:
    return records.refuse_record(session, actor, record_id, version, body["reason"])


@door.post(
    "/records/<uuid:record_id>/cancellation",
    body=parts.ReasonIn,
    answer=shapes.RecordOut,
    if_match=True,
)
def cancel_record(session: Session, actor: Actor, record_id: UUID, version: int, body: Json) -> Json:
    return records.cancel_record(session, actor, record_id, version, body["reason"])


@door.post(
    "/records/<uuid:record_id>/reversal",
    body=shapes.ReversalIn,
    answer=shapes.RecordOut,
    status=201,
    if_match=True,
)
def reverse_record(session: Session, actor: Actor, record_id: UUID, version: int, body: Json) -> Json:
    """A new record that takes this one back; both sides sign it."""
    return records.reverse_record(session, actor, record_id, version, body)


@door.post("/records/<uuid:record_id>/dispute", body=parts.ReasonIn, answer=shapes.RecordOut, if_match=True)
def dispute_record(session: Session, actor: Actor, record_id: UUID, version: int, body: Json) -> Json:
    return disputes.dispute_record(session, actor, record_id, version, body["reason"])


@door.post(
    "/records/<uuid:record_id>/dispute-decision",
    body=shapes.DecisionIn,
    answer=shapes.RecordOut,
    if_match=True,
)
def decide_dispute(session: Session, actor: Actor, record_id: UUID, version: int, body: Json) -> Json:
    return disputes.decide_dispute(session, actor, record_id, version, body)


@door.get("/records/<uuid:record_id>/disputes", answer=shapes.Disputes)
def list_disputes(session: Session, actor: Actor, record_id: UUID) -> Json:
    return told_disputes.disputes_of(session, actor, record_id)


@door.get("/records/<uuid:record_id>/proof", answer=proof_shapes.ProofOut)
def show_proof(session: Session, actor: Actor, record_id: UUID) -> Json:
    """A file that proves a record, to keep and to check with verify.py."""
    return proofs.proof_of_record(session, actor, record_id)
