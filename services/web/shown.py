"""How values from the services are written for people: dates, instants, money, codes, states."""

import unicodedata
from datetime import date, datetime
from decimal import Decimal
from urllib.parse import urlencode, urlsplit

from flask import Flask
from werkzeug.datastructures import MultiDict

from services.web.language import gettext, language
from services.web.words import TABLES, Words
from shared.clock import HANOI
from shared.vietnamese import short_date, vnd


def day(value: str | date | None) -> str:
    """An ISO date as dd/mm/yyyy; nothing as a dash."""
    if not value:
        return "–"
    return short_date(value if isinstance(value, date) else date.fromisoformat(value[:10]))


def moment(value: str | None) -> str:
    """An ISO instant as dd/mm/yyyy HH:MM in Hà Nội."""
    if not value:
        return "–"
    local = datetime.fromisoformat(value).astimezone(HANOI)
    return f"{short_date(local.date())} {local:%H:%M}"


def money(value: int | None) -> str:
    """VND with dots between thousands; nothing as a dash."""
    return "–" if value is None else vnd(value)


def short_money(value: int | None) -> str:
    """VND for a headline: 1.234.000.000 is "1,23 tỷ", 8.490.000 is "8,5 triệu"."""
    for size, name, digits in ((10**9, gettext("tỷ"), 2), (10**6, gettext("triệu"), 1)):
        if value is not None and value >= size:
            return (
                f"{value / size:.{digits}f}".rstrip("0").rstrip(".").replace(".", gettext(",")) + f" {name}"
            )
    return money(value)


def label_code(code: str | None) -> str:
    """The 8 characters of a label in two groups: 7K3M-9PQ4."""
    return f"{code[:4]}-{code[4:]}" if code and len(code) == 8 else code or "–"


def word(code: str | None, table: str) -> str:
    """The text for a code of one of the tables of `words`; an unknown code is shown as it is."""
    return gettext(TABLES[table][code][0]) if code in TABLES[table] else code or "–"


def shade(code: str | None, table: str) -> str:
    """The chip class for a code."""
    return TABLES[table][code][1] if code in TABLES[table] else ""


def percent(share: str | None) -> str:
    """A share between 0 and 1 as a percentage: "0.125" is "12,5 %"."""
    return f"{(Decimal(share or 0) * 100).normalize():f} %".replace(".", gettext(","))


def who(subject: str) -> str:
    """Who did something, as the services keep it: an account by the end of its number, else the system."""
    account = subject.removeprefix("account:")
    return gettext("tài khoản …%s") % account[-8:] if account != subject else gettext("hệ thống")


def unit_options(units: list[dict[str, str]]) -> list[tuple[str, str]]:
    """Units as choices for a select."""
    return [(unit["id"], unit["name"]) for unit in units]


def plan_units(units: list[dict[str, str]]) -> list[tuple[str, str]]:
    """Units of a plan as choices for a select."""
    return [(unit["unit_id"], unit["name"]) for unit in units]


def initials(name: str | None) -> str:
    """The first letter of a Vietnamese given name (its last word)."""
    words = unicodedata.normalize("NFC", name or "").split()
    return words[-1][0].upper() if words else "?"


def following(args: MultiDict[str, str], after: str) -> str:
    """The query of the next page: the same filters with another cursor."""
    return urlencode(
        [(name, value) for name, value in args.items(multi=True) if name != "after"] + [("after", after)]
    )


def options(words: Words) -> list[tuple[str, str]]:
    """A table of words as choices for a select."""
    return [(code, gettext(text)) for code, (text, _shade) in words.items()]


def mapping_options(mappings: list[dict[str, str]]) -> list[tuple[str, str]]:
    """Saved column mappings as choices: their id and name."""
    return [(str(row.get("id") or row["name"]), row["name"]) for row in mappings]


def reason(fault: dict[str, str]) -> str:
    """Why a row of a book is wrong, in the language of this request."""
    return fault["reason_en"] if language() == "en" else fault["reason"]


def told(problem: dict[str, str]) -> str:
    """A problem that the register keeps in two languages, in the one of this request."""
    return problem[language()]


def own_link(link: str) -> str:
    """The path of a notice's link: it leads to a page of ours, whatever host it was written with."""
    parts = urlsplit(link)
    return parts.path + (f"?{parts.query}" if parts.query else "")


def teach(app: Flask) -> None:
    """Give the templates these as filters."""
    for function in (
        day,
        moment,
        money,
        short_money,
        label_code,
        percent,
        unit_options,
        plan_units,
        who,
        word,
        shade,
        initials,
        following,
        options,
        mapping_options,
        own_link,
        reason,
        told,
    ):
        app.jinja_env.filters[function.__name__] = function
