"""The services' processes with one promise broken, so that the chaos run can show that it would notice.

    python -m tests.faults.broken VARIANT worker SERVICE
    python -m tests.faults.broken VARIANT bare DATABASE-URL AMQP-URL
    gunicorn "tests.faults.broken:web('VARIANT', 'SERVICE')"

The product has no switch for any of this: names are replaced here, in the process that is to be broken.
"""

import sys
from collections.abc import Callable
from typing import Any
from wsgiref.types import WSGIApplication

import pika.channel
from sqlalchemy import select
from sqlalchemy.orm import Session

from shared import delivery, process, relay
from shared.db.tables import OUTBOX
from shared.events import to_cloudevent
from shared.web import feed
from tests.faults import bare


def no_inbox() -> None:
    """Every delivery counts as the first."""
    claim = delivery.claim
    delivery.claim = lambda *told: claim(*told) or True


def mark_before_confirm() -> None:
    """The relay marks as sent what it is about to send."""

    def step(self: relay.Relay, connection: relay.Connection) -> int:
        with connection.transaction():
            positioned = connection.execute(relay._POSITION, [relay._BATCH]).rowcount
        rows = connection.execute(relay._UNSENT, [relay._BATCH]).fetchall()
        if rows:
            connection.execute(relay._SENT, [[row["id"] for row in rows]])
            self._send(rows)
        return positioned + len(rows)

    relay.Relay.step = step  # type: ignore[method-assign]


def no_mandatory() -> None:
    """What no queue takes is confirmed all the same."""
    publish = pika.channel.Channel.basic_publish

    def careless(self: Any, *told: Any, mandatory: bool = False, **named: Any) -> None:
        publish(self, *told, mandatory=False, **named)

    pika.channel.Channel.basic_publish = careless  # type: ignore[method-assign]


def cursor_on_number() -> None:
    """The feed goes by the serial number, which a late commit gets before others are read."""

    def events_after(session: Session, service: str, after: int) -> dict[str, Any]:
        wanted = (
            select(OUTBOX)
            .where(OUTBOX.c.number > after, OUTBOX.c.position.is_not(None))
            .order_by(OUTBOX.c.number)
            .limit(feed.PAGE)
        )
        rows = [dict(row) for row in session.execute(wanted).mappings()]
        last = rows[-1]["number"] if rows else after
        return {"events": [to_cloudevent(service, row) for row in rows], "next": last}

    feed.events_after = events_after


VARIANTS: dict[str, Callable[[], None]] = {
    made.__name__: made for made in (no_inbox, mark_before_confirm, no_mandatory, cursor_on_number)
}


def web(variant: str, service: str) -> WSGIApplication:
    """The web application of `service`, broken."""
    VARIANTS[variant]()
    return process.web(service)


def main(variant: str, what: str, *told: str) -> int:
    """Run one process, broken, to its end."""
    VARIANTS[variant]()
    if what == "bare":
        bare.main(*told)
        return 0
    return process.main(what, *told)


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
