"""What a plan decides on: the assets of its old units with who holds them and what binds them, the people
who sign.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.orm import Session

from services.handover.rules import plans as rules

Row = dict[str, Any]

_ASSETS = text("""
    SELECT a.id AS asset_id, a.unit_id, a.code, a.name, a.category, a.status, a.cost, a.remaining_value,
           c.person_id AS holder_id,
           CASE WHEN p.status = 'working' THEN p.unit_id END AS holder_unit_id,
           w.asset_id IS NOT NULL AS waiting, o.asset_id IS NOT NULL AS other_plan
    FROM known_assets a
    LEFT JOIN custody c ON c.asset_id = a.id AND c.until IS NULL
    LEFT JOIN known_people p ON p.id = c.person_id
    LEFT JOIN record_lines w ON w.asset_id = a.id AND w.waiting
    LEFT JOIN plan_lines o ON o.asset_id = a.id AND o.open AND o.plan_id <> :plan
    WHERE a.unit_id = ANY(CAST(:units AS uuid[])) ORDER BY a.unit_id, a.code
""")
# By parents only: an ended unit lies below its successors in unit_scope, but it is none of theirs.
_HOMES = text("""
    WITH RECURSIVE below AS (
        SELECT id, id AS home FROM known_units WHERE id = ANY(CAST(:units AS uuid[]))
        UNION SELECT u.id, b.home FROM known_units u JOIN below b ON u.parent_id = b.id)
    SELECT id, home FROM below
""")
_PEOPLE = text(
    "SELECT id, name, post, unit_id, status, duties FROM known_people WHERE id = ANY(CAST(:people AS uuid[]))"
)
_BY_CODE = text("SELECT id, code FROM known_assets WHERE code = ANY(:codes)")


def assets_of(session: Session, plan_id: UUID, units: Sequence[UUID]) -> list[Row]:
    """Every asset that the register says is in one of `units`, with its holder and what binds it."""
    given = {"plan": plan_id, "units": list(units)}
    return [dict(row) for row in session.execute(_ASSETS, given).mappings()]


def layout(session: Session, old: Iterable[UUID], new: Sequence[UUID]) -> rules.Layout:
    """The old units, and of every unit at or below a successor which one that is."""
    homes = {row.id: row.home for row in session.execute(_HOMES, {"units": list(new)})}
    return rules.Layout(frozenset(old), homes)


def rules_of(session: Session, plan: Mapping[str, Any]) -> list[rules.Rule]:
    """The rules of a plan as they decide; a code that is unknown fits nothing."""
    codes = sorted({code for rule in plan["rules"] for code in rule["codes"] or ()})
    known = {row.code: row.id for row in session.execute(_BY_CODE, {"codes": codes})} if codes else {}
    return [_rule(rule, known) for rule in plan["rules"]]


def people(session: Session, ids: Iterable[UUID]) -> dict[UUID, Any]:
    """The people behind `ids` as far as they are known: {id: row of name, post, unit_id, status}."""
    return {row.id: row for row in session.execute(_PEOPLE, {"people": list(ids)})}


def _rule(said: Mapping[str, Any], known: Mapping[str, UUID]) -> rules.Rule:
    listed = said["codes"]
    return rules.Rule(
        unit_id=_id(said["unit_id"]),
        category=said["category"],
        asset_ids=None if listed is None else frozenset(known[code] for code in listed if code in known),
        holder_id=_id(said["holder_id"]),
        successor_id=_id(said["successor_id"]),
        receiver_id=_id(said["receiver_id"]),
    )


def _id(text_or_none: str | None) -> UUID | None:
    return UUID(str(text_or_none)) if text_or_none else None
