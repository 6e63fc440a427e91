"""Writing sealed entries, in the transaction of the act; and giving them their place in the one dense chain."""

from sqlalchemy import text
from sqlalchemy.orm import Session

from services.handover.ledger.entries import GENESIS, Entry, chain_hash
from shared.auth import system_actor
from shared.db import Database

# One statement: entry, body, the assets' links, and a place in the sequencer's queue.
_APPEND = text(
    "WITH entry AS (INSERT INTO ledger_entries (id, act, subject, unit_id, recorded_at, header, leaf)"
    " VALUES (:id, :act, :subject, :unit, :at, :header, :leaf)),"
    " body AS (INSERT INTO ledger_bodies (entry_id, salt, body) VALUES (:id, :salt, :body)),"
    " links AS (INSERT INTO ledger_links (asset_id, sequence, entry_id, position, previous, leaf)"
    " SELECT asset, sequence, :id, place, previous, :leaf FROM unnest(CAST(:assets AS uuid[]),"
    " CAST(:sequences AS bigint[]), CAST(:previous AS bytea[])) WITH ORDINALITY AS l(asset, sequence,"
    " previous, place))"
    " INSERT INTO ledger_queue (entry_id) VALUES (:id)"
)
_WAITING = text(
    "SELECT q.entry_id, e.leaf FROM ledger_queue q JOIN ledger_entries e ON e.id = q.entry_id"
    " WHERE q.waiting ORDER BY q.number LIMIT :most"
)
_LAST = text("SELECT index, chain FROM ledger_chain ORDER BY index DESC LIMIT 1")
_PLACE = text(
    "INSERT INTO ledger_chain (index, entry_id, leaf, chain) SELECT * FROM unnest(CAST(:indexes AS bigint[]),"
    " CAST(:entries AS uuid[]), CAST(:leaves AS bytea[]), CAST(:chains AS bytea[]))"
)
_PLACED = text("UPDATE ledger_queue SET waiting = false WHERE entry_id = ANY(CAST(:entries AS uuid[]))")
_ALONE = text("SELECT pg_try_advisory_xact_lock(5021817)")
_MOST = 1000


def append(session: Session, entry: Entry) -> None:
    """Add a sealed entry with one statement. The caller holds the locks of the assets that it links."""
    session.execute(
        _APPEND,
        {
            "id": entry.id,
            "act": entry.act,
            "subject": entry.subject,
            "unit": entry.unit_id,
            "at": entry.recorded_at,
            "header": entry.header,
            "leaf": entry.leaf,
            "salt": entry.salt,
            "body": entry.body,
            "assets": [link.asset_id for link in entry.links],
            "sequences": [link.sequence for link in entry.links],
            "previous": [link.previous for link in entry.links],
        },
    )


def sequence(database: Database) -> int:
    """Give every committed entry that waits its dense index and chain hash; how many. One process at a time.

    The queue's order respects the assets' chains: an entry joins the queue while it holds its assets' locks.
    """
    placed = 0
    while (done := database.run(system_actor("handover"), _sequence_some)) > 0:
        placed += done
    return placed


def _sequence_some(session: Session) -> int:
    if not session.execute(_ALONE).scalar_one():
        return 0
    waiting = session.execute(_WAITING, {"most": _MOST}).all()
    if not waiting:
        return 0
    last = session.execute(_LAST).first()
    index, chain = (last.index, bytes(last.chain)) if last else (-1, GENESIS)
    chains = []
    for row in waiting:
        chain = chain_hash(chain, bytes(row.leaf))
        chains.append(chain)
    entries = [row.entry_id for row in waiting]
    indexes = list(range(index + 1, index + 1 + len(waiting)))
    leaves = [bytes(row.leaf) for row in waiting]
    session.execute(_PLACE, {"indexes": indexes, "entries": entries, "leaves": leaves, "chains": chains})
    session.execute(_PLACED, {"entries": entries})
    return len(waiting)
