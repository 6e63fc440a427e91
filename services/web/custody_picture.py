"""One asset's custody in both times as a picture: days from left to right, what was known from top to bottom.

Both scales are by rank, not by length: each day and each moment at which something changed gets the same
room, so that a correction of one day among years can be seen. A template draws it; no script.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from services.web.shown import day, moment

WIDTH, LEFT, STEP, TOP = 640, 132, 40, 26
SHADES = 6


@dataclass(frozen=True)
class Box:
    """That somebody answers on these days, as it was known in this time; `open`: no end was known."""

    x: float
    y: int
    width: float
    height: int
    name: str
    shade: int
    open: bool


@dataclass(frozen=True)
class Picture:
    """Boxes, and the marks of both scales (place, text)."""

    boxes: tuple[Box, ...]
    days: tuple[tuple[float, str], ...]
    moments: tuple[tuple[int, str], ...]
    people: tuple[tuple[str, int], ...]  # name, shade
    height: int


def picture_of(rows: Sequence[dict[str, Any]]) -> Picture:
    """From the rows of `GET /custody-history`."""
    parts = [part for row in rows for part in _parts(row)]
    days = sorted({each for part in parts for each in part[:2] if each})
    moments = sorted({each for part in parts for each in part[2:4] if each})
    step = (WIDTH - LEFT - 8) / (len(days) or 1)
    at_day = {each: LEFT + number * step for number, each in enumerate(days)}
    at_moment = {each: TOP + number * STEP for number, each in enumerate(moments)}
    bottom = TOP + max(len(moments), 1) * STEP
    names = list(dict.fromkeys(row["person_name"] for row in rows))
    boxes = []
    for since, until, known, known_to, name in parts:
        x, y = at_day[since], at_moment[known]
        right = at_day[until] if until else WIDTH - 8
        low = at_moment[known_to] if known_to else bottom
        if right > x and low > y:
            boxes.append(Box(x, y, right - x, low - y, name, names.index(name) % SHADES, until is None))
    return Picture(
        tuple(boxes),
        tuple((place, day(each)) for each, place in at_day.items()),
        tuple((place, moment(each)) for each, place in at_moment.items()),
        tuple((name, number % SHADES) for number, name in enumerate(names)),
        bottom + 6,
    )


def _parts(row: dict[str, Any]) -> list[tuple[Any, ...]]:
    """(since, until, known from, known to, name) of a row: before its end was known it had none."""
    since, until, known, known_to = row["since"], row["until"], row["known_from"], row["known_to"]
    name, closed = row["person_name"], row["closed_at"]
    if until is None or closed is None or closed == known:
        return [(since, until, known, known_to, name)]
    return [(since, None, known, closed, name), (since, until, closed, known_to, name)]
