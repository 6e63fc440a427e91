"""Writing down, in the transaction of the change itself, that it happened. The web process never speaks to
the bus.
"""

from sqlalchemy import insert
from sqlalchemy.orm import Session

from shared.contracts import check_event, json_ready
from shared.db.tables import OUTBOX
from shared.events import Event


def record(session: Session, *events: Event) -> None:
    """Add `events` to the outbox with one statement; raises BrokenContract before anything is written."""
    if not events:
        return
    rows = []
    for event in events:
        check_event(event.type, event.data)
        rows.append(
            {
                "id": event.id,
                "type": event.type,
                "subject": event.subject,
                "sequence": event.sequence,
                "unit_id": event.unit_id,
                "occurred_at": event.occurred_at,
                "correlation_id": event.correlation_id,
                "causation_id": event.causation_id,
                "data": json_ready(event.data),
            }
        )
    session.execute(insert(OUTBOX), rows)
