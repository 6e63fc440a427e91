"""What a command must know before it decides: the two people, the assets (locked in order of id), their
holders.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from services.handover.ledger.entries import Link
from services.handover.numbers import label
from services.handover.rules import Holding, Party
from shared.clock import legal_date
from shared.db import direct
from shared.errors import FieldError, Invalid

_PEOPLE = """
    SELECT p.id, p.unit_id, p.name, p.post, p.status, p.duties, coalesce(u.name, '') AS unit_name,
           r.id AS open_recall_id
    FROM known_people p
    LEFT JOIN known_units u ON u.id = p.unit_id
    LEFT JOIN recalls r ON r.person_id = p.id AND r.state = 'open'
    WHERE p.id = ANY(%(ids)s::uuid[])
"""
_SEEN = """
    SELECT id AS asset_id, unit_id, code, name, serial, category, cost, remaining_value, wear_lives,
           status
    FROM known_assets WHERE code = ANY(%(codes)s) OR id = ANY(%(ids)s::uuid[]) ORDER BY id
"""
_LOCKED = f"{_SEEN} FOR NO KEY UPDATE"
_LINK = """
    LEFT JOIN LATERAL (
        SELECT sequence, leaf FROM ledger_links WHERE asset_id = a.id
        ORDER BY sequence DESC LIMIT 1) link ON true
"""
# The next number of the unit and year is taken in the same statement; a refusal rolls it back.
_HOLDINGS = f"""
    WITH counter AS (
        INSERT INTO record_counters AS c (unit_id, year, last) VALUES (%(unit)s, %(year)s, 1)
        ON CONFLICT (unit_id, year) DO UPDATE SET last = c.last + 1 RETURNING last)
    SELECT a.id, c.person_id, c.since, w.record_id, away.record_id AS away_id, moved.last_on, link.sequence,
           link.leaf, counter.last AS next_number
    FROM counter CROSS JOIN unnest(%(ids)s::uuid[]) AS a(id)
    LEFT JOIN custody c ON c.asset_id = a.id AND c.until IS NULL
    LEFT JOIN record_lines w ON w.asset_id = a.id AND w.waiting
    LEFT JOIN record_lines away ON away.asset_id = a.id AND away.away
    LEFT JOIN LATERAL (
        SELECT max(coalesce(until, since)) AS last_on FROM custody
        WHERE asset_id = a.id AND superseded_at IS NULL) moved ON true
    {_LINK}
"""  # noqa: S608 - fixed parts only
# Only asked when something stands in the way, to say who and which.
_NAMES = "SELECT id, name FROM known_people WHERE id = ANY(%(ids)s::uuid[])"
_NUMBERS = """
    SELECT id, number, issued_at, happened_on, due_on, receiver_unit_name FROM records
    WHERE id = ANY(%(ids)s::uuid[])
"""
_LINKS = f"SELECT a.id, link.sequence, link.leaf FROM unnest(%(ids)s::uuid[]) AS a(id) {_LINK}"  # noqa: S608
_LOCK = "SELECT id FROM known_assets WHERE id = ANY(%(ids)s::uuid[]) ORDER BY id FOR NO KEY UPDATE"


def people(session: Session, ids: Mapping[str, UUID]) -> dict[str, Any]:
    """The people behind `ids` (JSON pointer → person); raises Invalid naming each that is not known or not
    ours.
    """
    found = {row.id: row for row in direct.rows(session, _PEOPLE, {"ids": _array(ids.values())})}
    faults = [
        FieldError(
            pointer, "Không có người này trong danh sách của đơn vị.", "Nobody by this id in your units."
        )
        for pointer, person_id in ids.items()
        if person_id not in found
    ]
    if faults:
        raise Invalid("people-unknown", vi=faults[0].vi, en=faults[0].en, errors=faults)
    return {pointer: found[person_id] for pointer, person_id in ids.items()}


def lines(session: Session, wanted: Sequence[Mapping[str, Any]], *, lock: bool) -> list[dict[str, Any]]:
    """The lines of a record, each frozen as its asset is now; locked in order of id when `lock`.

    Raises Invalid that names every line whose asset is unknown or stands twice.
    """
    codes = [line["code"] for line in wanted if line.get("code")]
    ids = _array(line["asset_id"] for line in wanted if line.get("asset_id"))
    known: dict[Any, dict[str, Any]] = {}
    for row in direct.rows(session, _LOCKED if lock else _SEEN, {"codes": codes, "ids": ids}):
        known[row.code] = known[row.asset_id] = row._asdict()
    made, faults, seen = [], [], set()
    for place, line in enumerate(wanted):
        name = line.get("asset_id") or line.get("code")
        asset = known.get(name)
        if asset is None:
            said = line.get("code") or str(name)
            faults.append(
                FieldError(f"/lines/{place}", f"Không có tài sản {said} trong sổ.", f"No asset {said}.")
            )
        elif asset["asset_id"] in seen:
            vi = f"Tài sản {asset['code']} đã có ở dòng trên."
            faults.append(FieldError(f"/lines/{place}", vi, f"Asset {asset['code']} stands twice."))
        else:
            seen.add(asset["asset_id"])
            said_of_it = {key: line.get(key) or "" for key in ("condition", "accessories", "note")}
            made.append({**asset, **said_of_it, "position": place + 1})
    if faults:
        raise Invalid(
            "lines-refused", vi=f"Chưa ghi gì vào sổ. {faults[0].vi}", en=faults[0].en, errors=faults
        )
    return made


def holdings(
    session: Session, of: Sequence[Mapping[str, Any]], sides: Sequence[Party], year: int
) -> tuple[list[Holding], list[Link], int]:
    """Who holds each asset of the (locked) lines, the next link of each asset's chain in the ledger, and the
    next record number of the first line's unit in `year`.
    """
    ids = _array(line["asset_id"] for line in of)
    rows = direct.rows(session, _HOLDINGS, {"ids": ids, "unit": of[0]["unit_id"], "year": year})
    known = {side.person_id: side for side in sides if side.person_id is not None}
    names = {**known, **_by_id(session, _NAMES, {row.person_id for row in rows} - {None, *known})}
    standing = {one for row in rows for one in (row.record_id, row.away_id)} - {None}
    records = _by_id(session, _NUMBERS, standing)
    by_id = {row.id: row for row in rows}
    found = [_holding(line, by_id[line["asset_id"]], names, records) for line in of]
    return found, [_next(by_id[line["asset_id"]]) for line in of], rows[0].next_number


def _by_id(session: Session, statement: str, ids: Iterable[UUID]) -> dict[UUID, Any]:
    """The rows behind `ids`; no statement at all for none."""
    return {row.id: row for row in direct.rows(session, statement, {"ids": _array(ids)})} if ids else {}


def next_links(session: Session, asset_ids: Sequence[UUID]) -> list[Link]:
    """Lock the assets in order of id, then give the next link of each asset's chain, in the order asked."""
    ids = _array(asset_ids)
    direct.rows(session, _LOCK, {"ids": ids})
    rows = {row.id: row for row in direct.rows(session, _LINKS, {"ids": ids})}
    return [_next(rows[asset_id]) for asset_id in asset_ids]


def _array(ids: Iterable[UUID]) -> str:
    """Ids as the text of a PostgreSQL array."""
    return "{" + ",".join(map(str, ids)) + "}"


def _next(row: Any) -> Link:
    return Link(row.id, (row.sequence or 0) + 1, bytes(row.leaf) if row.leaf is not None else None)


def _holding(
    line: Mapping[str, Any], row: Any, names: Mapping[UUID, Any], records: Mapping[UUID, Any]
) -> Holding:
    holder, waiting = names.get(row.person_id), records.get(row.record_id)
    away = records.get(row.away_id)
    return Holding(
        asset_id=line["asset_id"],
        code=line["code"],
        status=line["status"],
        unit_id=line["unit_id"],
        holder_id=row.person_id,
        holder_name=holder.name if holder else "",
        since=row.since,
        waiting_id=row.record_id,
        waiting_number=label(waiting.number) if waiting else None,
        waiting_since=legal_date(waiting.issued_at) if waiting else None,
        away_id=row.away_id,
        away_to=away.receiver_unit_name if away else "",
        away_since=away.happened_on if away else None,
        away_until=away.due_on if away else None,
        last_moved_on=row.last_on,
    )
