"""Mass handover when units merge, split or end: which asset goes where, and whether the whole adds up. Pure.

`deciding` gives every asset one target or a reason why it has none, `minutes` cuts the decided ones into
records, `balance` nets the whole against the register.
"""

from services.handover.rules.plans.balance import Balance, Breaker, UnitBalance, balance
from services.handover.rules.plans.deciding import (
    CONFLICTS,
    OUT_OF_BOOKS,
    UNDECIDED,
    Asset,
    Decision,
    Layout,
    Rule,
    decide_all,
)
from services.handover.rules.plans.minutes import MOST_LINES, Batch, cut
from services.handover.rules.plans.opening import (
    check_approver,
    check_days,
    check_rules,
    check_state,
    check_units,
)

__all__ = [
    "CONFLICTS",
    "MOST_LINES",
    "OUT_OF_BOOKS",
    "UNDECIDED",
    "Asset",
    "Balance",
    "Batch",
    "Breaker",
    "Decision",
    "Layout",
    "Rule",
    "UnitBalance",
    "balance",
    "check_approver",
    "check_days",
    "check_rules",
    "check_state",
    "check_units",
    "cut",
    "decide_all",
]
