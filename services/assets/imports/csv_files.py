"""CSV as Vietnamese offices save it: any of three encodings, four delimiters and three line endings."""

import codecs
import csv
import io

from services.assets.imports.tables import Table, table_of, unreadable

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_DELIMITERS = ";,\t|"
_SAMPLE_LINES = 25


def read_csv(data: bytes) -> Table:
    """The table in `data`; raises Malformed when it is not text or not CSV."""
    text = decode(data).replace("\x00", "")
    first, _, rest = text.partition("\n")
    declared = first.strip().casefold()
    if declared.startswith("sep=") and len(declared) == len("sep=;"):
        delimiter, text = declared[-1], f"\n{rest}"  # Excel's own hint; the line keeps its number
    else:
        delimiter = guess_delimiter(text)
    try:
        rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter))
    except csv.Error as error:
        raise unreadable(
            f"Tệp CSV không đọc được: {error}.", f"The CSV file cannot be read: {error}."
        ) from error
    return table_of(rows)


def decode(data: bytes) -> str:
    """Text by its byte order mark, else UTF-8, else windows-1258 (old Vietnamese Windows)."""
    encoding = next((name for mark, name in _MARKS if data.startswith(mark)), "utf-8")
    try:
        return data.decode(encoding)
    except UnicodeDecodeError:
        pass
    if b"\x00" in data:
        raise unreadable(
            "Tệp không phải là CSV hay XLSX. Hãy lưu bảng thành .xlsx hoặc .csv rồi tải lại.",
            "The file is neither CSV nor XLSX. Save the sheet as .xlsx or .csv and upload it again.",
        )
    return data.decode("cp1258", errors="replace")


def guess_delimiter(text: str) -> str:
    """The delimiter that cuts the first lines into the most columns, most evenly."""
    lines = [line for line in text.splitlines()[:_SAMPLE_LINES] if line.strip()]

    def score(delimiter: str) -> tuple[int, int]:
        counts = [_outside_quotes(line, delimiter) for line in lines]
        usual = max(set(counts), key=lambda count: (counts.count(count), count), default=0)
        return (counts.count(usual) if usual else 0), usual

    return max(_DELIMITERS, key=score)


def _outside_quotes(line: str, delimiter: str) -> int:
    return sum(part.count(delimiter) for part in line.split('"')[::2])
