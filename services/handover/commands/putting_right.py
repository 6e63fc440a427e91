"""Writing a correction into custody: which rows it supersedes, which take their place, what follows."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import insert, text
from sqlalchemy.orm import Session

from services.handover import rules
from services.handover.commands import recall_settling, recalls
from services.handover.commands.custody import hold_people
from services.handover.models import CUSTODY
from services.handover.numbers import correction_label
from services.handover.rules import Interval
from shared.auth import Actor
from shared.errors import Conflict, FieldError

_KNOWN = text(
    "SELECT id, asset_id, person_id, unit_id, since, until, opened_by, number, closed_by FROM custody"
    " WHERE asset_id = ANY(CAST(:assets AS uuid[])) AND superseded_at IS NULL ORDER BY since, id"
)
_WAITING = text("SELECT asset_id FROM record_lines WHERE waiting AND asset_id = ANY(CAST(:assets AS uuid[]))")
_SUPERSEDE = text(
    "UPDATE custody SET superseded_at = :at, superseded_by = :correction,"
    " closed_at = coalesce(closed_at, :at), until = coalesce(until, since)"
    " WHERE id = ANY(CAST(:rows AS uuid[]))"
)
_UNITS = text("SELECT id, unit_id FROM known_assets WHERE id = ANY(CAST(:assets AS uuid[]))")

Row = Mapping[str, Any]


def check(session: Session, correction: Row, lines: Sequence[Row]) -> dict[UUID, list[Row]]:
    """The known rows that the correction touches, by asset. Raises one Conflict that names each line whose
    asset waits in a record, or of which the correction says nothing new.
    """
    assets = [line["asset_id"] for line in lines]
    waiting = {row.asset_id for row in session.execute(_WAITING, {"assets": assets})}
    known: dict[UUID, list[Row]] = defaultdict(list)
    for row in session.execute(_KNOWN, {"assets": assets}).mappings():
        known[row["asset_id"]].append(dict(row))
    days = (correction["from_on"], correction["until_on"])
    faults, hit = [], {}
    for place, line in enumerate(lines):
        held = rules.touched([_interval(row) for row in known[line["asset_id"]]], *days)
        kept = {one.row for one in held}
        hit[line["asset_id"]] = [row for row in known[line["asset_id"]] if row["id"] in kept]
        fault = None
        if line["asset_id"] in waiting:
            fault = ("đang nằm trong biên bản chờ ký", "it waits in a record")
        elif rules.says_nothing_new(held, correction["holder_person_id"], *days):
            fault = ("sổ đã ghi đúng như vậy", "the books say so already")
        if fault is not None:
            faults.append(
                FieldError(f"/lines/{place}", f"{line['code']}: {fault[0]}", f"{line['code']}: {fault[1]}")
            )
    if faults:
        raise Conflict("nothing-to-correct", vi=faults[0].vi, en=faults[0].en, errors=faults)
    return hit


def apply(session: Session, actor: Actor, correction: Row, lines: Sequence[Row]) -> list[dict[str, Any]]:
    """Supersede and write (the assets are locked); the assets that somebody else answers for from now on, as
    {asset_id, person_id, since}. Recall cases follow them.
    """
    hit = check(session, correction, lines)
    holder = correction["holder_person_id"]
    people = {row["person_id"] for rows in hit.values() for row in rows if row["until"] is None}
    status = hold_people(session, sorted(people | ({holder} - {None})))
    superseded = [row["id"] for rows in hit.values() for row in rows]
    at = {"at": correction["decided_at"], "correction": correction["id"]}
    session.execute(_SUPERSEDE, {**at, "rows": superseded})
    units = {row.id: row.unit_id for row in session.execute(_UNITS, {"assets": list(hit)})}
    made = [row for asset, rows in hit.items() for row in _rows(correction, asset, rows, units[asset])]
    if made:
        session.execute(insert(CUSTODY), made)
    changes = [change for asset, rows in hit.items() if (change := _change(correction, asset, rows))]
    _recalls_follow(session, actor, changes, status)
    return [{name: one[name] for name in ("asset_id", "person_id", "since")} for one in changes]


def _rows(correction: Row, asset: UUID, rows: Sequence[Row], unit: UUID) -> Iterator[dict[str, Any]]:
    """The rows of custody that stand in place of `rows`. What is left of a row keeps the record that opened
    it.
    """
    by_id = {row["id"]: row for row in rows}
    pieces = rules.corrected(
        [_interval(row) for row in rows],
        correction["holder_person_id"],
        correction["from_on"],
        correction["until_on"],
    )
    for piece in pieces:
        of = by_id.get(piece.row) if piece.row else None
        ended_by_us = of is not None and piece.until != of["until"]
        yield {
            "id": uuid4(),
            "asset_id": asset,
            "person_id": piece.person_id,
            "unit_id": of["unit_id"] if of is not None else unit,
            "since": piece.since,
            "until": piece.until,
            "opened_by": of["opened_by"] if of is not None else None,
            "number": of["number"] if of is not None else correction_label(correction["number"]),
            "opened_at": correction["decided_at"],
            "closed_at": correction["decided_at"] if piece.until else None,
            "closed_by": of["closed_by"] if of is not None and not ended_by_us else None,
            "correction_id": correction["id"],
        }


def _change(correction: Row, asset: UUID, rows: Sequence[Row]) -> dict[str, Any] | None:
    """Who answers for `asset` now, if that is somebody else than before; only a correction that lasts until
    now changes that.
    """
    before = next((row["person_id"] for row in rows if row["until"] is None), None)
    after: UUID | None = correction["holder_person_id"]
    if correction["until_on"] is not None or before == after:
        return None
    since: date = correction["from_on"]
    return {"asset_id": asset, "person_id": after, "since": since, "before": before}


def _recalls_follow(
    session: Session, actor: Actor, changes: Sequence[Row], status: Mapping[UUID, str]
) -> None:
    """Whoever no longer holds an asset need not give it back; a leaver who turns out to hold one must."""
    for person in sorted({one["before"] for one in changes} - {None}):
        assets = [one["asset_id"] for one in changes if one["before"] == person]
        recall_settling.close_lines(session, actor, person, assets, None)
    for person in sorted({one["person_id"] for one in changes} - {None}):
        if status.get(person) not in {"working", None}:
            recalls.open_for_leaver(session, actor, person)


def _interval(row: Row) -> Interval:
    return Interval(row["id"], row["person_id"], row["since"], row["until"])
