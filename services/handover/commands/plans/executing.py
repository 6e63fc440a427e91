"""Writing the minutes of an approved plan, record by record, so that it goes on where it was broken off.

Each record is a transaction of its own: it locks the plan, takes those lines of its batch that are in no
standing record yet, and writes the record with their links to it. Killed anywhere, or run by two at once,
nothing is written twice; begun again, the rest is cut the same way.
"""

from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any
from uuid import UUID

from sqlalchemy import text, update
from sqlalchemy.orm import Session

from services.handover.commands import records
from services.handover.commands.plans.writing import locked, seal_plan, whole_or_refuse
from services.handover.models import PLANS
from services.handover.queries.plans import heads, preview
from services.handover.rules import plans as rules
from shared.auth import Actor
from shared.errors import Conflict
from shared.failpoints import point
from shared.tasks import UNWATCHED, Progress
from shared.vietnamese import short_date

Row = dict[str, Any]

# Lines with a target that no standing record has: in none, or in one that was refused, cancelled or reversed.
_PENDING = """
    SELECT l.asset_id, l.old_unit_id, l.successor_unit_id AS successor_id, l.receiver_person_id AS receiver_id
    FROM plan_lines l LEFT JOIN records r ON r.id = l.record_id
    WHERE l.plan_id = :plan AND l.why = ''
        AND (r.id IS NULL OR r.state IN ('refused', 'cancelled', 'reversed'))
"""
_ALL_PENDING = text(_PENDING)
_STILL_PENDING = text(f"{_PENDING} AND l.asset_id = ANY(CAST(:assets AS uuid[])) ORDER BY l.asset_id")
_WRITTEN = text(
    "UPDATE plan_lines SET record_id = :record WHERE plan_id = :plan"
    " AND asset_id = ANY(CAST(:assets AS uuid[]))"
)
_HOLD_BACK = text(
    "UPDATE plan_lines SET why = :why, successor_unit_id = NULL, keeps_holder = false, record_id = NULL"
    " WHERE plan_id = :plan AND asset_id = ANY(CAST(:assets AS uuid[]))"
)
_TAKE_UP = text(
    "UPDATE plan_lines SET why = '', successor_unit_id = :successor_unit_id, keeps_holder = :keeps_holder,"
    " receiver_person_id = :receiver_person_id, holder_person_id = :holder_person_id, rule = :rule"
    " WHERE plan_id = :plan AND asset_id = :asset_id"
)


def execute(session: Session, actor: Actor, plan_id: UUID, progress: Progress = UNWATCHED) -> dict[str, Any]:
    """Write what is left of the plan's minutes; answers {plan_id, records, assets, held_back} of this run.

    In a task every record is committed by itself; in a request all of it or nothing. Raises Conflict when the
    plan is not approved.
    """
    batches = progress.step(session, actor, partial(_begin, actor=actor, plan_id=plan_id))
    total = sum(len(batch.asset_ids) for batch in batches)
    done, made, assets = 0, 0, 0
    for batch in batches:
        written = progress.step(session, actor, partial(_write, actor=actor, plan_id=plan_id, batch=batch))
        done += len(batch.asset_ids)
        made, assets = made + bool(written), assets + written
        progress(done, total)
        point("plan.between_records")
    held_back = progress.step(session, actor, partial(_finish, actor=actor, plan_id=plan_id))
    return {"plan_id": str(plan_id), "records": made, "assets": assets, "held_back": held_back}


def _begin(session: Session, actor: Actor, plan_id: UUID) -> list[rules.Batch]:
    """What is left, cut into records; held-back assets that are free by now are decided by the same rules."""
    row = locked(session, plan_id)
    rules.check_state(row["state"], ("approved", "written"))
    shown = whole_or_refuse(session, row)
    held_back = {line["asset_id"] for line in preview.lines_of(session, shown) if line["why"]}
    if held_back:
        free = [
            {**line, "plan": plan_id}
            for line in preview.worked_out(session, shown)
            if line["asset_id"] in held_back and not line["why"] and line["receiver_person_id"]
        ]
        if free:
            session.execute(_TAKE_UP, free)
            taken = {"assets": [line["asset_id"] for line in free]}
            seal_plan(session, actor, "resumed", row, taken)
    pending = session.execute(_ALL_PENDING, {"plan": plan_id}).mappings()
    return rules.cut(dict(line) for line in pending)


def _write(session: Session, actor: Actor, plan_id: UUID, batch: rules.Batch) -> int:
    """Write the record of one batch; how many assets are in it. Those that cannot go now are held back."""
    row = locked(session, plan_id)
    wanted = {"plan": plan_id, "assets": list(batch.asset_ids)}
    ids = [line.asset_id for line in session.execute(_STILL_PENDING, wanted)]
    shown = heads.plan(session, plan_id)
    body = _body(row, shown, batch)
    while ids:
        try:
            with session.begin_nested():  # a refusal gives back the number that it took
                record = records.create_record(session, actor, {**body, "lines": _lines(ids)})
        except Conflict as refused:
            held = _named_in(refused, ids)
            if not held:
                raise
            session.execute(_HOLD_BACK, {"plan": plan_id, "assets": held, "why": "not_free"})
            ids = [one for one in ids if one not in set(held)]
        else:
            session.execute(_WRITTEN, {"plan": plan_id, "assets": ids, "record": record["id"]})
            return len(ids)
    return 0


def _finish(session: Session, actor: Actor, plan_id: UUID) -> int:
    """All that can be written is: the plan waits for its signatures. How many assets are held back."""
    row = locked(session, plan_id)
    lines = preview.lines_of(session, heads.plan(session, plan_id))
    if row["state"] == "approved":
        version = row["version"] + 1
        changed = update(PLANS).where(PLANS.c.id == plan_id)
        session.execute(changed.values(state="written", version=version))
        made = sorted({line["record_id"] for line in lines if line["record_id"]})
        seal_plan(session, actor, "written", {**row, "version": version}, {"records": made})
    return sum(bool(line["why"]) for line in lines)


def _body(row: Mapping[str, Any], shown: Mapping[str, Any], batch: rules.Batch) -> Row:
    givers = {unit["unit_id"]: unit["person_id"] for unit in shown["old"]}
    said = f"{row['document_number']} ngày {short_date(row['document_on'])}"
    return {
        "kind": "merger_handover",
        "from": {"person_id": givers[batch.old_unit_id], "as": "store"},
        "to": {"person_id": batch.receiver_id, "as": "unit"},
        "to_unit_id": batch.successor_id,
        "decision_number": row["document_number"],
        "decision_on": row["document_on"],
        "decision_by": row["document_signer"],
        "basis": f"{said} ({row['document_signer']})" if row["document_signer"] else said,
        "place": "",
        "happened_on": row["happened_on"],
        "draft": False,
    }


def _lines(ids: Sequence[UUID]) -> list[Row]:
    return [{"asset_id": asset_id} for asset_id in ids]


def _named_in(refused: Conflict, ids: Sequence[UUID]) -> list[UUID]:
    """The assets whose lines a refusal names (`/lines/3`)."""
    places = [fault.pointer.removeprefix("/lines/") for fault in refused.errors]
    return [ids[int(place)] for place in places if place.isdigit() and int(place) < len(ids)]
