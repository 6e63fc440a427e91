"""The wear of one asset in one year: the truth that the close of a million is held against. Pure.

Circular 141/2025/TT-BTC Art. 14, 16, 18. Everything is whole VND, halves rounded up (Art. 5); what rounding
leaves over falls into the last year, so that every asset ends at exactly zero.
"""

from dataclasses import dataclass

RATE_UNIT = 10_000  # a rate is in hundredths of a percent: 14.29 % is 1429

# How a row was computed; words for people in services/web/words/wear.py.
YEARLY = "yearly"  # cost × rate
LAST_YEAR = "last_year"  # what remains
SPREAD = "spread"  # (cost − worn) ÷ (life − years used), after a change
TRANSITION = "transition"  # the same in the first year of new lives (Art. 18(1))
ALL_REMAINING = "all_remaining"  # the life is over already
TRANSITION_ALL = "transition_all"  # the new life is over already (Art. 18(1))
CATCH_UP = "catch_up"  # from the start of use to the first year of the list (Art. 18(5))
WORN_THROUGH = "worn_through"
NO_WEAR = "no_wear"  # by a recorded decision (Art. 11(3))
NOT_IN_USE = "not_in_use"
UNDECIDED = "undecided"  # no life is decided (Art. 13(2))

LEFT_OUT = (UNDECIDED, NOT_IN_USE)  # what a person must see before a close: nothing was computed for them


@dataclass(frozen=True)
class Life:
    """How many years a class serves, and its yearly rate in hundredths of a percent."""

    years: int
    rate: int


@dataclass(frozen=True)
class Case:
    """What is known of one fixed asset on 31 December of `year`, before its wear.

    `worn` is in the books already; `closed_before` says that an earlier year was closed for it. `used_since`
    is the calendar year it was put to use, `used_before` the years it had served elsewhere. `then` is the
    life by the last year before `transition`, `lately` by last year if that is later, `now` by this year.
    """

    year: int
    cost: int
    worn: int
    used_since: int | None
    now: Life | None
    then: Life | None = None
    lately: Life | None = None
    used_before: int = 0
    closed_before: bool = False
    excused: bool = False
    transition: int = 2026


@dataclass(frozen=True)
class Wear:
    """The answer: what had worn off before the first close and was in no book, this year's wear, the years
    used before this year, and how it was computed.
    """

    opening: int
    amount: int
    used: int
    formula: str


def wear_of(case: Case) -> Wear:
    """The wear of one asset in one year."""
    if case.excused or case.used_since is None or case.used_since > case.year:
        return Wear(0, 0, 0, NO_WEAR if case.excused else NOT_IN_USE)
    used = case.year - case.used_since + case.used_before
    if case.worn >= case.cost:
        return Wear(0, 0, used, WORN_THROUGH)
    if case.now is None:
        return Wear(0, 0, used, UNDECIDED)
    opening = opening_of(case)
    worn = case.worn + opening
    if worn >= case.cost:
        return Wear(opening, 0, used, WORN_THROUGH)
    if _catches_up(case, worn):
        whole = worn_after(case.cost, 0, case.now, case.used_before, case.year - case.used_since + 1)
        return Wear(0, whole, used, CATCH_UP)
    amount = worn_after(case.cost, worn, case.now, used, 1) - worn
    return Wear(opening, amount, used, _formula(case, worn, used, case.now))


def opening_of(case: Case) -> int:
    """What had worn off by the end of last year by the rules of those years, when the books say nothing."""
    since = case.used_since
    if case.closed_before or case.worn != 0 or since is None or since >= case.year:
        return 0
    years_then = max(min(case.year, case.transition) - since, 0)
    years_lately = case.year - since - years_then
    if case.then is None or years_then == 0:
        return worn_after(case.cost, 0, case.lately, case.used_before, case.year - since)
    worn = worn_after(case.cost, 0, case.then, case.used_before, years_then)
    return worn_after(case.cost, worn, case.lately, case.used_before + years_then, years_lately)


def worn_after(cost: int, worn: int, life: Life | None, used: int, years: int) -> int:
    """The accumulated wear after `years` more, of an asset that has served `used` years and lost `worn`."""
    if life is None or years <= 0 or worn >= cost:
        return worn
    if used + years >= life.years:
        return cost
    return min(cost, worn + years * _a_year(cost, worn, life, used))


def on_schedule(cost: int, worn: int, life: Life, used: int) -> bool:
    """Whether the books have exactly what cost × rate took off in `used` years."""
    return worn == min(cost, share(cost, life.rate) * used)


def share(cost: int, rate: int) -> int:
    """Cost × rate, halves up."""
    return (cost * rate + RATE_UNIT // 2) // RATE_UNIT


def _a_year(cost: int, worn: int, life: Life, used: int) -> int:
    """Cost × rate while nothing changed; else what remains over the years that remain, halves up."""
    if on_schedule(cost, worn, life, used):
        return share(cost, life.rate)
    left = life.years - used
    return (2 * (cost - worn) + left) // (2 * left)


def _catches_up(case: Case, worn: int) -> bool:
    """Whether nothing could be computed until the year of transition, and now it can (Art. 18(5))."""
    since = case.used_since if case.used_since is not None else case.year
    return case.year == case.transition and case.then is None and worn == 0 and since < case.year


def _formula(case: Case, worn: int, used: int, now: Life) -> str:
    since = case.used_since if case.used_since is not None else case.year
    changed = case.year == case.transition and case.then != now and since < case.year
    if used >= now.years:
        return TRANSITION_ALL if changed else ALL_REMAINING
    if used + 1 >= now.years:
        return LAST_YEAR
    if on_schedule(case.cost, worn, now, used):
        return YEARLY
    return TRANSITION if changed else SPREAD
