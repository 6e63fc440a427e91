"""How far a campaign of recall is, as numbers for a template to draw: no chart library, no script."""

from dataclasses import dataclass
from datetime import date
from typing import Any

WIDTH, HEIGHT = 640, 220
_LEFT, _RIGHT, _TOP, _BOTTOM = 38, 14, 12, 30


@dataclass(frozen=True)
class Curve:
    """A stepped line of what is done, the even pace to the deadline, and where today and the deadline stand;
    everything in SVG units.
    """

    done: str  # points of the line
    area: str  # the same, closed along the ground
    pace: str
    deadline: float
    today: float
    ground: float
    rows: tuple[tuple[float, int], ...]  # grid lines: y, how many
    marks: tuple[tuple[float, date, str], ...]  # days written below: x, the day, text-anchor


def progress_of(campaign: dict[str, Any], today: date) -> Curve | None:
    """The curve of a campaign (CampaignWholeOut); None when nothing is recalled."""
    total = campaign["counts"]["lines"]
    if not total:
        return None
    opened, deadline = _day(campaign["opened_on"]), _day(campaign["deadline"])
    days = [(_day(one["on"]), one["done"]) for one in campaign["days"]]
    first = min([opened, *(on for on, _ in days)])
    last = max([deadline, today, *(on for on, _ in days)])
    spread = max((last - first).days, 1)

    def across(on: date) -> float:
        return round(_LEFT + (WIDTH - _LEFT - _RIGHT) * (on - first).days / spread, 1)

    def up(count: int) -> float:
        return HEIGHT - _BOTTOM - round((HEIGHT - _TOP - _BOTTOM) * count / int(total), 1)

    corners, before = [(across(first), up(0))], 0
    for on, done in days:
        corners += [(across(on), up(before)), (across(on), up(done))]
        before = done
    corners.append((across(min(today, last)), up(before)))
    ground = up(0)
    marks = (
        (across(first), first, "start"),
        (across(deadline), deadline, "end" if deadline == last else "middle"),
    )
    return Curve(
        done=_points(corners),
        area=_points([*corners, (corners[-1][0], ground), (corners[0][0], ground)]),
        pace=_points([(across(opened), ground), (across(deadline), up(total))]),
        deadline=across(deadline),
        today=across(min(today, last)),
        ground=ground,
        rows=tuple((up(count), count) for count in sorted({0, round(total / 2), total})),
        marks=marks,
    )


def _points(corners: list[tuple[float, float]]) -> str:
    return " ".join(f"{x:g},{y:g}" for x, y in corners)


def _day(text: str) -> date:
    return date.fromisoformat(text)
