"""What comes of a row: a typed draft of an asset, or faults that keep it from being one."""

from dataclasses import dataclass, field
from datetime import date
from typing import Any


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong with a row: its number, the column as the sheet calls it, the reason in two languages,
    and `at`, the place of the column from 0 where it is one.
    """

    row: int | None
    column: str | None
    vi: str
    en: str
    at: int | None = None


@dataclass(slots=True)
class Draft:
    """An asset as the sheet describes it; `unit` is the text of the sheet, amounts are whole VND."""

    row: int
    tag: str
    name: str
    category: str
    maker: str
    model: str
    serial: str
    made_in: str
    made_year: int | None
    unit: str
    department: str
    place: str
    latitude: float | None
    longitude: float | None
    cost: int
    cost_budget: int
    cost_other: int
    opening_wear: int
    put_to_use_on: date | None
    origin: str
    book_user: str
    document_number: str
    document_on: date | None
    attributes: dict[str, Any] = field(default_factory=dict)
