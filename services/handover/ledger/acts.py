"""An act of custody as an entry of the ledger: who did what to which thing, at which version of it."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from services.handover.ledger import store
from services.handover.ledger.entries import Entry, Link, seal
from shared import clock
from shared.auth import Actor


def enter(
    session: Session,
    actor: Actor,
    act: str,
    thing: Mapping[str, Any],
    detail: Mapping[str, Any],
    *,
    links: Sequence[Link] = (),
    at: datetime | None = None,
) -> Entry:
    """Append the entry of `act` (record.disputed) on `thing` ({id, unit_id, and version where it has one}) at
    `at` (now); `detail` may hold names. `links`: the assets in whose chains it stands.
    """
    version = {"version": thing["version"]} if "version" in thing else {}
    body = {"act": act, "actor": actor.subject, **version, "detail": dict(detail)}
    entry = seal(act, thing["id"], thing["unit_id"], body, at=at or clock.now(), links=links)
    store.append(session, entry)
    return entry
