"""What a subscriber gave up: kept, to be looked at, acted on again, or dropped in the open.

A broker's queue of dead letters can be emptied by a slip and cannot be read without taking from it. So
each service keeps its own in its database, with the reason, for ever. Acting on one again goes the way of
every event: checked, and claimed in the inbox in the transaction of its effect.
"""

from collections.abc import Callable, Sequence
from typing import Any

from sqlalchemy import RowMapping, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from shared.auth import system_actor
from shared.bus import Message
from shared.clock import now
from shared.db import Database, server_is_gone
from shared.db.tables import DEAD_EVENTS
from shared.errors import Conflict, NotFound
from shared.logs import log

_log = log(__name__)
_ACTOR = system_actor("dead-events")
_NO_REASON = "no reason came with it"
_AT_ONCE = 50

DEAD, ASKED, REPLAYED, DROPPED = "dead", "asked", "replayed", "dropped"
OPEN = (DEAD, ASKED)


def keep(session: Session, message: Message) -> None:
    """Keep a dead letter; the same event given up once more is dead again, with the newer reason."""
    row = {
        "event_id": message.id,
        "type": message.type,
        "body": message.body,
        "reason": message.reason or _NO_REASON,
        "state": DEAD,
        "died_at": now(),
    }
    again = {name: row[name] for name in ("reason", "state", "died_at")}
    session.execute(
        insert(DEAD_EVENTS).values(row).on_conflict_do_update(index_elements=["event_id"], set_=again)
    )


def keep_patiently(database: Database, message: Message, wait: Callable[[float], None]) -> None:
    """`keep`, waiting for a database that is away: a dead letter must not die a second time."""
    while True:
        try:
            return database.run(_ACTOR, lambda session: keep(session, message))
        except Exception as error:
            if not server_is_gone(error):
                raise
            wait(1.0)


def dead_events(session: Session, states: Sequence[str] = OPEN) -> list[RowMapping]:
    """Those in `states` (dead, asked, replayed, dropped), the earliest death first."""
    wanted = select(DEAD_EVENTS).where(DEAD_EVENTS.c.state.in_(states))
    return [*session.execute(wanted.order_by(DEAD_EVENTS.c.died_at, DEAD_EVENTS.c.event_id)).mappings()]


def dead_event(session: Session, event_id: str) -> RowMapping:
    """One of them, whatever its state; raises NotFound."""
    row = session.execute(select(DEAD_EVENTS).where(DEAD_EVENTS.c.event_id == event_id)).mappings().first()
    if row is None:
        raise NotFound(
            "dead-event-not-found",
            vi="Không có sự kiện này trong danh sách bị bỏ.",
            en="This event is not among those given up.",
        )
    return row


def ask_replay(session: Session, event_id: str, who: str) -> None:
    """Let the worker act on a dead event again; raises NotFound, or Conflict when it is settled."""
    _settle(session, event_id, state=ASKED, settled_by=who)


def drop(session: Session, event_id: str, who: str, reason: str) -> None:
    """Never act on a dead event; it stays readable with who said so and why. Raises as `ask_replay`."""
    _settle(session, event_id, state=DROPPED, settled_by=who, settled_at=now(), settled_reason=reason)


def replay_asked(database: Database, act: Any) -> int:
    """Act on every event that was asked for, the earliest death first; answers how many were acted on.

    `act` is the service's Delivery. What fails again is dead again, with the newer reason.
    """
    asked = database.run(_ACTOR, lambda session: dead_events(session, (ASKED,)))[:_AT_ONCE]
    return sum(_replayed(database, act, row) for row in asked)


def _replayed(database: Database, act: Any, row: RowMapping) -> bool:
    try:
        act.act(Message(row["event_id"], row["type"], bytes(row["body"])))
    except Exception as error:  # noqa: BLE001 - whatever was wrong with it once may be wrong still
        if server_is_gone(error):
            return False
        reason = f"{type(error).__name__}: {error}"
        _log.error("replay_failed", event_id=row["event_id"], reason=reason)
        database.run(_ACTOR, lambda session: _change(session, row["event_id"], state=DEAD, reason=reason))
        return False
    database.run(_ACTOR, lambda session: _change(session, row["event_id"], state=REPLAYED, settled_at=now()))
    return True


def _settle(session: Session, event_id: str, **values: Any) -> None:
    row = dead_event(session, event_id)
    if not _change(session, event_id, **values):
        raise Conflict(
            "dead-event-settled",
            vi=f"Sự kiện này đã được giải quyết ({row['state']}).",
            en=f"This event is settled: {row['state']}.",
        )


def _change(session: Session, event_id: str, **values: Any) -> int:
    open_one = update(DEAD_EVENTS).where(DEAD_EVENTS.c.event_id == event_id, DEAD_EVENTS.c.state.in_(OPEN))
    changed: int = session.execute(open_one.values(**values)).rowcount  # type: ignore[attr-defined]
    return changed
