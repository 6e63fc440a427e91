"""Two pieces of work in turn, A B A B …, and the ratio of their times pair by pair."""

import gc
import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True)
class Ratio:
    """How often the floor's time ours took: the median of the pairs, with the extremes."""

    name: str
    ours: float  # median seconds
    floor: float
    median: float
    least: float
    most: float
    goal: float

    @property
    def met(self) -> bool:
        """Whether the median keeps to the goal."""
        return self.median <= self.goal

    def line(self) -> str:
        """One row of a Markdown table: name, seconds, seconds, ratio, goal, met."""
        spread = f"**{self.median:.2f}** ({self.least:.2f}–{self.most:.2f})"
        verdict = "yes" if self.met else "NO"
        return f"| {self.name} | {self.ours:.3f} | {self.floor:.3f} | {spread} | {self.goal:g} | {verdict} |"


HEAD = "| | ours, s | floor, s | ratio (min–max) | goal ≤ | met |\n|---|---|---|---|---|---|"


def interleaved(
    name: str,
    ours: Callable[[], object],
    floor: Callable[[], object],
    *,
    goal: float,
    rounds: int = 5,
    clock: Callable[[], float] = time.perf_counter,
) -> Ratio:
    """Run `ours` and `floor` in turn, once to warm up and then `rounds` times; `clock` counts seconds."""
    pairs = [(_seconds(ours, clock), _seconds(floor, clock)) for _ in range(rounds + 1)][1:]
    ratios = [first / second for first, second in pairs]
    medians = [statistics.median(pair[side] for pair in pairs) for side in (0, 1)]
    return Ratio(name, medians[0], medians[1], statistics.median(ratios), min(ratios), max(ratios), goal)


def _seconds(work: Callable[[], object], clock: Callable[[], float]) -> float:
    gc.collect()
    began = clock()
    work()
    return clock() - began
