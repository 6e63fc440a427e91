"""The ledger, open to whoever holds a paper."""

from flask import current_app
from sqlalchemy.orm import Session

from services.handover.bundle import contents as bundle
from services.handover.queries import ledger, proofs
from services.handover.routes.front import Json, door
from services.handover.schemas import ledger as shapes
from shared.auth import Actor
from shared.web.door import Document
from shared.web.streaming import Stream


@door.get("/ledger", query=shapes.LedgerQuery, answer=shapes.LedgerPage)
def list_ledger(session: Session, query: Json) -> Json:
    return ledger.page_of_ledger(session, **query)


@door.get("/ledger/checkpoint", produces="text/plain")
def show_checkpoint(session: Session) -> Document:
    """The newest signed checkpoint (C2SP tlog-checkpoint), with the cosignatures that there are of it."""
    note = proofs.cosigned(session, *proofs.newest_checkpoint(session))
    return Document(note.encode(), "text/plain; charset=utf-8", "checkpoint.txt")


@door.get("/ledger/keys", answer=shapes.LedgerKeys)
def list_ledger_keys(session: Session) -> Json:
    """The keys that have signed checkpoints, each vouched for by the one before, and those of witnesses."""
    return {"items": proofs.keys(session), "witnesses": proofs.witnesses(session)}


@door.get("/ledger/tile/<path:tile>", produces="application/octet-stream")
def show_tile(session: Session, tile: str) -> Document:
    """A tile of the Merkle tree (C2SP tlog-tiles): hashes only."""
    return Document(proofs.tile_at(session, tile), "application/octet-stream", "tile")


@door.get("/ledger/consistency", query=shapes.ConsistencyQuery, answer=shapes.ConsistencyOut)
def show_consistency(session: Session, query: Json) -> Json:
    """That an older state of the ledger is the beginning of a newer one (RFC 6962 §2.1.2)."""
    return proofs.consistency(session, **query)


@door.get("/audit-bundle", query=shapes.BundleQuery, streams=("application/zip",))
def make_bundle(session: Session, actor: Actor, query: Json) -> Stream:
    """Everything up to a checkpoint in one file that checks itself: rows, proofs, minutes, keys, verifier."""
    return bundle.audit_bundle(session, actor, query["size"], current_app.config["PUBLIC_BASE_URL"])


@door.get("/ledger/verify.py", produces="text/x-python")
def show_verifier() -> Document:
    """The program that checks a proof, a checkpoint or an export without us."""
    return Document(proofs.VERIFIER.read_bytes(), "text/x-python", "verify.py", inline=False)
