"""The HTTP door of custody."""

from typing import Any
from uuid import UUID

from flask import current_app
from sqlalchemy.orm import Session

from services.handover.commands import pins, recalls, records, signatures
from services.handover.minutes import document
from services.handover.queries import custody, ledger, proofs
from services.handover.queries import recalls as cases
from services.handover.queries import records as papers
from services.handover.schemas import incoming, outgoing
from shared.auth import Actor
from shared.web.door import Document, Door

door = Door("handover")


@door.post("/records", body=incoming.RecordIn, answer=outgoing.RecordOut, status=201)
def create_record(session: Session, actor: Actor, body: dict[str, Any]) -> dict[str, Any]:
    return records.create_record(session, actor, body)


@door.get("/records", query=incoming.RecordQuery, answer=outgoing.RecordPage)
def list_records(session: Session, actor: Actor, query: dict[str, Any]) -> dict[str, Any]:
    return papers.page_of_records(session, actor, **query)


@door.get("/records/<uuid:record_id>", answer=outgoing.RecordOut)
def show_record(session: Session, actor: Actor, record_id: UUID) -> dict[str, Any]:
    return papers.record(session, actor, record_id)


@door.get("/records/<uuid:record_id>/minutes.pdf", produces="application/pdf")
def show_minutes(session: Session, actor: Actor, record_id: UUID) -> Document:
    return document.minutes(session, actor, record_id, current_app.config["PUBLIC_BASE_URL"])


@door.post("/records/<uuid:record_id>/issue", body=incoming.Nothing, answer=outgoing.RecordOut, if_match=True)
def issue_record(session: Session, actor: Actor, record_id: UUID, version: int) -> dict[str, Any]:
    return records.issue_record(session, actor, record_id, version)


@door.post(
    "/records/<uuid:record_id>/signatures",
    body=incoming.SignatureIn,
    answer=outgoing.RecordOut,
    if_match=True,
)
def sign_record(
    session: Session, actor: Actor, record_id: UUID, version: int, body: dict[str, Any]
) -> dict[str, Any]:
    return signatures.sign_record(session, actor, record_id, version, body)


@door.post(
    "/records/<uuid:record_id>/refusal", body=incoming.ReasonIn, answer=outgoing.RecordOut, if_match=True
)
def refuse_record(
    session: Session, actor: Actor, record_id: UUID, version: int, body: dict[str, Any]
) -> dict[str, Any]:
    return records.refuse_record(session, actor, record_id, version, body["reason"])


@door.post(
    "/records/<uuid:record_id>/cancellation", body=incoming.ReasonIn, answer=outgoing.RecordOut, if_match=True
)
def cancel_record(
    session: Session, actor: Actor, record_id: UUID, version: int, body: dict[str, Any]
) -> dict[str, Any]:
    return records.cancel_record(session, actor, record_id, version, body["reason"])


@door.get("/custody", query=incoming.CustodyQuery, answer=outgoing.CustodyPage)
def list_custody(session: Session, actor: Actor, query: dict[str, Any]) -> dict[str, Any]:
    return custody.custody(session, actor, **query)


@door.get("/recalls", query=incoming.RecallQuery, answer=outgoing.RecallPage)
def list_recalls(session: Session, actor: Actor, query: dict[str, Any]) -> dict[str, Any]:
    return cases.page_of_recalls(session, actor, **query)


@door.get("/recalls/<uuid:recall_id>", answer=outgoing.RecallOut)
def show_recall(session: Session, actor: Actor, recall_id: UUID) -> dict[str, Any]:
    return cases.recall(session, actor, recall_id)


@door.post("/recalls", body=incoming.RecallIn, answer=outgoing.RecallOut, status=201)
def open_recall(session: Session, actor: Actor, body: dict[str, Any]) -> dict[str, Any]:
    return recalls.open_recall(session, actor, body)


@door.put("/pins/<uuid:person_id>", body=incoming.PinIn, answer=outgoing.PinOut)
def set_pin(session: Session, actor: Actor, person_id: UUID, body: dict[str, Any]) -> dict[str, Any]:
    return pins.set_pin(session, actor, person_id, body["pin"], body.get("current_pin"))


@door.get("/ledger", query=incoming.LedgerQuery, answer=outgoing.LedgerPage)
def list_ledger(session: Session, query: dict[str, Any]) -> dict[str, Any]:
    return ledger.page_of_ledger(session, **query)


@door.get("/ledger/checkpoint", produces="text/plain")
def show_checkpoint(session: Session) -> Document:
    """The newest signed checkpoint (C2SP tlog-checkpoint)."""
    _, note = proofs.newest_checkpoint(session)
    return Document(note.encode(), "text/plain; charset=utf-8", "checkpoint.txt")


@door.get("/ledger/keys", answer=outgoing.LedgerKeys)
def list_ledger_keys(session: Session) -> dict[str, Any]:
    """The keys that have signed checkpoints, each vouched for by the one before."""
    return {"items": proofs.keys(session)}


@door.get("/ledger/tile/<path:tile>", produces="application/octet-stream")
def show_tile(session: Session, tile: str) -> Document:
    """A tile of the Merkle tree (C2SP tlog-tiles): hashes only."""
    return Document(proofs.tile_at(session, tile), "application/octet-stream", "tile")


@door.get("/ledger/consistency", query=incoming.ConsistencyQuery, answer=outgoing.ConsistencyOut)
def show_consistency(session: Session, query: dict[str, Any]) -> dict[str, Any]:
    """That an older state of the ledger is the beginning of a newer one (RFC 6962 §2.1.2)."""
    return proofs.consistency(session, **query)


@door.get("/records/<uuid:record_id>/proof", answer=outgoing.ProofOut)
def show_proof(session: Session, actor: Actor, record_id: UUID) -> dict[str, Any]:
    """A file that proves a record, to keep and to check with verify.py."""
    return proofs.proof_of_record(session, actor, record_id)


@door.get("/ledger/verify.py", produces="text/x-python")
def show_verifier() -> Document:
    """The program that checks a proof, a checkpoint or an export without us."""
    return Document(proofs.VERIFIER.read_bytes(), "text/x-python", "verify.py", inline=False)
