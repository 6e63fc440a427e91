"""Writing down, in the transaction of the change itself, that it happened. The web process never speaks to
the bus.
"""

import orjson
from sqlalchemy.orm import Session

from shared.contracts import check_event
from shared.db import direct
from shared.events import Event

_COLUMNS = "id, type, subject, sequence, unit_id, occurred_at, correlation_id, causation_id, data"
_ADD = f"""
    INSERT INTO outbox ({_COLUMNS})
    SELECT {_COLUMNS} FROM jsonb_populate_recordset(NULL::outbox, %(events)s::jsonb) WITH ORDINALITY
    ORDER BY ordinality
"""  # noqa: S608 - our own column names


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
                "data": event.data,
            }
        )
    direct.rows(session, _ADD, {"events": orjson.dumps(rows).decode()})
