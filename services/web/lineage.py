"""The lineage of a unit as boxes and lines in numbers, for a template to draw: no chart library."""

from collections import defaultdict
from dataclasses import dataclass
from typing import Any

from shared.text import sort_key

MOST_DRAWN = 30  # units; beyond that the table beside the picture says it better
_WIDTH, _HEIGHT, _GAP, _BETWEEN = 200, 30, 8, 70  # of a box, between boxes, between columns, in SVG units
_LETTERS = 24  # of a name that fit into a box


@dataclass(frozen=True)
class Box:
    """One unit in its place; `step` 0 is the unit itself."""

    unit_id: str
    name: str
    title: str
    step: int
    x: int
    y: int


@dataclass(frozen=True)
class Picture:
    """Boxes and lines (x1, y1, x2, y2) from an old unit to the one that took over."""

    boxes: tuple[Box, ...]
    lines: tuple[tuple[int, int, int, int], ...]
    width: int
    height: int
    box_width: int = _WIDTH
    box_height: int = _HEIGHT


def picture_of(lineage: dict[str, Any]) -> Picture | None:
    """The picture of a lineage as the register answers it; None when there is nothing or too much to draw."""
    if not lineage["successions"] or len(lineage["units"]) > MOST_DRAWN:
        return None
    columns: dict[int, list[dict[str, Any]]] = defaultdict(list)
    for unit in lineage["units"]:
        columns[unit["step"]].append(unit)
    tallest = max(len(units) for units in columns.values())
    height = tallest * (_HEIGHT + _GAP) - _GAP
    boxes: dict[str, Box] = {}
    for column, step in enumerate(sorted(columns)):
        units = sorted(columns[step], key=lambda unit: sort_key(unit["name"]))
        top = (height - len(units) * (_HEIGHT + _GAP) + _GAP) // 2
        for row, unit in enumerate(units):
            x, y = column * (_WIDTH + _BETWEEN), top + row * (_HEIGHT + _GAP)
            boxes[unit["id"]] = Box(unit["id"], _short(unit["name"]), unit["name"], step, x, y)
    lines = tuple(
        _line(boxes[pair["predecessor_id"]], boxes[pair["successor_id"]]) for pair in lineage["successions"]
    )
    width = len(columns) * (_WIDTH + _BETWEEN) - _BETWEEN
    return Picture(tuple(boxes.values()), lines, width, height)


def _line(old: Box, new: Box) -> tuple[int, int, int, int]:
    return old.x + _WIDTH, old.y + _HEIGHT // 2, new.x, new.y + _HEIGHT // 2


def _short(name: str) -> str:
    return name if len(name) <= _LETTERS else f"{name[: _LETTERS - 1].rstrip()}…"
