"""Plans with their units; the successions that the register told of."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import select, text
from sqlalchemy.orm import Session

from services.handover.models import PLANS
from services.handover.numbers import label
from shared.errors import NotFound
from shared.web.pages import cursor_of, key_of

Row = dict[str, Any]

_HEAD = (
    "id", "unit_id", "act_id", "title", "document_number", "document_on", "document_signer", "effective_on",
    "happened_on", "state", "rules", "units_count", "created_by", "created_at", "approved_by", "approved_at",
    "ended_by", "ended_at", "ended_note", "version",
)  # fmt: skip
# Signers and units are named for whoever may see the row that names them.
_UNITS = text(
    "SELECT n.plan_id, n.unit_id, n.side, n.person_id, coalesce(u.name, '') AS name,"
    " coalesce(u.code, '') AS code, coalesce(p.name, '') AS person_name, coalesce(p.post, '') AS person_post"
    " FROM plan_units n LEFT JOIN known_units u ON u.id = n.unit_id"
    " LEFT JOIN known_people p ON p.id = n.person_id"
    " WHERE n.plan_id = ANY(CAST(:plans AS uuid[])) ORDER BY n.side DESC, u.name, n.unit_id"
)
_SUCCESSIONS = text(
    "SELECT s.act_id, s.happened_on, s.predecessor_id, s.successor_id, o.name AS predecessor,"
    " n.name AS successor, p.id AS plan_id"
    " FROM known_successions s JOIN known_units o ON o.id = s.predecessor_id"
    " JOIN known_units n ON n.id = s.successor_id"
    " LEFT JOIN plans p ON p.act_id = s.act_id AND p.state <> 'cancelled'"
    " WHERE (SELECT current_setting('app.scope', true)) = 'all' OR s.predecessor_id IN"
    " (SELECT descendant_id FROM unit_scope WHERE ancestor_id ="
    " (SELECT nullif(current_setting('app.unit', true), '')::uuid))"
    " ORDER BY s.happened_on DESC, s.act_id, o.name, n.name"
)

_RECORDS = text("""
    SELECT r.id, r.number, r.state, r.unit_id AS old_unit_id, r.to_unit_id AS successor_unit_id,
           r.giver_name, r.receiver_name, r.giver_person_id, r.receiver_person_id,
           ARRAY(SELECT s.side FROM signatures s WHERE s.record_id = r.id ORDER BY s.side) AS signed,
           lines.count, lines.cost
    FROM (SELECT DISTINCT record_id FROM plan_lines WHERE plan_id = :plan) made
    JOIN records r ON r.id = made.record_id
    CROSS JOIN LATERAL (SELECT count(*) AS count, coalesce(sum(cost), 0)::bigint AS cost
        FROM record_lines WHERE record_id = r.id) lines
    ORDER BY r.giver_unit_name, r.receiver_unit_name, r.number
""")


def plan_row(session: Session, plan_id: UUID) -> Row:
    """The row of one plan; raises NotFound."""
    row = session.execute(select(PLANS).where(PLANS.c.id == plan_id)).mappings().first()
    if row is None:
        raise NotFound("plan-not-found", vi="Không tìm thấy phương án này.", en="There is no such plan.")
    return dict(row)


def plan(session: Session, plan_id: UUID) -> Row:
    """One plan with its units; raises NotFound."""
    return shape(plan_row(session, plan_id), units_of(session, [plan_id])[plan_id])


def page_of_plans(
    session: Session, *, limit: int, after: str | None = None, state: str | None = None
) -> dict[str, Any]:
    """A page of the plans that the actor may see, the newest first."""
    query = select(PLANS).order_by(PLANS.c.id.desc()).limit(limit + 1)
    if state is not None:
        query = query.where(PLANS.c.state == state)
    if after is not None:
        query = query.where(PLANS.c.id < key_of(after, UUID)[0])
    rows = session.execute(query).mappings().all()
    ids = [row["id"] for row in rows[:limit]]
    units = units_of(session, ids)
    items = [shape(dict(row), units[row["id"]]) for row in rows[:limit]]
    return {"items": items, "next": cursor_of(str(ids[-1])) if len(rows) > limit else None}


def units_of(session: Session, plan_ids: Sequence[UUID]) -> dict[UUID, list[Row]]:
    """The units of plans as far as the actor may see them: {unit_id, side, name, code, person_id, …}."""
    found: dict[UUID, list[Row]] = defaultdict(list)
    if plan_ids:
        for row in session.execute(_UNITS, {"plans": list(plan_ids)}).mappings():
            found[row["plan_id"]].append(dict(row))
    return found


def shape(row: Mapping[str, Any], units: Sequence[Row]) -> Row:
    """One plan as callers see it; `whole` when they see every unit of it, which acting on it needs."""
    return {
        **{name: row[name] for name in _HEAD},
        "whole": len(units) == row["units_count"],
        "old": [unit for unit in units if unit["side"] == "old"],
        "new": [unit for unit in units if unit["side"] == "new"],
    }


def records_of(session: Session, plan_id: UUID) -> Row:
    """The minutes of a plan as far as the actor may see them, by old unit and successor."""
    plan_row(session, plan_id)
    rows = session.execute(_RECORDS, {"plan": plan_id}).mappings()
    return {"items": [{**row, "number": label(row["number"])} for row in rows]}


def successions(session: Session) -> Row:
    """The acts of succession that the actor may see something of, the newest first, each with the plan that
    carries it out, if there is one.
    """
    acts: dict[UUID, Row] = {}
    for row in session.execute(_SUCCESSIONS):
        act = acts.setdefault(
            row.act_id,
            {
                "act_id": row.act_id,
                "happened_on": row.happened_on,
                "plan_id": row.plan_id,
                "old": {},
                "new": {},
            },
        )
        act["old"][row.predecessor_id] = row.predecessor
        act["new"][row.successor_id] = row.successor
    return {"items": [_named(act) for act in acts.values()]}


def _named(act: Row) -> Row:
    return act | {
        side: [{"unit_id": unit_id, "name": name} for unit_id, name in act[side].items()]
        for side in ("old", "new")
    }
