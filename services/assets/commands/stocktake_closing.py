"""The end of a stocktake: every outcome is frozen, what differs becomes proposals, and people decide on
those.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import insert, text, update
from sqlalchemy.orm import Session

from services.assets import events
from services.assets.commands.stocktake_devices import refuse_unsent
from services.assets.finding import Row, locked, unit_within
from services.assets.models import STOCKTAKE_PROPOSALS, STOCKTAKES
from services.assets.queries.stocktake_lines import Judged, judged_lines
from services.assets.queries.stocktake_results import unexpected
from services.assets.queries.stocktakes import refuse_blind, stocktake_shape
from services.assets.rules import stocktakes as rules
from shared import outbox
from shared.auth import Actor
from shared.clock import now, today
from shared.contracts import json_ready
from shared.ids import uuid7
from shared.law import deadline, rule

# The place that the books do not know is written back too, but it is no difference that a report would count.
_FREEZE = text("""
UPDATE stocktake_lines l SET outcome = v.outcome, differs = v.differs, seen_place = v.place,
    seen_holder_person_id = v.holder, seen_condition = v.condition
FROM unnest(CAST(:assets AS uuid[]), CAST(:outcomes AS text[]), CAST(:differs AS text[]),
            CAST(:places AS text[]), CAST(:holders AS uuid[]), CAST(:conditions AS text[]))
     AS v (asset_id, outcome, differs, place, holder, condition)
WHERE l.stocktake_id = :stocktake AND l.asset_id = v.asset_id
""")


def close_stocktake(
    session: Session, actor: Actor, stocktake_id: UUID, version: int, body: Mapping[str, Any]
) -> Row:
    """End it: nothing that comes in later changes the outcome. Raises Conflict while a device holds scans."""
    before = locked(session, STOCKTAKES, stocktake_id, version)
    state = rules.state_after(before["state"], "close")
    refuse_blind(before, actor)
    refuse_unsent(session, stocktake_id)
    judged = list(judged_lines(session, before))
    extra = unexpected(session, stocktake_id)
    _freeze(session, stocktake_id, judged)
    proposals = [*_of_lines(stocktake_id, judged), *(_of_thing(stocktake_id, thing) for thing in extra)]
    if proposals:
        session.execute(insert(STOCKTAKE_PROPOSALS), proposals)
    results = {**_counted(judged), "surplus": len(extra), "proposals": len(proposals)}
    changed = {"state": state, "results": results, "note": body["note"], "ended_at": now()}
    after = {**before, **changed, "version": version + 1}
    session.execute(update(STOCKTAKES).where(STOCKTAKES.c.id == stocktake_id), after)
    outbox.record(session, events.stocktake_closed(after))
    unit = unit_within(session, actor, after["unit_id"])
    return stocktake_shape({**after, "unit_name": unit["name"]}, actor)


def _freeze(session: Session, stocktake_id: UUID, judged: list[Judged]) -> None:
    seen = [one.result.seen for one in judged]
    session.execute(
        _FREEZE,
        {
            "stocktake": stocktake_id,
            "assets": [one.line["asset_id"] for one in judged],
            "outcomes": [one.result.outcome for one in judged],
            "differs": ["yes" if one.result.differs else None for one in judged],
            "places": [one.place if one else None for one in seen],
            "holders": [one.holder_person_id if one else None for one in seen],
            "conditions": [one.condition if one else None for one in seen],
        },
    )


def _counted(judged: Iterable[Judged]) -> dict[str, int]:
    found = Counter(one.result.outcome for one in judged)
    return {outcome: found[outcome] for outcome in rules.OUTCOMES}


def _of_lines(stocktake_id: UUID, judged: Iterable[Judged]) -> Iterable[Row]:
    for one in judged:
        expected = rules.Expected(one.line["place"], one.line["holder_person_id"])
        for kind in rules.proposals_for(expected, one.result):
            seen = one.result.seen or rules.Sighting()
            detail = {
                "outcome": one.result.outcome,
                "unit_name": one.line["unit_name"],
                "expected_place": one.line["place"],
                "expected_holder": one.line["holder_name"],
                "place": seen.place,
                "holder_person_id": seen.holder_person_id,
                "condition": seen.condition,
                "differs": one.result.differs,
                "photos": [s["photo_file_id"] for s in one.sightings.values() if s["photo_file_id"]],
            }
            yield _proposal(
                stocktake_id,
                kind,
                asset_id=one.line["asset_id"],
                code=one.line["code"],
                name=one.line["name"],
                detail=detail,
            )


def _of_thing(stocktake_id: UUID, thing: Mapping[Any, Any]) -> Row:
    """What nobody expected: a thing of the register is to be cleared up, any other is an increase."""
    registered = thing["asset_id"] is not None or thing["outcome"] == "wrong_unit"
    detail = {
        "outcome": thing["outcome"],
        "unit_name": thing["unit_name"],
        "typed": thing["typed"],
        "description": thing["description"],
        "note": thing["note"],
        "place": thing["place"],
        "condition": thing["condition"],
        "photos": [thing["photo_file_id"]] if thing["photo_file_id"] else [],
    }
    return _proposal(
        stocktake_id,
        "clarify" if registered else "increase",
        asset_id=thing["asset_id"],
        scan_id=thing["scan_id"],
        code=thing["code"] or "",
        name=thing["name"] or thing["description"] or thing["typed"],
        detail=detail,
    )


def _proposal(stocktake_id: UUID, kind: str, **said: Any) -> Row:
    due, keys = _law_of(kind)
    return {
        "id": uuid7(),
        "stocktake_id": stocktake_id,
        "asset_id": None,
        "scan_id": None,
        **said,
        "kind": kind,
        "detail": json_ready(said["detail"]),
        "due_on": due,
        "rules": keys,
        "state": "proposed",
        "reason": "",
        "decided_at": None,
        "decided_by": None,
        "version": 1,
    }


def _law_of(kind: str) -> tuple[date | None, list[str]]:
    """(by when the law wants it filed, under which rules). A loss is discovered when the count ends: the
    cause must be found and filed within 30 days (D186 Art. 35).
    """
    day = today()
    if kind == "loss":
        limit = int(deadline("T-20", day).details["limit"])
        return day + timedelta(days=limit), [rule("D186-35", day).key]
    return None, [rule("L88-40", day).key]
