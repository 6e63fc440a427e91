"""What stands around the rows of a form: whose it is, which form, over which time, how sure it is. Pure."""

from dataclasses import dataclass
from datetime import date, datetime

from services.assets.forms.catalogue import Form, columns_of
from services.assets.forms.wording import CERTAINTY
from shared.clock import HANOI
from shared.law import Provision
from shared.sheets.layout import Sheet, Side
from shared.vietnamese import short_date


@dataclass(frozen=True)
class Wish:
    """What was asked for: the unit (and those below it), the time, as known at a moment."""

    unit_code: str
    unit_name: str
    above_name: str
    below: bool
    first: date
    last: date
    known_at: datetime
    of: str = ""  # the asset or document that the form is about, in words
    budget_code: str = ""  # Mã QHNS, then


def sheet_of(form: Form, version: Provision, wish: Wish, sides: tuple[Side, ...] = ()) -> Sheet:
    """The form as a sheet without rows, with the tables that stand beside them."""
    code = version.details["code"]
    scope = "gồm cả các đơn vị trực thuộc" if wish.below else "không gồm các đơn vị trực thuộc"
    right = [f"Mẫu số {code or '…………'}", f"({version.citation()})"]
    amounts = version.details.get("amounts", "đồng")
    return Sheet(
        name=form.law_id[:31],
        title=version.title.upper(),
        columns=columns_of(version),
        made_on=wish.known_at.astimezone(HANOI).date(),
        left=(wish.above_name, f"Đơn vị: {wish.unit_name}", f"{_codes(wish)} ({scope})"),
        right=(*right, ""),
        subtitles=tuple(line for line in (_time(form, wish), wish.of, _known(wish, amounts)) if line),
        signatures=tuple(version.details["signatures"]),
        place="Ngày …… tháng …… năm ………",
        notes=tuple(note for note in (_sureness(version), _rounding(amounts)) if note),
        preface=tuple(version.details.get("preface", ())),
        sides=sides,
    )


def filename(form: Form, wish: Wish, file_format: str, table: str = "") -> str:
    """The name of the file: form, table beside its rows if it is of one, unit, time."""
    time = f"{wish.last}" if form.over == "day" else f"{wish.first}-{wish.last}"
    return f"{'-'.join(filter(None, (form.name, table, wish.unit_code, time)))}.{file_format}"


def _codes(wish: Wish) -> str:
    budget = f"; Mã QHNS: {wish.budget_code}" if wish.budget_code else ""
    return f"Mã đơn vị: {wish.unit_code}{budget}"


def _time(form: Form, wish: Wish) -> str:
    if form.over == "day":
        return f"Tính đến hết ngày {short_date(wish.last)}"
    return f"Từ ngày {short_date(wish.first)} đến ngày {short_date(wish.last)}"


def _known(wish: Wish, amounts: str) -> str:
    here = wish.known_at.astimezone(HANOI)
    return f"Theo sổ như đã ghi đến {here:%H:%M:%S} ngày {short_date(here.date())}. Đơn vị tính: {amounts}"


def _sureness(version: Provision) -> str:
    said = CERTAINTY[version.certainty]
    return f"{said} {version.details.get('note', '')}".strip() if said else ""


def _rounding(amounts: str) -> str:
    if amounts == "đồng":
        return ""
    return "Từng số tiền được làm tròn đến nghìn đồng; dòng tổng cộng là tổng của các số đã làm tròn."
