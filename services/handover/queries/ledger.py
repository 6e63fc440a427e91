"""The ledger as anybody may export it: every index, and of one's own units the whole entry."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import Row, text
from sqlalchemy.orm import Session

_PAGE = text(
    "SELECT c.index AS place, c.entry_id, c.leaf, c.chain, e.act, e.subject, e.unit_id, e.recorded_at,"
    " e.header, b.salt, b.body FROM ledger_chain c LEFT JOIN ledger_entries e ON e.id = c.entry_id LEFT"
    " JOIN ledger_bodies b ON b.entry_id = e.id WHERE c.index > :after ORDER BY c.index LIMIT :limit"
)
_SCOPE = text("SELECT current_setting('app.scope', true)")
_SET_SCOPE = text("SELECT set_config('app.scope', :scope, true)")
_ERASERS = text(
    "SELECT x.entry_id, c.index AS place, e.header, b.body, b.salt FROM ledger_erasures x"
    " JOIN ledger_entries e ON e.id = x.erased_by JOIN ledger_bodies b ON b.entry_id = e.id"
    " JOIN ledger_chain c ON c.entry_id = e.id WHERE x.entry_id = ANY(CAST(:entries AS uuid[]))"
)
_LINKS = text(
    "SELECT entry_id, asset_id, sequence, previous FROM ledger_links"
    " WHERE entry_id = ANY(CAST(:entries AS uuid[])) ORDER BY entry_id, position"
)


def page_of_ledger(session: Session, *, limit: int, after: int) -> dict[str, Any]:
    """Entries after the index `after` (-1: from the first), as `ledger/verify.py` reads them."""
    rows = session.execute(_PAGE, {"after": after, "limit": limit + 1}).all()
    shown = rows[:limit]
    links = links_of(session, [row.entry_id for row in shown if row.header is not None])
    items = [shape(row, links.get(row.entry_id, [])) for row in shown]
    name_erasers(session, items, shown)
    return {"items": items, "next": shown[-1].place if len(rows) > limit else None}


def shape(row: Row[Any], links: list[list[Any]]) -> dict[str, Any]:
    """An entry as `verify.py` reads it; without header and body where the reader sees only its place."""
    entry: dict[str, Any] = {"index": row.place, "leaf": row.leaf.hex(), "chain": row.chain.hex()}
    if row.header is None:
        return entry
    entry |= {"act": row.act, "subject": row.subject, "unit_id": row.unit_id, "at": row.recorded_at}
    entry |= {"header": bytes(row.header).decode(), "links": links}
    if row.body is not None:
        entry |= {"body": bytes(row.body).decode(), "salt": row.salt.hex()}
    return entry


def name_erasers(session: Session, items: Sequence[dict[str, Any]], rows: Sequence[Row[Any]]) -> None:
    """Give each item that has a header and no body any more the act that erased it: {index, header, body,
    salt}. That act may be of another unit; whoever sees the entry may see why its body is gone.
    """
    bare = [row.entry_id for row in rows if row.header is not None and row.body is None]
    if not bare:
        return
    before = session.execute(_SCOPE).scalar()
    session.execute(_SET_SCOPE, {"scope": "all"})
    found = {row.entry_id: row for row in session.execute(_ERASERS, {"entries": bare})}
    session.execute(_SET_SCOPE, {"scope": before or ""})
    for item, row in zip(items, rows, strict=True):
        by = found.get(row.entry_id)
        if by is not None:
            said = {"index": by.place, "header": bytes(by.header).decode(), "body": bytes(by.body).decode()}
            item["erased"] = {**said, "salt": by.salt.hex()}


def links_of(session: Session, entries: Sequence[UUID]) -> dict[UUID, list[list[Any]]]:
    """{entry: [[asset, n, previous leaf or null], …]} in the order of the lines."""
    found: dict[UUID, list[list[Any]]] = {}
    for row in session.execute(_LINKS, {"entries": entries}):
        previous = row.previous.hex() if row.previous is not None else None
        found.setdefault(row.entry_id, []).append([str(row.asset_id), row.sequence, previous])
    return found
