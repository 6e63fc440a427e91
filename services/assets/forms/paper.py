"""A form as a PDF. Paper has an end: beyond MOST_ROWS the form is refused, XLSX and CSV take any length."""

from collections.abc import Iterable, Iterator
from itertools import islice
from pathlib import Path
from typing import Any

from shared.errors import Invalid
from shared.sheets import copied
from shared.sheets.counted import Tally
from shared.sheets.layout import NUMBERS, Sheet, Side
from shared.typeset import RENDERER
from shared.vietnamese import vnd

MOST_ROWS = 5_000
_TEMPLATE = Path(__file__).parent / "form.typ"
_WIDE = 150  # characters of all columns that A4 can still show


def pdf(sheet: Sheet, rows: Iterable[bytes], tally: Tally) -> Iterator[bytes]:
    """The file in one chunk; `rows` as for XLSX, days as people write them. Raises Invalid for too many."""
    taken = list(islice(rows, MOST_ROWS + 1))
    if len(taken) > MOST_ROWS:
        raise Invalid(
            "too-many-rows-for-paper",
            vi=f"Bản in PDF có nhiều nhất {MOST_ROWS} dòng. Hãy xuất XLSX hoặc CSV, hoặc chọn kỳ ngắn hơn.",
            en=f"A PDF has {MOST_ROWS} rows at the most. Export XLSX or CSV, or choose a shorter period.",
        )
    lines = [copied.cells(bytes(row)) for row in taken]
    tally.add([cell for line in lines for cell in line])
    yield RENDERER.pdf(_TEMPLATE, _data(sheet, lines, tally))


def _data(sheet: Sheet, rows: list[list[bytes]], tally: Tally) -> dict[str, Any]:
    columns = sheet.columns
    total = [vnd(tally.totals[column.key]) if column.sums else "" for column in columns]
    total[1] = "Tổng cộng"
    kinds = [column.kind for column in columns]
    return {
        "paper": "a4" if sum(column.width for column in columns) <= _WIDE else "a3",
        "day": [sheet.made_on.year, sheet.made_on.month, sheet.made_on.day],
        "left": [line for line in sheet.left if line],
        "right": [line for line in sheet.right if line],
        "title": sheet.title,
        "subtitles": list(sheet.subtitles),
        "widths": [column.width for column in columns],
        "align": ["right" if kind in NUMBERS else "left" for kind in kinds],
        "titles": [{"title": column.title, "grouped": bool(column.group)} for column in columns],
        "spans": [{"name": name, "size": last - first + 1} for name, first, last in sheet.spans()],
        "marks": [column.mark for column in columns],
        "rows": [{"group": row[0].decode(), "cells": _written(row[1:], kinds)} for row in rows],
        "total": total if tally.totals else [],
        "preface": list(sheet.preface),
        "sides": [_side(side) for side in sheet.sides],
        "notes": list(sheet.notes),
        "place": sheet.place,
        "signatures": list(sheet.signatures),
    }


def _side(side: Side) -> dict[str, Any]:
    kinds = [column.kind for column in side.columns]
    rows = [[b"" if cell is None else str(cell).encode() for cell in row] for row in side.rows]
    return {
        "title": side.title,
        "below": side.below,
        "widths": [column.width for column in side.columns],
        "align": ["right" if kind in NUMBERS else "left" for kind in kinds],
        "titles": [column.title for column in side.columns],
        "rows": [_written(row, kinds) for row in rows],
    }


def _written(cells: list[bytes], kinds: list[str]) -> list[str]:
    return [_figure(cell.decode(), kind) if cell else "" for cell, kind in zip(cells, kinds, strict=True)]


def _figure(cell: str, kind: str) -> str:
    if kind == "money":
        return vnd(int(cell))
    return cell.replace(".", ",") if kind == "rate" else cell
