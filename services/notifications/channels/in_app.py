"""The application's own inbox: what stands in it is delivered, by the transaction that makes the notice."""

from datetime import datetime
from typing import Any
from uuid import UUID

from shared.ids import uuid7

NAME = "in_app"


def delivered(notice_id: UUID, at: datetime) -> dict[str, Any]:
    """The delivery row of a notice that is in the inbox since `at`."""
    return {
        "id": uuid7(),
        "notice_id": notice_id,
        "channel": NAME,
        "state": "sent",
        "attempts": 1,
        "due_at": at,
        "sent_at": at,
    }
