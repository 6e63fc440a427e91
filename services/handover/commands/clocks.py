"""The clock of recall cases: a reminder on the day before the deadline, an alarm after it, each once only."""

from datetime import date

from sqlalchemy import text
from sqlalchemy.orm import Session

from services.handover import events, rules
from services.handover.ledger import acts
from shared import clock, outbox
from shared.auth import system_actor
from shared.db import Database

_ACTOR = system_actor("handover")
_OPEN_LINES = text(
    "SELECT asset_id FROM recall_lines WHERE recall_id = :recall AND state IN ('open', 'lost')"
)
_CASES = {
    "due": text(
        "SELECT * FROM recalls WHERE state = 'open' AND due_told_at IS NULL"
        " AND deadline BETWEEN :first AND :last ORDER BY deadline, id LIMIT 50 FOR UPDATE SKIP LOCKED"
    ),
    "overdue": text(
        "SELECT * FROM recalls WHERE state = 'open' AND overdue_told_at IS NULL"
        " AND deadline BETWEEN :first AND :last ORDER BY deadline, id LIMIT 50 FOR UPDATE SKIP LOCKED"
    ),
}
_TOLD = {
    "due": text("UPDATE recalls SET due_told_at = :at, version = version + 1 WHERE id = :recall"),
    "overdue": text("UPDATE recalls SET overdue_told_at = :at, version = version + 1 WHERE id = :recall"),
}


def tell(database: Database) -> int:
    """Tell of every open case that is due or overdue by today; how many. Safe to run twice, and by two at
    once.
    """
    today = clock.today()
    overdue = database.run(_ACTOR, lambda session: _tell(session, "overdue", rules.overdue_deadlines(today)))
    return overdue + database.run(_ACTOR, lambda session: _tell(session, "due", rules.due_deadlines(today)))


def _tell(session: Session, verb: str, deadlines: tuple[date, date]) -> int:
    told = 0
    first, last = deadlines
    for case in session.execute(_CASES[verb], {"first": first, "last": last}).mappings().all():
        now = clock.now()
        session.execute(_TOLD[verb], {"recall": case["id"], "at": now})
        changed = {**case, "version": case["version"] + 1}
        detail = {"deadline": case["deadline"]}
        entry = acts.enter(session, _ACTOR, f"recall.{verb}", changed, detail, at=now)
        open_assets = [row.asset_id for row in session.execute(_OPEN_LINES, {"recall": case["id"]})]
        outbox.record(session, events.recall_event(verb, changed, open_assets, entry.leaf))
        told += 1
    return told
