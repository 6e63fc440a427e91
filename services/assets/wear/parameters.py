"""What the statement is given: for each category its class and lives in the years that matter, for each
formula the rules it stands on.
"""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any
from uuid import UUID

import orjson

from services.assets.rules import lives, wear
from services.assets.rules.lives import Decision
from shared import law

TRANSITION_RULE = "C141-18a"

# The rules of each formula from the circular of 2026 on.
_GROUNDS = {
    wear.YEARLY: ("C141-14",),
    wear.LAST_YEAR: ("C141-14",),
    wear.SPREAD: ("C141-14",),
    wear.TRANSITION: ("C141-14", TRANSITION_RULE),
    wear.ALL_REMAINING: ("C141-14",),
    wear.TRANSITION_ALL: ("C141-14", TRANSITION_RULE),
    wear.CATCH_UP: ("C141-14", "C141-18c"),
    wear.WORN_THROUGH: ("C141-11",),
    wear.NO_WEAR: ("C141-11",),
    wear.NOT_IN_USE: (),
    wear.UNDECIDED: ("C141-13c",),
}
_BEFORE = ("WEAR-OLD",)
_COUNTED = ("WEAR-FIRST-YEAR",)  # how years of use are counted


def transition_year() -> int:
    """The first year of the lives of 2026: the year its rule came into force."""
    return law.provisions("rule")[TRANSITION_RULE][0].valid_from.year


def parameters(
    unit_id: UUID, year: int, categories: Iterable[str], decisions: Sequence[Decision]
) -> dict[str, Any]:
    """The parameters of the statement for a unit and year; `decisions` are those that count for it."""
    first = transition_year()
    then_year, late_year = min(year - 1, first - 1), max(year - 1, first)
    rows = []
    for category in categories:
        now = lives.ruled(category, year, decisions)
        then = lives.ruled(category, then_year, decisions)
        late = lives.ruled(category, late_year, decisions)
        kept = {"then": then.life, "late": late.life if year > first else None, "now": now.life}
        numbers = {
            f"{name}_{part}": getattr(life, part) if life else None
            for name, life in kept.items()
            for part in ("years", "rate")
        }
        shown = {"wear_class": now.wear_class, "basis": now.basis, "rules": [now.rule]}
        rows.append({"category": category, **shown, **numbers})
    grounds = [{"formula": formula, "grounds": rules_of(formula, year)} for formula in _GROUNDS]
    return {
        "unit": unit_id,
        "year": year,
        "last_day": date(year, 12, 31),
        "transition": first,
        "lives": orjson.dumps(rows).decode(),
        "grounds": orjson.dumps(grounds).decode(),
    }


def rules_of(formula: str, year: int) -> list[str]:
    """The keys of the rules that a row of `formula` in `year` stands on, beside that of its life."""
    ids = _GROUNDS[formula] if year >= transition_year() else _BEFORE
    return [law.rule(one, date(year, 12, 31)).key for one in (*ids, *_COUNTED)]


def opening_rules(year: int) -> list[str]:
    """The keys of the rules of an opening computed in `year`."""
    return [law.rule("WEAR-OPENING", date(year, 12, 31)).key]
