"""What a plan does with each asset: worked out anew while it is a draft, as approved from then on."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.orm import Session

from services.handover.queries.plans import facts
from services.handover.queries.plans.heads import plan
from services.handover.rules import plans as rules
from shared.web.pages import cursor_of, key_of

Row = dict[str, Any]

SHOWN = 200  # undecided assets and conflicts in a preview; all of them by pages of lines

_KEPT = text("""
    SELECT l.asset_id, l.code, l.name, l.category, l.cost, l.remaining_value, l.old_unit_id,
           l.successor_unit_id, l.receiver_person_id, l.holder_person_id, l.keeps_holder, l.rule, l.why,
           l.record_id, r.state AS record_state, r.number AS record_number
    FROM plan_lines l LEFT JOIN records r ON r.id = l.record_id
    WHERE l.plan_id = :plan ORDER BY l.old_unit_id, l.code
""")


def lines_of(session: Session, shown: Mapping[str, Any]) -> list[Row]:
    """The lines of a plan as `heads.plan` gives it, by unit and code."""
    if shown["approved_at"] is not None:
        return [dict(row) for row in session.execute(_KEPT, {"plan": shown["id"]}).mappings()]
    return worked_out(session, shown)


def preview(session: Session, plan_id: UUID) -> Row:
    """Counts and values per old unit and successor, what has no target and why, what is still missing."""
    shown = plan(session, plan_id)
    lines = lines_of(session, shown)
    homeless = [line for line in lines if line["why"]]
    issues = issues_of(shown, lines)
    undecided = sum(line["why"] in rules.UNDECIDED for line in homeless)
    return {
        "plan_id": plan_id,
        "whole": shown["whole"],
        "total": _sums(lines),
        "decided": len(lines) - len(homeless),
        "undecided": undecided,
        "conflicts": len(homeless) - undecided,
        "pairs": _pairs(lines),
        "reasons": dict(Counter(line["why"] for line in homeless)),
        "homeless": homeless[:SHOWN],
        "issues": issues,
        "ready": shown["whole"] and bool(lines) and not undecided and not issues,
    }


def page_of_lines(
    session: Session,
    plan_id: UUID,
    *,
    limit: int,
    after: str | None = None,
    old: UUID | None = None,
    new: UUID | None = None,
    why: str | None = None,
) -> Row:
    """A page of the lines, by unit and code; `why`: only those without a target for that reason."""
    lines = lines_of(session, plan(session, plan_id))
    wanted = [
        line
        for line in lines
        if old in {None, line["old_unit_id"]}
        and new in {None, line["successor_unit_id"]}
        and why in {None, line["why"]}
    ]
    if after is not None:
        place = key_of(after, str, str)
        wanted = [line for line in wanted if (str(line["old_unit_id"]), line["code"]) > place]
    last = wanted[:limit][-1] if len(wanted) > limit else None
    return {
        "items": wanted[:limit],
        "next": cursor_of(last["old_unit_id"], last["code"]) if last else None,
    }


def issues_of(shown: Mapping[str, Any], lines: Iterable[Mapping[str, Any]]) -> list[Row]:
    """What keeps decided lines from becoming minutes: units for which nobody signs."""
    signers = {unit["unit_id"]: unit["person_id"] for unit in (*shown["old"], *shown["new"])}
    missing: dict[tuple[str, UUID], int] = defaultdict(int)
    for line in lines:
        if line["why"]:
            continue
        if signers.get(line["old_unit_id"]) is None:
            missing["no_giver", line["old_unit_id"]] += 1
        if line["receiver_person_id"] is None:
            missing["no_receiver", line["successor_unit_id"]] += 1
        elif line["receiver_person_id"] == signers.get(line["old_unit_id"]):
            missing["one_person", line["old_unit_id"]] += 1
    return [{"what": what, "unit_id": unit, "count": count} for (what, unit), count in missing.items()]


def worked_out(session: Session, shown: Mapping[str, Any]) -> list[Row]:
    """What the rules of a plan would do with each asset as it is now."""
    old = [unit["unit_id"] for unit in shown["old"]]
    new = {unit["unit_id"]: unit["person_id"] for unit in shown["new"]}
    assets = facts.assets_of(session, shown["id"], old)
    wanted = [rules.Asset(**{name: asset[name] for name in _DECIDING}) for asset in assets]
    layout = facts.layout(session, old, list(new))
    decided = {one.asset_id: one for one in rules.decide_all(wanted, facts.rules_of(session, shown), layout)}
    return [_line(asset, decided[asset["asset_id"]], new) for asset in assets if asset["asset_id"] in decided]


_DECIDING = (
    "asset_id", "unit_id", "category", "status", "holder_id", "holder_unit_id", "waiting", "other_plan",
)  # fmt: skip
_TOLD = ("asset_id", "code", "name", "category", "cost", "remaining_value")


def _line(asset: Row, decision: rules.Decision, signers: Mapping[UUID, UUID | None]) -> Row:
    successor = decision.successor_id
    return {
        **{name: asset[name] for name in _TOLD},
        "old_unit_id": asset["unit_id"],
        "successor_unit_id": successor,
        "receiver_person_id": (decision.receiver_id or signers.get(successor)) if successor else None,
        "holder_person_id": asset["holder_id"],
        "keeps_holder": decision.keeps_holder,
        "rule": decision.rule,
        "why": decision.why,
        "record_id": None,
        "record_state": None,
        "record_number": None,
    }


def _pairs(lines: Sequence[Row]) -> list[Row]:
    """The sums per old unit and successor (None: no target), in the order they first stand in the lines."""
    grouped: dict[tuple[UUID, UUID | None], list[Row]] = defaultdict(list)
    for line in lines:
        grouped[line["old_unit_id"], line["successor_unit_id"]].append(line)
    return [
        {
            "old_unit_id": old,
            "successor_unit_id": new,
            **_sums(group),
            "stay": sum(line["keeps_holder"] for line in group),
        }
        for (old, new), group in grouped.items()
    ]


def _sums(lines: Sequence[Row]) -> Row:
    return {
        "count": len(lines),
        "cost": sum(line["cost"] or 0 for line in lines),
        "remaining": sum(line["remaining_value"] or 0 for line in lines),
    }
