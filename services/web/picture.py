"""Pictures as numbers for a template to draw: no chart library, no script."""

from collections import defaultdict
from dataclasses import dataclass
from typing import Any

from shared.text import sort_key

STATES = ("in_use", "in_store", "broken", "lost", "awaiting_disposal", "disposed")
WIDTH = 280  # of the bars' area, in SVG units


@dataclass(frozen=True)
class Bar:
    """One unit's bar: parts of (state, x, width, count)."""

    unit_id: str
    name: str
    total: int
    parts: tuple[tuple[str, float, float, int], ...]


@dataclass(frozen=True)
class Chart:
    """Stacked bars, the number of assets by state over all of them, and the cost in VND."""

    bars: tuple[Bar, ...]
    totals: dict[str, int]
    count: int
    cost: int


def bars_by_unit(rows: list[dict[str, Any]]) -> Chart:
    """Bars from rows of {unit_id, unit_name, status, count, cost}; units in Vietnamese order."""
    counts: dict[str, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    names: dict[str, str] = {}
    totals: dict[str, int] = defaultdict(int)
    for row in rows:
        names[row["unit_id"]] = row["unit_name"]
        counts[row["unit_id"]][row["status"]] += row["count"]
        totals[row["status"]] += row["count"]
    most = max((sum(by_state.values()) for by_state in counts.values()), default=1) or 1
    ordered = sorted(names, key=lambda unit: sort_key(names[unit]))
    bars = tuple(_bar(unit, names[unit], counts[unit], WIDTH / most) for unit in ordered)
    return Chart(bars, dict(totals), sum(totals.values()), sum(row.get("cost") or 0 for row in rows))


def _bar(unit_id: str, name: str, by_state: dict[str, int], scale: float) -> Bar:
    parts, x = [], 0.0
    for state in STATES:
        if count := by_state.get(state, 0):
            parts.append((state, round(x, 1), round(count * scale, 1), count))
            x += count * scale
    return Bar(unit_id, name, sum(by_state.values()), tuple(parts))
