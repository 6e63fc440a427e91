"""The map of the cameras as dots in numbers, for a template to draw: no tiles of others, no script."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from math import cos, floor, log10, radians
from typing import Any

WIDTH, HEIGHT, EDGE = 560, 420, 24  # of the picture and of the free rim, in SVG units
_METRES = 111_320.0  # of a degree of latitude
_LEAST = 200.0  # metres that the picture spans at the least, so that one camera is not a whole world


@dataclass(frozen=True)
class Dot:
    """One camera in its place; `sort` is essential, far, both or other."""

    asset_id: str
    title: str
    sort: str
    x: float
    y: float


@dataclass(frozen=True)
class Map:
    """Dots, the box they lie in (degrees of WGS 84), and a bar of `bar_metres` that is `bar` units long."""

    dots: tuple[Dot, ...]
    west: float
    south: float
    east: float
    north: float
    bar_metres: int
    bar: float
    width: int = WIDTH
    height: int = HEIGHT


def map_of(features: Iterable[Mapping[str, Any]]) -> Map | None:
    """The map of GeoJSON points, north up, a metre as long in every direction; None when there are none."""
    points = [(feature, *feature["geometry"]["coordinates"]) for feature in features]
    if not points:
        return None
    west, east = min(x for _, x, _y in points), max(x for _, x, _y in points)
    south, north = min(y for _, _x, y in points), max(y for _, _x, y in points)
    middle_x, middle_y = (west + east) / 2, (south + north) / 2
    across = _METRES * cos(radians(middle_y))  # metres of a degree of longitude
    wide, high = max((east - west) * across, _LEAST), max((north - south) * _METRES, _LEAST)
    scale = min((WIDTH - 2 * EDGE) / wide, (HEIGHT - 2 * EDGE) / high)  # units of a metre
    dots = tuple(
        Dot(
            feature["id"],
            f"{feature['properties']['name']} · {feature['properties']['unit_name']}",
            sort_of(feature["properties"]),
            round(WIDTH / 2 + (x - middle_x) * across * scale, 1),
            round(HEIGHT / 2 - (y - middle_y) * _METRES * scale, 1),
        )
        for feature, x, y in points
    )
    metres = _round(WIDTH / 4 / scale)
    return Map(dots, west, south, east, north, metres, round(metres * scale, 1))


def sort_of(typed: Mapping[str, Any]) -> str:
    """How a camera is drawn and counted, by its typed attributes."""
    essential, far = bool(typed["essential"]), bool(typed["far_from_homes"])
    return "both" if essential and far else "essential" if essential else "far" if far else "other"


def counted(rows: Iterable[Mapping[str, Any]]) -> dict[str, tuple[int, int]]:
    """(with a position, without one) by sort, from the counts of the register."""
    counts = {sort: [0, 0] for sort in ("essential", "far", "both", "other")}
    for row in rows:
        counts[sort_of(row)][not row["located"]] += row["count"]
    return {sort: (placed, missing) for sort, (placed, missing) in counts.items()}


def _round(metres: float) -> int:
    """The longest of 1, 2, 5 × a power of ten that is not longer."""
    power = 10 ** floor(log10(metres))
    return int(max(step * power for step in (1, 2, 5) if step * power <= metres) or 1)
