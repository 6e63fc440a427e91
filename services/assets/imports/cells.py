"""One cell as a typed value: text, date, amount, year, position. A cell that cannot be read is a fault, said
in words that the owner of the sheet understands; nothing is guessed.
"""

import math
import re
from datetime import date, datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation

from services.assets.imports.tables import Cell
from shared.text import clean, fold
from shared.vietnamese import short_date

MAX_TEXT = 500
MAX_VND = 10**15  # a thousand million million: beyond any public asset, within bigint

_EXCEL_EPOCH = date(1899, 12, 30)
_EXCEL_DAYS = range(18_264, 73_416)  # 1950-01-01 … 2100-12-31
_DAY = re.compile(r"(\d{1,4})[/.\-](\d{1,2})[/.\-](\d{1,4})(?: +0{1,2}:00(?::00)?)?")
_CURRENCY = re.compile(r"(?:vnd|vnđ|đồng|dong|đ|₫|usd|\$)\.?$|^\$", re.IGNORECASE)
_TOTALS = ("tổng cộng", "tổng số", "cộng ", "total")
_NUMBER = re.compile(r"[+-]?\d+(?:\.\d+)?")
_DEGREES = re.compile(r"[+-]?\d{1,3}(?:\.\d+)?")


class CellFault(ValueError):
    """Why a cell cannot be taken, in Vietnamese and English."""

    def __init__(self, vi: str, en: str) -> None:
        super().__init__(en)
        self.vi = vi
        self.en = en


def text_of(cell: Cell) -> str:
    """The cell as one clean line; whole floats without ".0", dates as dd/mm/yyyy."""
    if isinstance(cell, float) and math.isfinite(cell) and cell.is_integer():
        return str(int(cell))
    if isinstance(cell, date):  # a datetime is one too
        return short_date(cell)
    text = "" if cell is None else clean(str(cell))
    if len(text) > MAX_TEXT:
        raise CellFault(f"Dài quá {MAX_TEXT} ký tự", f"Longer than {MAX_TEXT} characters")
    return text


def day_of(cell: Cell, *, order: str = "dmy") -> date | None:
    """The day in a date cell, a serial number of Excel, or text in `order` ("dmy" or "mdy"; ISO always)."""
    if isinstance(cell, datetime):
        return cell.date()
    if isinstance(cell, date):
        return cell
    text = text_of(cell)
    if not text:
        return None
    if text.isdecimal() and int(text[:9]) in _EXCEL_DAYS:
        return _EXCEL_EPOCH + timedelta(days=int(text))
    match = _DAY.fullmatch(text)
    if match is None:
        raise CellFault(f"Ngày “{text}” không đọc được, cần dạng ngày/tháng/năm", f"“{text}” is not a date")
    return _calendar_day(text, match.group(1), match.group(2), match.group(3), order)


def _calendar_day(text: str, first: str, second: str, third: str, order: str) -> date:
    if len(first) == 4:
        year, month, day = first, second, third
    else:
        year, month, day = (third, first, second) if order == "mdy" else (third, second, first)
    if len(year) not in {2, 4} or len(day) > 2:
        raise CellFault(f"Ngày “{text}” không đọc được", f"“{text}” is not a date")
    century = 0 if len(year) == 4 else (2000 if int(year) < 70 else 1900)
    try:
        return date(century + int(year), int(month), int(day))
    except ValueError:
        raise CellFault(f"Ngày {text} không có trong lịch", f"{text} is not in the calendar") from None


def money_of(
    cell: Cell, *, decimal: str = ",", rate: Decimal = Decimal(1), rounding: bool = False
) -> int | None:
    """The amount in whole VND, not negative. `decimal` is the decimal mark of text; amounts are multiplied by
    `rate`; what then has a fraction is rounded half up when `rounding`, else refused: VND has no cents.
    """
    amount = _decimal_of(cell, decimal)
    if amount is None:
        return None
    amount *= rate
    whole = amount.quantize(Decimal(1), rounding=ROUND_HALF_UP)
    if whole != amount and not rounding:
        raise CellFault(
            f"Số tiền {text_of(cell)} có phần lẻ; tiền đồng không có phần lẻ", "VND amounts have no fraction"
        )
    if whole < 0:
        raise CellFault(f"Số tiền âm ({text_of(cell)})", "The amount is negative")
    if whole > MAX_VND:
        raise CellFault(f"Số tiền quá lớn ({text_of(cell)})", "The amount is too large")
    return int(whole)


def _decimal_of(cell: Cell, mark: str) -> Decimal | None:
    if isinstance(cell, int | float) and not isinstance(cell, bool):
        if not math.isfinite(cell) or abs(cell) > MAX_VND * 1000:
            raise CellFault(f"Số tiền không đọc được ({cell})", "Not an amount")
        return Decimal(repr(cell))
    text = text_of(cell)
    if not text or text == "-":
        return None
    plain = _plain_number(_CURRENCY.sub("", text).replace(" ", ""), mark)
    if plain is None or len(plain) > 24:
        raise CellFault(f"Số tiền “{text}” không phải là số", f"“{text}” is not a number")
    try:
        return Decimal(plain)
    except InvalidOperation:
        raise CellFault(f"Số tiền “{text}” không phải là số", f"“{text}” is not a number") from None


def _plain_number(text: str, mark: str) -> str | None:
    """`text` with its thousands' marks gone and a dot for the decimal mark; None when it is no number.

    7.220.000 and 7,220,000 and 7220000.0 and 7.220.000,50 are read alike in any language; only a single mark
    before exactly three digits ("7.220") is settled by `mark`.
    """
    for thousands, decimals in ((".", ","), (",", ".")):
        grouped = re.fullmatch(rf"([+-]?\d{{1,3}}(?:\{thousands}\d{{3}})+)(?:\{decimals}(\d+))?", text)
        if grouped and (text.count(thousands) > 1 or decimals in text or thousands != mark):
            return grouped.group(1).replace(thousands, "") + (
                f".{grouped.group(2)}" if grouped.group(2) else ""
            )
    plain = text.replace(",", ".")
    return plain if _NUMBER.fullmatch(plain) else None


def year_of(cell: Cell, *, latest: int) -> int | None:
    """A year from 1900 to `latest`."""
    text = text_of(cell)
    if not text:
        return None
    if not (len(text) == 4 and text.isdecimal() and 1900 <= int(text) <= latest):
        raise CellFault(f"Năm “{text}” không hợp lệ", f"“{text}” is not a year")
    return int(text)


def position_of(cell: Cell) -> tuple[float, float] | None:
    """(latitude, longitude) in degrees from "21.04; 105.9" or "21.060264, 105.881939"."""
    text = text_of(cell)
    if not text:
        return None
    parts = text.split(";") if ";" in text else re.split(r",\s+|\s+|,(?=[^,]*$)", text, maxsplit=1)
    degrees = [part.strip().replace(",", ".") for part in parts]
    if len(degrees) != 2 or not all(_DEGREES.fullmatch(part) for part in degrees):
        raise CellFault(
            f"Toạ độ “{text}” không đọc được, cần “vĩ độ; kinh độ”", f"“{text}” is not a position"
        )
    latitude, longitude = float(degrees[0]), float(degrees[1])
    if abs(latitude) > 90 or abs(longitude) > 180:
        raise CellFault(f"Toạ độ “{text}” ngoài trái đất, cần “vĩ độ; kinh độ”", f"“{text}” is not on Earth")
    return latitude, longitude


def is_total(cell: Cell) -> bool:
    """Whether the cell begins a row of totals ("TỔNG CỘNG", "Cộng nhóm I")."""
    text = clean(cell).casefold() if isinstance(cell, str) else ""
    return text == "cộng" or text.startswith(_TOTALS) or fold(text) == "tong cong"
