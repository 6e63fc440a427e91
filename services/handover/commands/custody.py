"""Custody changes hands, here and nowhere else: when a record is completed. By the sides of the record it
passes, or stays where it is while the asset goes to a repairer, to another unit, or comes back.
"""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from services.handover import lifecycle
from services.handover.commands import recall_settling, recalls, repairs, reversing
from services.handover.numbers import label
from shared import clock
from shared.auth import Actor
from shared.db import constraint_of
from shared.errors import Conflict

# Both people's rows are held still, in order of id: a leaving that is recorded at the same moment waits,
# and then sees what changed hands; or we wait, and then see that the receiver has left.
_PEOPLE = text(
    "SELECT id, status FROM known_people WHERE id = ANY(CAST(:ids AS uuid[])) ORDER BY id FOR NO KEY UPDATE"
)
_CLOSE = text(
    "UPDATE custody SET until = :on, closed_by = :record, closed_at = :at"
    " WHERE asset_id = ANY(CAST(:assets AS uuid[])) AND person_id = :person AND until IS NULL"
)
_OPEN = text(
    "INSERT INTO custody (id, asset_id, person_id, unit_id, since, opened_by, number, opened_at) SELECT"
    " gen_random_uuid(), a.id, :person, a.unit_id, :on, :record, :number, :at FROM known_assets a WHERE"
    " a.id = ANY(CAST(:assets AS uuid[])) AND a.status <> 'withdrawn'"
)
_UNDECIDED = text(
    "SELECT 1 FROM known_assets WHERE id = ANY(CAST(:assets AS uuid[])) AND status <> 'awaiting_disposal'"
)


def move(session: Session, actor: Actor, record: Mapping[str, Any], asset_ids: Sequence[UUID]) -> None:
    """Let the assets of a completed record go as its sides say; recall cases follow, and a reversal takes
    back the record that it points to.
    """
    effect = lifecycle.effect(record["giver_as"], record["receiver_as"])
    if effect == lifecycle.PASSES:
        _pass(session, actor, record, asset_ids)
    elif effect in {lifecycle.AWAY, lifecycle.BACK}:
        repairs.mark(session, record, asset_ids, away=effect == lifecycle.AWAY)
    elif lifecycle.KINDS[record["kind"]].decided:
        _refuse_lapsed(session, asset_ids)
    if record["reverses"] is not None:
        reversing.take_back(session, actor, record)


def _pass(session: Session, actor: Actor, record: Mapping[str, Any], asset_ids: Sequence[UUID]) -> None:
    giver, receiver = record["giver_person_id"], record["receiver_person_id"]
    status = hold_people(session, [giver, receiver])
    facts = {"assets": asset_ids, "on": record["happened_on"], "record": record["id"], "at": clock.now()}
    if record["giver_as"] == lifecycle.HOLDER:
        closed = session.execute(_CLOSE, {**facts, "person": giver}).rowcount  # type: ignore[attr-defined]
        if closed != len(asset_ids):
            raise _moved_meanwhile()
        recall_settling.close_lines(session, actor, giver, asset_ids, record)
    if record["receiver_as"] == lifecycle.HOLDER:
        _open(session, {**facts, "person": receiver, "number": label(record["number"])})
        if status.get(receiver) not in {"working", None}:
            recalls.open_for_leaver(session, actor, receiver)


def hold_people(session: Session, ids: Sequence[UUID]) -> dict[UUID, str]:
    """Hold the rows of people still until the end of the transaction; {person: status}."""
    return {row.id: row.status for row in session.execute(_PEOPLE, {"ids": ids})}


def _refuse_lapsed(session: Session, asset_ids: Sequence[UUID]) -> None:
    """A decision that lapsed since the record was issued is not carried out."""
    if session.execute(_UNDECIDED, {"assets": asset_ids}).first() is not None:
        raise Conflict(
            "decision-lapsed",
            vi="Quyết định xử lý không còn hiệu lực với tài sản trong biên bản. Hãy từ chối biên bản.",
            en="The decision no longer holds for these assets. Refuse the record.",
        )


def _open(session: Session, facts: Mapping[str, Any]) -> None:
    try:
        opened = session.execute(_OPEN, facts).rowcount  # type: ignore[attr-defined]
    except IntegrityError as error:
        if constraint_of(error) not in {"custody_one_holder", "custody_one_at_a_time"}:
            raise
        raise _moved_meanwhile() from error
    if opened != len(facts["assets"]):
        raise Conflict(
            "asset-withdrawn",
            vi="Có tài sản đã rút khỏi sổ vì lần nhập bị huỷ, không bàn giao được. Hãy từ chối biên bản.",
            en="An asset was withdrawn: its import was undone. Refuse this record.",
        )


def _moved_meanwhile() -> Conflict:
    return Conflict(
        "custody-changed",
        vi="Người giữ tài sản đã thay đổi từ khi lập biên bản. Hãy từ chối biên bản này và lập biên bản mới.",
        en="Custody changed since the record was drawn up. Refuse it and draw up a new one.",
    )
