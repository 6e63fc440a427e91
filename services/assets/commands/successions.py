"""Succession: units end, others take over, many to many, by one approving document, in one act.

The ended units, with their assets and people, come to lie below every successor in the closure that row-level
security reads, so that whoever takes over sees what there is to take over (decision 0010).
"""

from collections.abc import Mapping
from datetime import date, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from services.assets import events
from services.assets.commands.unit_versions import document_of, keep_version, last_change
from services.assets.commands.units import register_unit, rewrite_unit
from services.assets.finding import Row, locked, unit_within
from services.assets.models import UNIT_SUCCESSION_ACTS, UNIT_SUCCESSIONS, UNITS
from services.assets.queries.shapes import unit_shape
from services.assets.rules.units import Pair, check_pairs, check_predecessor, check_successor
from shared import outbox
from shared.auth import Actor
from shared.clock import now
from shared.db.scope import hold_tree, place_below_successors
from shared.db.tables import UNIT_SCOPE
from shared.errors import Conflict, FieldError, Invalid
from shared.ids import uuid7
from shared.text import clean


def record_succession(session: Session, actor: Actor, body: dict[str, Any]) -> Row:
    """End the predecessors on the day before `happened_on` and let the successors (known, or new from that
    day) take over. Answers the act with all units and pairs.
    """
    hold_tree(session)
    day: date = body["happened_on"]
    old = _predecessors(session, actor, body["predecessors"], day)
    new = _successors(session, actor, body, day)
    pairs = _pairs(body["pairs"], old, new)
    check_pairs(pairs, old, new)
    _refuse_circles(session, pairs, old)
    act = {"id": uuid7(), "happened_on": day, "note": clean(body["note"]), **document_of(body)}
    _write_act(session, actor, act, pairs)
    ended = [
        _end(session, actor, unit, act, [pair for pair in pairs if pair.predecessor == unit["id"]])
        for unit in old.values()
    ]
    return {
        **act,
        "predecessors": [unit_shape(unit) for unit in ended],
        "successors": [unit_shape(unit) for unit in new.values()],
        "pairs": [pair_shape(pair) for pair in pairs],
    }


def pair_shape(pair: Pair) -> Row:
    """A pair as the API answers it; an unknown share stays null."""
    share = None if pair.share is None else str(pair.share.normalize())
    return {"predecessor_id": pair.predecessor, "successor_id": pair.successor, "share": share}


def _predecessors(session: Session, actor: Actor, said: list[Row], day: date) -> dict[UUID, Row]:
    """The units to end, locked in the order of their ids, at the versions that the caller saw."""
    units: dict[UUID, Row] = {}
    for number, one in sorted(enumerate(said), key=lambda numbered: numbered[1]["id"]):
        pointer = f"/predecessors/{number}/id"
        unit_within(session, actor, one["id"], pointer)
        if one["id"] in units:
            raise _invalid("unit-named-twice", pointer, "Đơn vị này có hai lần.", "This unit is named twice.")
        units[one["id"]] = locked(session, UNITS, one["id"], one["version"])
        check_predecessor(units[one["id"]], day, pointer)
    followed = select(UNIT_SUCCESSIONS.c.predecessor_id).where(
        UNIT_SUCCESSIONS.c.predecessor_id.in_(list(units))
    )
    if (known := session.execute(followed).scalar()) is not None:
        vi = f"{units[known]['name']} đã có đơn vị kế thừa."
        raise Conflict("unit-succeeded", vi=vi, en="Other units took over from it already.")
    return units


def _successors(session: Session, actor: Actor, body: Row, day: date) -> dict[UUID, Row]:
    """The units that take over: those that are named by id, and new ones that begin on the day."""
    units: dict[UUID, Row] = {}
    for number, one in enumerate(body["successors"]):
        pointer = f"/successors/{number}"
        if one["id"] is not None:
            unit = unit_within(session, actor, one["id"], f"{pointer}/id")
            check_successor(unit, day, f"{pointer}/id")
        elif one["code"] and one["name"]:
            made = {name: one[name] for name in ("code", "name", "kind", "parent_id")}
            reason = {"reason": body["note"], **document_of(body)}
            unit = register_unit(session, actor, {**made, "valid_from": day, "valid_to": None, **reason})
        else:
            vi, en = "Hãy chọn đơn vị, hoặc ghi mã và tên.", "Choose a unit, or give code and name."
            raise _invalid("successor-unnamed", pointer, vi, en)
        if unit["id"] in units:
            raise _invalid("unit-named-twice", pointer, "Đơn vị này có hai lần.", "This unit is named twice.")
        units[unit["id"]] = unit
    return units


def _pairs(said: list[Row] | None, old: Mapping[UUID, Row], new: Mapping[UUID, Row]) -> list[Pair]:
    """The pairs that were said, by the codes of their units; without any, everyone took over from everyone,
    with shares unknown.
    """
    if said is None:
        return [Pair(predecessor, successor) for predecessor in old for successor in new]
    old_ids = {unit["code"]: unit["id"] for unit in old.values()}
    new_ids = {unit["code"]: unit["id"] for unit in new.values()}
    pairs = []
    for number, one in enumerate(said):
        predecessor, successor = old_ids.get(one["predecessor"]), new_ids.get(one["successor"])
        if predecessor is None or successor is None:
            vi, en = "Mã này không có trong các đơn vị đã nêu.", "This code is none of the units named."
            raise _invalid("pair-unknown", f"/pairs/{number}", vi, en)
        share = Decimal(one["share"]) if one["share"] else None
        pairs.append(Pair(predecessor, successor, share))
    return pairs


def _refuse_circles(session: Session, pairs: list[Pair], old: Mapping[UUID, Row]) -> None:
    """No successor may be, or lie below, a unit that it takes over: the tree would bite its tail. Every
    circle that an act could close passes through one of its successors below one of its predecessors.
    """
    successors = {pair.successor for pair in pairs}
    below = select(UNIT_SCOPE.c.ancestor_id, UNITS.c.name).join(
        UNITS, UNITS.c.id == UNIT_SCOPE.c.descendant_id
    )
    found = session.execute(
        below.where(UNIT_SCOPE.c.ancestor_id.in_(list(old)), UNIT_SCOPE.c.descendant_id.in_(list(successors)))
    ).first()
    if found is not None:
        above = old[found.ancestor_id]["name"]
        vi = (
            f"{found.name} nằm trong hoặc dưới {above}, đơn vị sẽ kết thúc. "
            "Hãy đặt đơn vị mới dưới cấp trên khác trước."
        )
        en = f"{found.name} is or lies below {above}, which ends. Move it under another unit first."
        raise Conflict("succession-circle", vi=vi, en=en, errors=[FieldError("/successors", vi, en)])


def _write_act(session: Session, actor: Actor, act: Row, pairs: list[Pair]) -> None:
    kept = {**act, "recorded_at": now(), "recorded_by": actor.subject}
    session.execute(insert(UNIT_SUCCESSION_ACTS), kept)
    rows = [
        {
            "predecessor_id": pair.predecessor,
            "successor_id": pair.successor,
            "happened_on": act["happened_on"],
            "basis": act["document_number"],
            "act_id": act["id"],
            "share": pair.share,
        }
        for pair in pairs
    ]
    session.execute(insert(UNIT_SUCCESSIONS), rows)


def _end(session: Session, actor: Actor, before: Row, act: Row, pairs: list[Pair]) -> Row:
    """`before` with its last day, below its successors, told to everybody."""
    eve = act["happened_on"] - timedelta(days=1)
    unit = {**before, "valid_to": eve, "version": before["version"] + 1}
    rewrite_unit(session, unit)
    said = {"reason": act["note"], **document_of(act)}
    effective_on = max(last_change(session, unit), eve)
    keep_version(session, actor, unit, ("succeeded", effective_on), said)
    place_below_successors(session, unit["id"], [pair.successor for pair in pairs])
    outbox.record(session, events.unit_merged(unit, act, [pair_shape(pair) for pair in pairs]))
    return unit


def _invalid(slug: str, pointer: str, vi: str, en: str) -> Invalid:
    return Invalid(slug, vi=vi, en=en, errors=[FieldError(pointer, vi, en)])
