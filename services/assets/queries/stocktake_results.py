"""What a stocktake has found: expected assets with what the counts say of them, and things nobody
expected.
"""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.orm import Session

from services.assets.models import STOCKTAKE_LINES
from services.assets.queries.shapes import Shape
from services.assets.queries.stocktake_lines import Judged, judged, lines_like
from services.assets.queries.stocktakes import looked_at, refuse_blind
from services.assets.rules import stocktakes as rules
from shared.auth import Actor
from shared.web import pages

_MOST_GROUPS = 500
_LINE = tuple(
    column.name
    for column in STOCKTAKE_LINES.c
    if column.name
    not in {
        "stocktake_id",
        "status",
        "outcome",
        "differs",
        "seen_place",
        "seen_holder_person_id",
        "seen_condition",
    }
)
_THING = (
    "scan_id",
    "count",
    "typed",
    "code",
    "asset_id",
    "outcome",
    "place",
    "condition",
    "description",
    "note",
    "photo_file_id",
    "name",
    "unit_name",
)
_SEEN = ("place", "holder_person_id", "condition", "seen_at", "photo_file_id")

_EXPECTED = text("""
SELECT unit_name, place, count(*) AS expected FROM stocktake_lines WHERE stocktake_id = :stocktake
GROUP BY unit_name, place ORDER BY unit_name, place
""")
# From scans to lines by their key: whatever the planner believes of tables just filled, no scan
# is ever compared with every line.
_SEEN_BY_PLACE = text("""
SELECT l.unit_name, l.place, count(DISTINCT l.asset_id) AS seen
FROM stocktake_scans s
JOIN stocktake_lines l ON l.stocktake_id = s.stocktake_id AND l.asset_id = s.asset_id
WHERE s.stocktake_id = :stocktake AND s.count = :count AND s.retracts IS NULL AND s.outcome <> 'late'
  AND NOT EXISTS (SELECT 1 FROM stocktake_scans r
                  WHERE r.stocktake_id = s.stocktake_id AND r.retracts = s.scan_id)
GROUP BY l.unit_name, l.place
""")

# Things that were seen and not expected, each once: by asset, by code, by what was typed, or (without a
# label) by the scan itself.
_UNEXPECTED = text("""
SELECT DISTINCT ON (key) key, scan_id, count, typed, code, asset_id, outcome, place, condition, description,
       note, photo_file_id, coalesce(name, '') AS name, coalesce(unit_name, '') AS unit_name
FROM (
    SELECT s.*, coalesce(s.asset_id::text, s.code, nullif(lower(s.typed), ''), s.scan_id::text) AS key,
           a.name, u.name AS unit_name
    FROM stocktake_scans s
    LEFT JOIN assets a ON a.id = s.asset_id
    LEFT JOIN asset_marks m ON m.code = s.code
    LEFT JOIN units u ON u.id = m.unit_id
    WHERE s.stocktake_id = :stocktake AND s.retracts IS NULL AND s.outcome NOT IN ('late', 'misread')
      AND (CAST(:count AS text) = '' OR s.count = :count)
      AND NOT EXISTS (SELECT 1 FROM stocktake_scans r
                      WHERE r.stocktake_id = s.stocktake_id AND r.retracts = s.scan_id)
      AND NOT EXISTS (SELECT 1 FROM stocktake_lines l
                      WHERE l.stocktake_id = s.stocktake_id AND l.asset_id = s.asset_id)
) things
ORDER BY key, seen_at DESC, number DESC LIMIT 10000
""")

_PROBLEMS = text("""
SELECT count(DISTINCT coalesce(s.asset_id::text, s.typed)) FROM stocktake_scans s
WHERE s.stocktake_id = :stocktake AND s.count = :count AND s.retracts IS NULL
  AND s.outcome IN ('wrong_place', 'wrong_holder', 'wrong_unit', 'unknown_code', 'withdrawn', 'misread')
  AND NOT EXISTS (SELECT 1 FROM stocktake_scans r
                  WHERE r.stocktake_id = s.stocktake_id AND r.retracts = s.scan_id)
""")


def progress_of(session: Session, actor: Actor, stocktake_id: UUID) -> Shape:
    """How far the actor's own count has come."""
    row = looked_at(session, actor, stocktake_id)
    count = "second" if rules.is_blind(row["state"], actor.person_id, row["second_person_id"]) else "first"
    given = {"stocktake": stocktake_id, "count": count}
    seen = {(row.unit_name, row.place): row.seen for row in session.execute(_SEEN_BY_PLACE, given)}
    expected = session.execute(_EXPECTED, {"stocktake": stocktake_id}).mappings().all()
    groups = [{**group, "seen": seen.get((group["unit_name"], group["place"]), 0)} for group in expected]
    return {
        "count": count,
        "expected": sum(group["expected"] for group in groups),
        "seen": sum(seen.values()),
        "problems": session.execute(_PROBLEMS, given).scalar_one(),
        "surplus": len(unexpected(session, stocktake_id, count)),
        "groups": groups[:_MOST_GROUPS],
    }


def lines_of(session: Session, actor: Actor, stocktake_id: UUID, query: dict[str, Any]) -> Shape:
    """Expected assets in the order of the minutes, by outcome, place or unit. Who counts blind is shown what
    the own count says, and nothing else.
    """
    row = looked_at(session, actor, stocktake_id)
    blind = rules.is_blind(row["state"], actor.person_id, row["second_person_id"])
    chosen = lines_like(stocktake_id, query)
    found: list[Judged] = []
    for one in judged(session, row, chosen, counts=("second",) if blind else rules.COUNTS):
        if query["outcome"] in {None, one.result.outcome}:
            found.append(one)
            if len(found) > query["limit"]:
                break
    return pages.page(found, query["limit"], _line_shape, lambda one: pages.cursor_of(one.line["position"]))


def differences_of(session: Session, actor: Actor, stocktake_id: UUID, query: dict[str, Any]) -> Shape:
    """The expected assets on which both counts disagree."""
    row = looked_at(session, actor, stocktake_id)
    refuse_blind(row, actor)
    chosen = lines_like(stocktake_id, {**query, "outcome": None, "place": None, "unit": None})
    found: list[Judged] = []
    for one in judged(session, row, chosen, counts=rules.COUNTS):
        if one.result.differs:
            found.append(one)
            if len(found) > query["limit"]:
                break
    return pages.page(found, query["limit"], _line_shape, lambda one: pages.cursor_of(one.line["position"]))


def unexpected_of(session: Session, actor: Actor, stocktake_id: UUID) -> Shape:
    """The things that nobody expected; who counts blind gets those of the own count."""
    row = looked_at(session, actor, stocktake_id)
    blind = rules.is_blind(row["state"], actor.person_id, row["second_person_id"])
    things = unexpected(session, stocktake_id, "second" if blind else "")
    return {"items": [{name: thing[name] for name in _THING} for thing in things]}


def unexpected(session: Session, stocktake_id: UUID, count: str = "") -> Sequence[Mapping[Any, Any]]:
    """The things seen in `count` ("" for both) that nobody expected, at most 10,000."""
    return session.execute(_UNEXPECTED, {"stocktake": stocktake_id, "count": count}).mappings().all()


def _line_shape(one: Judged) -> Shape:
    shape = {name: one.line[name] for name in _LINE}
    seen = {
        count: {name: one.sightings[count][name] for name in _SEEN} if count in one.sightings else None
        for count in rules.COUNTS
    }
    remaining = one.line["cost"] - one.line["wear"]
    return {
        **shape,
        **seen,
        "remaining": remaining,
        "outcome": one.line["outcome"] or one.result.outcome,
        "differs": one.result.differs,
    }
