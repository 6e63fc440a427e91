"""What was lost and what was doubled: read from the databases and from what clients and readers were told.

Apart from the services: it imports none of their code and does not ask them.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

Look = Callable[..., list[Any]]  # look(database, query, parameters) -> rows
SERVICES = ("assets", "handover", "notifications")


@dataclass
class Findings:
    """Each entry names a promise and one thing that broke it."""

    lost: list[str] = field(default_factory=list)
    doubled: list[str] = field(default_factory=list)
    counts: dict[str, int] = field(default_factory=dict)


def unsent(look: Look) -> int:
    """Events that wait for a position, or for the broker."""
    waiting = "SELECT count(*) FROM outbox WHERE sent_at IS NULL OR position IS NULL"
    return sum(look(name, waiting)[0][0] for name in SERVICES)


def examine(
    look: Look,
    topics: Mapping[str, Iterable[str]],
    since: Mapping[str, int],
    followed: Sequence[str],
    told: Sequence[Mapping[str, Any]],
) -> Findings:
    """Hold everything after the positions `since` against what must be.

    `topics` are {queue: types} as bound at the broker; `followed` the ids of handover's events as a reader of
    the feed got them, in order; `told` the records that clients were told are completed.
    """
    found = Findings()
    _subscribers(look, topics, since, found)
    _effects(look, since, found)
    _feed(look, since["handover"], followed, found)
    _records(look, told, found)
    _notices(look, told, found)
    return found


def _subscribers(
    look: Look, topics: Mapping[str, Iterable[str]], since: Mapping[str, int], found: Findings
) -> None:
    """Every event of a type that a queue is bound to was acted on by its subscriber; positions are dense."""
    events = {name: look(name, "SELECT id::text, type, position FROM outbox") for name in SERVICES}
    for name, rows in events.items():
        positions = sorted(row[2] or 0 for row in rows)
        if positions != list(range(1, len(positions) + 1)):
            found.lost.append(f"{name}: the positions are not dense")
        found.counts[f"events of {name}"] = sum((row[2] or 0) > since[name] for row in rows)
    for queue, wanted in topics.items():
        types, acted = set(wanted), {row[0] for row in look(queue, "SELECT event_id FROM inbox")}
        due = {
            row[0]: row[1]
            for name, rows in events.items()
            for row in rows
            if row[1] in types and (row[2] or 0) > since[name]
        }
        found.counts[f"deliveries due to {queue}"] = len(due)
        found.lost += [f"{queue} never acted on {due[one]} {one}" for one in due.keys() - acted]
        dead = look(queue, "SELECT type, reason FROM dead_events WHERE state IN ('dead', 'asked')")
        found.lost += [f"{queue} gave up {kind}: {reason}" for kind, reason in dead]


def _effects(look: Look, since: Mapping[str, int], found: Findings) -> None:
    """The bare subscriber did for each event one thing once."""
    done = Counter(row[0] for row in look("bare", "SELECT event_id FROM effects"))
    fresh = {
        row[0]
        for row in look("handover", "SELECT id::text FROM outbox WHERE position > %s", [since["handover"]])
    }
    found.counts["effects of the bare subscriber"] = sum(done[one] for one in done.keys() & fresh)
    found.doubled += [
        f"{times} effects of {one}" for one, times in done.items() if one in fresh and times > 1
    ]


def _feed(look: Look, since: int, followed: Sequence[str], found: Findings) -> None:
    """Who reads the feed got every event once, in the order of positions."""
    rows = look("handover", "SELECT id::text FROM outbox WHERE position > %s ORDER BY position", [since])
    wanted, seen = [row[0] for row in rows], Counter(followed)
    found.counts["events read in the feed"] = len(followed)
    found.lost += [f"the feed never showed {one}" for one in wanted if one not in seen]
    found.doubled += [f"the feed showed {one} {times} times" for one, times in seen.items() if times > 1]
    if not found.lost and not found.doubled and wanted != list(followed):
        found.lost.append("the feed showed another order")


def _records(look: Look, told: Sequence[Mapping[str, Any]], found: Findings) -> None:
    """What a client was told is there, as it was told; numbers are dense; an asset has one holder."""
    stored = {str(row[0]): row[1:] for row in look("handover", "SELECT id, state, number FROM records")}
    for record in told:
        state, number = stored.get(record["id"], ("nothing", 0))
        if (state, f"{number:05d}") != ("completed", record["number"].split("/")[0]):
            found.lost.append(f"record {record['number']} is {state}")
    numbers = sorted(number for _, number in stored.values())
    if numbers != list(range(1, len(numbers) + 1)):
        found.lost.append("the numbers of records are not dense")
    twice = "SELECT asset_id FROM custody WHERE until IS NULL GROUP BY 1 HAVING count(*) > 1"
    found.doubled += [f"asset {row[0]} has two holders" for row in look("handover", twice)]
    entries = look("handover", "SELECT count(*) FROM ledger_entries")[0][0]
    placed = look("handover", "SELECT count(*), coalesce(max(index), -1) FROM ledger_chain")[0]
    if placed != (entries, entries - 1):
        found.lost.append(f"{entries} entries of the ledger, places {placed}")
    found.counts["records completed, as clients were told"] = len(told)


def _notices(look: Look, told: Sequence[Mapping[str, Any]], found: Findings) -> None:
    """Both sides are told of each completed record, once."""
    rows = look(
        "notifications",
        "SELECT about_id::text, recipient_person_id, count(*) FROM notices WHERE kind = 'record_completed'"
        " GROUP BY 1, 2",
    )
    found.doubled += [f"{times} notices of {about} to one person" for about, _, times in rows if times > 1]
    sides = Counter(row[0] for row in rows)
    found.counts["notices of completed records"] = sum(row[2] for row in rows)
    found.lost += [
        f"{2 - sides[record['id']]} notices of record {record['number']}"
        for record in told
        if sides[record["id"]] != 2
    ]


def letters(look: Look, message_ids: Iterable[str], found: Findings) -> None:
    """Each e-mail that counts as sent is with the mail server, under one id, and nothing else is."""
    taken = Counter(one.strip("<>").split(".email@")[0] for one in message_ids)
    rows = look("notifications", "SELECT notice_id::text, state FROM deliveries WHERE channel = 'email'")
    states = dict(rows)
    found.counts["e-mails sent"] = sum(state == "sent" for state in states.values())
    found.counts["letters that came once more under their id"] = sum(times - 1 for times in taken.values())
    found.lost += [
        f"the e-mail of notice {one} ({state})"
        for one, state in states.items()
        if (state == "sent" and one not in taken) or state not in {"sent", "withdrawn"}
    ]
    found.doubled += [f"a letter of no notice: {one}" for one in taken.keys() - states.keys()]
    if len(states) != len(rows):
        found.doubled.append("two e-mails planned for one notice")
