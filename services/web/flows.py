"""The picture of what goes from which unit to which: bands between two columns, as numbers for a template."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

LEFT, RIGHT = 225.0, 440.0  # where the columns stand, in SVG units
WIDTH, BAR, GAP, LEAST = 730, 10.0, 10.0, 14.0
_HEIGHT = 320.0  # of all bands together


@dataclass(frozen=True)
class Node:
    """A unit's bar with its name."""

    name: str
    x: float
    y: float
    height: float
    count: int
    left: bool


@dataclass(frozen=True)
class Band:
    """What goes from one unit to another: the outline, how much of it has gone, as a word of CSS."""

    path: str
    title: str
    count: int
    moved: int


@dataclass(frozen=True)
class Flows:
    width: int
    height: float
    nodes: tuple[Node, ...]
    bands: tuple[Band, ...]


def picture_of(flows: Sequence[Mapping[str, Any]], names: Mapping[str, str]) -> Flows | None:
    """The picture of `flows` {old_unit_id, successor_unit_id (null: undecided), count, moved}; None when
    there is nothing to show.
    """
    shown = [flow for flow in flows if flow["count"]]
    if not shown:
        return None
    total = sum(flow["count"] for flow in shown)
    scale = _HEIGHT / total
    old = _column(shown, "old_unit_id", names, (LEFT, scale))
    new = _column(shown, "successor_unit_id", names, (RIGHT, scale))
    height = max(node.y + node.height for node in (*old.values(), *new.values())) + GAP
    return Flows(WIDTH, round(height), (*old.values(), *new.values()), tuple(_bands(shown, old, new)))


def _column(
    flows: Sequence[Mapping[str, Any]], side: str, names: Mapping[str, str], where: tuple[float, float]
) -> dict[str, Node]:
    x, scale = where
    nodes: dict[str, Node] = {}
    y = GAP
    for unit in dict.fromkeys(str(flow[side]) for flow in flows):
        count = sum(flow["count"] for flow in flows if str(flow[side]) == unit)
        height = max(LEAST, count * scale)
        nodes[unit] = Node(names.get(unit, "?"), x, round(y, 1), round(height, 1), count, x == LEFT)
        y += height + GAP
    return nodes


def _bands(
    flows: Sequence[Mapping[str, Any]], old: Mapping[str, Node], new: Mapping[str, Node]
) -> list[Band]:
    """One band a flow; at a bar they lie one below the other, each as thick as its part of the bar."""
    used = {("old", unit): node.y for unit, node in old.items()} | {
        ("new", unit): node.y for unit, node in new.items()
    }
    bands = []
    middle = (LEFT + BAR + RIGHT) / 2
    for flow in flows:
        pair = (str(flow["old_unit_id"]), str(flow["successor_unit_id"]))
        start, end = old[pair[0]], new[pair[1]]
        heights = [node.height * flow["count"] / node.count for node in (start, end)]
        top, low = used["old", pair[0]], used["new", pair[1]]
        used["old", pair[0]] += heights[0]
        used["new", pair[1]] += heights[1]
        bands.append(
            Band(
                f"M{LEFT + BAR} {top:.1f} C{middle} {top:.1f} {middle} {low:.1f} {RIGHT} {low:.1f}"
                f" V{low + heights[1]:.1f} C{middle} {low + heights[1]:.1f} {middle} {top + heights[0]:.1f}"
                f" {LEFT + BAR} {top + heights[0]:.1f} Z",
                f"{start.name} → {end.name}: {flow['count']}",
                flow["count"],
                flow.get("moved", 0),
            )
        )
    return bands
