"""Taking deliveries in hand, one at a time and for a limited time, and writing down how each attempt ended.

A lease is committed before the attempt begins: who dies with a delivery in hand leaves it to be taken again
when the lease ends, with its interrupted attempt on record.
"""

import random
from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from sqlalchemy import insert, text, update
from sqlalchemy.orm import Session

from services.notifications import events, rules
from services.notifications.channels.email import Outcome
from services.notifications.models import ATTEMPTS, DELIVERIES
from shared import clock, outbox
from shared.ids import uuid7

Row = Mapping[Any, Any]  # a row of our tables
LEASE = timedelta(minutes=3)  # longer than the slowest conversation: seven steps of fifteen seconds

_TAKE = text(
    "UPDATE deliveries d SET attempts = d.attempts + 1, lease_until = :until FROM ("
    " SELECT id, attempts, lease_until FROM deliveries WHERE state IN ('planned', 'failed')"
    " AND channel = 'email' AND due_at <= :now AND (lease_until IS NULL OR lease_until <= :now)"
    " ORDER BY due_at, id LIMIT 1 FOR UPDATE SKIP LOCKED) AS due"
    " WHERE d.id = due.id RETURNING d.id, d.notice_id, d.channel, d.attempts, due.lease_until AS left_by"
)
_NOTICE = text(
    "SELECT n.id, n.kind, n.about_id, n.cause_event_id, n.recipient_person_id, n.unit_id, n.path,"
    " n.subject_vi, n.text_vi, n.text_en, p.name, p.email FROM notices n"
    " LEFT JOIN known_people p ON p.id = n.recipient_person_id WHERE n.id = :notice"
)


def take(session: Session) -> tuple[Row, Row] | None:
    """The delivery that is due first, now in our hands, and its notice with the recipient's present address.

    None when nothing is due. Two senders never get the same one.
    """
    now = clock.now()
    delivery = session.execute(_TAKE, {"now": now, "until": now + LEASE}).mappings().first()
    if delivery is None:
        return None
    if delivery["left_by"] is not None:
        _note(
            session,
            delivery,
            delivery["attempts"] - 1,
            "interrupted",
            "the sender ended before it knew the outcome",
        )
    notice = session.execute(_NOTICE, {"notice": delivery["notice_id"]}).mappings().one()
    return delivery, notice


def conclude(session: Session, delivery: Row, notice: Row, outcome: Outcome) -> None:
    """Write down how the attempt in hand ended; what was sent is published."""
    now = clock.now()
    _note(session, delivery, delivery["attempts"], outcome.outcome, outcome.answer)
    state = rules.state_after(outcome.outcome, delivery["attempts"])
    if state == "sent":
        if _set(session, delivery, state="sent", sent_at=now, last_error=None):
            outbox.record(session, events.notice_sent(notice, delivery, now))
        return
    pause = rules.pause_after(delivery["attempts"], random.random())  # noqa: S311 - jitter, not a secret
    _set(session, delivery, state=state, due_at=now + pause, last_error=outcome.answer)


def _set(session: Session, delivery: Row, **changes: Any) -> bool:
    """Change the delivery unless it has been sent; a failure counts only while nobody else has it in hand."""
    where = [DELIVERIES.c.id == delivery["id"], DELIVERIES.c.state != "sent"]
    if changes["state"] != "sent":
        where += [
            DELIVERIES.c.attempts == delivery["attempts"],
            DELIVERIES.c.state.in_(("planned", "failed")),
        ]
    changed = update(DELIVERIES).where(*where).values(lease_until=None, **changes).returning(DELIVERIES.c.id)
    return session.execute(changed).first() is not None


def _note(session: Session, delivery: Row, number: int, outcome: str, answer: str) -> None:
    row = {
        "id": uuid7(),
        "delivery_id": delivery["id"],
        "number": number,
        "at": clock.now(),
        "outcome": outcome,
        "answer": answer.replace("\x00", "")[:1000],
    }
    session.execute(insert(ATTEMPTS), row)
