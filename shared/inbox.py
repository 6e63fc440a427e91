"""At-least-once delivery, exactly-once effect: the claim and the effect are one transaction."""

from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from shared.db.tables import INBOX


def claim(session: Session, consumer: str, event_id: str, event_type: str) -> bool:
    """Whether this delivery is the first of `event_id` to `consumer`; False means: done already, do
    nothing.
    """
    statement = (
        insert(INBOX)
        .values(consumer=consumer, event_id=event_id, type=event_type)
        .on_conflict_do_nothing()
        .returning(INBOX.c.event_id)
    )
    return session.execute(statement).first() is not None
