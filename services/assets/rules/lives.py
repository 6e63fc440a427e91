"""How long a category of assets serves in a year: the law's figure, or a recorded decision's. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from services.assets.rules.wear import RATE_UNIT, Life
from shared import law
from shared.errors import FieldError, Invalid, RefusedByLaw
from shared.law import Provision

LIFE, SHIFT = "life", "rate_shift"
NO_WEAR, WEAR_AGAIN, USED_BEFORE = "no_wear", "wear_again", "used_before"
OF_CLASSES = (LIFE, SHIFT)
OF_ASSETS = (NO_WEAR, WEAR_AGAIN, USED_BEFORE)
FIRST_YEAR = 2018  # of our data; what came before is computed by the figures of that year


@dataclass(frozen=True)
class Decision:
    """A decision about a class that counts for the unit, the nearest and newest first: `life_years` of a
    class without a national figure, or `shift_percent` of a rate.
    """

    kind: str
    wear_class: str
    from_year: int
    number: str
    life_years: int | None = None
    shift_percent: int | None = None


@dataclass(frozen=True)
class Ruled:
    """What counts for a category in a year: the class, its life (None: nobody has decided), the number of
    the decision if one counts, and the key of the provision.
    """

    wear_class: str
    life: Life | None
    basis: str
    rule: str
    certainty: str


def class_of(category: str, year: int) -> Provision:
    """The class of lives that `category` falls under in `year`; what no class names is "other machinery"."""
    on = date(max(year, FIRST_YEAR), 12, 31)
    named = (one for one in law.in_force("life", on) if category in one.details["covers"])
    return next(named, None) or law.life("LIFE-OTHER", on)


def ruled(category: str, year: int, decisions: Iterable[Decision]) -> Ruled:
    """What counts for `category` in `year`, given the `decisions` of the unit and those above it."""
    provision = class_of(category, year)
    mine = [one for one in decisions if one.wear_class == provision.id and one.from_year <= year]
    wanted = SHIFT if provision.parameters else LIFE
    decision = next((one for one in mine if one.kind == wanted), None)
    life = _life(provision, decision)
    number = decision.number if decision else ""
    return Ruled(provision.id, life, number, provision.key, provision.certainty)


def check_class_decision(
    kind: str, wear_class: str, from_year: int, years: int | None, shift: int | None
) -> None:
    """Raise unless the decision is one that the law lets a province or ministry take: a life where there is
    no national figure (C141 Art. 13(2)), a shift of a rate within ±20 % (Art. 13(1)).
    """
    try:
        provision = law.life(wear_class, date(max(from_year, FIRST_YEAR), 12, 31))
    except LookupError:
        raise _invalid("wear-class-unknown", "/wear_class", "Không có nhóm này.", "No such class.") from None
    if kind == LIFE and provision.parameters:
        raise RefusedByLaw(
            "life-is-national",
            vi=f"{provision.title}: thời gian sử dụng do Phụ lục I quy định, chỉ được điều chỉnh tỷ lệ.",
            en="This class has a national life; only its rate may be shifted.",
            legal_basis=["C141-13a@1", provision.key],
        )
    if kind == SHIFT:
        _check_shift(provision, from_year, shift)
    elif years is None:
        raise _invalid("life-missing", "/life_years", "Thiếu số năm sử dụng.", "The life is missing.")


def _check_shift(provision: Provision, from_year: int, shift: int | None) -> None:
    rule = law.rule("C141-13a", date(max(from_year, 2026), 12, 31))
    most = rule.parameters["shift_percent"]
    if not shift:
        raise _invalid("shift-missing", "/shift_percent", "Thiếu mức điều chỉnh.", "The shift is missing.")
    if from_year < rule.valid_from.year or abs(shift) > most or not provision.parameters:
        raise RefusedByLaw(
            "shift-outside-law",
            vi=f"Tỷ lệ chỉ được điều chỉnh tối đa {most}% và từ năm {rule.valid_from.year}. {rule.text}",
            en=f"A rate may be shifted by {most} % at the most, from {rule.valid_from.year} on.",
            legal_basis=[rule.key],
        )


def _life(provision: Provision, decision: Decision | None) -> Life | None:
    if not provision.parameters:
        years = decision.life_years if decision else None
        return Life(years, (2 * RATE_UNIT + years) // (2 * years)) if years else None
    rate = int(Decimal(provision.parameters["rate_percent"]) * 100)
    if decision is None or decision.shift_percent is None:
        return Life(provision.parameters["life_years"], rate)
    shifted = (rate * (100 + decision.shift_percent) + 50) // 100
    return Life(-(-RATE_UNIT // shifted), shifted)


def _invalid(slug: str, pointer: str, vi: str, en: str) -> Invalid:
    return Invalid(slug, vi=vi, en=en, errors=[FieldError(pointer, vi, en)])
