"""Writing sealed entries, in the transaction of the act; giving them their place in the one dense chain."""

from typing import Any

import orjson
from sqlalchemy import text
from sqlalchemy.orm import Session

from services.handover.ledger.entries import GENESIS, Entry, chain_hash
from shared.auth import system_actor
from shared.db import Database, direct

# The parts of a statement that add an entry, its body and the assets' links; it ends by a place in the queue.
APPENDING = """
    entry AS (
        INSERT INTO ledger_entries (id, act, subject, unit_id, recorded_at, header, leaf)
        VALUES (%(entry)s, %(act)s, %(subject)s, %(unit)s, %(at)s, %(header)s, %(leaf)s)),
    body AS (INSERT INTO ledger_bodies (entry_id, salt, body) VALUES (%(entry)s, %(salt)s, %(body)s)),
    links AS (
        INSERT INTO ledger_links (asset_id, sequence, entry_id, position, previous, leaf)
        SELECT l.asset, l.sequence, %(entry)s, l.position, decode(l.previous, 'hex'), %(leaf)s
        FROM jsonb_to_recordset(%(links)s::jsonb)
            AS l(asset uuid, sequence bigint, position integer, previous text))
    INSERT INTO ledger_queue (entry_id) VALUES (%(entry)s)
"""
_APPEND = f"WITH {APPENDING}"
_WAITING = text(
    "SELECT q.entry_id, e.leaf FROM ledger_queue q JOIN ledger_entries e ON e.id = q.entry_id"
    " WHERE q.waiting ORDER BY q.number LIMIT :most"
)
_LAST = text("SELECT index AS at, chain FROM ledger_chain ORDER BY index DESC LIMIT 1")
_PLACE = text(
    "INSERT INTO ledger_chain (index, entry_id, leaf, chain) SELECT * FROM unnest(CAST(:indexes AS bigint[]),"
    " CAST(:entries AS uuid[]), CAST(:leaves AS bytea[]), CAST(:chains AS bytea[]))"
)
_PLACED = text("UPDATE ledger_queue SET waiting = false WHERE entry_id = ANY(CAST(:entries AS uuid[]))")
_ALONE = text("SELECT pg_try_advisory_xact_lock(5021817)")
_MOST = 1000


def append(session: Session, entry: Entry) -> None:
    """Add a sealed entry with one statement. The caller holds the locks of the assets that it links."""
    direct.rows(session, _APPEND, parameters(entry))


def parameters(entry: Entry) -> dict[str, Any]:
    """What `APPENDING` needs to know of an entry."""
    links = [
        {
            "asset": link.asset_id,
            "sequence": link.sequence,
            "position": position,
            "previous": link.previous.hex() if link.previous is not None else None,
        }
        for position, link in enumerate(entry.links)
    ]
    return {
        "entry": entry.id,
        "act": entry.act,
        "subject": entry.subject,
        "unit": entry.unit_id,
        "at": entry.recorded_at,
        "header": entry.header,
        "leaf": entry.leaf,
        "salt": entry.salt,
        "body": entry.body,
        "links": orjson.dumps(links).decode(),
    }


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
    index, chain = (last.at, bytes(last.chain)) if last else (-1, GENESIS)
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
