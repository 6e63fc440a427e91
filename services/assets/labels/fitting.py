"""Text that fits its box: wrapped, then shrunk, then cut with an ellipsis. Pure: the caller measures."""

from bisect import bisect_right
from collections.abc import Callable
from dataclasses import dataclass

Measure = Callable[[str, float], float]  # (text, size in points) -> width in points

ELLIPSIS = "…"
_SHRINK = (1.0, 0.92, 0.85, 0.78)


@dataclass(frozen=True)
class Fitted:
    """Lines to set at `size` points."""

    lines: tuple[str, ...]
    size: float


def fit(text: str, *, width: float, lines: int, size: float, measure: Measure) -> Fitted:
    """`text` in at most `lines` lines of `width` points, at `size` or up to 22 % smaller; what still
    does not fit is cut and ends with an ellipsis.
    """
    for scale in _SHRINK:
        smaller = size * scale
        wrapped = wrap(text, width=width, size=smaller, measure=measure)
        if len(wrapped) <= lines and all(measure(line, smaller) <= width for line in wrapped):
            return Fitted(tuple(wrapped), smaller)
    smallest = size * _SHRINK[-1]
    wrapped = wrap(text, width=width, size=smallest, measure=measure)
    kept = [*wrapped[: lines - 1], " ".join(wrapped[lines - 1 :])]
    return Fitted(tuple(_cut(line, width=width, size=smallest, measure=measure) for line in kept), smallest)


def wrap(text: str, *, width: float, size: float, measure: Measure) -> list[str]:
    """`text` broken between words; a word wider than `width` keeps a line of its own."""
    lines: list[str] = []
    for word in text.split():
        longer = f"{lines[-1]} {word}" if lines else word
        if lines and measure(longer, size) <= width:
            lines[-1] = longer
        else:
            lines.append(word)
    return lines


def _cut(line: str, *, width: float, size: float, measure: Measure) -> str:
    """`line`, or as much of its beginning as fits with an ellipsis."""
    if measure(line, size) <= width:
        return line
    ends = range(1, len(line))
    end = bisect_right(ends, width, key=lambda end: measure(line[:end].rstrip() + ELLIPSIS, size))
    return line[:end].rstrip() + ELLIPSIS
