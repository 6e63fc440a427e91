"""The sum of a row as a person would write it beside the table: numbers only, in every language."""

from collections.abc import Mapping
from typing import Any

from services.assets.rules import wear
from shared.vietnamese import vnd

_SPREAD = (wear.SPREAD, wear.TRANSITION)
_REST = (wear.LAST_YEAR, wear.ALL_REMAINING, wear.TRANSITION_ALL)


def explained(row: Mapping[str, Any]) -> str:
    """`18.000.000 × 14,29% = 2.572.200`, `(18.000.000 − 10.800.000) ÷ (7 − 3) = 1.800.000`; "" for a row
    without wear. What was worn before the year includes its opening.
    """
    cost, worn, amount = row["cost"], row["wear_before"] + row["opening"], row["amount"]
    formula = row["formula"]
    if formula == wear.YEARLY:
        return f"{vnd(cost)} × {percent(row['rate'])} = {vnd(amount)}"
    if formula in _SPREAD:
        left = f"({int(row['life_years'])} − {row['years_used']})"
        return f"({vnd(cost)} − {vnd(worn)}) ÷ {left} = {vnd(amount)}"
    if formula in _REST:
        return f"{vnd(cost)} − {vnd(worn)} = {vnd(amount)}"
    if formula == wear.CATCH_UP:
        return f"{vnd(cost)} × {percent(row['rate'])} × {row['years_used'] + 1} = {vnd(amount)}"
    return ""


def percent(rate: int) -> str:
    """A rate in hundredths of a percent as Vietnamese writes it: 1429 is "14,29%"."""
    whole, rest = divmod(rate, 100)
    return f"{whole},{rest:02d}".rstrip("0").rstrip(",") + "%"
