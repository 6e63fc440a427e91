"""Workbooks whose cells are written in an old font: Unicode on disk, TCVN3 or VNI to the eye."""

from collections.abc import Sequence
from dataclasses import replace

from services.assets.imports.legacy import TCVN3, VNI, from_legacy, is_legacy
from services.assets.imports.syllables import likeness
from services.assets.imports.tables import Cell, Table

FONTS = (TCVN3, VNI)
_LOOKED_AT = 2000  # rows
_OWN_WORDS = 3  # words with marks by which a column is judged alone; with fewer, by the whole sheet
_SURE, _LEAD = 0.7, 0.3


def in_unicode(table: Table, said: str = "") -> Table:
    """`table` with every text that an old font drew as Unicode, column by column; `said` names the font
    encoding of all of them, any other encoding that there is none.
    """
    if said:
        width = max(map(len, table.cells), default=0)
        legacy = dict.fromkeys(range(width), said) if said in FONTS else {}
    else:
        legacy = _fonts_of(table.cells[:_LOOKED_AT])
    if not legacy:
        return table
    rows = [
        [_translated(cell, legacy.get(column, "")) for column, cell in enumerate(row)] for row in table.cells
    ]
    usual = max(set(legacy.values()), key=list(legacy.values()).count)
    return replace(table, cells=rows, legacy=legacy, encoding=usual)


def _translated(cell: Cell, encoding: str) -> Cell:
    return from_legacy(cell, encoding) if encoding and isinstance(cell, str) and is_legacy(cell) else cell


def _fonts_of(rows: Sequence[Sequence[Cell]]) -> dict[int, str]:
    """The font encoding of the columns that have one."""
    by_column: dict[int, list[str]] = {}
    for row in rows:
        for column, cell in enumerate(row):
            if isinstance(cell, str) and not cell.isascii():
                by_column.setdefault(column, []).append(cell)
    suspects = {column: texts for column, texts in by_column.items() if any(map(is_legacy, texts))}
    whole = _font_of([text for texts in suspects.values() for text in texts])
    found = {}
    for column, texts in suspects.items():
        alone = likeness(texts)[1] >= _OWN_WORDS
        font = _font_of(texts) if alone else whole
        if font and _share(texts, font) > _share(texts, ""):
            found[column] = font
    return found


def _font_of(texts: list[str]) -> str:
    """The font encoding in which `texts` look far more Vietnamese than as they stand; "" when none."""
    as_is, best = _share(texts, ""), max(FONTS, key=lambda font: _share(texts, font))
    share = _share(texts, best)
    return best if share >= _SURE and share >= as_is + _LEAD else ""


def _share(texts: list[str], font: str) -> float:
    good, marked = likeness(str(_translated(text, font)) for text in texts)
    return good / marked if marked else 0.0
