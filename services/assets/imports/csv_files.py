"""CSV as Vietnamese offices save it: any of seven encodings, four delimiters and three line endings."""

import csv
import io

from services.assets.imports.encodings import decode
from services.assets.imports.tables import Table, checked, unreadable

_DELIMITERS = ";,\t|"
_SAMPLE = 64 * 1024
_SAMPLE_LINES = 25
_LONGEST_CELL = 1_000_000

csv.field_size_limit(_LONGEST_CELL)


def read_csv(data: bytes, encoding: str = "") -> Table:
    """The table in `data`; raises Malformed when it is not text (in the `encoding` said) or not CSV."""
    reading = decode(data, encoding)
    text = reading.text.replace("\x00", "")
    lines = text[:_SAMPLE].splitlines()
    declared = lines[0].strip().casefold() if lines else ""
    if declared.startswith("sep=") and len(declared) == len("sep=;"):
        delimiter, text = declared[-1], text[text.casefold().index("sep=") + len("sep=;") :]
    else:
        delimiter = guess_delimiter(text)
    return checked(Table(_rows(text, delimiter), encoding=reading.encoding, sure=reading.sure))


def _rows(text: str, delimiter: str) -> list[list[str]]:
    try:
        return list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter))
    except csv.Error as error:
        raise unreadable(
            f"Tệp CSV không đọc được: {error}.", f"The CSV file cannot be read: {error}."
        ) from error


def guess_delimiter(text: str) -> str:
    """The delimiter that cuts the first lines into the most columns, most evenly."""
    lines = [line for line in text[:_SAMPLE].splitlines()[:_SAMPLE_LINES] if line.strip()]

    def score(delimiter: str) -> tuple[int, int]:
        counts = [_outside_quotes(line, delimiter) for line in lines]
        usual = max(set(counts), key=lambda count: (counts.count(count), count), default=0)
        return (counts.count(usual) if usual else 0), usual

    return max(_DELIMITERS, key=score)


def _outside_quotes(line: str, delimiter: str) -> int:
    return sum(part.count(delimiter) for part in line.split('"')[::2])
