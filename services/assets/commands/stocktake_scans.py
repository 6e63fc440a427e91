"""Scans of a stocktake: each kept once, whatever a device repeats, and never changed."""

import hashlib
from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

import orjson
from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from services.assets.commands.stocktake_devices import seen_devices
from services.assets.commands.stocktakes import units_counted
from services.assets.finding import Row, locked
from services.assets.models import FILES, STOCKTAKE_SCANS, STOCKTAKE_SIGHTINGS, STOCKTAKES
from services.assets.queries.stocktake_things import Things, things_behind
from services.assets.queries.stocktakes import may_look
from services.assets.rules import stocktakes as rules
from shared.auth import Actor
from shared.clock import now
from shared.errors import Conflict, FieldError, Invalid, NotFound

_SAID = (
    "text",
    "description",
    "device_id",
    "device_time",
    "place",
    "holder_person_id",
    "condition",
    "note",
    "count",
    "photo_file_id",
)


def record_scans(session: Session, actor: Actor, stocktake_id: UUID, body: Mapping[str, Any]) -> Row:
    """Keep a batch of scans and answer each: found, already, wrong_place, wrong_unit, wrong_holder, surplus,
    withdrawn, unknown_code, misread, unlabelled, or late when the stocktake has ended.

    The same scan again gets the same answer. Another content under a known id is reported and not kept.
    """
    stocktake = locked(session, STOCKTAKES, stocktake_id)  # one batch of a stocktake at a time
    may_look(stocktake, actor)
    scans: list[Row] = list(body["scans"])
    for count in {scan["count"] for scan in scans}:
        rules.may_scan(stocktake["state"], count, actor.person_id, stocktake["second_person_id"])
    _refuse_strange_photos(session, stocktake_id, {scan["photo_file_id"] for scan in scans} - {None})
    known = _kept(session, stocktake_id, [scan["scan_id"] for scan in scans])
    things = things_behind(session, stocktake, [scan["text"] for scan in scans])
    judge = _Judge(session, stocktake, things)
    received = now()
    fresh: dict[UUID, Row] = {}
    for scan in scans:
        if scan["scan_id"] not in known and scan["scan_id"] not in fresh:
            made = _row(actor, stocktake, scan, body["sent_at"], received)
            fresh[scan["scan_id"]] = {**made, **judge(scan)}
    if fresh:
        session.execute(insert(STOCKTAKE_SCANS), list(fresh.values()))
    seen_devices(session, actor, stocktake_id, {scan["device_id"] for scan in scans}, received)
    kept = known | fresh
    return {
        "items": [_answer(scan, kept[scan["scan_id"]], scan["scan_id"] in known, things) for scan in scans]
    }


def retract_scan(session: Session, actor: Actor, stocktake_id: UUID, body: Mapping[str, Any]) -> Row:
    """Take a mistaken scan back by a further row with the reason; asked twice it answers the same."""
    stocktake = locked(session, STOCKTAKES, stocktake_id)
    may_look(stocktake, actor)
    if stocktake["state"] not in rules.UNDER_WAY:
        raise Conflict(
            "stocktake-ended",
            vi="Đợt kiểm kê đã kết thúc nên không bỏ được lần quét.",
            en="The stocktake has ended; a scan can no longer be taken back.",
        )
    known = _kept(session, stocktake_id, [body["scan_id"], body["retracts"]])
    scan = known.get(body["retracts"])
    if scan is None or scan["retracts"]:
        raise NotFound("scan-not-found", vi="Không có lần quét này.", en="There is no such scan.")
    rules.may_scan(stocktake["state"], scan["count"], actor.person_id, stocktake["second_person_id"])
    if body["scan_id"] not in known:
        _refuse_retracted(session, stocktake_id, body["retracts"])
        said = {**dict.fromkeys(_SAID, ""), "holder_person_id": None, "photo_file_id": None, **body}
        row = _row(actor, stocktake, {**said, "count": scan["count"]}, None, now())
        taken = {"outcome": "retracted", "retracts": body["retracts"], "reason": body["reason"]}
        session.execute(insert(STOCKTAKE_SCANS), {**row, **taken, "code": None, "asset_id": None})
    return {"scan_id": body["scan_id"], "retracts": body["retracts"], "reason": body["reason"]}


class _Judge:
    """Judges the scans of one batch in their order: what was seen before, in it or earlier, is `already`."""

    def __init__(self, session: Session, stocktake: Row, things: Things) -> None:
        self._things = things
        self._late = stocktake["state"] not in rules.UNDER_WAY
        self._units = frozenset(units_counted(session, stocktake))
        self._places = frozenset(stocktake["places"])
        sightings = select(STOCKTAKE_SIGHTINGS.c.count, STOCKTAKE_SIGHTINGS.c.asset_id).where(
            STOCKTAKE_SIGHTINGS.c.stocktake_id == stocktake["id"],
            STOCKTAKE_SIGHTINGS.c.asset_id.in_(things.asset_ids()),
        )
        self._seen = {(row.count, row.asset_id) for row in session.execute(sightings)}

    def __call__(self, scan: Row) -> Row:
        """{code, asset_id, outcome} of a scan that is new."""
        thing = self._things.of(scan["text"])
        asset_id = thing.asset["id"] if thing.asset else None
        kept = {"code": thing.code, "asset_id": asset_id}
        if self._late:
            return {**kept, "outcome": "late"}
        if not scan["text"]:
            return {**kept, "outcome": "unlabelled"}
        if not thing.registered:
            return {**kept, "outcome": "misread" if thing.misread else "unknown_code"}
        sighting = rules.Sighting(scan["place"], scan["holder_person_id"], scan["condition"])
        again = (scan["count"], asset_id) in self._seen
        self._seen.add((scan["count"], asset_id))
        outcome = rules.judged(
            thing.asset, thing.expected, sighting, again=again, units=self._units, places=self._places
        )
        return {**kept, "outcome": outcome}


def _kept(session: Session, stocktake_id: UUID, scan_ids: Sequence[UUID]) -> dict[UUID, Row]:
    chosen = select(STOCKTAKE_SCANS).where(
        STOCKTAKE_SCANS.c.stocktake_id == stocktake_id, STOCKTAKE_SCANS.c.scan_id.in_(scan_ids)
    )
    return {row["scan_id"]: dict(row) for row in session.execute(chosen).mappings()}


def _row(actor: Actor, stocktake: Row, scan: Mapping[str, Any], sent_at: Any, received: Any) -> Row:
    skew, seen_at = rules.moment_of(scan["device_time"], sent_at, received)
    said = {name: scan[name] for name in _SAID if name != "text"}
    return {
        **said,
        "stocktake_id": stocktake["id"],
        "scan_id": scan["scan_id"],
        "typed": scan["text"],
        "skew_seconds": skew,
        "seen_at": seen_at,
        "received_at": received,
        "received_by": actor.subject,
        "person_id": actor.person_id,
        "fingerprint": fingerprint(scan),
        "retracts": None,
        "reason": "",
    }


def fingerprint(scan: Mapping[str, Any]) -> str:
    """What tells two scans apart that bear the same id: a hash of all that the device said."""
    said = [str(scan[name] or "") for name in _SAID]
    return hashlib.sha256(orjson.dumps(said)).hexdigest()


def _answer(scan: Row, kept: Row, repeated: bool, things: Things) -> Row:
    other = kept["fingerprint"] != fingerprint(scan)
    thing = things.of(scan["text"])
    return {
        "scan_id": scan["scan_id"],
        "outcome": kept["outcome"],
        "repeated": repeated,
        "other_content": other,
        "code": kept["code"],
        "asset_id": kept["asset_id"],
        **(
            {"name": "", "expected_place": "", "expected_holder": "", "unit_name": ""}
            if other
            else thing.shown()
        ),
    }


def _refuse_strange_photos(session: Session, stocktake_id: UUID, file_ids: set[UUID]) -> None:
    """A scan's photo is a file of its own stocktake."""
    mine = select(FILES.c.id).where(
        FILES.c.id.in_(file_ids), FILES.c.subject_noun == "stocktake", FILES.c.subject_id == stocktake_id
    )
    if file_ids and file_ids - set(session.execute(mine).scalars()):
        vi, en = "Ảnh không thuộc đợt kiểm kê này.", "The photo is not one of this stocktake."
        raise Invalid("photo-not-found", vi=vi, en=en, errors=[FieldError("/scans", vi, en)])


def _refuse_retracted(session: Session, stocktake_id: UUID, scan_id: UUID) -> None:
    taken = select(STOCKTAKE_SCANS.c.scan_id).where(
        STOCKTAKE_SCANS.c.stocktake_id == stocktake_id, STOCKTAKE_SCANS.c.retracts == scan_id
    )
    if session.execute(taken).first():
        raise Conflict(
            "scan-retracted", vi="Lần quét này đã được bỏ.", en="This scan was taken back already."
        )
