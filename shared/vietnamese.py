"""Amounts and dates as Vietnamese officialese writes them.

Dates in full follow Decree 30/2020/NĐ-CP, Annex I, section II.4: days below 10 and the months 1 and 2 take a
leading zero. Amounts in words use *linh*, *mốt*, *tư*, *lăm*, and read an empty hundred: "không trăm".
"""

from datetime import date

_DIGITS = ("không", "một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín")
_SCALES = ((1_000_000, "triệu"), (1_000, "nghìn"), (1, ""))
_BILLION = 1_000_000_000


def vnd(amount: int) -> str:
    """`amount` (VND) with dots between thousands: 1234567 is "1.234.567"."""
    return f"{amount:,}".replace(",", ".")


def vnd_in_words(amount: int) -> str:
    """`amount` (VND) in words with a capital and the unit: 1015 is "Một nghìn không trăm mười lăm đồng"."""
    said = " ".join(_number(abs(amount), full=False)) or _DIGITS[0]
    said = f"âm {said}" if amount < 0 else said
    return f"{said[0].upper()}{said[1:]} đồng"


def short_date(day: date) -> str:
    """05/03/2026."""
    return f"{day.day:02d}/{day.month:02d}/{day.year:04d}"


def long_date(day: date) -> str:
    """`day` as the head of a document has it: "ngày 05 tháng 3 năm 2026"."""
    month = f"{day.month:02d}" if day.month <= 2 else f"{day.month}"
    return f"ngày {day.day:02d} tháng {month} năm {day.year}"


def _number(number: int, *, full: bool) -> list[str]:
    """The words of `number`; `full` when words stand before it, so that its empty hundreds are read too."""
    billions, rest = divmod(number, _BILLION)
    said = [*_number(billions, full=full), "tỷ"] if billions else []
    for scale, name in _SCALES:
        group = rest // scale % 1000
        if group:
            said += _group(group, full=full or bool(said))
            said += [name] if name else []
    return said


def _group(group: int, *, full: bool) -> list[str]:
    """The words of 1 to 999; `full` reads the hundred even when it is zero."""
    hundreds, tens, units = group // 100, group // 10 % 10, group % 10
    said = [_DIGITS[hundreds], "trăm"] if hundreds or full else []
    if tens == 0:
        return said + (["linh"] if said and units else []) + ([_DIGITS[units]] if units else [])
    said += ["mười"] if tens == 1 else [_DIGITS[tens], "mươi"]
    if units == 0:
        return said
    if units == 5:
        return [*said, "lăm"]
    if tens > 1 and units in {1, 4}:
        return [*said, "mốt" if units == 1 else "tư"]
    return [*said, _DIGITS[units]]
