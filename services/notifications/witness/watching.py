"""Looking at the ledger: cosign it when it grew and holds, raise the alarm once when it does not."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from sqlalchemy import insert, select, text
from sqlalchemy.orm import Session

from services.notifications import events
from services.notifications.witness.tables import ALARMS, COSIGNATURES, KEYS, LOGS
from shared import outbox
from shared.auth import system_actor
from shared.clock import now
from shared.db import Database
from shared.errors import Unavailable
from shared.ids import uuid7
from shared.logs import log
from shared.peers import PeerRefused, Peers
from shared.runtime import Job
from shared.tlog.checkpoint import Checkpoint, Unbelievable, key_of, opened, verifier_key
from shared.tlog.cosignature import COSIGNATURE, cosign
from shared.tlog.secret import key_from
from shared.tlog.witness import Forked, Seen, believed_keys, follow

_log = log(__name__)
_ACTOR = system_actor("notifications")
_ALONE = text("SELECT pg_try_advisory_xact_lock(5021819)")
_EVERY = 5.0


def watching(secret: str, name: str, peers: Peers) -> Job:
    """The job of the worker that looks at the ledger of handover with the key in `secret`; the witness is
    called `name` unless it has signed under another one before.
    """
    witness = Witness(key_from(secret, "WITNESS_KEY"), name, peers)
    return Job("ledger witness", every=_EVERY, run=lambda database: look(database, witness))


@dataclass(frozen=True)
class Witness:
    """Who looks, with which key, and where."""

    key: Ed25519PrivateKey
    name: str
    peers: Peers


def look(database: Database, witness: Witness) -> int:
    """Look once; 1 when the ledger was cosigned, 0 when it had not grown, did not answer or was refused."""
    try:
        note = _signed_by_the_log(witness.peers.handover.send("GET", "/ledger/checkpoint").text)
        told = witness.peers.handover.get("/ledger/keys")["items"]
    except (Unavailable, PeerRefused):  # away, or nothing is signed yet
        return 0
    return database.run(_ACTOR, lambda session: _hold(session, witness, note, told))


def _signed_by_the_log(note: str) -> str:
    """A note without the lines of others: those of witnesses come and go, and one may be our own."""
    body, _, lines = note.partition("\n\n")
    name = body.partition("\n")[0]
    own = [line for line in lines.splitlines(keepends=True) if line.startswith(f"\N{EM DASH} {name} ")]
    return f"{body}\n\n{''.join(own)}"


def _hold(session: Session, witness: Witness, note: str, told: Sequence[dict[str, Any]]) -> int:
    if not session.execute(_ALONE).scalar_one():
        return 0
    seen = _last_seen(session)
    try:
        keys = believed_keys(_trusted(session, note.partition("\n")[0], told), told)
        fresh = follow(seen, note, keys, lambda old, size: _consistency(witness.peers, old, size))
        if seen is None or fresh.size > seen.size:
            _cosign(session, witness, fresh, opened(note, keys)[0])
            return 1
    except (Forked, Unbelievable) as error:
        _alarm(session, error, seen, note)
    except (Unavailable, PeerRefused):
        return 0
    return 0


def _last_seen(session: Session) -> Seen | None:
    newest = select(COSIGNATURES).order_by(COSIGNATURES.c.number.desc()).limit(1)
    row = session.execute(newest).first()
    return Seen(row.size, bytes(row.root), row.note) if row else None


def _trusted(session: Session, origin: str, told: Sequence[dict[str, Any]]) -> str:
    """The key of the log as it was first met; at the first meeting the first that it shows is believed.
    Raises Unbelievable for a log of another name.
    """
    known = session.execute(select(LOGS)).first()
    if known is not None:
        if known.origin != origin:
            raise Unbelievable(f"the ledger was called {known.origin} and now calls itself {origin}")
        return str(known.key)
    if not told:
        raise Unbelievable("it shows no key")
    met = {"origin": origin, "key": str(told[0]["key"]), "met_at": now()}
    session.execute(insert(LOGS), met)
    return str(met["key"])


def _consistency(peers: Peers, old: int, size: int) -> Sequence[bytes]:
    answer = peers.handover.get("/ledger/consistency", old=old, size=size)
    return [bytes.fromhex(step) for step in answer["path"]]


def _cosign(session: Session, witness: Witness, seen: Seen, checkpoint: Checkpoint) -> None:
    """Keep what was seen with our word for it; publishing begins with the commit."""
    known = [str(row.key) for row in session.execute(select(KEYS).order_by(KEYS.c.number))]
    name = key_of(known[0], COSIGNATURE)[0] if known else witness.name
    own, at = verifier_key(name, witness.key.public_key(), COSIGNATURE), now()
    if own not in known:
        session.execute(insert(KEYS), {"key": own, "introduced_at": at})
    row = {"origin": checkpoint.origin, "size": seen.size, "root": seen.root, "note": seen.note}
    row |= {"line": cosign(checkpoint, name, witness.key, at), "key": own, "cosigned_at": at}
    session.execute(insert(COSIGNATURES), row)


def _alarm(session: Session, error: Exception, seen: Seen | None, note: str) -> None:
    """Write the alarm, its event and a line in the log: once for each state that the ledger left."""
    kind = "forked" if isinstance(error, Forked) else "unbelievable"
    kept_size = seen.size if seen else 0
    raised = select(ALARMS.c.id).where(ALARMS.c.kept_size == kept_size, ALARMS.c.kind == kind)
    if session.execute(raised).first() is not None:
        return
    _log.error("ledger_refused", kind=kind, reason=str(error), kept_size=kept_size)
    row = {
        "id": uuid7(),
        "origin": note.partition("\n")[0][:200],
        "kind": kind,
        "reason": str(error),
        "kept_size": kept_size,
        "kept_note": seen.note if seen else "",
        "shown_note": note[:10_000],
        "raised_at": now(),
    }
    session.execute(insert(ALARMS), row)
    outbox.record(session, events.alarm_raised(row))
