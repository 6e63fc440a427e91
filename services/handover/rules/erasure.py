"""Which entries of the ledger may lose their body when a leaver's data are erased. Pure.

The name in the minutes stays as long as the minutes must be kept as accounting vouchers; what was said for
management only, a shorter time (L88-41-5a, L88-41-5b).
"""

from datetime import date

from shared.law import rule

VOUCHERS = ("record.",)  # acts whose bodies are accounting vouchers


def rule_of_keeping(act: str) -> str:
    """The rule that says how long the body of `act` is kept."""
    return "L88-41-5b" if act.startswith(VOUCHERS) else "L88-41-5a"


def kept_until(act: str, recorded_on: date, today: date) -> date:
    """The last day on which the law of `today` wants the body of `act`: full years after its year."""
    years = rule(rule_of_keeping(act), today).parameters["years"]
    return date(recorded_on.year + int(years), 12, 31)


def may_go(act: str, recorded_on: date, today: date) -> bool:
    """Whether the body may be erased today. A PIN that was set is kept by no rule."""
    return act == "pin.set" or today > kept_until(act, recorded_on, today)
