"""Who is told what, and when to try again. Pure: facts in, decisions out, no clock and no dice."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

SIDES = ("giver", "receiver")
MOST_ATTEMPTS = 72  # with the pauses below about two days, long enough for somebody to see that mail is down
UNSENT_TOO_LONG = timedelta(hours=1)  # an e-mail that waits longer raises an alarm
SILENT_TOO_LONG = timedelta(minutes=15)  # so long nothing was sent though something waits: an alarm
_FIRST_PAUSE = timedelta(seconds=5)
_LONGEST_PAUSE = timedelta(hours=1)


@dataclass(frozen=True)
class Told:
    """One person to tell, and as whom: the role chooses the words."""

    person_id: UUID
    kind: str
    role: str  # giver, receiver, leaver, officer, head


def waiting_sides(signed: Iterable[str]) -> tuple[str, ...]:
    """The sides whose signature a record still waits for."""
    done = set(signed)
    return tuple(side for side in SIDES if side not in done)


def told_of_record(kind: str, record: Mapping[str, Any], sides: Sequence[str] = SIDES) -> list[Told]:
    """The people on `sides` of a record (an event's data), to be told of `kind`; strangers
    (the nil UUID) are not.
    """
    ids = {side: UUID(str(record[f"{side}_person_id"])) for side in sides}
    return [Told(id_, kind, side) for side, id_ in ids.items() if id_.int]


def told_of_recall(kind: str, person_id: UUID, officers: Iterable[UUID]) -> list[Told]:
    """The leaver and who keeps the unit's assets; everybody once, in the first role that fits."""
    return _once([Told(person_id, kind, "leaver"), *told_of_unit(kind, officers, ())])


def told_of_unit(kind: str, officers: Iterable[UUID], heads: Iterable[UUID]) -> list[Told]:
    """Who keeps a unit's assets and who heads it; everybody once, in the first role that fits."""
    as_officers = [Told(officer, kind, "officer") for officer in officers]
    return _once([*as_officers, *(Told(head, kind, "head") for head in heads)])


def _once(everybody: Iterable[Told]) -> list[Told]:
    once: dict[UUID, Told] = {}
    for told in everybody:
        once.setdefault(told.person_id, told)
    return list(once.values())


def pause_after(attempts: int, luck: float) -> timedelta:
    """How long to wait after the attempt number `attempts` (from 1); `luck` in [0, 1) spreads many over time.

    Doubles from 5 seconds up to an hour, and then the half of it is left to luck.
    """
    pause: timedelta = min(_FIRST_PAUSE * 2 ** min(attempts - 1, 20), _LONGEST_PAUSE)
    return pause * (0.5 + luck / 2)


def state_after(outcome: str, attempts: int) -> str:
    """The state of a delivery after its attempt number `attempts` ended with `outcome`."""
    if outcome == "sent":
        return "sent"
    return "dead" if outcome == "refused" or attempts >= MOST_ATTEMPTS else "failed"


def sending_alarms(now: datetime, oldest: datetime | None, last: datetime | None) -> list[str]:
    """The alarms about e-mails: `oldest` waits since then (None: nothing waits), `last` one left then."""
    if oldest is None:
        return []
    alarms = ["oldest_unsent"] if now - oldest > UNSENT_TOO_LONG else []
    quiet_since = max(oldest, last) if last else oldest
    return [*alarms, *(["nothing_sent"] if now - quiet_since > SILENT_TOO_LONG else [])]
