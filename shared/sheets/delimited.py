"""CSV that no spreadsheet reads as formulas (RFC 4180, UTF-8, a line feed after each row).

A text that begins with = + - @, a tab, a line's end, one of the wide forms of the signs, or an apostrophe
gets an apostrophe before it: that is how spreadsheets mark a text. Whoever reads the file by program takes it
off again, see `plain`. Numbers and days stand as they are.
"""

from collections.abc import Iterable, Iterator

from shared.sheets import copied
from shared.sheets.counted import Tally
from shared.sheets.layout import Column

MEDIA_TYPE = "text/csv; charset=utf-8"
BOM = "\ufeff"  # Excel takes a file without it for one of the system's code page
_DANGEROUS = "=+-@\t\r\n＝＋－＠"
_CODES = ", ".join(str(ord(sign)) for sign in _DANGEROUS + "'")


def harmless(column: str) -> str:
    """An SQL expression for the text of `column` (a name of ours) as it may stand in a cell."""
    return f"CASE WHEN ascii({column}) IN ({_CODES}) THEN '''' || {column} ELSE {column} END"


def plain(cell: str) -> str:
    """What a cell said before it was made harmless."""
    return cell.removeprefix("'")


def table(
    columns: Iterable[str], rows: Iterable[bytes], tally: Tally, *, bom: bool = False
) -> Iterator[bytes]:
    """The chunks of the file: a row of headings, then `rows` as COPY … (FORMAT csv) writes them, which
    `tally` counts.
    """
    yield ((BOM if bom else "") + ",".join(_quoted(heading) for heading in columns) + "\n").encode()
    for block in copied.blocks(rows):
        tally.add(_figures(block))
        yield block


def headings(columns: Iterable[Column]) -> list[str]:
    """What stands above the columns, each in one line."""
    return [column.heading for column in columns]


def _figures(block: bytes) -> list[bytes]:
    """The cells of some rows, row after row, but empty where a text is quoted: numbers never are, and what
    stands between every other quotation mark is in none.
    """
    plain = b"".join(block.split(b'"')[::2]) if b'"' in block else block
    return plain[:-1].replace(b"\n", b",").split(b",")


def _quoted(text: str) -> str:
    return '"' + text.replace('"', '""') + '"'
