"""docs/lifecycle.md and its picture: the life of every kind of record, drawn from the table that rules it."""

from collections.abc import Sequence
from html import escape

from services.handover import lifecycle
from taisan.services import ROOT

PAGE = ROOT / "docs" / "lifecycle.md"
PICTURE = ROOT / "docs" / "lifecycle.svg"

_HEAD = """# The life of a record

Written by `make contracts` from `services/handover/lifecycle/`, where the code reads it too; a contract test
fails when this page and the table differ.

![The states of a record and the steps between them](lifecycle.svg)
"""

# Where each state stands in the picture: column and row.
_PLACES = {
    lifecycle.DRAFT: (0, 0),
    lifecycle.ISSUED: (1, 0),
    lifecycle.SIGNED: (2, 0),
    lifecycle.COMPLETED: (3, 0),
    lifecycle.CANCELLED: (0, 1),
    lifecycle.REFUSED: (2, 1),
    lifecycle.DISPUTED: (3, 1),
    lifecycle.UPHELD: (3, 2),
    lifecycle.REVERSED: (4, 1),
}
_TIP = (
    '<defs><marker id="tip" viewBox="0 0 10 10" refX="9" refY="5" markerWidth="8" markerHeight="8"'
    ' orient="auto-start-reverse"><path d="M0 0 10 5 0 10z" fill="#456"/></marker></defs>'
)
_WIDTH, _HEIGHT, _STEP_X, _STEP_Y, _MARGIN = 190, 64, 290, 150, 20


def page() -> str:
    """The whole document."""
    return f"{_HEAD}{_steps()}{_kinds()}{_sides()}"


def picture() -> str:
    """The states and steps as SVG: boxes by `_PLACES`, one arrow a step, told in Vietnamese."""
    columns, rows = (max(place[axis] for place in _PLACES.values()) + 1 for axis in (0, 1))
    width = _STEP_X * (columns - 1) + _WIDTH + 2 * _MARGIN
    height = _STEP_Y * (rows - 1) + _HEIGHT + 2 * _MARGIN
    arrows: dict[tuple[str, str], list[str]] = {}
    for step in lifecycle.TABLE:
        arrows.setdefault((step.before, step.after), []).append(lifecycle.ACTS[step.act])
    drawn = [_arrow(before, after, acts, arrows) for (before, after), acts in arrows.items()]
    boxes = [_box(state) for state in lifecycle.STATES]
    size = f'viewBox="0 0 {width} {height}" width="{width}"'
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" {size} role="img" font-family="sans-serif" font-size="13">',
        "<title>Vòng đời của biên bản</title>",
        _TIP,
        f'<rect width="{width}" height="{height}" fill="#fff"/>',
        *drawn,
        *boxes,
        "</svg>",
        "",
    ]
    return "\n".join(parts)


def _box(state: str) -> str:
    x, y = _corner(state)
    fill = {"completed": "#dff3e4", "refused": "#fbe3e1", "cancelled": "#eee", "reversed": "#fbe3e1"}
    lines = _broken(lifecycle.STATES[state])
    first = y + _HEIGHT / 2 - 8 * (len(lines) - 1) + 4
    words = "".join(
        f'<tspan x="{x + _WIDTH // 2}" y="{first + 16 * number:g}">{escape(line)}</tspan>'
        for number, line in enumerate(lines)
    )
    return (
        f'<rect x="{x}" y="{y}" width="{_WIDTH}" height="{_HEIGHT}" rx="10"'
        f' fill="{fill.get(state, "#e6eefb")}" stroke="#456"/><text text-anchor="middle">{words}</text>'
    )


def _arrow(before: str, after: str, acts: list[str], all_: dict[tuple[str, str], list[str]]) -> str:
    """A line from box to box; two that go both ways stand beside one another."""
    (ax, ay), (bx, by) = _corner(before), _corner(after)
    aside = 40 if (after, before) in all_ and (before, after) < (after, before) else 0
    aside = -40 if (after, before) in all_ and not aside else aside
    half_x, half_y = _WIDTH // 2, _HEIGHT // 2
    if ax == bx:
        down = by > ay
        x1 = x2 = ax + half_x + aside
        y1, y2 = (ay + _HEIGHT, by) if down else (ay, by + _HEIGHT)
    else:
        right = bx > ax
        x1, x2 = (ax + _WIDTH, bx) if right else (ax, bx + _WIDTH)
        y1, y2 = ay + half_y, by + half_y
    label_x, label_y = (x1 + x2) / 2, (y1 + y2) / 2 + (4 - aside * 0.5 if ax == bx else -6)
    words = escape(", ".join(acts))
    return (
        f'<line x1="{x1}" y1="{y1}" x2="{x2}" y2="{y2}" stroke="#456" marker-end="url(#tip)"/>'
        f'<text x="{label_x:g}" y="{label_y:g}" text-anchor="middle" fill="#234" stroke="#fff"'
        f' stroke-width="4" paint-order="stroke">{words}</text>'
    )


def _corner(state: str) -> tuple[int, int]:
    column, row = _PLACES[state]
    return _MARGIN + column * _STEP_X, _MARGIN + row * _STEP_Y


def _broken(text: str, width: int = 24) -> list[str]:
    """The text in lines of about `width` letters."""
    lines = [""]
    for word in text.split():
        if len(lines[-1]) + len(word) > width and lines[-1]:
            lines.append("")
        lines[-1] = f"{lines[-1]} {word}".strip()
    return lines


def _steps() -> str:
    rows = [
        (
            f"{lifecycle.ACTS[step.act]} (`{step.act}`)",
            f"{lifecycle.STATES[step.before]} (`{step.before}`)",
            f"{lifecycle.STATES[step.after]} (`{step.after}`)",
            lifecycle.WHO[step.who],
            f"`handover.record.{step.event}.v1`",
        )
        for step in lifecycle.TABLE
    ]
    return _table("Steps", ("act", "from", "to", "who may", "event"), rows)


def _kinds() -> str:
    rows = [
        (
            f"**{kind.title}** `{kind.code}`",
            "<br>".join(f"{lifecycle.ROLES[one]} → {lifecycle.ROLES[other]}" for one, other in kind.sides),
            ", ".join(f"`{name}`" for name in kind.asks) or "–",
            ", ".join(kind.law),
            ", ".join(f"`{status}`" for status in kind.statuses),
            lifecycle.CUSTODY[kind.custody],
            kind.keeper,
            "có" if kind.reversible else f"không: {kind.instead[0]}",
        )
        for kind in lifecycle.KINDS.values()
    ]
    heads = ("kind", "sides", "must say", "law", "states of the asset", "custody", "books", "reversed")
    return _table("Kinds", heads, rows)


def _sides() -> str:
    strangers = [(f"`{role}`", title, "có" if role not in lifecycle.STRANGERS else "không: ký tại chỗ")
                 for role, title in lifecycle.ROLES.items()]  # fmt: skip
    return _table("Sides", ("role", "who", "account"), strangers)


def _table(title: str, heads: tuple[str, ...], rows: Sequence[tuple[str, ...]]) -> str:
    lines = [heads, tuple("---" for _ in heads), *rows]
    return f"\n## {title}\n\n" + "".join(f"| {' | '.join(line)} |\n" for line in lines)
