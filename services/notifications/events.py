"""What notices publish. Payloads carry ids, kinds and channels; never a name, an address or a text."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from shared.events import Event


def notice_sent(notice: Mapping[str, Any], delivery: Mapping[str, Any], sent_at: datetime) -> Event:
    """`notifications.notice.sent.v1`: a delivery reached its channel. The subject is the delivery."""
    return Event(
        type="notifications.notice.sent.v1",
        subject=str(delivery["id"]),
        sequence=1,
        unit_id=notice["unit_id"],
        data={
            "notice_id": notice["id"],
            "delivery_id": delivery["id"],
            "channel": delivery["channel"],
            "kind": notice["kind"],
            "about_id": notice["about_id"],
            "cause_event_id": notice["cause_event_id"],
            "recipient_person_id": notice["recipient_person_id"],
            "unit_id": notice["unit_id"],
            "sent_at": sent_at,
        },
    )
