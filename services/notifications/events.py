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


def alarm_raised(alarm: Mapping[str, Any]) -> Event:
    """`notifications.alarm.raised.v1`: the witness saw a ledger that contradicts what it saw before."""
    return Event(
        type="notifications.alarm.raised.v1",
        subject=str(alarm["id"]),
        sequence=1,
        unit_id=None,
        data={
            "alarm_id": alarm["id"],
            "origin": alarm["origin"],
            "kind": alarm["kind"],
            "kept_size": alarm["kept_size"],
            "raised_at": alarm["raised_at"],
        },
    )
