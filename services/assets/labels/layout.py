"""Where everything on one label lies, in points from its upper left corner. Pure: the caller measures text.

PDF and ZPL are drawn from the same layout. Nothing of it reaches over the label: text is fitted in width, and
given fewer lines until its height fits too.
"""

from collections.abc import Callable
from dataclasses import dataclass

from services.assets.labels.codes import pretty
from services.assets.labels.fitting import Fitted, Measure, fit
from services.assets.labels.templates import Template

MM = 72 / 25.4  # points

_LEADING = 1.18
_GAP = 0.25  # of the size, below each text
_QUIET = 0.1  # of the symbol's side is white at its edge: there the text begins, level with the first module
_GUTTER = 1.0  # mm between symbol and text
# How many lines the name and the unit may take; the first that fits the height is taken.
_ALLOTMENTS = ((3, 3), (3, 2), (2, 2), (2, 1), (1, 1))


@dataclass(frozen=True)
class Label:
    """What one label shows. No personal data."""

    code: str
    name: str
    unit: str
    tag: str = ""  # the number in the books, when there is one


@dataclass(frozen=True)
class Line:
    """A line of text: its left end and its baseline, from the label's upper left corner, and how wide it may
    be.
    """

    text: str
    bold: bool
    size: float
    x: float
    y: float
    width: float


@dataclass(frozen=True)
class Layout:
    """A label laid out: the symbol's square and the lines beside it."""

    symbol_x: float
    symbol_y: float
    side: float
    lines: tuple[Line, ...]


def lay_out(template: Template, label: Label, measure: Callable[[bool], Measure]) -> Layout:
    """The layout of `label`; `measure(bold)` answers how wide texts are in that face."""
    side = template.symbol * MM
    symbol_x, symbol_y = template.padding * MM, (template.height * MM - side) / 2
    x = symbol_x + side + _GUTTER * MM
    width = (template.width - template.padding) * MM - x
    top = symbol_y + side * _QUIET
    height = (template.height - template.padding) * MM - top
    for allotment in _ALLOTMENTS:
        texts = _texts(template.text_size, label, allotment, width, measure)
        if sum(_tall(fitted) for fitted, _bold in texts) <= height:
            break
    return Layout(symbol_x, symbol_y, side, tuple(_stacked(texts, x, top, width)))


def _texts(
    size: float, label: Label, allotment: tuple[int, int], width: float, measure: Callable[[bool], Measure]
) -> list[tuple[Fitted, bool]]:
    """The four texts of a label fitted to `width`, with whether each is bold."""
    name_lines, unit_lines = allotment
    wanted = (
        (pretty(label.code), True, size * 1.25, 1),
        (label.name, True, size, name_lines),
        (label.unit, False, size * 0.9, unit_lines),
        (label.tag, False, size * 0.8, 1),
    )
    return [
        (fit(text, width=width, lines=lines, size=points, measure=measure(bold)), bold)
        for text, bold, points, lines in wanted
    ]


def _tall(fitted: Fitted) -> float:
    return fitted.size * (_LEADING * len(fitted.lines) + (_GAP if fitted.lines else 0))


def _stacked(texts: list[tuple[Fitted, bool]], x: float, top: float, width: float) -> list[Line]:
    lines, y = [], top
    for fitted, bold in texts:
        for text in fitted.lines:
            y += fitted.size * _LEADING
            lines.append(Line(text, bold, fitted.size, x, y - fitted.size * (_LEADING - 1), width))
        y += fitted.size * _GAP
    return lines
