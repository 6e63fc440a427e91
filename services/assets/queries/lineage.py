"""Where a unit came from and what came after it, at any depth, within bounds."""

from typing import Any
from uuid import UUID

from sqlalchemy import select, text
from sqlalchemy.orm import Session

from services.assets.finding import missing
from services.assets.models import UNITS
from services.assets.queries.shapes import Shape
from services.assets.queries.units import unit
from shared.auth import Actor

DEEPEST = 32  # successions one after another
MOST_PAIRS = 500

# Both ways at once: `step` is negative for what the unit came from, positive for what came after it. A pair
# that several ways lead to is told once, with its shortest way.
_PAIRS = text("""
WITH RECURSIVE before AS (
    SELECT predecessor_id, successor_id, 1 AS depth FROM unit_successions WHERE successor_id = :unit
    UNION SELECT s.predecessor_id, s.successor_id, b.depth + 1 FROM unit_successions s
        JOIN before b ON s.successor_id = b.predecessor_id WHERE b.depth < :deepest
), later AS (
    SELECT predecessor_id, successor_id, 1 AS depth FROM unit_successions WHERE predecessor_id = :unit
    UNION SELECT s.predecessor_id, s.successor_id, l.depth + 1 FROM unit_successions s
        JOIN later l ON s.predecessor_id = l.successor_id WHERE l.depth < :deepest
), both_ways AS (
    SELECT predecessor_id, successor_id, -min(depth) AS step FROM before GROUP BY 1, 2
    UNION ALL SELECT predecessor_id, successor_id, min(depth) FROM later GROUP BY 1, 2
)
SELECT w.step, s.predecessor_id, s.successor_id, s.share, s.act_id, a.happened_on, a.document_number,
       a.document_on, a.document_authority, a.note
FROM both_ways w JOIN unit_successions s USING (predecessor_id, successor_id)
    JOIN unit_succession_acts a ON a.id = s.act_id
ORDER BY abs(w.step), w.step, s.happened_on, s.predecessor_id, s.successor_id LIMIT :most
""")
_NAMED = ("id", "code", "name", "kind", "valid_from", "valid_to")


def lineage_of(session: Session, actor: Actor, unit_id: UUID) -> Shape:
    """{unit_id, units, successions, complete}: all units that the unit came from (`step` < 0) or that came
    after it (`step` > 0), and the successions between them. `complete` is false when the bounds cut it.
    Raises NotFound.
    """
    unit(session, actor, unit_id)
    given = {"unit": unit_id, "deepest": DEEPEST, "most": MOST_PAIRS + 1}
    pairs = [dict(row) for row in session.execute(_PAIRS, given).mappings()]
    shown = pairs[:MOST_PAIRS]
    steps: dict[UUID, int] = {unit_id: 0}
    for pair in shown:
        steps.setdefault(pair["predecessor_id" if pair["step"] < 0 else "successor_id"], pair["step"])
    deepest = max((abs(pair["step"]) for pair in shown), default=0)
    return {
        "unit_id": unit_id,
        "units": _units(session, steps),
        "successions": [{**pair, "share": _share(pair["share"])} for pair in shown],
        "complete": len(pairs) <= MOST_PAIRS and deepest < DEEPEST,
    }


def _units(session: Session, steps: dict[UUID, int]) -> list[Shape]:
    columns = (UNITS.c[name] for name in _NAMED)
    rows = session.execute(select(*columns).where(UNITS.c.id.in_(list(steps)))).mappings()
    found = [{**row, "step": steps[row["id"]]} for row in rows]
    if not found:
        raise missing("units")
    return sorted(found, key=lambda one: (one["step"], one["code"]))


def _share(share: Any) -> str | None:
    return None if share is None else str(share.normalize())
