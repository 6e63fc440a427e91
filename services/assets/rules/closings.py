"""When the books of a year may be closed. Pure."""

from collections.abc import Sequence
from datetime import date

from shared.errors import Conflict, FieldError, Invalid, RefusedByLaw
from shared.law import rule

OLDEST = 2018  # the first year of our data on lives


def check_time(year: int, today: date) -> None:
    """Raise unless `today` (Hà Nội) is in the month in which the wear of `year` is computed, or later:
    December (Circular 141/2025/TT-BTC Art. 12; deadline T-26).
    """
    if year < OLDEST:
        vi, en = f"Chỉ khoá sổ từ năm {OLDEST}.", f"Years before {OLDEST} cannot be closed."
        raise Invalid("year-too-old", vi=vi, en=en, errors=[FieldError("/year", vi, en)])
    said = rule("C141-12a", max(date(year, 12, 31), date(2026, 12, 31)))
    opens = date(year, said.parameters["month"], 1)
    if today < opens:
        raise RefusedByLaw(
            "year-not-yet",
            vi=f"Hao mòn năm {year} tính từ ngày {opens:%d/%m/%Y}. {said.text}",
            en=f"The wear of {year} is computed from {opens.isoformat()} on.",
            legal_basis=[said.key],
        )


def refuse_nothing(year: int, closings: int, unit_names: Sequence[str]) -> None:
    """Raise Conflict when units were asked to close a year and none of them has it closed: each began with a
    later one.
    """
    if closings or not unit_names:
        return
    named = ", ".join(unit_names[:3]) + (" …" if len(unit_names) > 3 else "")
    raise Conflict(
        "year-before-first",
        vi=f"Sổ của {named} đã khoá bắt đầu từ năm sau năm {year}. Hao mòn đến hết năm {year} đã được tính"
        " một lần, là số dư mở sổ của năm khoá đầu tiên; chỗ sai thì điều chỉnh hao mòn ở trang của tài sản.",
        en=f"The books were first closed for a later year than {year}. What wore off by then is the opening"
        " wear of that year; put mistakes right by a correction on the page of the asset.",
    )


def next_to_close(year: int, last_closed: int | None, unit_name: str, *, gap_is_empty: bool) -> bool:
    """Whether `year` is still to be closed for the unit; False when it is closed already. Raises Conflict
    when years before it are open (`gap_is_empty` says that nothing was in their books) or later ones closed.
    """
    if last_closed is None or year == last_closed + 1 or (year > last_closed and gap_is_empty):
        return True
    if year > last_closed:
        raise Conflict(
            "year-gap",
            vi=f"{unit_name}: hãy khoá sổ năm {last_closed + 1} trước khi khoá sổ năm {year}.",
            en=f"{unit_name}: close {last_closed + 1} before {year}.",
            last_closed_year=last_closed,
        )
    return False
