"""The day of a record: not ahead, and the form and rules of that day. Pure."""

from datetime import date

from services.handover import lifecycle
from shared.errors import FieldError, Invalid
from shared.law import Provision, form, provisions, rule
from shared.vietnamese import short_date


def check_date(happened_on: date, today: date) -> None:
    """A record is not dated ahead. Raises Invalid."""
    if happened_on > today:
        vi = f"Ngày giao nhận {short_date(happened_on)} ở tương lai; chỉ ghi việc đã diễn ra."
        raise Invalid(
            "date-ahead", vi=vi, en="The date lies ahead.", errors=[FieldError("/happened_on", vi, "Ahead.")]
        )


def form_for(on: date) -> Provision:
    """The printed form of a handover on the day `on`: 02/TSC-BBGN from 2025-07-01, 01/TSC-BBGN before."""
    return form("TSC-BBGN", on)


def made_under(kind: str, on: date) -> list[str]:
    """The versions of the rules that a record of `kind` stands on, kept with it: those in force on the day.
    The body's own regulation is behind every record. Raises NotInForce for a day before all of it.
    """
    regulation = rule("L15-23", on)
    asked = [id_ for id_ in lifecycle.KINDS[kind].law if id_ != regulation.id]
    standing = [one for id_ in asked for one in provisions("rule")[id_] if one.covers(on)]
    return [one.key for one in (regulation, *standing)]
