"""What the law and plain sense ask of a handover. Pure: facts in, decisions out; dates are given."""

from services.handover.lifecycle import HOLDER, STORE
from services.handover.rules.corrections import (
    Interval,
    check_days,
    corrected,
    may_decide,
    says_nothing_new,
    still_proposed,
    touched,
)
from services.handover.rules.dates import check_date, form_for, made_under
from services.handover.rules.disputes import check_disputable
from services.handover.rules.holdings import Holding, check_holdings
from services.handover.rules.outcomes import SETTLED, check_outcome, may_settle
from services.handover.rules.parties import (
    KEEPERS,
    SIDE_NAMES,
    Party,
    check_parties,
    is_party,
    may_refuse,
    may_sign,
    sides_of,
    stranger,
)
from services.handover.rules.recalls import (
    Kept,
    check_deadline,
    check_extension,
    due_deadlines,
    is_overdue,
    overdue_deadlines,
    recall_deadline,
    recall_rules,
    stays_behind,
)
from services.handover.rules.reversals import check_reversible, refuse_later
from services.handover.rules.terms import (
    check_asked,
    check_day_of_decision,
    check_lines_of_decision,
    check_other_unit,
)

__all__ = [
    "HOLDER",
    "KEEPERS",
    "SETTLED",
    "SIDE_NAMES",
    "STORE",
    "Holding",
    "Interval",
    "Kept",
    "Party",
    "check_asked",
    "check_date",
    "check_day_of_decision",
    "check_days",
    "check_deadline",
    "check_disputable",
    "check_extension",
    "check_holdings",
    "check_lines_of_decision",
    "check_other_unit",
    "check_outcome",
    "check_parties",
    "check_reversible",
    "corrected",
    "due_deadlines",
    "form_for",
    "is_overdue",
    "is_party",
    "made_under",
    "may_decide",
    "may_refuse",
    "may_settle",
    "may_sign",
    "overdue_deadlines",
    "recall_deadline",
    "recall_rules",
    "refuse_later",
    "says_nothing_new",
    "sides_of",
    "stays_behind",
    "still_proposed",
    "stranger",
    "touched",
]
