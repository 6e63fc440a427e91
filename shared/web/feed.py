"""`GET /events?after=<position>`: the gap-free feed of a service, for late or lost subscribers.

Pages are cut at positions, so a page that is behind the newest position never changes. What the asker may
not see is left out by row-level security; `next` moves on all the same.
"""

from typing import Any

from marshmallow import Schema, fields, validate
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from shared.db.tables import OUTBOX
from shared.events import to_cloudevent
from shared.web.door import Door
from shared.web.policy import allow

PAGE = 256


class FeedQuery(Schema):
    """Where to go on."""

    after = fields.Integer(load_default=0, validate=validate.Range(min=0, max=2**62))


class FeedPage(Schema):
    """Events in order of position, and where to go on."""

    events = fields.List(fields.Dict(), required=True)
    next = fields.Integer(required=True)


FEED_POLICY = {"GET /events": allow("auditor", "admin", "service")}


def add_feed(door: Door) -> None:
    """Give the door its `/events`, once."""
    if any(route.rule == "/events" for route in door.routes):
        return

    @door.get("/events", query=FeedQuery, answer=FeedPage)
    def events(session: Session, query: dict[str, Any]) -> dict[str, Any]:
        return events_after(session, door.service, query["after"])


def events_after(session: Session, service: str, after: int) -> dict[str, Any]:
    """The events at positions after+1 … after+256 that the actor may see, and the position to go on from."""
    newest = session.execute(select(func.coalesce(func.max(OUTBOX.c.position), 0))).scalar_one()
    until = min(after + PAGE, newest)
    wanted = (
        select(OUTBOX)
        .where(OUTBOX.c.position > after, OUTBOX.c.position <= until)
        .order_by(OUTBOX.c.position)
    )
    rows = session.execute(wanted).mappings()
    return {"events": [to_cloudevent(service, dict(row)) for row in rows], "next": max(until, after)}
