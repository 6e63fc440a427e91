"""Taking a completed record back: by a new record with the sides exchanged that both of them sign.

Nothing signed is edited: the first record stays as it is, marked `reversed` when the second is complete.
"""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import Row, text
from sqlalchemy.orm import Session

from services.handover import events, lifecycle, rules
from services.handover.commands import drawing_up, writing
from services.handover.commands.drawing_up import Drawn
from services.handover.ledger import acts
from services.handover.numbers import label
from services.handover.queries import facts
from shared import clock, outbox
from shared.auth import Actor
from shared.ids import uuid7

# Records completed after the one that is to be reversed, over one of its assets, that still stand.
_LATER = text(
    "SELECT DISTINCT ON (l.asset_id) l.asset_id, r.id, r.number, r.happened_on FROM record_lines l"
    " JOIN records r ON r.id = l.record_id WHERE l.asset_id = ANY(CAST(:assets AS uuid[])) "
    " AND r.completed_at > :since AND r.kind <> 'reversal' AND r.state IN ('completed', 'disputed', 'upheld')"
    " ORDER BY l.asset_id, r.completed_at DESC"
)
_PEOPLE = text("SELECT id, status, duties, unit_id FROM known_people WHERE id = ANY(CAST(:ids AS uuid[]))")
_RECORD = text("SELECT * FROM records WHERE id = :id FOR NO KEY UPDATE")


def drawn_back(
    session: Session, actor: Actor, record_id: UUID, version: int, data: Mapping[str, Any]
) -> tuple[Drawn, list[dict[str, Any]]]:
    """The head and the (locked) lines of a record that reverses another. Raises Conflict when that has not
    been completed, is of a kind that is not reversed, or when something later depends on it (it says what).
    """
    first = writing.locked(session, actor, record_id, version)
    lifecycle.step("reverse", first["state"])
    rules.check_reversible(first["kind"], first["happened_on"])  # a completed record has its day
    happened_on = data.get("happened_on") or clock.today()
    rules.check_date(happened_on, clock.today())
    said = writing.lines_of(session, record_id)
    # the code is left out: an asset that was relabelled since is still the same asset
    lines = facts.lines(session, [{**line, "code": None} for line in said], lock=True)
    _refuse_depended_on(session, first, lines)
    giver, receiver = _exchanged(session, first)
    rules.check_parties(giver, receiver, actor, back=True)
    number, day = label(first["number"]), f"{first['happened_on']:%d/%m/%Y}"
    record = {
        "id": uuid7(),
        "kind": "reversal",
        **drawing_up.frozen("giver", giver),
        **drawing_up.frozen("receiver", receiver),
        "place": data["place"] or first["place"],
        "basis": f"Biên bản số {number} ngày {day} bị hủy kết quả. Lý do: {data['reason']}",
        "happened_on": happened_on,
        "form": rules.form_for(happened_on).details["code"],
        "rules": rules.made_under("reversal", happened_on),
        "recall_id": None,
        "unit_id": first["unit_id"],
        "reverses": record_id,
        "reason": data["reason"],
        "due_on": None,
        "created_by": actor.subject,
        "created_at": clock.now(),
        "version": 1,
    }
    return Drawn(record, giver, receiver), lines


def take_back(session: Session, actor: Actor, record: Mapping[str, Any]) -> None:
    """The reversal `record` is complete: the record it points to is reversed, with an entry and an event.

    Raises Conflict when that one has changed its state meanwhile.
    """
    found = session.execute(_RECORD, {"id": record["reverses"]}).mappings().one()
    first = dict(found)
    step = lifecycle.step("reverse", first["state"])
    writing.change(session, first, state=step.after)
    detail = {"by": record["id"], "number": label(record["number"]), "reason": record["reason"]}
    entry = acts.enter(session, actor, f"record.{step.event}", first, detail)
    asset_ids = [line["asset_id"] for line in writing.lines_of(session, first["id"])]
    outbox.record(session, events.record_event(str(step.event), first, asset_ids, entry.leaf))


def _refuse_depended_on(
    session: Session, first: Mapping[str, Any], lines: Sequence[Mapping[str, Any]]
) -> None:
    asked = {"assets": [line["asset_id"] for line in lines], "since": first["completed_at"]}
    later: dict[UUID, Row[Any]] = {row.asset_id: row for row in session.execute(_LATER, asked)}
    rules.refuse_later([(line["code"], later.get(line["asset_id"])) for line in lines])


def _exchanged(session: Session, first: Mapping[str, Any]) -> tuple[rules.Party, rules.Party]:
    """The two sides of a record the other way round, named as they were."""
    ids = [one for one in (first["giver_person_id"], first["receiver_person_id"]) if one is not None]
    known = {row.id: row for row in session.execute(_PEOPLE, {"ids": ids})}
    giver, receiver = (_side(first, side, known) for side in ("receiver", "giver"))
    return giver, receiver


def _side(first: Mapping[str, Any], side: str, known: Mapping[UUID, Any]) -> rules.Party:
    row = known.get(first[f"{side}_person_id"])
    return rules.Party(
        first[f"{side}_person_id"],
        first[f"{side}_name"],
        first[f"{side}_post"],
        row.unit_id if row else None,
        first[f"{side}_unit_name"],
        first[f"{side}_as"],
        row is None or row.status == "working",
        tuple(row.duties or ()) if row else (),
    )
