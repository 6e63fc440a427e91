"""Fetching what the witness said of our checkpoints, so that proofs can carry it."""

from functools import partial
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from services.handover.ledger.tables import CHECKPOINTS, COSIGNATURES
from shared.auth import system_actor
from shared.db import Database
from shared.errors import Unavailable
from shared.logs import log
from shared.peers import PeerRefused, Peers
from shared.runtime import Job
from shared.tlog.checkpoint import Checkpoint, Unbelievable
from shared.tlog.cosignature import cosigned_at

_log = log(__name__)
_ACTOR = system_actor("handover")
_EVERY = 5.0


def fetching(peers: Peers) -> Job:
    """The job of the worker that asks the witness of notifications for what is new."""
    return Job("ledger cosignatures", every=_EVERY, run=lambda database: fetch(database, peers))


def fetch(database: Database, peers: Peers) -> int:
    """Keep the cosignatures that we do not have; how many. A witness that does not answer is asked again."""
    kept, after = 0, database.run(_ACTOR, _last_number)
    while True:
        try:
            page = peers.notifications.get("/witness/cosignatures", after=after)
        except (Unavailable, PeerRefused):
            return kept
        for one in page["items"]:
            kept += database.run(_ACTOR, partial(_keep, told=one))
        if page["next"] is None:
            return kept
        after = page["next"]


def _last_number(session: Session) -> int:
    return int(session.execute(select(func.coalesce(func.max(COSIGNATURES.c.number), 0))).scalar_one())


def _keep(session: Session, told: dict[str, Any]) -> int:
    """Keep one cosignature when it is of a checkpoint of ours; another is no use to anybody."""
    try:
        at = cosigned_at(_checkpoint(session, told["size"]), told["line"], told["key"])
    except Unbelievable as doubt:
        _log.warning("cosignature_passed_over", size=told["size"], reason=str(doubt))
        return 0
    row = {"size": told["size"], "witness": told["key"], "number": told["number"], "line": told["line"]}
    session.execute(insert(COSIGNATURES).values(**row, cosigned_at=at).on_conflict_do_nothing())
    return 1


def _checkpoint(session: Session, size: int) -> Checkpoint:
    query = select(CHECKPOINTS.c.note, CHECKPOINTS.c.root).where(CHECKPOINTS.c.size == size)
    ours = session.execute(query).first()
    if ours is None:
        raise Unbelievable("it is of no checkpoint of ours")
    return Checkpoint(ours.note.partition("\n")[0], size, bytes(ours.root))
