"""What the law and plain sense ask of a handover. Pure: facts in, decisions out; dates are given."""

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
from services.handover.rules.holdings import GIVEN_OUT, Holding, check_holdings
from services.handover.rules.parties import (
    HOLDER,
    KEEPERS,
    SIDE_NAMES,
    STORE,
    TAKES_BACK,
    WAYS,
    Party,
    check_parties,
    may_refuse,
    may_sign,
    sides_of,
)
from services.handover.rules.recalls import due_deadlines, is_overdue, overdue_deadlines, recall_deadline

__all__ = [
    "GIVEN_OUT",
    "HOLDER",
    "KEEPERS",
    "SIDE_NAMES",
    "STORE",
    "TAKES_BACK",
    "WAYS",
    "Holding",
    "Interval",
    "Party",
    "check_date",
    "check_days",
    "check_holdings",
    "check_parties",
    "corrected",
    "due_deadlines",
    "form_for",
    "is_overdue",
    "made_under",
    "may_decide",
    "may_refuse",
    "may_sign",
    "overdue_deadlines",
    "recall_deadline",
    "says_nothing_new",
    "sides_of",
    "still_proposed",
    "touched",
]
