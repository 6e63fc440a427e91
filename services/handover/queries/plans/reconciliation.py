"""Whether a plan adds up: its lines and completed records against where the register says each asset is."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.orm import Session

from services.handover.lifecycle import COMPLETED, WAITING
from services.handover.numbers import label
from services.handover.queries.plans.heads import plan
from services.handover.queries.plans.preview import lines_of
from services.handover.rules import plans as rules
from shared import clock

Row = dict[str, Any]

SHOWN = 500

_REGISTER = text("""
    SELECT a.id AS asset_id, a.unit_id, a.code, a.name, a.cost, a.remaining_value, a.status
    FROM known_assets a WHERE a.unit_id = ANY(CAST(:old AS uuid[]))
        OR a.id IN (SELECT asset_id FROM plan_lines WHERE plan_id = :plan)
""")


def reconciliation(session: Session, plan_id: UUID) -> Row:
    """The balance of a plan: per unit opening − out + in = closing, against the register; the flows; every
    asset that breaks it (`breakers`, at the most SHOWN of `breakers_count`).
    """
    shown, lines, register = _both_sides(session, plan_id)
    units = {unit["unit_id"]: unit for unit in (*shown["old"], *shown["new"])}
    found = rules.balance({unit_id: unit["side"] for unit_id, unit in units.items()}, lines, register)
    named = _breakers(found, lines, register)
    return {
        "plan_id": plan_id,
        "whole": shown["whole"],
        "as_of": clock.now(),
        "units": [_unit(one, units[one.unit_id]) for one in found.units],
        "total": _total(found.units),
        "flows": _flows(lines),
        "breakers": named[:SHOWN],
        "breakers_count": len(named),
        "nets": found.nets,
        "done": found.done and shown["whole"],
    }


def standing_of(session: Session, plan_id: UUID) -> list[Row]:
    """Every asset of the plan or of an old unit: where it should be, where the register has it, `why` it
    breaks the balance ("": it does not).
    """
    shown, lines, register = _both_sides(session, plan_id)
    names = {unit["unit_id"]: unit["name"] for unit in (*shown["old"], *shown["new"])}
    sides = {unit["unit_id"]: unit["side"] for unit in (*shown["old"], *shown["new"])}
    why = {one.asset_id: one.why for one in rules.balance(sides, lines, register).breakers}
    planned = {line["asset_id"]: line for line in lines}
    now = {row["asset_id"]: row for row in register}
    return [_standing(one, planned, now, names) | {"why": why.get(one, "")} for one in {**planned, **now}]


def _standing(
    asset_id: UUID, planned: Mapping[UUID, Row], now: Mapping[UUID, Row], names: Mapping[Any, str]
) -> Row:
    known = planned.get(asset_id) or now[asset_id]
    line, row = planned.get(asset_id, {}), now.get(asset_id, {})
    number = line.get("record_number")
    return {
        **{name: known[name] for name in ("code", "name", "cost", "remaining_value")},
        "old_unit": names.get(line.get("old_unit_id", row.get("unit_id")), ""),
        "successor": names.get(line.get("successor_unit_id"), ""),
        "record": label(number) if number else "",
        "register_unit": names.get(row.get("unit_id"), ""),
        "register_cost": row.get("cost"),
    }


def _both_sides(session: Session, plan_id: UUID) -> tuple[Row, list[Row], list[Row]]:
    """The plan, its lines with how far they have come, and what the register says now."""
    shown = plan(session, plan_id)
    lines = [_with_progress(line) for line in lines_of(session, shown)]
    given = {"plan": plan_id, "old": [unit["unit_id"] for unit in shown["old"]]}
    register = [dict(row) for row in session.execute(_REGISTER, given).mappings()]
    return shown, lines, register


def _with_progress(line: Row) -> Row:
    state = line["record_state"]
    return {
        **line,
        "successor_id": line["successor_unit_id"],
        "moved": state == COMPLETED,
        "waiting": state in WAITING,
    }


def _unit(one: rules.UnitBalance, unit: Mapping[str, Any]) -> Row:
    parts = {
        "opening": one.opening,
        "out": one.out,
        "came_in": one.came_in,
        "closing": one.closing(),
        "register": one.register,
        "difference": one.difference(),
    }
    named = {"unit_id": one.unit_id, "name": unit["name"], "code": unit["code"], "side": one.side}
    return {**named, **{name: vars(sums).copy() for name, sums in parts.items()}}


def _total(units: Sequence[rules.UnitBalance]) -> Row:
    parts = ("opening", "out", "came_in", "register")
    summed = {name: [vars(getattr(one, name)) for one in units] for name in parts}
    summed["closing"] = [vars(one.closing()) for one in units]
    summed["difference"] = [vars(one.difference()) for one in units]
    amounts = ("count", "cost", "remaining")
    return {
        name: {amount: sum(row[amount] for row in rows) for amount in amounts}
        for name, rows in summed.items()
    }


def _flows(lines: Sequence[Row]) -> list[Row]:
    """Per old unit and successor what the plan wants to pass, and what has passed."""
    flows: dict[tuple[UUID, UUID], Row] = {}
    for line in lines:
        if line["successor_unit_id"] is None:
            continue
        pair = (line["old_unit_id"], line["successor_unit_id"])
        flow = flows.setdefault(
            pair,
            {
                "old_unit_id": pair[0],
                "successor_unit_id": pair[1],
                "count": 0,
                "cost": 0,
                "moved": 0,
                "moved_cost": 0,
            },
        )
        flow["count"] += 1
        flow["cost"] += line["cost"] or 0
        flow["moved"] += line["moved"]
        flow["moved_cost"] += (line["cost"] or 0) if line["moved"] else 0
    return list(flows.values())


def _breakers(found: rules.Balance, lines: Sequence[Row], register: Sequence[Row]) -> list[Row]:
    known = {row["asset_id"]: row for row in (*register, *lines)}
    plan_cost = {line["asset_id"]: line["cost"] for line in lines}
    now = {row["asset_id"]: row for row in register}
    return [
        {
            "asset_id": one.asset_id,
            "code": known[one.asset_id]["code"],
            "name": known[one.asset_id]["name"],
            "why": one.why,
            "cost": plan_cost.get(one.asset_id),
            "register_unit_id": now.get(one.asset_id, {}).get("unit_id"),
            "register_cost": now.get(one.asset_id, {}).get("cost"),
            "old_unit_id": known[one.asset_id].get("old_unit_id"),
            "successor_unit_id": known[one.asset_id].get("successor_unit_id"),
        }
        for one in found.breakers
    ]
