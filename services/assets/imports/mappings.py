"""A column mapping: which heading carries which field, and how the sheet writes dates and money."""

from collections.abc import Mapping as AnyMapping
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from typing import Any

from services.assets.imports.fields import is_field
from shared.errors import FieldError, Invalid

DATE_ORDERS = ("dmy", "mdy")
DECIMAL_MARKS = (",", ".")
ROUNDINGS = ("refuse", "half_up")


@dataclass(frozen=True)
class Mapping:
    """`columns` names the headings of a field (joined by a space when several); fields it leaves out are
    guessed from their headings when `guess`. `currency` is for the reader of the report: an amount in it,
    times `rate`, is VND; `rounding` says whether fractions of a đồng are rounded half up or refused.
    """

    columns: AnyMapping[str, tuple[str, ...]] = field(default_factory=dict)
    guess: bool = True
    date_order: str = "dmy"
    decimal: str = ","
    currency: str = "VND"
    rate: Decimal = Decimal(1)
    rounding: str = "refuse"

    def as_json(self) -> dict[str, Any]:
        """The shape that `mapping_from_json` reads."""
        return {
            "columns": {name: list(headings) for name, headings in self.columns.items()},
            "guess": self.guess,
            "date_order": self.date_order,
            "decimal": self.decimal,
            "currency": self.currency,
            "rate": str(self.rate),
            "rounding": self.rounding,
        }


def mapping_from_json(said: Any) -> Mapping:
    """A mapping as a client or the saved ones say it; raises Invalid naming what is wrong."""
    if not isinstance(said, dict):
        raise _invalid("", "Cấu hình cột phải là một đối tượng JSON.", "The mapping must be a JSON object.")
    known = set(Mapping().as_json())
    for name in said:
        if name not in known:
            raise _invalid(f"/{name}", f"Cấu hình cột không có mục “{name}”.", f"Unknown member “{name}”.")
    return Mapping(
        columns=_columns(said.get("columns", {})),
        guess=bool(said.get("guess", True)),
        date_order=_one_of(said, "date_order", DATE_ORDERS),
        decimal=_one_of(said, "decimal", DECIMAL_MARKS),
        currency=str(said.get("currency", "VND"))[:3].upper(),
        rate=_rate(said.get("rate", "1")),
        rounding=_one_of(said, "rounding", ROUNDINGS),
    )


def _columns(said: Any) -> dict[str, tuple[str, ...]]:
    if not isinstance(said, dict):
        raise _invalid("/columns", "“columns” phải là một đối tượng JSON.", "“columns” must be an object.")
    columns: dict[str, tuple[str, ...]] = {}
    for name, headings in said.items():
        listed = [headings] if isinstance(headings, str) else headings
        if not is_field(str(name)):
            raise _invalid(f"/columns/{name}", f"Không có trường “{name}”.", f"There is no field “{name}”.")
        if not isinstance(listed, list) or not all(isinstance(heading, str) for heading in listed):
            raise _invalid(f"/columns/{name}", "Phải là tên cột.", "Must be headings.")
        columns[name] = tuple(listed)
    return columns


def _one_of(said: dict[str, Any], name: str, choices: tuple[str, ...]) -> str:
    value = said.get(name, choices[0])
    if value not in choices:
        listed = ", ".join(choices)
        raise _invalid(
            f"/{name}", f"“{name}” phải là một trong: {listed}.", f"“{name}” must be one of: {listed}."
        )
    return str(value)


def _rate(said: Any) -> Decimal:
    try:
        rate = Decimal(str(said))
    except InvalidOperation:
        rate = Decimal(0)
    if not (rate.is_finite() and Decimal("0.000001") <= rate <= Decimal(1_000_000)):
        raise _invalid("/rate", "Tỷ giá không hợp lệ.", "The rate is not valid.")
    return rate


def _invalid(pointer: str, vi: str, en: str) -> Invalid:
    return Invalid("mapping-invalid", vi=vi, en=en, errors=[FieldError(f"/mapping{pointer}", vi, en)])


# Assets exported by Snipe-IT in English. Its amounts carry cents and no currency: they are taken as VND and
# rounded half up, and the report says so. A register kept in another currency saves a mapping with its rate.
SNIPE_IT = Mapping(
    columns={
        "tag": ("Asset Tag",),
        "name": ("Name",),
        "category": ("Category",),
        "maker": ("Manufacturer",),
        "model": ("Model",),
        "serial": ("Serial",),
        "unit": ("Company",),
        "place": ("Location",),
        "put_to_use_on": ("Purchase Date",),
        "cost": ("Purchase Cost",),
        "book_user": ("Checked Out To: First Name", "Checked Out To: Last Name"),
    },
    guess=False,
    date_order="mdy",
    decimal=".",
    rounding="half_up",
)

SEEDED_MAPPINGS = {"snipe-it": ("Snipe-IT (tiếng Anh)", SNIPE_IT)}
